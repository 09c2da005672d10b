import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/diagnostics/edits.ts';
import { type Document, fileOf } from '../../src/language/document.ts';
import { keyOf } from '../../src/language/meanings.ts';
import { definition, highlights, references } from '../../src/language/occurrences.ts';
import { rename, renameable } from '../../src/language/rename.ts';
import { parse } from '../../src/syntax/parse.ts';
import { bodyOutline } from '../syntax/support.ts';
import { caret, documentAt, documentOfText, inNetwork, sources } from './support.ts';

/** The text and line at a definition. */
function definedAt([document, offset]: readonly [Document, number]): string {
  const span = definition(document, offset);
  if (!span) return '';
  const text = document.examined.compilation.sources.get(span.file)?.text ?? '';
  return `${span.file}:${text.slice(0, span.start).split('\n').length} ${text.slice(span.start, span.end)}`.trim();
}

function renamed([document, offset]: readonly [Document, number], name: string): string {
  const result = rename(document, offset, name);
  if (result.kind === 'refusal') return result.reason;
  const file = fileOf(document);
  const own = result.edits.filter(({ span }) => span.file === file.path);
  return applyEdits(file.text, own) ?? 'edits overlap';
}

describe('definition', () => {
  it.each([
    ['  conv(wid<|>th, 3)', 'test.arch:3 width'],
    ['  a: relu\n  from <|>a', 'test.arch:5 a'],
    ['  let k = 3\n  repeat k in 0..2 { conv(8, <|>k) }', 'test.arch:6 k'],
    ['  let k = 3\n  repeat k in 0..2 { relu }\n  conv(8, <|>k)', 'test.arch:5 k'],
    ['  <|>act', 'test.arch:3 act'],
    ['  act: relu\n  <|>act', 'test.arch:5 act'],
    ['  ConvBN(8, 3, <|>stride = 2)', 'blocks/common.arch:13 stride'],
    ['  Conv<|>BN(8, 3)', 'blocks/common.arch:13 ConvBN'],
    ['  conv(8, <|>kernel = 3)', ''],
    ['  <|>relu', ''],
    ['  expect <|>macs == 3', ''],
  ])('%s', (steps, place) => {
    expect(definedAt(inNetwork(steps))).toBe(place);
  });

  it('leads to the files behind use', () => {
    expect(definition(...caret('use <|>residual'))).toEqual({ file: 'blocks/residual.arch', start: 0, end: 0 });
    const files = { 'my.arch': 'block Mine { relu }\n' };
    expect(definition(...caret('use "./<|>my.arch"', files))).toEqual({ file: 'my.arch', start: 0, end: 0 });
  });

  it('of each reference of each file is a declaration of that name', () => {
    for (const file of sources) {
      const document = documentAt(file);
      const { occurrences } = document.names;
      expect(occurrences.length).toBeGreaterThan(3);
      for (const { span, meaning, text } of occurrences) {
        expect(meaning.kind, `${text} in ${file.path}`).not.toBe('unknown');
        if (meaning.kind !== 'declared') continue;
        const target = definition(document, span.start);
        const source = document.examined.compilation.sources.get(target?.file ?? '') ?? file;
        expect(source.text.slice(target?.start, target?.end)).toBe(text);
        if (target?.file !== file.path) continue;
        const declaration = occurrences.find((each) => each.span.start === target.start);
        expect(declaration?.role).toBe('declaration');
      }
    }
  });
});

describe('references', () => {
  it('are the declaration and every use, shadowed ones left out', () => {
    const [document, offset] = inNetwork('  let <|>k = 3\n  repeat k in 0..2 { conv(8, k) }\n  conv(8, k, stride = k)');
    expect(highlights(document, offset).map(({ role }) => role)).toEqual(['declaration', 'reference', 'reference']);
  });

  it('reach into files that use the block, and those it uses', () => {
    const library = { path: 'my.arch', text: 'block Mine(n) { conv(n, 3) }\n', library: false };
    const user = {
      path: 'net.arch',
      text: 'use "./my.arch"\nnetwork A {\n  input i [3, 8, 8]\n  Mine(n = 4)\n}\n',
      library: false,
    };
    const files = { 'my.arch': library.text, 'net.arch': user.text };
    const fromUse = references(documentAt(user, files), user.text.indexOf('Mine'));
    expect(fromUse.map(({ file, occurrences }) => [file.path, occurrences.length])).toEqual([
      ['net.arch', 1],
      ['my.arch', 1],
    ]);
    const fromBlock = references(documentAt(library, files, [user]), library.text.indexOf('n)'));
    expect(fromBlock.map(({ file, occurrences }) => [file.path, occurrences.length])).toEqual([
      ['my.arch', 2],
      ['net.arch', 1],
    ]);
  });
});

