/**
 * The core behind the page: it holds the texts that are open, examines them, tells what came out and answers questions.
 * Pure: the worker's shell gives it the library, a clock, and when to work.
 */
import { type Examined, examine } from '../../analysis/examine.ts';
import type { CanvasDocument } from '../../canvas/document.ts';
import { drawing, foldAll } from '../../canvas/drawing.ts';
import type { ParseCache } from '../../compiler/modules.ts';
import { type Document, documentOf } from '../../language/document.ts';
import { messageOf } from '../message.ts';
import type { Folding, FromWorker, ToWorker } from '../protocol.ts';
import { answer } from './answers.ts';
import { type Folder, newFolder } from './folder.ts';

interface OpenFile {
  readonly path: string;
  text: string;
  revision: number;
  /** What the reader folded or opened all at once, and then one by one. */
  all: boolean | undefined;
  folding: Folding;
  /** Of the present text and of the present texts of what it uses. */
  examined: Examined | undefined;
  /** What the services look at, while no open text changes. */
  document: Document | undefined;
  drawn: CanvasDocument | undefined;
  /** The files that the last examination looked for. */
  uses: ReadonlySet<string>;
  /** What is to be told at the next chance. */
  untold: 'state' | 'drawing' | undefined;
}

interface Core {
  readonly folder: Folder;
  readonly cache: ParseCache;
  readonly files: Map<string, OpenFile>;
  /** Asked for and not yet given. */
  readonly needed: Set<string>;
  readonly examples: CoreOptions['examples'];
  readonly now: () => number;
  readonly tell: (message: FromWorker) => void;
}

export interface CoreOptions {
  /**
   * When what waits is examined: it calls back once, and states of texts that were replaced before are never made. At
   * once by default.
   */
  readonly later: (work: () => void) => void;
  /** The texts of examples/ by file name: what is equal to one has its published figures. None by default. */
  readonly examples: ReadonlyMap<string, string>;
}

/** `library`: the text of blocks/NAME.arch by NAME. Questions are answered at once, of the newest text. */
export function createCore(
  library: ReadonlyMap<string, string>,
  now: () => number,
  tell: (message: FromWorker) => void,
  { later = (work) => work(), examples = new Map() }: Partial<CoreOptions> = {},
): (message: ToWorker) => void {
  const maps = { cache: new Map(), files: new Map(), needed: new Set<string>() };
  const core: Core = { folder: newFolder(library), ...maps, examples, now, tell };
  let isWaiting = false;
  const work = (): void => {
    isWaiting = false;
    for (const file of core.files.values()) attempt(core, undefined, () => tellOf(core, file));
  };
  return (message) => {
    attempt(core, message.kind === 'ask' ? message.id : undefined, () => take(core, message));
    if (isWaiting || ![...core.files.values()].some(({ untold }) => untold)) return;
    isWaiting = true;
    later(work);
  };
}

/** What is thrown is a fault of the program: it is told, and the next message is taken as if nothing had been. */
function attempt({ tell }: Core, id: number | undefined, run: () => void): void {
  try {
    run();
  } catch (error) {
    tell({ kind: 'fault', id, message: messageOf(error) });
  }
}

function take(core: Core, message: ToWorker): void {
  switch (message.kind) {
    case 'text':
      takeText(core, message);
      break;
    case 'folding':
      takeFolding(core, message.path, message.folding);
      break;
    case 'close':
      core.files.delete(message.path);
      core.folder.open.delete(message.path);
      core.folder.given.delete(message.path);
      changed(core, message.path);
      break;
    case 'files':
      for (const [path, text] of message.files) {
        core.needed.delete(path);
        const isNew = core.folder.given.get(path) !== text;
        core.folder.given.set(path, text);
        if (isNew && !core.folder.open.has(path)) changed(core, path);
      }
      break;
    case 'ask':
      takeQuestion(core, message);
  }
}

function takeText(core: Core, { path, revision, text }: ToWorker & { kind: 'text' }): void {
  const known = core.files.get(path);
  // Revisions of one opening grow; a file that is opened again is closed before.
  if (known && revision < known.revision) return;
  const file = known ?? newFile(path);
  core.files.set(path, file);
  file.revision = revision;
  file.untold = 'state';
  if (known?.text === text) return;
  file.text = text;
  core.folder.open.set(path, text);
  file.examined = undefined;
  changed(core, path);
}

