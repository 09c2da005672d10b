import { describe, expect, it } from 'vitest';
import { catalogue, codes, diagnose, isCode, problem } from '../../src/diagnostics/catalogue.ts';
import { catalogueMarkdown } from '../../src/diagnostics/reference.ts';

const at = { file: 'model.arch', start: 0, end: 1 };

describe('the catalogue', () => {
  it.each(codes)('%s is complete', (code) => {
    const { title, explanation, example } = catalogue[code];
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[a-z].*[^.]$/);
    expect(explanation).toMatch(/^\S.{30,}\.$/s);
    expect(explanation.split('`').length % 2, 'backquotes come in pairs').toBe(1);
    expect(example).toMatch(/\S\n$/);
  });

  it('has no title and no example twice', () => {
    expect(new Set(codes.map((code) => catalogue[code].title)).size).toBe(codes.length);
    expect(new Set(codes.map((code) => JSON.stringify(catalogue[code]))).size).toBe(codes.length);
  });

  it('knows its codes, and nothing that every object has', () => {
    expect(isCode('add-shape-mismatch')).toBe(true);
    expect(isCode('toString')).toBe(false);
  });

  it('makes problems and diagnostics of the same texts', () => {
    const data = { op: 'conv', what: 'input channels', channels: 64, groups: 3 };
    const found = problem('channels-not-divisible', data, { kind: 'argument', name: 'groups' });
    expect(found).toEqual({
      code: 'channels-not-divisible',
      severity: 'error',
      message: 'conv divides 64 input channels into 3 equal parts: 64 / 3 is not a whole number',
      hint: '64 divides by 2 and by 4',
      place: { kind: 'argument', name: 'groups' },
    });
    const { severity, code, message, hint } = found;
    expect(diagnose('channels-not-divisible', data, at)).toEqual({ severity, code, message, hint, span: at });
  });

  it('has no keys for what is absent', () => {
    expect(Object.keys(problem('division-by-zero', {}))).toEqual(['code', 'severity', 'message']);
    const bare = diagnose('division-by-zero', {}, at, { related: [], fix: undefined, node: undefined });
    expect(Object.keys(bare)).toEqual(['severity', 'code', 'message', 'span']);
  });
});

describe('messages', () => {
  const add = (first: readonly number[], other: readonly number[]) =>
    diagnose('add-shape-mismatch', { first, other, branch: 2 }, at);

  it('name the axes that differ', () => {
    expect(add([256, 56, 56], [64, 56, 56]).message).toBe(
      'branch 2 of add is 64x56x56, branch 1 is 256x56x56: channels differ, 64 against 256',
    );
    expect(add([64, 28, 56], [64, 56, 56]).message).toContain(': heights differ, 56 against 28');
    expect(add([64, 56, 28], [64, 56, 56]).message).toContain(': widths differ, 56 against 28');
    expect(add([128, 28, 28], [64, 56, 56]).message).toContain(
      ': channels differ, 64 against 128; height and width differ, 56x56 against 28x28',
    );
    expect(add([10], [12]).message).toBe('branch 2 of add is 12, branch 1 is 10: lengths differ, 12 against 10');
  });

  it('propose a projection on the larger map, with the stride that fits', () => {
    expect(add([128, 28, 28], [64, 56, 56]).hint).toContain('branch 2 makes it fit: `conv(128, 1, stride = 2)`');
    expect(add([64, 56, 56], [128, 28, 28]).hint).toContain('branch 1 makes it fit: `conv(128, 1, stride = 2)`');
    // 7 = ceil(13 / 2), and 5x7 against 10x7 needs a stride on one axis only.
    expect(add([64, 7, 7], [64, 13, 13]).hint).toContain('`conv(64, 1, stride = 2)`');
    expect(add([64, 5, 7], [64, 10, 7]).hint).toContain('`conv(64, 1, stride = 2x1)`');
    expect(add([64, 54, 54], [64, 56, 56]).hint).toContain('no stride leads from one size to the other');
    expect(add([256, 56, 56], [64, 56, 56]).hint).toContain('`conv(256, 1)` at the end of branch 2');
  });

  it('say both results of a rounded division', () => {
    const { message, hint } = diagnose('inexact-division', { left: 10, right: 4 }, at);
    expect(message).toBe('10 / 4 is not a whole number (2.5)');
    expect(hint).toContain('`floor_div(10, 4)` is 2, `ceil_div(10, 4)` is 3');
    expect(diagnose('inexact-division', { left: -7, right: 2 }, at).hint).toContain('is -4, `ceil_div(-7, 2)` is -3');
  });

  it('propose the nearest name, or list those that are known', () => {
    const data = { callee: 'conv', argument: 'strides', known: ['channels', 'kernel', 'stride'] };
    expect(diagnose('unknown-argument', { ...data, nearest: 'stride' }, at).hint).toBe('did you mean `stride`?');
    expect(diagnose('unknown-argument', data, at).hint).toBe('`conv` takes `channels`, `kernel` and `stride`');
    expect(diagnose('unknown-argument', { ...data, known: [] }, at).hint).toBe('`conv` takes no arguments');
  });

  it('show characters that can be seen, and the code points of others', () => {
    const message = (character: string) => diagnose('unexpected-character', { character }, at).message;
    expect(message(';')).toBe('unexpected character `;`');
    expect(message('\u00d7')).toBe('unexpected character `\u00d7` (U+00D7)');
    expect(message('\u0007')).toBe('unexpected character U+0007');
    expect(message('\u{1f600}')).toBe('unexpected character `\u{1f600}` (U+1F600)');
    expect(message('??')).toBe('unexpected characters `??`');
    expect(message('\u0000\u0001')).toBe('unexpected run of 2 characters, the first of them U+0000');
    expect(message('\ud800')).toBe('unexpected character U+D800');
  });

  it('cut long chains and lists', () => {
    const chain = Array.from({ length: 2001 }, (_, depth) => `Block${depth}`);
    expect(diagnose('too-deep', { limit: 2000, chain }, at).message).toBe(
      'blocks nest more than 2,000 deep: Block0 -> Block1 -> Block2 -> Block3 -> ... -> Block1999 -> Block2000',
    );
    const known = Array.from({ length: 30 }, (_, n) => `module${n}`);
    expect(diagnose('unknown-module', { name: 'zzz', known }, at).hint).toMatch(/`module11` and 18 more$/);
  });
});

describe('the reference page', () => {
  const page = catalogueMarkdown((code) => `rendered ${code}`);

  it('has every code once, with its example and what it renders to', () => {
    for (const code of codes) {
      expect(page.split(`\n### ${code}\n`)).toHaveLength(2);
      expect(page).toContain(`\`\`\`text\nrendered ${code}\n\`\`\``);
      expect(page).toContain(catalogue[code].example.trimEnd());
    }
  });

  it('shows the other files and settings of an example', () => {
    expect(page).toContain('with `second.arch`');
    expect(page).toContain('compiled with `--set clases=100`');
  });
});
