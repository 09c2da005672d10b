/**
 * What the desktop application gives to the page, as `window.netwright`: the host's functions and the system's dialogs,
 * each its own function, with plain data in and out.
 */
import type { HostChange, HostProblem, StudioHost } from './host.ts';

export interface DesktopBridge extends Omit<StudioHost, 'folder' | 'watch' | 'dialogs'> {
  folder(): Promise<string>;
  openFolder(): Promise<undefined | HostProblem>;
  exportFile(suggestedName: string, bytes: Uint8Array): Promise<string | undefined | HostProblem>;
  /** What the application says by itself. Gives what ends it. */
  listen<K extends DesktopEvent['kind']>(kind: K, heard: (event: DesktopEventOf<K>) => void): () => void;
}

export type DesktopEventOf<K extends DesktopEvent['kind']> = Extract<DesktopEvent, { kind: K }>;

export type DesktopEvent =
  | { readonly kind: 'change'; readonly change: HostChange }
  /** A command of the native menu. */
  | { readonly kind: 'menu'; readonly command: string }
  /** A file of the folder that the system, or the list of recent ones, asks for. */
  | { readonly kind: 'open'; readonly path: string };
