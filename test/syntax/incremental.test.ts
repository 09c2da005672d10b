/**
 * Parsing after a change gives what parsing the whole gives: seeded edits, in sequence, of every example, every block
 * file and generated networks; and nearly always only a part is parsed. FUZZ_RUNS sets the number of sequences.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { load, type ParseCache } from '../../src/compiler/modules.ts';
import { type Parsed, parseWhole } from '../../src/syntax/parse.ts';
import { changed, reparse } from '../../src/syntax/reparse.ts';
import { asLines, asRepeat } from '../bench/networks.ts';
import { fileOf } from './support.ts';

const written = ['examples', 'examples/lecture', 'blocks'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.arch'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
);

/** What the examples hold too little of: steps and branches over several lines, in each kind of body. */
const nested = `// Of the network.
network N(a = 3) {
  input image [3, 8, 8] // at the end of a line
  let x = {
    relu
    tanh
  }
  concat {
    repeat i in 0..3 {
      | conv(3)
        relu
      | skip
    }
    | tanh
    // between branches
    | let y = 3
      if a == 3 {
        relu
      } else if a == 4 { tanh -> relu } else {
        conv(3) -> relu
      }
  }
  add {
    | relu
    | tanh }
  head h from q, weight = 0.3 {
    dense(3)
    // last
  }
  if a == 3 {
    relu ->
    tanh
      -> relu
  }
  expect parameters == 3
  f(a = {
    relu
  })
  q: from z
}

// Of the block.
// Two lines.
block B(x: block = { relu }) {
  x
  SE(3) {
    relu
    tanh
  } -> relu
}
`;
const deep = `network D {\n${'repeat 2 {\nrelu\n'.repeat(110)}${'}\n'.repeat(111)}`;
const sources = [...written, nested, asLines(60), asRepeat(20), deep];

const words = [
  ...['{', '}', '(', ')', '[', ']', '->', '|', ',', ':', '=', '==', '..', '.', '+', '-', '@', '\\', 'é', '_'],
  ...['not', 'and', 'if', 'else', 'repeat', 'in', 'let', 'head', 'from', 'expect', 'require', 'train', 'skip'],
  ...['network', 'block', 'use', 'input', 'relu', 'conv(3)', 'x:', '3', '3x3', '0.5', '1e', 'a', '(3)', 'f(a='],
  ...['"', '"a"', '//', '// note', '\n', '\n\n', '\r\n', '\r', '\t', ' ', '\uFEFF', 'if a {', '} else {', 'let x ='],
  ...['conv(3) {', 'repeat 3 {', '\n  relu\n', '\n  | relu\n', '\n  -> relu', 'add {\n | relu\n | skip\n}', '= =\n'],
];

type Edit = (text: string) => string;
const word = fc.constantFrom(...words);
/** A place in a text, as a share of it. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, where: number): number => Math.floor(where * text.length);
const lineAt = (text: string, where: number): number => text.lastIndexOf('\n', at(text, where) - 1) + 1;
const put = (text: string, start: number, end: number, with_: string): string =>
  text.slice(0, start) + with_ + text.slice(end);
const digitsIn = (text: string): number[] => [...text.matchAll(/\d/g)].map(({ index }) => index);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(share, fc.nat(9)).map(
    ([where, digit]): Edit =>
      (text) => {
        const digits = digitsIn(text);
        const start = digits[Math.floor(where * (digits.length - 1))];
        return start === undefined ? text : put(text, start, start + 1, String(digit));
      },
  ),
  fc
    .tuple(share, fc.nat(4), fc.array(word, { maxLength: 3 }), fc.constantFrom('', ' ', '\n'))
    .map(([where, cut, all, separator]): Edit => {
      return (text) => put(text, at(text, where), at(text, where) + cut, all.join(separator));
    }),
  fc.tuple(share, word, word).map(([where, a, b]): Edit => {
    return (text) => put(text, lineAt(text, where), lineAt(text, where), `${a} ${b}\n`);
  }),
  fc.tuple(share, fc.nat(80)).map(([where, cut]): Edit => {
    return (text) => put(text, lineAt(text, where), lineAt(text, where) + cut, '');
  }),
  fc.tuple(share, share, fc.nat(80)).map(([where, from, length]): Edit => {
    return (text) => put(text, at(text, where), at(text, where), text.slice(at(text, from), at(text, from) + length));
  }),
);

/** The tree after a change, which must be that of the whole; and whether only a part was parsed. */
function parsedAfter(previous: Parsed, text: string): { parsed: Parsed; isPart: boolean } {
  const file = fileOf(text);
  const whole = parseWhole(file);
  const part = changed(previous, file);
  if (!part) return { parsed: whole, isPart: false };
  // Vitest's own comparison takes several times as long, and tells more.
  if (!isDeepStrictEqual(part.outcome, whole.outcome)) expect(part.outcome).toStrictEqual(whole.outcome);
  expect(whole.bounds, 'what is parsed from a part can be parsed from again').toBeDefined();
  return { parsed: part, isPart: true };
}

