/** An edit in one place moves what is elsewhere only as a whole. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Examined, examine } from '../../src/analysis/examine.ts';
import type { CanvasDocument, CanvasGroup, CanvasView } from '../../src/canvas/document.ts';
import { drawing, foldAll } from '../../src/canvas/drawing.ts';
import { cache, read, root, testHost } from '../support/host.ts';

const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.arch'));

function examineAs(text: string): Examined {
  return examine({ path: 'examples/edited.arch', text, library: false }, testHost(), { cache });
}

/** What a group shows: each card and frame in it with its place relative to the group's corner. */
function inside(document: CanvasDocument): ReadonlyMap<string, string> {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  const shown = new Map<string, string[]>();
  for (const item of [...document.nodes, ...document.groups]) {
    for (let at = around(item.parent); at; at = around(at.parent)) {
      const place = [item.x - at.x, item.y - at.y, item.width, item.height].map((n) => n.toFixed(3));
      const line = `${item.id} ${item.title} ${item.arguments} ${item.shape?.join('x')} ${place.join(' ')}`;
      const lines = shown.get(at.id) ?? [];
      shown.set(at.id, lines);
      lines.push(line);
    }
  }
  return new Map([...shown].map(([id, lines]) => [id, lines.sort().join('\n')]));

  function around(id: string | undefined): CanvasGroup | undefined {
    return id === undefined ? undefined : groups.get(id);
  }
}

/** Groups whose words changed are left out: the edit was in them. */
function words(text: string): string {
  return text.replace(/( [-\d.]+){4}$/gm, '');
}

describe.each(examples)('a layer put into %s', (name) => {
  const { text } = read(`examples/${name}`);
  const before = examineAs(text);
  const steps = (before.compilation.module.network?.body.steps ?? []).filter(
    ({ kind }) => kind === 'call' || kind === 'repeat',
  );

  it.each([
    ['as it comes', (): CanvasView => ({ folded: new Map() })],
    ['with everything open', (examined: Examined) => foldAll(examined, false)],
  ])('leaves what stands in the other groups where it is, %s', (_how, view) => {
    const first = inside(drawing(before, view(before)));
    let compared = 0;
    for (const at of [steps[1], steps[Math.floor(steps.length / 2)], steps.at(-1)]) {
      if (!at) throw new Error('an example has at least two steps');
      const edited = `${text.slice(0, at.span.start)}relu6\n  ${text.slice(at.span.start)}`;
      const after = examineAs(edited);
      const second = inside(drawing(after, view(after)));
      for (const [id, content] of first) {
        const now = second.get(id);
        if (now === undefined || words(now) !== words(content)) continue;
        expect(now, id).toBe(content);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(first.size);
  });

  it('is drawn the same each time', () => {
    const view = foldAll(before, false);
    expect(drawing(examineAs(text), view)).toEqual(drawing(before, view));
  });
});
