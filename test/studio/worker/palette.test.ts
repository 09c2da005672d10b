import { describe, expect, it } from 'vitest';
import type { CanvasEdit, EditResult } from '../../../src/canvas/edits/edit.ts';
import { applyEdits } from '../../../src/diagnostics/edits.ts';
import { operators } from '../../../src/operators/registry.ts';
import type { PaletteItem } from '../../../src/studio/protocol.ts';
import { parse } from '../../../src/syntax/parse.ts';
import { library, talk } from './support.ts';

const path = 'net.arch';
const text = `use residual.Bottleneck

// Doubles the channels. Then halves the map.
block Down(kernel = 3) {
  conv(2 * in.channels, kernel, 2, same) -> relu
}

block Twice(body: block) { body -> body }

network Net {
  input image [64, 32, 32]
  conv(64, 3, pad = same)
  relu
}
`;

async function items(): Promise<readonly PaletteItem[]> {
  const core = talk();
  core.open(path, text);
  return core.ask<'palette'>(path, { kind: 'palette' });
}

const all = await items();

describe('the palette', () => {
  it('has every operator, every block of the library, and those of the file', () => {
    const named = (origin: PaletteItem['origin']): readonly string[] =>
      all.filter((item) => item.origin === origin).map(({ callee }) => callee);
    expect(named('operator')).toEqual([...operators.keys(), 'repeat 2']);
    expect(named('file')).toEqual(['Down', 'Twice']);
    const blocks = [...library].flatMap(([name, source]) =>
      [...source.matchAll(/^block (\w+)/gm)].map(([, block]) => `${name}.${block}`),
    );
    expect([...named('library')].sort()).toEqual(blocks.sort());
  });

  it('tells what wraps, and each in one line', () => {
    const wrapping = all.filter(({ wraps }) => wraps).map(({ callee }) => callee);
    expect(wrapping).toEqual(expect.arrayContaining(['add', 'concat', 'scale', 'repeat 2', 'Twice', 'se.SE']));
    expect(wrapping).not.toContain('se.SEBottleneck');
    for (const { summary, signature } of all) expect(`${signature} ${summary}`).not.toMatch(/\n/);
    expect(all.find(({ callee }) => callee === 'Down')).toMatchObject({
      signature: 'Down(kernel = 3)',
      summary: 'Doubles the channels.',
    });
  });

  it.each(all.map((item) => [item.callee, item] as const))('puts %s into a network', async (callee, { wraps }) => {
    const core = talk();
    core.open(path, text);
    const { drawing } = core.state(path).state;
    const edge = drawing.edges.find(({ to }) => to === 'relu');
    const card = drawing.nodes.find(({ id }) => id === 'conv');
    if (!edge?.gap || !edge.shape || !card?.shape) throw new Error('the drawing has no such gap');
    const edit: CanvasEdit = wraps
      ? { kind: 'wrap', steps: card.span, callee, shape: card.shape }
      : { kind: 'insert', callee, at: edge.gap, shape: edge.shape };
    const result = (await core.edit(path, edit)) as EditResult;
    if ('problem' in result) throw new Error(result.problem);
    const after = applyEdits(text, result.edits) ?? '';
    expect(parse({ path, text: after, library: false }).diagnostics).toEqual([]);
    const name = callee.replace(/^.*\./, '');
    expect(after.split(name).length, after).toBeGreaterThan(text.split(name).length);
    core.open(path, after, 2);
    // It stands where it can be used: what does not fit behind it is said of the steps there.
    const unknown = core.state(path).state.diagnostics.filter(({ code }) => /unknown|duplicate/.test(code));
    expect(unknown).toEqual([]);
  });
});
