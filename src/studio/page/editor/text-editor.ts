/** The one Monaco editor of the page: which text it shows, how it follows the selection and is followed. */
import { preferences } from '../preferences.ts';
import { type Selection, type Studio, type StudioData, tabOf } from '../studio.ts';
import { createAsking } from './ask.ts';
import { format } from './commands.ts';
import { registerCompletion } from './completion.ts';
import { linesOf, placeOf, rangeOf, spanOf } from './lines.ts';
import { markDiagnostics } from './markers.ts';
import { type Disposable, monaco } from './monaco.ts';
import { isLibrary, registerNames } from './names.ts';
import { options } from './options.ts';
import { registerOutline } from './outline.ts';
import { createTexts, foreignScheme, tabScheme } from './texts.ts';
import { followTheme } from './theme.ts';
import { words } from './words.ts';

export interface TextEditor extends Disposable {
  /** The text of a tab, with its caret and its scrolling as they were left. */
  show(path: string): void;
  focus(): void;
}

/** A caret that rests for so long is where the reader looks. */
const rest = 100;

/** `reading`: a file of the library is shown in place of the tab's text, or no more. */
export function createTextEditor(
  studio: Studio,
  element: HTMLElement,
  reading: (library: string | undefined) => void,
): TextEditor {
  const said = words[preferences.getState().language];
  const editor = monaco.editor.create(element, options);
  const marked = editor.createDecorationsCollection();
  const changed = new monaco.Emitter<void>();
  const left = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  const followed = new Map<string, Selection>();
  let path: string | undefined;
  let timer: number | undefined;
  /** The caret is put somewhere, not moved by the reader. */
  let isPut = false;
  let anchor: (() => void) | undefined;

  const texts = createTexts(studio, {
    before({ model }) {
      anchor = model === editor.getModel() ? holdScroll(editor) : undefined;
    },
    after({ path: changedPath, model }, at, origin) {
      if (model !== editor.getModel()) return;
      anchor?.();
      if (origin !== 'undo' && origin !== 'redo') return;
      const place = placeOf(texts.lines(changedPath), at);
      put(() => editor.setPosition(place));
      editor.revealPositionInCenterIfOutsideViewport(place);
      if (editor.hasTextFocus()) tellSoon();
    },
    closed(gone) {
      left.delete(gone);
      followed.delete(gone);
      if (path === gone) path = undefined;
    },
  });
  const asking = createAsking(studio, texts);

  function put(move: () => void): void {
    isPut = true;
    move();
    isPut = false;
  }

  /** The selection, where the reader moved it in the text. */
  function tellSoon(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(tellNow, rest);
  }

  function tellNow(): void {
    window.clearTimeout(timer);
    timer = undefined;
    const selection = editor.getSelection();
    if (!selection || path === undefined || !isOwn()) return;
    texts.flush();
    const { start, end } = spanOf(path, texts.lines(path), selection);
    const last = tabOf(studio.store.getState(), path)?.selection;
    if (last?.by === 'text' && last.start === start && last.end === end) return;
    studio.select(path, { start, end, nodes: [], by: 'text' });
  }

  /** A tab's text is shown, and not one of the library. */
  function isOwn(): boolean {
    return editor.getModel()?.uri.scheme === tabScheme;
  }

  /** Where the others look: brought into view and marked, the focus left where it is. */
  function follow(): void {
    if (path === undefined || !isOwn()) return;
    const selection = tabOf(studio.store.getState(), path)?.selection;
    if (!selection || followed.get(path) === selection) return;
    followed.set(path, selection);
    if (selection.by === 'text') {
      marked.clear();
      return;
    }
    window.clearTimeout(timer);
    timer = undefined;
    const range = rangeOf(texts.lines(path), selection);
    const className = selection.end > selection.start ? 'editor-selected' : null;
    marked.set([{ range, options: { className, stickiness: 1 } }]);
    put(() => editor.setPosition({ lineNumber: range.startLineNumber, column: range.startColumn }));
    editor.revealRangeInCenterIfOutsideViewport(range);
  }

  function leave(): void {
    if (timer !== undefined) tellNow();
    if (path !== undefined && isOwn()) left.set(path, editor.saveViewState());
  }

  function take(model: monaco.editor.ITextModel | null, ariaLabel: string): void {
    marked.clear();
    editor.setModel(model);
    editor.updateOptions({ readOnly: model?.uri.scheme === foreignScheme, ariaLabel });
  }

  function show(next: string): void {
    leave();
    const held = texts.hold(next);
    path = held?.path;
    take(held?.model ?? null, said.editor(next));
    put(() => editor.restoreViewState(left.get(next) ?? null));
    reading(undefined);
    follow();
    const tab = tabOf(studio.store.getState(), next);
    if (tab) markDiagnostics(texts, tab);
  }

  function read(library: string, model: monaco.editor.ITextModel, range: monaco.IRange | undefined): void {
    leave();
    take(model, said.editor(library));
    if (range) {
      editor.setPosition({ lineNumber: range.startLineNumber, column: range.startColumn });
      editor.revealRangeInCenter(range);
    }
    reading(library);
    editor.focus();
  }

  function told(data: StudioData, before: StudioData): void {
    if (data.tabs === before.tabs) return;
    for (const tab of data.tabs) {
      const was = tabOf(before, tab.document.path);
      if (tab.state === was?.state) continue;
      markDiagnostics(texts, tab);
      if (tab.stateRevision === was?.stateRevision) changed.fire();
    }
    follow();
  }

  /** Monaco's own undo knows nothing of the canvas. In a field of one of its widgets it is the field's. */
  function stepping(direction: 'undo' | 'redo'): Disposable {
    return monaco.editor.registerCommand(direction, () => {
      const { activeElement } = document;
      const isField = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
      if (!editor.hasTextFocus() && isField) document.execCommand(direction);
      else if (path !== undefined && isOwn()) {
        texts.flush();
        studio[direction](path);
      }
    });
  }

  const disposables: Disposable[] = [
    editor,
    changed,
    texts,
    followTheme(),
    stepping('undo'),
    stepping('redo'),
    ...registerCompletion(asking),
    ...registerNames(asking),
    ...registerOutline(asking, changed.event),
    monaco.editor.registerEditorOpener({
      openCodeEditor(_, uri, place) {
        const target = uri.path.slice(1);
        const range = place && monaco.Range.lift('lineNumber' in place ? monaco.Range.fromPositions(place) : place);
        const model = monaco.editor.getModel(uri);
        if (uri.scheme === foreignScheme && isLibrary(target) && model) read(target, model, range);
        else if (uri.scheme === foreignScheme || uri.scheme === tabScheme) void go(target, range);
        return uri.scheme === foreignScheme || uri.scheme === tabScheme;
      },
    }),
    editor.onDidChangeCursorSelection(() => {
      if (!isPut && editor.hasWidgetFocus()) tellSoon();
    }),
    editor.addAction({
      id: 'netwright.format',
      label: said.format,
      keybindings: [monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF],
      precondition: '!editorReadonly',
      contextMenuGroupId: '1_modification',
      run: () => (path === undefined ? undefined : format(studio, path)),
    }),
    // The page's own command palette has this key; Monaco would wait for a second one.
    monaco.editor.addKeybindingRule({
      keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyK,
      command: '^noop',
    }),
  ];
  const stop = studio.store.subscribe(told);
  // Whoever gives the focus to the element means Monaco.
  const pass = (): void => editor.focus();
  element.addEventListener('focus', pass);

  async function go(target: string, range: monaco.IRange | undefined): Promise<void> {
    await studio.open(target);
    const text = tabOf(studio.store.getState(), target)?.document.text;
    if (text === undefined || !range) return;
    const { start, end } = spanOf(target, linesOf(text), range);
    studio.select(target, { start, end, nodes: [], by: 'problems' });
    editor.focus();
  }

  return {
    show,
    focus: () => editor.focus(),
    dispose() {
      window.clearTimeout(timer);
      texts.flush();
      stop();
      element.removeEventListener('focus', pass);
      for (const each of disposables.reverse()) each.dispose();
    },
  };
}

/** The line at the top stays there, however many are written above it. */
function holdScroll(editor: monaco.editor.IStandaloneCodeEditor): (() => void) | undefined {
  const line = editor.getVisibleRanges()[0]?.startLineNumber;
  if (line === undefined) return undefined;
  const by = editor.getScrollTop() - editor.getTopForLineNumber(line);
  const top = editor.createDecorationsCollection([{ range: new monaco.Range(line, 1, line, 1), options: {} }]);
  return () => {
    const now = top.getRange(0)?.startLineNumber ?? line;
    top.clear();
    editor.setScrollTop(editor.getTopForLineNumber(now) + by, monaco.editor.ScrollType.Immediate);
  };
}
