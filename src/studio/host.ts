/**
 * What the page needs from the machine: the sources of one folder. A server gives it over HTTP (`netwright studio`),
 * the desktop application by messages between its processes.
 *
 * Paths are relative to the folder, with slashes: `vision/resnet.arch`. Nothing outside the folder can be named.
 */

/** Changes whenever the file's text does: what a save is checked against. */
export type FileVersion = string;

export interface FolderEntry {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface FileText {
  readonly text: string;
  readonly version: FileVersion;
}

/** Why something could not be done, in words for the user. */
export interface HostProblem {
  readonly problem: string;
}

export type Saved =
  | { readonly kind: 'saved'; readonly version: FileVersion }
  /** The file is not what the page last saw; undefined where it is gone. Nothing was written. */
  | { readonly kind: 'conflict'; readonly current: FileText | undefined };

/** Text that was not saved, kept so that a crash loses nothing. */
export interface Draft {
  readonly path: string;
  readonly text: string;
  /** Of the file that the text was made from; undefined for a file that never was saved. */
  readonly base: FileVersion | undefined;
}

export interface HostChange {
  readonly path: string;
  /** Undefined where the file is gone. */
  readonly version: FileVersion | undefined;
}

export interface StudioHost {
  /** The folder's name, to be shown. */
  readonly folder: string;
  /** All `.arch` files in it, sorted. */
  list(): Promise<readonly FolderEntry[] | HostProblem>;
  read(path: string): Promise<FileText | HostProblem>;
  /** `base`: what the page last saw; undefined for a new file, which then must not exist. */
  save(path: string, text: string, base: FileVersion | undefined): Promise<Saved | HostProblem>;
  drafts(): Promise<readonly Draft[] | HostProblem>;
  /** Replaces the draft of that path. */
  keepDraft(draft: Draft): Promise<undefined | HostProblem>;
  dropDraft(path: string): Promise<undefined | HostProblem>;
  /** Calls back when a file of the folder changes, this page's own saves included. Gives what ends it. */
  watch(changed: (change: HostChange) => void): () => void;
  /** The desktop's file dialogs; absent in the browser, where the page asks for a path in the folder. */
  readonly dialogs?: StudioDialogs;
}

/** The operating system's own dialogs; undefined where the user thinks better of it. */
export interface StudioDialogs {
  /** Opens another folder: the window then shows that one. */
  openFolder(): Promise<void>;
  /** Saves bytes (an export) where the user says; the path that was written. */
  exportFile(suggestedName: string, bytes: Uint8Array): Promise<string | undefined | HostProblem>;
  /** Commands of the native menu, by name, as the page's own command palette has them. */
  onMenu(command: (name: string) => void): () => void;
  /** Files of the folder that are opened from outside the page: double-clicked, or handed to the program. */
  onOpen(open: (path: string) => void): () => void;
}
