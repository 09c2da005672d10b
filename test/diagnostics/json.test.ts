import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnostics/catalogue.ts';
import { allToJson, toJson } from '../../src/diagnostics/json.ts';
import { file, sourcesOf, spanOf } from './support.ts';

const text = 'network A {\r\n  input [1, 28, 28]\r\n  conv(8, 3) relu\r\n}\r\n';

describe('diagnostics as JSON', () => {
  it('gives lines and columns from 1, hint and fix', () => {
    const span = spanOf(text, 'relu');
    const at = { file, start: span.start - 1, end: span.start - 1 };
    const fix = { title: 'put an arrow between the steps', edits: [{ span: at, text: ' ->' }] };
    expect(toJson(diagnose('missing-arrow', {}, span, { fix }), sourcesOf(text))).toEqual({
      severity: 'error',
      code: 'missing-arrow',
      message: 'a step begins here on the line of the step before it',
      file,
      line: 3,
      column: 14,
      endLine: 3,
      endColumn: 18,
      hint: 'write `->` between the steps of one line, or begin a new line',
      fix: {
        title: 'put an arrow between the steps',
        edits: [{ file, line: 3, column: 13, endLine: 3, endColumn: 13, text: ' ->' }],
      },
    });
  });

  it('leaves out hint and fix where there are none', () => {
    const record = toJson(diagnose('division-by-zero', {}, spanOf(text, 'input [1')), sourcesOf(text));
    expect(Object.keys(record)).toEqual([
      'severity',
      'code',
      'message',
      'file',
      'line',
      'column',
      'endLine',
      'endColumn',
    ]);
  });

  it('spans several lines, and puts unknown files at their beginning', () => {
    const whole = { file, start: 0, end: text.length };
    const away = { file: 'away.arch', start: 7, end: 9 };
    const [first, second] = allToJson(
      [diagnose('division-by-zero', {}, whole), diagnose('division-by-zero', {}, away)],
      sourcesOf(text),
    );
    expect(first).toMatchObject({ line: 1, column: 1, endLine: 5, endColumn: 1 });
    expect(second).toMatchObject({ file: 'away.arch', line: 1, column: 1, endLine: 1, endColumn: 1 });
  });
});
