import { useEffect, useState } from 'react';
import type { PaletteItem } from '../../protocol.ts';
import { useStudio, useTab } from '../context.tsx';

/** Asked anew when the text has changed: the file's own blocks are among them. The old ones stay until then. */
export function usePaletteItems(path: string): readonly PaletteItem[] {
  const studio = useStudio();
  const revision = useTab(path, (tab) => tab.stateRevision) ?? 0;
  const [items, setItems] = useState<readonly PaletteItem[]>([]);
  useEffect(() => {
    if (revision === 0) return;
    let isWanted = true;
    studio.worker.ask<'palette'>(path, { kind: 'palette' }).then(
      (answer) => {
        if (isWanted) setItems((before) => (isSame(before, answer) ? before : answer));
      },
      // A fault of the program is told elsewhere; the items that are known stay.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [studio, path, revision]);
  return items;
}

function isSame(before: readonly PaletteItem[], after: readonly PaletteItem[]): boolean {
  return before.length === after.length && JSON.stringify(before) === JSON.stringify(after);
}
