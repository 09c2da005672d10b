/**
 * The page's state and all that can be done to it. Text is the only truth: what is drawn, listed and counted comes back
 * from the worker for each revision of it; folding, selection and coordinates are the page's own.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CanvasDocument } from '../../canvas/document.ts';
import type { CanvasEdit } from '../../canvas/edits/edit.ts';
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import type { FileText, HostProblem, StudioHost } from '../host.ts';
import type { Folding, FromWorker, StudioState } from '../protocol.ts';
import { change, isUnsaved, markSaved, type OpenDocument, type Origin, openDocument, redo, undo } from './documents.ts';
import { type Wire, type WorkerClient, workerClient } from './worker-client.ts';

export interface Tab {
  readonly document: OpenDocument;
  /** Of `stateRevision`, which is behind the document's while the worker is at it. */
  readonly state: StudioState | undefined;
  readonly stateRevision: number;
  /** The last one that showed something. */
  readonly drawing: CanvasDocument | undefined;
  /** The text is too broken to be drawn: the drawing is an older one. */
  readonly isStale: boolean;
  readonly folding: Folding;
  readonly selection: Selection;
  /** The file changed on disk beneath unsaved text; `file` undefined where it is gone. */
  readonly conflict: { readonly file: FileText | undefined } | undefined;
}

/** What the reader looks at, in the text and on the canvas at once. */
export interface Selection {
  /** Offsets in the text: the caret, or a range. */
  readonly start: number;
  readonly end: number;
  /** Ids of cards and frames. */
  readonly nodes: readonly string[];
  /** Who selected: the others follow and scroll to it. */
  readonly by: 'text' | 'canvas' | 'table' | 'problems';
}

export interface StudioData {
  readonly tabs: readonly Tab[];
  /** Path of the tab in front. */
  readonly active: string | undefined;
  /** For the user to read: what went wrong outside the sources. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly id: number;
  readonly text: string;
}

export interface SaveOptions {
  /** Another name. */
  readonly to?: string;
  /** Although the file changed on disk. */
  readonly over?: boolean;
}

export interface Studio {
  readonly store: StoreApi<StudioData>;
  readonly host: StudioHost;
  readonly worker: WorkerClient;
  /** Reads a file of the folder and brings it to the front. */
  open(path: string): Promise<void>;
  /** A text that is no file yet. */
  openNew(path: string, text: string): void;
  activate(path: string): void;
  close(path: string): void;
  edit(path: string, edits: readonly TextEdit[], origin: Origin): void;
  /** Asks the worker for the text edits and makes them; what stands against it becomes a notice. */
  canvasEdit(path: string, edit: CanvasEdit): Promise<boolean>;
  undo(path: string): void;
  redo(path: string): void;
  /** Edits are followed by views that hold a copy of the text (the editor): called for every change but its own. */
  onEdits(listener: (path: string, edits: readonly TextEdit[], origin: Origin | 'undo' | 'redo') => void): () => void;
  fold(path: string, group: string, folded: boolean): void;
  foldAll(path: string, folded: boolean): void;
  select(path: string, selection: Selection): void;
  save(path: string, options?: SaveOptions): Promise<boolean>;
  /** Takes the file's text in place of the own. */
  reload(path: string): Promise<void>;
  /** The file has another text than the own one was made from: the user is asked which it is to be. */
  markConflict(path: string, file: FileText | undefined): void;
  /** Keeps the own text although the file changed on disk: it is now made from that one, and not saved. */
  keepOwn(path: string): void;
  notify(text: string): void;
  dismiss(id: number): void;
}

export function isProblem<T>(answer: T | HostProblem): answer is HostProblem {
  return typeof answer === 'object' && answer !== null && 'problem' in answer;
}

export function tabOf({ tabs }: StudioData, path: string | undefined): Tab | undefined {
  return tabs.find((tab) => tab.document.path === path);
}

