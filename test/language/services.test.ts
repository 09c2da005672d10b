import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/diagnostics/edits.ts';
import { codeActions } from '../../src/language/actions.ts';
import { fileOf } from '../../src/language/document.ts';
import { formatEdits } from '../../src/language/formatting.ts';
import { hover } from '../../src/language/hover.ts';
import { inlayHints } from '../../src/language/inlay.ts';
import { documentSymbols, foldingRanges } from '../../src/language/outline.ts';
import { signatureHelp } from '../../src/language/signature.ts';
import { factsOf, stepsAround } from '../../src/language/steps.ts';
import { semanticTokens } from '../../src/language/tokens.ts';
import { format } from '../../src/syntax/format.ts';
import { root } from '../support/host.ts';
import { caret, documentAt, documentOfText, inNetwork, sources } from './support.ts';

const network = (name: string) => {
  const file = sources.find(({ path }) => path === `examples/${name}.arch`);
  if (!file) throw new Error(name);
  return documentAt(file);
};

describe('hover', () => {
  const google = network('googlenet');
  const senet = network('senet154');
  it.each([
    ['operator', google, 'maxpool(3', 0],
    ['block', google, 'InceptionV1(64', 0],
    ['repeated-block', senet, 'SENetUnit(512', 0],
    ['label', senet, 'conv4:', 0],
    ['figure', senet, 'macs ==', 0],
    ['argument', senet, 'ceil = true', 0],
    ['parameter', google, 'torchvision = false', 0],
    ['let', google, 'large, bn)', 0],
    ['keyword', senet, 'repeat 3', 0],
    ['module', senet, 'se.SENetUnit', 0],
    ['head', google, 'aux1 from', 0],
    ['input', google, 'image [', 0],
  ])('%s', async (name, document, text, shift) => {
    const found = hover(document, fileOf(document).text.indexOf(text) + shift);
    await expect(`${found?.text}\n`).toMatchFileSnapshot(join(root, `test/fixtures/language/hover-${name}.md`));
  });

  it('says nothing between names, in comments and about unknown ones', () => {
    for (const source of [
      '// re<|>lu',
      'network A { input i [3, 8, 8]\n <|> relu }',
      'network A { input i [3, 8, 8]\n nothi<|>ng }',
    ]) {
      expect(hover(...caret(source))).toBeUndefined();
    }
  });

  it('adds up the layers of every expansion of a block, and not twice those of a block in itself', () => {
    const [document, offset] = caret(
      'block Twice(n) {\n  conv(4, 3, pad = same)\n  if n > 0 { Twi<|>ce(n - 1) }\n}\n' +
        'network A {\n  input i [4, 8, 8]\n  Twice(2)\n}\n',
    );
    const step = stepsAround(document, offset).at(-1);
    if (step?.kind !== 'call') throw new Error('no call');
    const facts = factsOf(document, step);
    const one = 4 * 4 * 9 + 4;
    expect(facts.parameters).toBe(2 * one);
    expect(facts.instances).toHaveLength(1);
    expect(document.examined.analysis?.totals.parameters).toBe(3 * one);
  });

  it('marks shapes that follow from an error', () => {
    expect(hover(...inNetwork('  conv(64, 99)\n  re<|>lu'))?.text).toContain('are a guess');
  });
});

describe('inlay hints', () => {
  it.each(['googlenet', 'senet154', 'resnext'])('%s', async (name) => {
    const document = network(name);
    const { text } = fileOf(document);
    const hints = inlayHints(document).map(({ offset, label, shapes }) => ({
      span: { file: '', start: offset, end: offset },
      text: `  <${[label, ...shapes].join(' ')}>`,
    }));
    await expect(applyEdits(text, hints)).toMatchFileSnapshot(join(root, `test/fixtures/language/inlay-${name}.txt`));
  });

  it('are left out behind an error and for code that did not run', () => {
    const hints = inlayHints(
      documentOfText('block B { relu }\nnetwork A {\n  input i [3, 8, 8]\n  conv(4, 9)\n  relu\n}\n'),
    );
    expect(hints.map(({ label }) => label)).toEqual(['3x8x8']);
  });
});

describe('signature help', () => {
  it.each([
    ['  conv(<|>', 'channels'],
    ['  conv(64, <|>)', 'kernel'],
    ['  conv(6<|>4, 3)', 'channels'],
    ['  conv(64, pad = <|>, kernel = 3)', 'pad = valid'],
    ['  conv(64, max(1, <|>))', 'b'],
    ['  conv(64, [1, <|>])', 'kernel'],
    ['  ConvBN(64, 3, 1, <|>', 'pad = same'],
    ['  train { optimizer = adam(beta1 = <|>) }', 'beta1 = 0.9'],
    ['  conv(64, 3)<|>', undefined],
    ['  relu<|>', undefined],
    ['  nothing(<|>)', undefined],
  ])('%s', (steps, wanted) => {
    const help = signatureHelp(...inNetwork(steps));
    const active = help?.active === undefined ? undefined : help.parameters[help.active];
    expect(active && help?.label.slice(active.start, active.end)).toBe(wanted);
  });
});