function newFile(path: string): OpenFile {
  return {
    path,
    text: '',
    revision: 0,
    all: undefined,
    folding: new Map(),
    examined: undefined,
    document: undefined,
    drawn: undefined,
    uses: new Set(),
    untold: undefined,
  };
}

/** Those that use the file are examined anew, and all may be looked through for its names. */
function changed({ files }: Core, path: string): void {
  for (const file of files.values()) {
    file.document = undefined;
    if (!file.uses.has(path)) continue;
    file.examined = undefined;
    file.untold = 'state';
  }
}

function takeFolding({ files }: Core, path: string, folding: Folding | 'all' | 'none'): void {
  const file = files.get(path);
  if (!file) return;
  if (typeof folding === 'string') {
    file.all = folding === 'all';
    file.folding = new Map();
  } else file.folding = folding;
  file.drawn = undefined;
  file.untold ??= 'drawing';
}

function takeQuestion(core: Core, { id, path, question }: ToWorker & { kind: 'ask' }): void {
  const { folder, tell } = core;
  const at = {
    folder,
    examples: core.examples,
    document: () => documentAt(core, path),
    drawing: () => drawingOf(core, opened(core, path)),
  };
  const answered = answer(at, question);
  if (answered instanceof Promise) {
    answered.then(
      (each: unknown) => tell({ kind: 'answer', id, answer: each }),
      (error: unknown) => tell({ kind: 'fault', id, message: messageOf(error) }),
    );
  } else tell({ kind: 'answer', id, answer: answered });
}

function opened({ files }: Core, path: string): OpenFile {
  const file = files.get(path);
  if (!file) throw new Error(`${path} is not open`);
  return file;
}

function documentAt(core: Core, path: string): Document {
  const file = opened(core, path);
  const examined = examinedOf(core, file);
  if (file.document) return file.document;
  const { host } = core.folder;
  const others = [...core.files.values()]
    .filter((each) => each !== file)
    .map((each) => ({ path: each.path, text: each.text, library: false }));
  file.document = documentOf(examined, host, core.cache, others);
  return file.document;
}

function examinedOf(core: Core, file: OpenFile): Examined {
  if (file.examined) return file.examined;
  const { folder, cache } = core;
  folder.sought.clear();
  const examined = examine({ path: file.path, text: file.text, library: false }, folder.host, { cache });
  file.uses = new Set(folder.sought);
  file.examined = examined;
  file.document = undefined;
  file.drawn = undefined;
  need(core, file.uses);
  return examined;
}

/** Files that nobody has asked for yet. */
function need({ folder, needed, tell }: Core, uses: ReadonlySet<string>): void {
  const paths = [...uses].filter((path) => !folder.open.has(path) && !folder.given.has(path) && !needed.has(path));
  if (paths.length === 0) return;
  for (const path of paths) needed.add(path);
  tell({ kind: 'needs', paths });
}

function drawingOf(core: Core, file: OpenFile): CanvasDocument {
  const examined = examinedOf(core, file);
  if (file.drawn) return file.drawn;
  const { all, folding } = file;
  const folded = all === undefined ? folding : new Map([...foldAll(examined, all).folded, ...folding]);
  file.drawn = drawing(examined, { folded });
  return file.drawn;
}

function tellOf(core: Core, file: OpenFile): void {
  const { untold, path } = file;
  if (!untold) return;
  file.untold = undefined;
  const began = core.now();
  const examined = examinedOf(core, file);
  const drawn = drawingOf(core, file);
  const { revision } = file;
  if (untold === 'drawing') {
    core.tell({ kind: 'drawing', path, revision, drawing: drawn });
    return;
  }
  const { compilation, analysis, diagnostics } = examined;
  const state = {
    network: compilation.module.network?.name.text,
    diagnostics,
    totals: analysis?.totals,
    drawing: drawn,
    milliseconds: core.now() - began,
  };
  core.tell({ kind: 'state', path, revision, state });
}
