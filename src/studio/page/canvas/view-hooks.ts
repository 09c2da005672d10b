/** What is drawn of a canvas, and how its view moves. */
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Box } from '../../../canvas/document.ts';
import { shiftBetween } from './anchor.ts';
import type { CardNode } from './Card.tsx';
import { animateChange } from './motion.ts';
import { readable, viewBox } from './overview.ts';
import { coverOf, type Seen, type SpatialIndex, seenIn } from './spatial.ts';

const nothing: Seen = { nodes: [], groups: [], edges: [] };

/** What the view meets, with some room around it; nothing from so far that the overview is drawn instead. */
export function useSeen(index: SpatialIndex): { readonly seen: Seen; readonly isOverview: boolean } {
  const kept = useRef<Box>(undefined);
  const cover = useStore(({ transform: [x, y, zoom], width, height }) => {
    kept.current = coverOf(viewBox({ x, y, zoom }, width, height), kept.current);
    return kept.current;
  });
  const isOverview = useStore(({ transform }) => transform[2] < readable);
  const seen = useMemo(() => (isOverview ? nothing : seenIn(index, cover)), [index, cover, isOverview]);
  return { seen, isOverview };
}

/**
 * Hands the cards to React Flow before the page is painted, so that cards, lines and view are always of one drawing.
 * Sizes are given: nothing is measured.
 */
export function useCards({ nodes }: Seen, selected: ReadonlySet<string>, active: string | undefined): void {
  const store = useStoreApi<CardNode>();
  const known = useRef<ReadonlyMap<string, CardNode>>(new Map());
  useLayoutEffect(() => {
    const cards = nodes.map((node): CardNode => {
      const isSelected = selected.has(node.id);
      const isActive = node.id === active;
      const before = known.current.get(node.id);
      const isSame =
        before?.data.node === node && before.data.isSelected === isSelected && before.data.isActive === isActive;
      if (before && isSame) return before;
      const { id, x, y, width, height } = node;
      return {
        id,
        type: 'card',
        position: { x, y },
        width,
        height,
        measured: { width, height },
        handles: [],
        className: 'nopan',
        data: { node, isSelected, isActive },
      };
    });
    known.current = new Map(cards.map((card) => [card.id, card]));
    store.getState().setNodes(cards);
  }, [nodes, selected, active, store]);
}

/** When the drawing is replaced, what the reader looks at stays where it is, and the rest glides. */
export function useAnchoredView(index: SpatialIndex, selected: readonly string[]): (id: string) => void {
  const store = useStoreApi();
  const flow = useReactFlow();
  const shown = useRef<SpatialIndex>(index);
  const held = useRef<string>(undefined);
  const chosen = useRef(selected);
  useLayoutEffect(() => {
    const before = shown.current;
    if (before === index) return;
    shown.current = index;
    const { transform, width, height, domNode } = store.getState();
    const [x, y, zoom] = transform;
    const view = viewBox({ x, y, zoom }, width, height);
    const shift = shiftBetween(before, index, view, chosen.current, held.current) ?? { x: 0, y: 0 };
    held.current = undefined;
    void flow.setViewport({ x: x - shift.x * zoom, y: y - shift.y * zoom, zoom });
    if (domNode && zoom >= readable) animateChange(domNode, before, index, view, shift);
  }, [index, store, flow]);
  // What was chosen in the drawing before is what is kept in place.
  useLayoutEffect(() => {
    chosen.current = selected;
  }, [selected]);
  return (id) => {
    held.current = id;
  };
}