describe('outline and folding', () => {
  it('has blocks, the network, and what they name, inside one another', () => {
    const document = documentOfText(
      'block B(n) {\n  let k = n\n  inner: relu\n}\nnetwork A {\n  input i [3, 8, 8]\n  stage: repeat 2 {\n    unit: B(1)\n  }\n  head h { relu }\n}\n',
    );
    const brief = (symbols: ReturnType<typeof documentSymbols>): unknown =>
      symbols.map(({ kind, name, children }) => (children.length ? [kind, name, brief(children)] : [kind, name]));
    expect(brief(documentSymbols(document))).toEqual([
      [
        'block',
        'B',
        [
          ['let', 'k'],
          ['label', 'inner'],
        ],
      ],
      [
        'network',
        'A',
        [
          ['input', 'i'],
          ['label', 'stage', [['label', 'unit']]],
          ['head', 'h'],
        ],
      ],
    ]);
    expect(documentSymbols(document)[0]?.detail).toBe('n');
  });

  it('keeps each name within its symbol, and each symbol within the one around', () => {
    for (const file of sources) {
      const check = (symbols: ReturnType<typeof documentSymbols>, start: number, end: number): void => {
        for (const { span, selection, children } of symbols) {
          expect(start <= span.start && span.end <= end).toBe(true);
          expect(span.start <= selection.start && selection.end <= span.end).toBe(true);
          check(children, span.start, span.end);
        }
      };
      check(documentSymbols(documentAt(file)), 0, file.text.length);
    }
  });

  it('folds braces, comments and uses', () => {
    const document = documentOfText(
      '// a\n// b\nuse common\nuse se\n\nnetwork A {\n  input i [3, 8, 8] // c\n  add {\n    | skip\n    | relu\n  }\n}\n',
    );
    expect(foldingRanges(document)).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 3, kind: 'imports' },
      { startLine: 5, endLine: 10, kind: 'region' },
      { startLine: 7, endLine: 9, kind: 'region' },
    ]);
  });
});

describe('code actions', () => {
  it('are the fixes of the diagnostics at the place', () => {
    const [document, offset] = inNetwork('  conv(8, 3) <|>conv(8, 3)');
    const actions = codeActions(document, offset, offset);
    expect(actions.map(({ title }) => title)).toEqual(['put an arrow between them']);
    const fixed = applyEdits(fileOf(document).text, actions[0]?.edits ?? []);
    expect(fixed).toContain('conv(8, 3) -> conv(8, 3)');
    expect(codeActions(document, 0, 3)).toEqual([]);
  });
});

describe('colours', () => {
  it('are those of meanings', () => {
    const [document] = inNetwork('  a: ConvBN(8, 3x3, pad = same) -> act // note\n  expect depth == max(1, width)<|>');
    const { text } = fileOf(document);
    const kinds = semanticTokens(document).map(
      ({ start, length, kind }) => `${text.slice(start, start + length)} ${kind}`,
    );
    expect(kinds.slice(kinds.indexOf('a label'))).toEqual([
      ...['a label', 'ConvBN block', '8 number', '3x3 number', 'pad parameter', '= operator', 'same word'],
      ...['-> operator', 'act parameter', '// note comment', 'expect keyword', 'depth figure', '== operator'],
      ...['max function', '1 number', 'width parameter'],
    ]);
    expect(kinds).toContain('block type');
    expect(kinds).toContain('common module');
    expect(kinds).toContain('relu layer');
  });

  it('are in order and do not overlap', () => {
    for (const file of sources) {
      let end = 0;
      for (const { start, length } of semanticTokens(documentAt(file))) {
        expect(start).toBeGreaterThanOrEqual(end);
        end = start + length;
      }
    }
  });
});

describe('formatting', () => {
  it('is small edits that give what the formatter gives', () => {
    for (const file of sources) {
      const untidy = file.text
        .replace(/^ {2}(?=\w)/gm, (blank, at: number) => (at % 3 === 0 ? '      ' : blank))
        .replaceAll(', ', ',');
      const document = documentAt({ ...file, text: untidy });
      const edits = formatEdits(document);
      expect(applyEdits(untidy, edits)).toBe(format({ ...file, text: untidy }).value);
      expect(formatEdits(documentAt(file))).toEqual([]);
    }
  });

  it('leaves lines alone that are in form', () => {
    const document = documentOfText('network A {\n  input i [3, 8, 8]\n\n\n   relu\n  tanh\n}\n');
    const changed = formatEdits(document).map(({ span }) => fileOf(document).text.slice(span.start, span.end));
    expect(changed.join('')).not.toContain('tanh');
    expect(changed.join('')).not.toContain('input');
  });

  it('does nothing to a text with errors', () => {
    expect(formatEdits(documentOfText('network A {\n    relu (\n'))).toEqual([]);
  });
});