function afterAll(text: string, edits: readonly Edit[]): number {
  let known = parseWhole(fileOf(text));
  let now = text;
  let parts = 0;
  for (const [index, each] of edits.entries()) {
    now = each(now);
    const { parsed, isPart } = parsedAfter(known, now);
    if (isPart) parts += 1;
    if (parsed.bounds !== undefined) known = parsed;
    // Else nothing but broken texts would be edited.
    if (index % 3 === 2) now = known.outcome.value.file.text;
  }
  return parts;
}

const runs = Number(process.env.FUZZ_RUNS ?? 250);

describe('parsing after a change', () => {
  it('is parsing the whole, whatever the edits', () => {
    let parts = 0;
    const property = fc.property(
      fc.constantFrom(...sources),
      fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'),
      fc.array(edit, { minLength: 1, maxLength: 12 }),
      (source, lineBreak, edits) => {
        parts += afterAll(source.replaceAll('\n', lineBreak), edits);
      },
    );
    fc.assert(property, { numRuns: runs, seed: 1998 });
    expect(parts).toBeGreaterThan(runs);
  });

  it('parses a part alone for most edits of one digit', () => {
    let parts = 0;
    let all = 0;
    for (const source of sources) {
      const known = parseWhole(fileOf(source));
      for (const start of digitsIn(source).filter((_, index) => index % 7 === 0)) {
        all += 1;
        if (parsedAfter(known, put(source, start, start + 1, source.charAt(start) === '7' ? '8' : '7')).isPart)
          parts += 1;
      }
    }
    expect(parts / all).toBeGreaterThan(0.9);
  });

  it('parses a part alone for each letter of a new line', () => {
    const source = asLines(40);
    const start = source.indexOf('relu');
    let known = parseWhole(fileOf(source));
    for (let length = 1; length <= 'conv(32, 3, pad = same) -> '.length; length++) {
      // As an editor writes brackets, in pairs.
      const typed = 'conv(32, 3, pad = same) -> '.slice(0, length);
      const line = typed.includes('(') && !typed.includes(')') ? `${typed})` : typed;
      const { parsed, isPart } = parsedAfter(known, put(source, start, start, `${line}\n  `));
      expect(isPart, line).toBe(true);
      known = parsed;
    }
  });
});

describe('what is parsed', () => {
  const lines = (...inner: string[]): string => `network N {\n${inner.join('\n')}\n}\n`;
  const many = Array.from({ length: 12 }, (_, index) => `  conv(${index + 1})`);
  const changedLine = (line: string): string => lines(...many.slice(0, 6), line, ...many.slice(7));
  const known = parseWhole(fileOf(lines(...many)));

  it.each([
    ['a value', '  conv(64)'],
    ['another step', '  tanh'],
    ['two steps', '  relu -> tanh'],
    ['no step', ''],
    ['an arrow to the next line', '  relu ->'],
    ['an arrow from the line before', '  -> relu'],
    ['what the line before goes on with', '  { relu }'],
    ['a comment', '  // relu'],
    ['a value that is missing', '  conv(a = )'],
    ['a character that is none', '  conv(3) @'],
    ['a string that is not closed', '  require a, "b'],
    ['a condition without its body', '  if a'],
    ['lines of a body', '  repeat 3 {\n    relu\n  }'],
  ])('is a part: %s', (_, line) => {
    expect(parsedAfter(known, changedLine(line)).isPart).toBe(true);
  });

  it.each([
    ['a bracket that is not closed', '  conv(3'],
    ['a bracket that is not opened', '  conv 3)'],
    ['a body that ends early', '  } network M {'],
    ['a branch among steps', '  | relu'],
    ['a step that takes the next one in', '  let x ='],
    ['a definition', '  block'],
  ])('is the whole: %s', (_, line) => {
    expect(parsedAfter(known, changedLine(line)).isPart).toBe(false);
  });

  it('is a part where another line has an error', () => {
    const broken = parsedAfter(known, changedLine('  conv(a = )')).parsed;
    const text = broken.outcome.value.file.text.replace('conv(2)', 'conv(b = )');
    const { parsed, isPart } = parsedAfter(broken, text);
    expect(isPart).toBe(true);
    expect(parsed.outcome.diagnostics).toHaveLength(2);
    expect(parsedAfter(parsed, text.replace('conv(b = )', 'conv(2)')).isPart).toBe(true);
  });

  it('is a part where the next line has an error', () => {
    const broken = parsedAfter(known, changedLine('  conv(a = )')).parsed;
    const text = broken.outcome.value.file.text.replace('conv(6)', 'conv(b)');
    expect(parsedAfter(broken, text).isPart).toBe(true);
  });

  it('leaves the steps before the change as they are, the same objects', () => {
    const { parsed } = parsedAfter(known, changedLine('  conv(6)'));
    const [steps, now] = [known, parsed].map(({ outcome }) => outcome.value.network?.body.steps ?? []);
    expect(now?.[0]).toBe(steps?.[0]);
    expect(now).toHaveLength(12);
  });

  it('is not taken from a file of another path', () => {
    const file = { path: 'other.arch', text: changedLine('  relu'), library: false };
    expect(changed(known, file)).toBeUndefined();
    expect(reparse(known, file).outcome).toStrictEqual(parseWhole(file).outcome);
  });
});

