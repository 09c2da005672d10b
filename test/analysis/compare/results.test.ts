import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Located, readJson } from '../../../src/analysis/compare/json-text.ts';
import { assignResults, parseResults } from '../../../src/analysis/compare/results.ts';
import { candidate, zooCandidate } from '../../support/candidates.ts';

function parse(text: string) {
  return parseResults({ path: 'results.json', text, library: false });
}

const good = { network: 'my.arch', top1Error: 27.3, top5Error: 8.9, dataSet: 'imagenet', protocol: 'single crop' };

describe('parseResults', () => {
  it('reads results', () => {
    const { results, errors } = parse(
      JSON.stringify([
        { ...good, source: 'run 1' },
        { ...good, top5Error: undefined },
      ]),
    );
    expect(errors).toEqual([]);
    expect(results).toMatchObject([
      { ...good, source: 'run 1' },
      { network: 'my.arch', top1Error: 27.3 },
    ]);
    expect(parse('\ufeff[]')).toMatchObject({ results: [], errors: [] });
  });

  it.each([
    ['{}', 'results.json:1:1: the file holds an array of results'],
    ['', 'results.json:1:1: this is no JSON: the file ends too early'],
    ['[\n  {"network": "a" "b"}\n]', 'results.json:2:19: this is no JSON: a , or a } is wanted here'],
    ['[{network: 1}]', 'results.json:1:3: this is no JSON: a name in double quotes is wanted here'],
    ['[1] 2', 'results.json:1:5: this is no JSON: something follows the end of the value'],
    ['["a\n"]', 'results.json:1:2: this is no JSON: this text has a line break or a \\ that JSON does not know'],
    ['[01]', 'results.json:1:2: this is no JSON: a value is wanted here'],
    ['[7]', 'results.json:1:2: each result is an object'],
  ])('says where %j is wrong', (text, message) => {
    const { results, errors } = parse(text);
    expect(results).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
  });

  it.each([
    [{ network: 7 }, '"network" is 7; it must be a text'],
    [{ network: undefined }, 'this result has no "network"'],
    [{ protocol: 'one crop' }, '"protocol" is "one crop"; it must be one of: single crop; test set;'],
    [{ top1Error: '27' }, '"top1Error" is "27"; it must be a number'],
    [{ top1Error: 127 }, '"top1Error" is 127; it must be an error in per cent, from 0 to 100'],
    [{ top1Error: 5 }, '"top5Error" is 8.9, more than "top1Error", 5'],
    [{ top1Error: undefined, top5Error: undefined }, 'this result has neither "top1Error" nor "top5Error"'],
    [{ top1error: 7 }, 'a result has no "top1error"; did you mean "top1Error"?'],
  ])('refuses a result with %j', (change, message) => {
    const { results, errors } = parse(JSON.stringify([{ ...good, ...change }]));
    expect(results).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^results\.json:1:\d+: /);
    expect(errors[0]).toContain(message);
  });
});

describe('readJson', () => {
  function plain({ value }: Located): unknown {
    if (Array.isArray(value)) return value.map(plain);
    if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
    return value;
  }

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false } as object), fc.constantFrom('', ' ', '\n'), (text, blank) => {
        const reading = readJson(blank + text + blank);
        if (reading.kind === 'failure') throw new Error(`${reading.reason} at ${reading.at}`);
        // `__proto__` is an ordinary name in a map, but not in an object.
        if (!text.includes('__proto__')) expect(plain(reading.root)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]{}",:1.-e0tn \\u') }), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(readJson(text).kind).toBe(valid ? 'value' : 'failure');
      }),
      { numRuns: 2000 },
    );
    expect(readJson('['.repeat(100_000))).toMatchObject({ kind: 'failure' });
  });
});

describe('assignResults', () => {
  const mine = candidate('relu', 'nets/my.arch:width=2');
  const same = candidate('relu', 'nets/my.arch');
  const resnet = zooCandidate('resnet-50');
  const results = (network: string) => parse(JSON.stringify([{ ...good, network }]));

  it('finds a network by what was typed, by title, file and name in the zoo', () => {
    const found = (network: string) => [...assignResults(results(network), [mine, resnet]).byCandidate.keys()];
    expect(found('nets/my.arch:width=2')).toEqual(['nets/my.arch:width=2']);
    expect(found('./test.arch')).toEqual(['nets/my.arch:width=2']);
    for (const name of ['ResNet-50', 'resnet50', 'examples/resnet50.arch']) expect(found(name)).toEqual(['resnet-50']);
  });

  it('says which network a result may mean, and which it does not', () => {
    const [error] = assignResults(results('test.arch'), [mine, same]).errors;
    expect(error).toContain('more than one of the compared networks; write "nets/my.arch:width=2" or "nets/my.arch"');
    const { byCandidate, warnings, errors } = assignResults(results('resnet5'), [resnet]);
    expect([byCandidate.size, errors.length]).toEqual([0, 0]);
    expect(warnings[0]).toContain(
      '"resnet5" is none of the compared networks and is left out; did you mean "resnet-50"?',
    );
  });
});
