/** What is selected, as the canvas draws it. */
import { useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { useStudio, useTab } from '../context.tsx';
import { tabOf } from '../studio.ts';
import { idsOfSelection } from './chosen.ts';
import { isInView } from './handle.ts';
import { viewBox } from './overview.ts';
import type { SpatialIndex } from './spatial.ts';
import type { CanvasHandle } from './store.ts';

/** While the drawing is behind the text, a place in the text says nothing about it: then what it was before. */
export function useSelected(path: string, index: SpatialIndex): readonly string[] {
  const studio = useStudio();
  const selection = useTab(path, (tab) => tab.selection);
  const isCurrent = useTab(path, (tab) => tab.stateRevision === tab.document.revision) ?? false;
  const before = useRef<readonly string[]>([]);
  return useMemo(() => {
    const tab = tabOf(studio.store.getState(), path);
    if (!tab || !selection) return before.current;
    if (selection.nodes.length === 0 && !isCurrent) return before.current;
    const ids = idsOfSelection({ ...tab, selection }, index);
    const isSame = ids.length === before.current.length && ids.every((id, at) => id === before.current[at]);
    if (!isSame) before.current = ids;
    return before.current;
  }, [studio, path, selection, isCurrent, index]);
}

/** Comes into view when it was selected elsewhere, or was made by an edit. */
export function useFollowing(
  path: string,
  index: SpatialIndex,
  selected: readonly string[],
  handle: CanvasHandle,
): void {
  const store = useStoreApi();
  const selection = useTab(path, (tab) => tab.selection);
  const followed = useRef(selection);
  useEffect(() => {
    const isOwn = selection?.by === 'canvas' && selection.nodes.length > 0;
    const [first] = selected;
    if (first === undefined || selection === followed.current) return;
    followed.current = selection;
    const { transform, width, height } = store.getState();
    const [x, y, zoom] = transform;
    const view = viewBox({ x, y, zoom }, width, height);
    if (!isOwn && width > 0 && !selected.some((id) => isInView(index, id, view))) handle.reveal(first);
  }, [index, selected, selection, store, handle]);
}