/** Each is one that a careless reader of a part gets wrong: the tree must be that of the whole, however it came about. */
describe('the tree is that of the whole', () => {
  const padding = '  tanh\n'.repeat(40);
  const around = (inner: string): string => `network N {\n${padding}${inner}\n${padding}}\n`;
  const check = (before: string, line: string, put_: string): Parsed => {
    const text = around(before);
    const known = parseWhole(fileOf(text));
    expect(text.split(line), line).toHaveLength(2);
    return parsedAfter(known, text.replace(line, put_)).parsed;
  };
  const nest = (depth: number, inner: string): string => `${'f {\n'.repeat(depth)}${inner}${'\n}'.repeat(depth)}`;

  it.each([
    ['steps become branches', 'concat {\n repeat 2 {\n  XX\n }\n}', '| relu'],
    ['branches become steps', 'concat {\n repeat 2 {\n  | XX\n }\n | skip\n}', 'relu -> relu'],
    ['a body ends and another begins', 'f {\n  XX\n}', '} g {'],
    ['an argument is put in braces behind', 'f {\n  XX\n}', '} -> g {\n  relu'],
    ['brackets nest too deep', nest(126, 'XX'), 'f { g { relu } }'],
    ['conditions nest too deep', nest(126, 'XX'), 'if if a { b } else { c } { relu }'],
    ['conditions wait for braces', `XX\nrelu\n${nest(120, 'relu')}`, 'if a\n'.repeat(12)],
    ['what hid an error on the line of a brace goes', 'f {\n  XX\n  relu\n  = } -> conv(=)', '='],
    ['what hid a missing arrow goes', 'f {\n  XX\n  = } -> relu tanh\n  relu', '='],
    ['a definition begins', 'XX\nrelu', 'block B {'],
    ['a definition begins within a line', 'XX\nrelu', 'relu block B {}'],
    ['a string takes the end of its line', 'f(a = "XX", b = 3)\nrelu', '\\'],
  ])('where %s', (_, before, put_) => {
    check(before.replace('XX', 'sigmoid'), 'sigmoid', put_);
  });

  it('where a bar goes from the first branch', () => {
    check('concat {\n  | sigmoid\n  | relu\n  | skip\n}', '| sigmoid', 'sigmoid');
  });

  it('where steps stand beside branches', () => {
    const branches = ['relu', '| conv(1)', '| conv(2)', '| conv(3)', '| conv(4)'];
    const { outcome } = check(`concat {\n${branches.join('\n')}\n}`, 'conv(4)', 'conv(7)');
    expect(outcome.diagnostics).toEqual([]);
  });

  it('where an error is noticed at the bar of the next branch', () => {
    const branches = ['| let x =', '| conv(2)', '| conv(3)', '| conv(4)'];
    const { outcome } = check(`concat {\n${branches.join('\n')}\n}`, 'conv(3)', 'conv(7)');
    expect(outcome.diagnostics).toHaveLength(1);
  });

  it('where more is wrong than is reported', () => {
    const errors = Array.from({ length: 19 }, () => 'conv(a = )').join('\n');
    expect(check(`${errors}\nsigmoid`, 'sigmoid', 'conv(a = )').bounds).toBeUndefined();
  });

  it('where the parser gives up, though little of it is reported', () => {
    const line = `f(${'a = , '.repeat(60)})`;
    const { bounds, outcome } = check(`${line}\nrelu\nsigmoid`, 'sigmoid', line);
    expect(bounds).toBeUndefined();
    expect(outcome.diagnostics.length).toBeLessThan(5);
  });
});

describe('the cache of parsed files', () => {
  const host = { libraryNames: [], library: () => undefined, file: () => undefined };
  const text = asLines(30);

  it('parses each text from the latest that could be read, also behind one that could not', () => {
    const cache: ParseCache = new Map();
    const steps = (source: string) => load(fileOf(source), host, cache).main.syntax.network?.body.steps ?? [];
    const first = steps(text);
    steps(text.replace(/relu\n}/, 'relu(\n}'));
    expect(cache.get('test.arch')?.outcome.diagnostics).toHaveLength(1);
    const third = steps(text.replace(/relu\n}/, 'tanh\n}'));
    expect(third[3]).toBe(first[3]);
    expect(cache.get('test.arch')?.outcome).toStrictEqual(
      parseWhole(fileOf(text.replace(/relu\n}/, 'tanh\n}'))).outcome,
    );
  });
});
