/** Drawings of sources, for tests of what the page makes of them. */
import type { CanvasDocument } from '../../../src/canvas/document.ts';
import { drawing, foldAll } from '../../../src/canvas/drawing.ts';
import { indexOf, type SpatialIndex } from '../../../src/studio/page/canvas/spatial.ts';
import { examineText } from '../../support/host.ts';

export function drawn(text: string, how: 'open' | ReadonlyMap<string, boolean> = new Map()): CanvasDocument {
  const examined = examineText(text);
  return drawing(examined, how === 'open' ? foldAll(examined, false) : { folded: how });
}

export function indexed(text: string, how?: 'open' | ReadonlyMap<string, boolean>): SpatialIndex {
  return indexOf(drawn(text, how));
}

/** Ids of cards by what they are called, in the order of the drawing. */
export function idsOf({ document }: SpatialIndex, title: string): readonly string[] {
  return document.nodes.filter((node) => node.title === title).map(({ id }) => id);
}

export function idOf(index: SpatialIndex, title: string): string {
  const [id] = idsOf(index, title);
  if (id === undefined) throw new Error(`no ${title} is drawn`);
  return id;
}

export const branched = `use residual.Bottleneck

network Test {
  input image [64, 32, 32]
  first: relu
  sum: add {
    | conv(64, 3, pad = same) -> batchnorm
    | tanh
  }
  conv3_x: repeat 3 { Bottleneck(16) -> sigmoid }
  flatten
  dense(10)
}
`;
