import { describe, expect, it } from 'vitest';
import { applyCanvasEdit } from '../../../src/canvas/edits/apply.ts';
import type { CanvasEdit } from '../../../src/canvas/edits/edit.ts';
import { applyEdits } from '../../../src/diagnostics/edits.ts';
import { writtenRange } from '../../../src/studio/page/canvas/act.ts';
import { found, sectionsOf } from '../../../src/studio/page/canvas/items.ts';
import { keyName } from '../../../src/studio/page/canvas/keys.ts';
import type { PaletteItem } from '../../../src/studio/protocol.ts';
import { type Marked, marked } from '../../canvas/edits-support.ts';

const here = { file: 'test.arch', start: 0, end: 0 };

/** What the new text has where something was written. */
function written(text: string, edit: (places: Marked) => CanvasEdit, which: 'first' | 'all' = 'all'): string {
  const places = marked(text);
  const result = applyCanvasEdit(places.source, edit(places));
  if ('problem' in result) throw new Error(result.problem);
  const range = writtenRange(result.edits, which);
  return (applyEdits(places.source.file.text, result.edits) ?? '').slice(range?.start, range?.end);
}

const network = (steps: string): string => `network Test {\n  input image [64, 32, 32]\n${steps}}\n`;

describe('what is selected after an edit', () => {
  it('is the step that was put in, without its `use`', () => {
    expect(
      written(network('  relu\n▸'), ({ gap: at }) => ({ kind: 'insert', callee: 'se.SE', at, shape: [64, 32, 32] })),
    ).toMatch(/^SE\b.*\}$/s);
    expect(written(network('  relu -> ▸tanh\n'), ({ gap: at }) => ({ kind: 'insert', callee: 'sigmoid', at }))).toBe(
      'sigmoid',
    );
  });

  it('is the step at its new place', () => {
    expect(
      written(network('  ⟦relu⟧\n  tanh\n▸'), ({ spans: [steps = here], gap: to }) => ({ kind: 'move', steps, to })),
    ).toBe('relu');
  });

  it('is all that was wrapped', () => {
    expect(
      written(network('  ⟦relu\n  tanh⟧\n'), ({ spans: [steps = here] }) => ({ kind: 'wrap', steps, callee: 'add' })),
    ).toMatch(/^add \{.*\}$/s);
  });

  it('is the call that took the place of extracted steps', () => {
    const text = network('  ⟦relu\n  tanh⟧\n');
    const extract = ({ spans: [steps = here] }: Marked): CanvasEdit => ({ kind: 'extract', steps, name: 'Unit' });
    expect(written(text, extract, 'first')).toMatch(/^Unit/);
  });

  it('is the place where something was taken away', () => {
    expect(writtenRange([{ span: { ...here, start: 7, end: 12 }, text: '' }], 'all')).toEqual({ start: 7, end: 7 });
    expect(writtenRange([], 'all')).toBeUndefined();
  });
});

describe('the palette', () => {
  const item = (name: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
    callee: name,
    name,
    origin: 'operator',
    category: 'convolution',
    signature: name,
    summary: '',
    wraps: false,
    ...more,
  });
  const items = [
    item('conv'),
    item('relu', { category: 'activation', summary: 'After a conv.' }),
    item('ConvBN', { callee: 'common.ConvBN', origin: 'library', category: 'block' }),
    item('Unit', { origin: 'file', category: 'block' }),
  ];

  it('finds names before parts of names before what is said', () => {
    expect(found(items, 'conv').map(({ name }) => name)).toEqual(['conv', 'ConvBN', 'relu']);
    expect(found(items, 'common').map(({ name }) => name)).toEqual(['ConvBN']);
    expect(found(items, ' ')).toHaveLength(4);
    expect(found(items, 'nothing')).toEqual([]);
  });

  it('has the operators by kind, then blocks by where they are from', () => {
    expect(sectionsOf(items).map(({ name }) => name)).toEqual(['convolution', 'activation', 'library', 'file']);
  });
});

it('keys have the names of the tables', () => {
  const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(keyName({ ...held, key: 'g', ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+G');
  expect(keyName({ ...held, key: 'd', metaKey: true })).toBe('Mod+D');
  expect(keyName({ ...held, key: 'ArrowUp', altKey: true })).toBe('Alt+ArrowUp');
  expect(keyName({ ...held, key: '+', shiftKey: true })).toBe('+');
  expect(keyName({ ...held, key: ' ' })).toBe('Space');
});
