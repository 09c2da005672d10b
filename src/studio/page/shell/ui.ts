/** What of the window is open: panels and the one dialog in front. Nothing here is about the sources. */
import { createStore } from 'zustand/vanilla';

export type BottomPanel = 'problems' | 'layers' | 'compare';

export type Dialog =
  | { readonly kind: 'open' }
  | { readonly kind: 'zoo' }
  | { readonly kind: 'commands' }
  | { readonly kind: 'save-as'; readonly path: string; readonly thenClose: boolean }
  /** Unsaved text: save it first? */
  | { readonly kind: 'close'; readonly path: string };

export interface Ui {
  readonly dialog: Dialog | undefined;
  readonly bottom: BottomPanel | undefined;
  readonly palette: boolean;
  readonly side: boolean;
}

export const ui = createStore<Ui>(() => ({ dialog: undefined, bottom: 'problems', palette: true, side: true }));

export function show(dialog: Dialog | undefined): void {
  ui.setState({ dialog });
}

/** The panel that is named, or none if it was there already. */
export function toggleBottom(panel: BottomPanel): void {
  ui.setState(({ bottom }) => ({ bottom: bottom === panel ? undefined : panel }));
}
