import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnostics/catalogue.ts';
import { renderDiagnostic, renderDiagnostics, renderSummary } from '../../src/diagnostics/render.ts';
import { file, sourcesOf, spanOf } from './support.ts';

const plain = { color: false };

const residual = `network Residual {
  input [64, 56, 56]

  // one unit
  add {
    | conv(256, 3, pad = same)
    | skip
  }
}
`;

describe('a rendered diagnostic', () => {
  it('shows the source line, carets, the hint, the layer and the fix', () => {
    const span = spanOf(residual, 'skip');
    const data = { first: [256, 56, 56], other: [64, 56, 56], branch: 2 };
    const related = [{ span: spanOf(residual, 'conv(256, 3, pad = same)'), message: 'branch 1 is 256x56x56' }];
    const fix = { title: 'project branch 2 to 256x56x56', edits: [{ span, text: 'conv(256, 1)' }] };
    const diagnostic = diagnose('add-shape-mismatch', data, span, { related, fix, node: 'add' });
    expect(renderDiagnostic(diagnostic, sourcesOf(residual), plain)).toMatchInlineSnapshot(`
      "error[add-shape-mismatch]: branch 2 of add is 64x56x56, branch 1 is 256x56x56: channels differ, 64 against 256
       --> model.arch:7:7
        |
      6 |     | conv(256, 3, pad = same)
        |       ------------------------ branch 1 is 256x56x56
      7 |     | skip
        |       ^^^^
        |
        = help: a 1x1 convolution makes one fit the other: \`conv(256, 1)\` at the end of branch 2, or \`conv(64, 1)\` at the end of branch 1
        = layer: add
        = fix: project branch 2 to 256x56x56
        |
      7 |     | conv(256, 1)
        |       ++++++++++++"
    `);
  });

  it('is coloured on request, with the same words', () => {
    const diagnostic = diagnose('unused-block', { name: 'Unit' }, spanOf(residual, 'Residual'));
    const painted = renderDiagnostic(diagnostic, sourcesOf(residual), { color: true });
    expect(painted).toContain('\u001b[1;33mwarning[unused-block]\u001b[0m');
    // Without the escape sequences, which end at the first m.
    const bare = painted.split('\u001b[').map((part, order) => (order === 0 ? part : part.replace(/^[\d;]*m/, '')));
    expect(bare.join('')).toBe(renderDiagnostic(diagnostic, sourcesOf(residual), plain));
  });

  it('shows related places in other files', () => {
    const library = 'block Unit(width) {\n  require width % 2 == 0\n  conv(width, 3)\n}\n';
    const text = 'use "./unit.arch"\nnetwork A {\n  input [3, 8, 8]\n  Unit(3)\n}\n';
    const related = [{ span: spanOf(library, 'width % 2 == 0', 0, 'unit.arch'), message: 'required here' }];
    const data = { block: 'Unit', condition: 'width % 2 == 0', reason: undefined };
    const diagnostic = diagnose('requirement-failed', data, spanOf(text, 'Unit(3)'), { related });
    expect(renderDiagnostic(diagnostic, sourcesOf(text, { 'unit.arch': library }), plain)).toMatchInlineSnapshot(`
      "error[requirement-failed]: \`Unit\` requires \`width % 2 == 0\`, which does not hold here
       --> model.arch:4:3
        |
      4 |   Unit(3)
        |   ^^^^^^^
        |
       ::: unit.arch:2:11
        |
      2 |   require width % 2 == 0
        |           -------------- required here"
    `);
  });

  it('puts two places of one line below one another', () => {
    const text = 'network A {\n  input [3, 8, 8]\n  conv(8, 3, kernel = 5)\n}\n';
    const related = [{ span: spanOf(text, '3', 1), message: 'the first is here' }];
    const data = { callee: 'conv', argument: 'kernel' };
    const diagnostic = diagnose('duplicate-argument', data, spanOf(text, 'kernel = 5'), { related });
    expect(renderDiagnostic(diagnostic, sourcesOf(text), plain)).toMatchInlineSnapshot(`
      "error[duplicate-argument]: \`kernel\` of \`conv\` is given twice
       --> model.arch:3:14
        |
      3 |   conv(8, 3, kernel = 5)
        |           - the first is here
        |              ^^^^^^^^^^
        |
        = help: positional arguments count too: they fill the parameters in order"
    `);
  });

  it('marks the first line of a span of several, to its end', () => {
    const span = spanOf(residual, residual.slice(residual.indexOf('add {'), residual.lastIndexOf('}') - 1));
    const diagnostic = diagnose('missing-branches', { callee: 'add', found: 1 }, span);
    expect(renderDiagnostic(diagnostic, sourcesOf(residual), plain)).toMatchInlineSnapshot(`
      "error[missing-branches]: \`add\` merges at least two branches, found 1
       --> model.arch:5:3
        |
      5 |   add {
        |   ^^^^^
        |
        = help: write them in its braces: \`add { | conv(64, 3, pad = same) | skip }\`"
    `);
  });

  it('aligns carets behind tabs and wide characters, and disarms control characters', () => {
    const text = 'network A {\n\tinput [3, 8, 8]\n\texpect "界界\u001b[2J" == wdth\n}\n';
    const diagnostic = diagnose('unknown-metric', { name: 'wdth', known: [] }, spanOf(text, 'wdth'));
    const lines = renderDiagnostic(diagnostic, sourcesOf(text), plain).split('\n');
    expect(lines[3]).toBe('3 |     expect "界界\ufffd[2J" == wdth');
    // Four columns of tab, 8 of `expect "`, 4 of two wide characters, 9 of the rest.
    expect(lines[4]).toBe(`  | ${' '.repeat(4 + 8 + 4 + 9)}^^^^`);
  });

  it('points behind the last character, at the end of a file too', () => {
    const text = 'network A {\n  input [3, 8, 8]';
    const end = { file, start: text.length, end: text.length };
    const data = { found: 'the end of the file', expected: '`}`' };
    expect(renderDiagnostic(diagnose('unexpected-token', data, end), sourcesOf(text), plain)).toMatchInlineSnapshot(`
      "error[unexpected-token]: expected \`}\`, found the end of the file
       --> model.arch:2:18
        |
      2 |   input [3, 8, 8]
        |                  ^"
    `);
  });

  it('cuts a long line around the span', () => {
    const text = `network A {\n  ${'relu -> '.repeat(40)}rellu${' -> relu'.repeat(40)}\n}\n`;
    const diagnostic = diagnose('unknown-step', { name: 'rellu', nearest: 'relu' }, spanOf(text, 'rellu'));
    const shown = renderDiagnostic(diagnostic, sourcesOf(text), { color: false, width: 60 });
    expect(shown).toMatchInlineSnapshot(`
      "error[unknown-step]: no operator or block is called \`rellu\`
       --> model.arch:2:323
        |
      2 | ...relu -> relu -> rellu -> relu -> relu -> relu -> r...
        |                    ^^^^^
        |
        = help: did you mean \`relu\`?
        = fix: write relu
        |
      2 | ...relu -> relu -> relu -> relu -> relu -> relu -> re...
        |                    ++++"
    `);
    for (const line of shown.split('\n').slice(2, 5)) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('stays within the width and on the span wherever it is', () => {
    for (const width of [30, 61, 100]) {
      for (const [before, inside, behind] of [
        [0, 3, 500],
        [500, 3, 0],
        [500, 300, 500],
        [10, 200, 10],
        [90, 1, 90],
      ] as const) {
        const text = 'a界'.repeat(before) + '#'.repeat(inside) + '界b'.repeat(behind);
        const diagnostic = diagnose('unexpected-character', { character: '#' }, spanOf(text, '#'.repeat(inside)));
        const [, , , source = '', carets = ''] = renderDiagnostic(diagnostic, sourcesOf(text), {
          color: false,
          width,
        }).split('\n');
        const columns = [...source].flatMap((character) => (character === '界' ? ['界', ''] : [character]));
        expect(columns.length).toBeLessThanOrEqual(width);
        const marked = columns.filter((_, column) => carets[column] === '^');
        expect(marked.length).toBeGreaterThan(0);
        expect(marked.every((character) => character === '#')).toBe(true);
        expect(columns.filter((character) => character === '#').length).toBe(marked.length);
      }
    }
  });

  it('names a file whose text is not known', () => {
    const diagnostic = diagnose('missing-file', { path: './a.arch' }, { file: 'b.arch', start: 3, end: 5 });
    expect(renderDiagnostic(diagnostic, sourcesOf(''), plain)).toMatchInlineSnapshot(`
      "error[missing-file]: there is no readable file \`./a.arch\`
       --> b.arch
        = help: the path is relative to the file that says \`use\`"
    `);
  });

  it('leaves an empty line between diagnostics', () => {
    const one = diagnose('no-network', {}, { file, start: 0, end: 0 });
    const all = renderDiagnostics([one, one], sourcesOf('// nothing\n'), plain);
    expect(all.split('\n\n')).toHaveLength(2);
    expect(renderDiagnostics([], sourcesOf(''), plain)).toBe('');
  });
});

describe('a rendered fix', () => {
  const text = 'network A {\n  input [3, 8, 8]\n  conv(8, 3) relu\n}\n';
  const span = spanOf(text, 'relu');
  const fixed = (edits: readonly { span: typeof span; text: string }[]) =>
    renderDiagnostic(
      diagnose('division-by-zero', {}, span, { fix: { title: 'mend it', edits } }),
      sourcesOf(text),
      plain,
    )
      .split('\n')
      .slice(7);

  it('marks what is inserted, without the blanks around it', () => {
    expect(fixed([{ span: { ...span, start: span.start - 1, end: span.start - 1 }, text: ' ->' }])).toEqual([
      '  |',
      '3 |   conv(8, 3) -> relu',
      '  |              ++',
    ]);
  });

  it('shows lines that are added', () => {
    expect(fixed([{ span: { ...span, start: span.start - 1 }, text: '\n  batchnorm\n  relu' }])).toEqual([
      '  |',
      '3 |   conv(8, 3)',
      '4 |   batchnorm',
      '  |   +++++++++',
      '5 |   relu',
      '  |   ++++',
    ]);
  });

  it('shows what is left after a deletion, and nothing where the line is gone', () => {
    expect(fixed([{ span, text: '' }])).toEqual(['  |', '3 |   conv(8, 3)']);
    expect(fixed([{ span: spanOf(text, '  conv(8, 3) relu\n'), text: '' }])).toEqual([]);
  });

  it('shows several edits, of distant lines too', () => {
    expect(
      fixed([
        { span: spanOf(text, 'A'), text: 'Other' },
        { span: spanOf(text, '8, 3'), text: '16, 5' },
      ]),
    ).toEqual(['  |', '1 | network Other {', '  |         +++++', '...', '3 |   conv(16, 5) relu', '  |        +++++']);
  });

  it('shows only the title of edits that overlap', () => {
    expect(
      fixed([
        { span, text: 'x' },
        { span, text: 'y' },
      ]),
    ).toEqual([]);
  });

  it('shows the beginning of a long one', () => {
    const lines = fixed([{ span, text: '\nrelu'.repeat(50) }]);
    expect(lines.length).toBeLessThan(20);
    expect(lines.at(-1)).toBe('...');
  });
});

describe('the summary', () => {
  const at = { file, start: 0, end: 0 };
  const error = diagnose('division-by-zero', {}, at);
  const warning = diagnose('no-network', {}, at);

  it.each([
    [[], 'no problems'],
    [[error], '1 error'],
    [[warning, warning], '2 warnings'],
    [[error, warning, error], '2 errors, 1 warning'],
  ])('counts errors and warnings', (diagnostics, text) => {
    expect(renderSummary(diagnostics)).toBe(text);
  });
});
