/** What the drawing says can be edited, the edits find: its gaps and its steps. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawing, foldAll } from '../../src/canvas/drawing.ts';
import { findBranch, findGap, findSteps } from '../../src/canvas/edits/locate.ts';
import { examineFile, root } from '../support/host.ts';

const files = readdirSync(`${root}/examples`).filter((name) => name.endsWith('.arch'));

describe('edits of what is drawn', () => {
  it.each(files)('%s', (name) => {
    const examined = examineFile(`examples/${name}`);
    const { module, file } = examined.compilation;
    for (const folded of [true, false]) {
      const { nodes, groups, edges } = drawing(examined, foldAll(examined, folded));
      const gaps = edges.flatMap(({ id, gap }) => (gap ? [{ id, gap }] : []));
      expect(gaps.length).toBeGreaterThan(0);
      const lost = gaps.filter(({ gap }) => 'problem' in findGap(module, gap)).map(({ id }) => id);
      expect(lost).toEqual([]);
      const steps = [...nodes, ...groups].filter(({ editable }) => editable);
      const unknown = steps.filter(
        ({ span }) => 'problem' in findSteps(module, file, span) && 'problem' in findBranch(module, file, span),
      );
      expect(unknown.map(({ id }) => id)).toEqual([]);
    }
  });
});