describe('rename', () => {
  it('changes all places of a name and nothing else', () => {
    const [document, offset] = inNetwork('  let k = 3\n  repeat k in 0..2 { conv(8, <|>k) }\n  conv(8, k)');
    const { text } = fileOf(document);
    expect(renamed([document, offset], 'i')).toBe(text.replace('repeat k', 'repeat i').replace('8, k) }', '8, i) }'));
  });

  it('follows a parameter to the arguments that name it', () => {
    const source = 'block B(n<|>) { conv(n, 3) }\nnetwork A {\n  input i [3, 8, 8]\n  B(n = 4)\n}\n';
    expect(renamed(caret(source), 'channels')).toBe(
      'block B(channels) { conv(channels, 3) }\nnetwork A {\n  input i [3, 8, 8]\n  B(channels = 4)\n}\n',
    );
  });

  it('changes the files that use the block', () => {
    const files = { 'my.arch': 'block Mine { relu }\n' };
    const result = rename(...caret('use "./my.arch"\nnetwork A {\n  input i [3, 8, 8]\n  <|>Mine\n}\n', files), 'Ours');
    const edits = result.kind === 'edits' ? result.edits.map(({ span, text }) => [span.file, span.start, text]) : [];
    expect(edits).toEqual([
      ['test.arch', 50, 'Ours'],
      ['my.arch', 6, 'Ours'],
    ]);
  });

  it.each([
    ['  <|>a: relu\n  b: relu', 'repeat', '`repeat` is a word of the language and cannot be a name.'],
    ['  <|>a: relu\n  b: relu', '3x', '`3x` is no name: letters, digits and underscores, the first no digit.'],
    ['  <|>a: relu\n  b: relu', 'a b', '`a b` is no name: letters, digits and underscores, the first no digit.'],
    ['  <|>a: relu\n  b: relu', 'b', '`b` is taken: another name in the same braces is called so (test.arch, line 6).'],
    [
      '  let <|>k = 3\n  repeat i in 0..2 { conv(8, k) }',
      'i',
      '`i` cannot be the new name: at test.arch, line 6 `i` would mean the counter i, and not the let that is meant.',
    ],
    [
      '  <|>a: relu\n  expect depth == 0',
      'depth',
      '`depth` cannot be the new name: at test.arch, line 6 `depth` would mean the label depth, and not the figure depth.',
    ],
    ['  <|>relu', 'b', '`relu` is the operator relu, which belongs to the language.'],
    ['  Conv<|>BN(8, 3)', 'b', '`ConvBN` is declared in the library, in blocks/common.arch, which cannot be changed.'],
    [
      '  head <|>a from image { relu }\n  head b from image { relu }',
      'b',
      '`b` is taken: another name in the same braces is called so (test.arch, line 6).',
    ],
    ['  let c = <|>', 'b', 'There is no name here.'],
  ])('%s to %s', (steps, name, reason) => {
    expect(renamed(inNetwork(steps), name)).toBe(reason);
  });

  it('refuses a block name that another file has', () => {
    const source = 'use common.ConvBN\nblock <|>B { relu }\nnetwork A {\n  input i [3, 8, 8]\n  B\n}\n';
    expect(renamed(caret(source), 'ConvBN')).toContain('`ConvBN`');
    expect(renamed(caret(source), 'ConvBN')).not.toContain('block ConvBN {');
  });

  it('to a fresh name and back gives the text back, and the same meaning on the way', () => {
    for (const file of sources) {
      const document = documentAt(file);
      const seen = new Set<string>();
      for (const { span, meaning, role, text } of document.names.occurrences) {
        if (role !== 'declaration' || seen.has(keyOf(meaning))) continue;
        seen.add(keyOf(meaning));
        expect(renameable(document, span.start)).toEqual({ span, text });
        const there = renamed([document, span.start], 'a_name_like_no_other');
        const moved = documentAt({ ...file, text: there });
        const again = moved.names.occurrences.find((each) => each.text === 'a_name_like_no_other');
        expect(renamed([moved, again?.span.start ?? -1], text), `${text} in ${file.path}`).toBe(file.text);
        if (seen.size % 5 === 0) expect(meaningOf(moved)).toEqual(meaningOf(document));
      }
    }
  });
});

/** What the names of a file do not show: shapes and figures. */
function meaningOf({ examined }: Document): unknown {
  const { graph } = examined.compilation;
  const codes = examined.diagnostics.map(({ code }) => code);
  return [examined.analysis?.totals, graph?.nodes.map(({ op, shape, inputs }) => [op, shape, inputs]), codes];
}

describe('any text', () => {
  it('is renamed to text that parses to the same stacks, or not at all', () => {
    const file = sources.find(({ path }) => path === 'examples/googlenet.arch') ?? fileOf(documentOfText(''));
    const document = documentAt(file);
    const names = ['classes', 'bn', 'large', 'conv1', 'pool1', 'inception4a', 'relu', 'same', 'macs', 'image', 'fresh'];
    const declarations = document.names.occurrences.filter(({ role }) => role === 'declaration');
    fc.assert(
      fc.property(fc.constantFrom(...declarations), fc.constantFrom(...names), ({ span }, name) => {
        const result = rename(document, span.start, name);
        if (result.kind === 'refusal') return;
        const text = applyEdits(file.text, result.edits) ?? '';
        const after = documentAt({ ...file, text });
        expect(meaningOf(after)).toEqual(meaningOf(document));
        expect(
          bodyOutline(
            parse({ ...file, text }).value.network?.body ?? { kind: 'body', steps: [], branches: undefined, span },
          ),
        ).not.toBe('');
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
