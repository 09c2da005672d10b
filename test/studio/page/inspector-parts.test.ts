import { describe, expect, it } from 'vitest';
import type { Span, TextEdit } from '../../../src/diagnostics/diagnostic.ts';
import { applyEdits } from '../../../src/diagnostics/edits.ts';
import { followSpan } from '../../../src/studio/page/inspector/follow-span.ts';
import { readMarkdown } from '../../../src/studio/page/inspector/markdown.ts';
import { faultOf, numberOf, stepped } from '../../../src/studio/page/inspector/value.ts';
import type { InspectedArgument } from '../../../src/studio/protocol.ts';

const file = 'net.arch';
const text = 'relu -> conv(16, 3) -> tanh';
const conv: Span = { file, start: text.indexOf('conv'), end: text.indexOf(' -> tanh') };

function kept(...edits: readonly (readonly [start: number, end: number, text: string])[]): string {
  const made: TextEdit[] = edits.map(([start, end, put]) => ({ span: { file, start, end }, text: put }));
  const { start, end } = followSpan(conv, made);
  return applyEdits(text, made)?.slice(start, end) ?? '';
}

describe('a step in a text that changes', () => {
  it('moves with what is written before it and keeps what is written in it', () => {
    expect(kept([0, 0, 'tanh -> '])).toBe('conv(16, 3)');
    expect(kept([0, 8, ''])).toBe('conv(16, 3)');
    expect(kept([conv.start + 5, conv.start + 7, '256'])).toBe('conv(256, 3)');
    expect(kept([0, 0, '// a\n'], [conv.end - 1, conv.end - 1, ', bias = false'])).toBe('conv(16, 3, bias = false)');
  });

  it('has neither what is put in front of it nor behind it', () => {
    expect(kept([conv.start, conv.start, 'stem: '])).toBe('conv(16, 3)');
    expect(kept([conv.end, conv.end, ' -> relu'])).toBe('conv(16, 3)');
  });

  it('keeps what is left of it, and has no length where nothing is', () => {
    expect(kept([conv.start - 4, conv.start + 4, ''])).toBe('(16, 3)');
    expect(kept([conv.end - 1, text.length, ''])).toBe('conv(16, 3');
    expect(kept([conv.start - 4, conv.end + 2, ''])).toBe('');
  });

  it('is not moved by edits of other files', () => {
    expect(followSpan(conv, [{ span: { file: 'other.arch', start: 0, end: 0 }, text: 'x' }])).toEqual(conv);
  });
});

describe('what is typed into a field', () => {
  const argument = (input: InspectedArgument['input'], required = false): InspectedArgument => ({
    name: 'channels',
    doc: '',
    written: undefined,
    preset: undefined,
    required,
    input,
  });
  const whole = argument({ kind: 'number', min: 1, integer: true }, true);
  const rate = argument({ kind: 'number', min: 0, integer: false });

  it('is a number as the language writes it', () => {
    expect(['61_706', '-0.5', '1e-3', '2 * width', '', '3px'].map(numberOf)).toEqual([
      61706,
      -0.5,
      0.001,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is refused where it is a number that cannot be, and left to the language where it is none', () => {
    expect(faultOf(whole, '0')).toEqual({ kind: 'least', min: 1 });
    expect(faultOf(whole, '1.5')).toEqual({ kind: 'integer' });
    expect(faultOf(whole, '')).toEqual({ kind: 'required' });
    expect(faultOf(rate, '')).toBeUndefined();
    expect(faultOf(whole, '2 * width')).toBeUndefined();
  });

  it('is counted up and down in its last digit, not below the least', () => {
    expect(stepped(whole, '16', 1)).toBe('17');
    expect(stepped(whole, '1', -1)).toBeUndefined();
    expect(stepped(rate, '0.5', -1)).toBe('0.4');
    expect(stepped(rate, '0.05', 1)).toBe('0.06');
    expect(stepped(argument({ kind: 'text' }), '3', 1)).toBe('4');
    expect(stepped(argument({ kind: 'text' }), '1e-5', 1)).toBeUndefined();
    expect(stepped(argument({ kind: 'boolean' }), '3', 1)).toBeUndefined();
  });
});

describe('documentation', () => {
  it('is read as paragraphs, lists and code', () => {
    expect(
      readMarkdown('One **bold**\nline, `a * b`.  \nNext.\n\n- first\n- second\n  goes on\n\n```arch\nrelu\n```'),
    ).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'text', text: 'One ' },
          { kind: 'bold', text: 'bold' },
          { kind: 'text', text: ' line, ' },
          { kind: 'code', text: 'a * b' },
          { kind: 'text', text: '.' },
          { kind: 'break' },
          { kind: 'text', text: 'Next.' },
        ],
      },
      {
        kind: 'list',
        items: [[{ kind: 'text', text: 'first' }], [{ kind: 'text', text: 'second goes on' }]],
      },
      { kind: 'code', text: 'relu' },
    ]);
  });

  it('takes markup for text, and products for products', () => {
    const source = '<img src=x onerror=alert(1)> and 4 * width * stride';
    expect(readMarkdown(source)).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text: source }] }]);
    expect(readMarkdown('```\nopen')).toEqual([{ kind: 'code', text: 'open' }]);
  });
});