export function createStudio(host: StudioHost, wire: Wire, now: () => number = Date.now): Studio {
  const store = createStore<StudioData>(() => ({ tabs: [], active: undefined, notices: [] }));
  const listeners = new Set<Parameters<Studio['onEdits']>[0]>();
  const worker = workerClient(wire, told);
  /** Texts on their way to the disk. */
  const writing = new Map<string, string>();
  /** The save of each file that was asked for last. */
  const saving = new Map<string, Promise<boolean>>();
  let notices = 0;

  function update(path: string, mend: (tab: Tab) => Tab): void {
    store.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.document.path === path ? mend(tab) : tab)) }));
  }

  function documentAt(path: string): OpenDocument | undefined {
    return tabOf(store.getState(), path)?.document;
  }

  /** Every new text goes to the worker at once: what it answers is of one revision. */
  function put(path: string, document: OpenDocument): void {
    update(path, (tab) => ({ ...tab, document }));
    send(document);
  }

  function send({ path, revision, text }: OpenDocument): void {
    worker.send({ kind: 'text', path, revision, text });
  }

  function told(message: FromWorker): void {
    switch (message.kind) {
      case 'state': {
        const { path, revision, state } = message;
        const isDrawn = state.drawing.nodes.length > 0;
        update(path, (tab) =>
          revision < tab.stateRevision
            ? tab
            : {
                ...tab,
                state,
                stateRevision: revision,
                drawing: isDrawn ? state.drawing : tab.drawing,
                isStale: !isDrawn && tab.drawing !== undefined,
              },
        );
        break;
      }
      case 'drawing':
        update(message.path, (tab) => ({ ...tab, drawing: message.drawing }));
        break;
      case 'needs':
        void bring(message.paths);
        break;
      case 'fault':
        studio.notify(message.message);
        break;
      case 'answer':
        break;
    }
  }

  async function bring(paths: readonly string[]): Promise<void> {
    const files = await Promise.all(
      paths.map(async (path) => {
        const open = documentAt(path);
        if (open) return [path, open.text] as const;
        const read = await host.read(path);
        return [path, isProblem(read) ? null : read.text] as const;
      }),
    );
    worker.send({ kind: 'files', files });
  }

  function add(document: OpenDocument): void {
    const selection: Selection = { start: 0, end: 0, nodes: [], by: 'text' };
    const tab: Tab = {
      document,
      state: undefined,
      stateRevision: 0,
      drawing: undefined,
      isStale: false,
      folding: new Map(),
      selection,
      conflict: undefined,
    };
    store.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: document.path }));
    send(document);
  }

  function step(path: string, direction: 'undo' | 'redo'): void {
    const before = documentAt(path);
    if (!before) return;
    const { document, edits } = direction === 'undo' ? undo(before) : redo(before);
    if (edits.length === 0) return;
    put(path, document);
    for (const listener of listeners) listener(path, edits, direction);
  }

  function replaceAll(path: string, file: FileText): void {
    const document = documentAt(path);
    if (!document) return;
    const whole = { span: { file: path, start: 0, end: document.text.length }, text: file.text };
    studio.edit(path, [whole], 'file');
    update(path, (tab) => ({
      ...tab,
      document: markSaved(tab.document, file.text, file.version),
      conflict: undefined,
    }));
  }

  const studio: Studio = {
    store,
    host,
    worker,
    async open(path) {
      if (documentAt(path)) return studio.activate(path);
      const read = await host.read(path);
      if (isProblem(read)) return studio.notify(`${path}: ${read.problem}`);
      // It may have been opened twice while it was read.
      if (documentAt(path)) return studio.activate(path);
      add(openDocument(path, read.text, read.version));
    },
    openNew(path, text) {
      if (documentAt(path)) studio.activate(path);
      else add(openDocument(path, text, undefined));
    },
    activate(path) {
      store.setState({ active: path });
    },
    close(path) {
      store.setState(({ tabs, active }) => {
        const index = tabs.findIndex((tab) => tab.document.path === path);
        const rest = tabs.filter((tab) => tab.document.path !== path);
        const beside = rest[Math.min(index, rest.length - 1)]?.document.path;
        return { tabs: rest, active: active === path ? beside : active };
      });
      worker.send({ kind: 'close', path });
      void host.dropDraft(path);
    },
    edit(path, edits, origin) {
      const before = documentAt(path);
      const document = before && change(before, edits, origin, now());
      if (!document || document === before) return;
      put(path, document);
      for (const listener of listeners) listener(path, edits, origin);
    },
    async canvasEdit(path, edit) {
      const revision = documentAt(path)?.revision;
      const result = await worker.ask<'edit'>(path, { kind: 'edit', edit });
      if ('problem' in result) {
        studio.notify(result.problem);
        return false;
      }
      // Typed meanwhile: the edits are for a text that is gone.
      if (documentAt(path)?.revision !== revision) return false;
      studio.edit(path, result.edits, 'canvas');
      return true;
    },
    undo: (path) => step(path, 'undo'),
    redo: (path) => step(path, 'redo'),
    onEdits(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fold(path, group, folded) {
      update(path, (tab) => ({ ...tab, folding: new Map(tab.folding).set(group, folded) }));
      const folding = tabOf(store.getState(), path)?.folding;
      if (folding) worker.send({ kind: 'folding', path, folding });
    },
    foldAll(path, folded) {
      update(path, (tab) => ({ ...tab, folding: new Map() }));
      worker.send({ kind: 'folding', path, folding: folded ? 'all' : 'none' });
    },
    select(path, selection) {
      update(path, (tab) => ({ ...tab, selection }));
    },
    save(path, options) {
      // One after the other: a second write would name the version that the first one replaces.
      const done = (saving.get(path) ?? Promise.resolve()).then(() => saveNow(path, options));
      saving.set(
        path,
        done.catch(() => false),
      );
      return done;
    },
    async reload(path) {
      const read = await host.read(path);
      if (isProblem(read)) studio.notify(`${path}: ${read.problem}`);
      else replaceAll(path, read);
    },
    markConflict(path, file) {
      update(path, (tab) => ({ ...tab, conflict: { file } }));
    },
    keepOwn(path) {
      update(path, ({ document, conflict, ...tab }) => {
        const file = conflict?.file;
        const saved = file && { text: file.text, version: file.version };
        return { ...tab, document: conflict ? { ...document, saved } : document, conflict: undefined };
      });
    },
    notify(text) {
      notices += 1;
      const notice = { id: notices, text };
      store.setState((data) => ({ notices: [...data.notices, notice] }));
    },
    dismiss(id) {
      store.setState((data) => ({ notices: data.notices.filter((notice) => notice.id !== id) }));
    },
  };

  async function saveNow(path: string, { to = path, over = false }: SaveOptions = {}): Promise<boolean> {
    const tab = tabOf(store.getState(), path);
    if (!tab) return false;
    const { text, saved } = tab.document;
    const known = over && tab.conflict ? tab.conflict.file?.version : saved?.version;
    writing.set(to, text);
    const answer = await host.save(to, text, to === path ? known : undefined);
    writing.delete(to);
    if (isProblem(answer)) {
      studio.notify(`${to}: ${answer.problem}`);
      return false;
    }
    if (answer.kind === 'conflict') {
      if (to !== path) studio.notify(`${to}: there is a file of this name already`);
      else studio.markConflict(path, answer.current);
      return false;
    }
    const { version } = answer;
    if (to === path) {
      update(path, (each) => ({ ...each, document: markSaved(each.document, text, version), conflict: undefined }));
      const after = documentAt(path);
      if (after && !isUnsaved(after)) await host.dropDraft(path);
    } else {
      studio.close(path);
      await studio.open(to);
    }
    return true;
  }

  async function follow(path: string): Promise<void> {
    const read = await host.read(path);
    const file = isProblem(read) ? undefined : read;
    const tab = tabOf(store.getState(), path);
    if (!tab) return;
    if (tab.document.saved?.version === file?.version) {
      update(path, (each) => ({ ...each, conflict: undefined }));
    } else if (file && (file.text === writing.get(path) || file.text === tab.document.text)) {
      // This page's own save may be told before it is answered.
      update(path, (each) => ({
        ...each,
        document: markSaved(each.document, file.text, file.version),
        conflict: undefined,
      }));
    } else if (file && !isUnsaved(tab.document)) replaceAll(path, file);
    else studio.markConflict(path, file);
  }

  host.watch(({ path, version }) => {
    const tab = tabOf(store.getState(), path);
    if (tab && (tab.conflict || tab.document.saved?.version !== version)) void follow(path);
  });
  return studio;
}
