/** The one dialog in front, and what waits for the reader's word. Nothing here is about the sources. */
import { createStore } from 'zustand/vanilla';
import type { Draft } from '../../host.ts';
import type { CompareQuestion } from '../../protocol.ts';

export type Dialog =
  | { readonly kind: 'open' }
  | { readonly kind: 'zoo' }
  | { readonly kind: 'commands' }
  | { readonly kind: 'save-as'; readonly path: string }
  /** Unsaved text: save it first? */
  | { readonly kind: 'close'; readonly path: string };

/** A text that is compared although it is not open. */
export interface Compared {
  readonly path: string;
  readonly text: string;
}

export interface Ui {
  readonly dialog: Dialog | undefined;
  /** What had the focus before the dialog. */
  readonly focused: Element | null;
  /** Texts of an earlier visit that were not saved, until they are taken or thrown away. */
  readonly drafts: readonly Draft[];
  readonly comparison: {
    readonly added: readonly Compared[];
    /** Paths of open files that take no part. */
    readonly left: readonly string[];
    /** Path. */
    readonly baseline: string | undefined;
    readonly sort: CompareQuestion['sort'];
  };
}

export const ui = createStore<Ui>(() => ({
  dialog: undefined,
  focused: null,
  drafts: [],
  comparison: { added: [], left: [], baseline: undefined, sort: undefined },
}));

export function show(dialog: Dialog | undefined): void {
  ui.setState((before) => ({ dialog, focused: before.dialog ? before.focused : document.activeElement }));
}

export function compare(change: Partial<Ui['comparison']>): void {
  ui.setState(({ comparison }) => ({ comparison: { ...comparison, ...change } }));
}
