/**
 * Monaco's copies of the open texts. What is typed goes to the studio; what changes elsewhere comes back from it. The
 * studio's text is the truth: where the two were ever to differ, the copy is mended.
 */
import type { TextEdit } from '../../../diagnostics/diagnostic.ts';
import { placeEdits } from '../../../diagnostics/edits.ts';
import type { Origin } from '../documents.ts';
import { type Studio, tabOf } from '../studio.ts';
import { composeEdits } from './compose.ts';
import { languageId } from './language.ts';
import { type Lines, linesOf, rangeOf, spanOf } from './lines.ts';
import { type Disposable, monaco } from './monaco.ts';

export interface HeldText {
  readonly path: string;
  readonly model: monaco.editor.ITextModel;
}

export interface Texts extends Disposable {
  /** Of an open tab; undefined where there is none. */
  hold(path: string): HeldText | undefined;
  pathOf(model: monaco.editor.ITextModel): string | undefined;
  /** Of the document's text as it is now. */
  lines(path: string): Lines;
  /** What was typed reaches the studio at the end of its task: this brings it there at once. */
  flush(): void;
  /** A text that no tab has, to be read alone. */
  foreign(path: string, text: string): monaco.editor.ITextModel;
}

/** A change from elsewhere, before it is made and after. `at`: the offset behind what was written last. */
export interface Following {
  before(held: HeldText, edits: readonly TextEdit[]): void;
  after(held: HeldText, at: number, origin: Origin | 'undo' | 'redo'): void;
  closed(path: string): void;
}

interface Held extends HeldText {
  lines: Lines;
  readonly typed: { readonly before: string; readonly edits: readonly TextEdit[] }[];
}

const modelOptions: monaco.editor.ITextModelUpdateOptions = {
  tabSize: 2,
  insertSpaces: true,
  trimAutoWhitespace: true,
  bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
};

export const tabScheme = 'tab';
export const foreignScheme = 'read';

export function uriOf(scheme: string, path: string): monaco.Uri {
  return monaco.Uri.from({ scheme, path: `/${path}` });
}

export function createTexts(studio: Studio, following: Following): Texts {
  const open = new Map<string, Held>();
  const foreign = new Map<string, monaco.editor.ITextModel>();
  const subscriptions: (() => void)[] = [];
  /** While one side follows the other, its own changes are no news. */
  let isFollowing = false;
  let isTelling = false;

  function documentText(path: string): string {
    return tabOf(studio.store.getState(), path)?.document.text ?? '';
  }

  function linesAt(path: string): Lines {
    const held = open.get(path);
    const text = documentText(path);
    if (held?.lines.text === text) return held.lines;
    const lines = linesOf(text);
    if (held) held.lines = lines;
    return lines;
  }

  function typed(held: Held, { changes }: monaco.editor.IModelContentChangedEvent): void {
    if (isFollowing || changes.length === 0) return;
    const { path, lines } = held;
    const edits = changes
      .map(({ range, text }) => ({ span: spanOf(path, lines, range), text }))
      .sort((a, b) => a.span.start - b.span.start);
    const after = placeEdits(lines.text, edits)?.text;
    if (after === undefined) {
      mend(held);
      return;
    }
    held.typed.push({ before: lines.text, edits });
    held.lines = linesOf(after);
    // A completion writes at two places, one after the other: that is one change.
    if (held.typed.length === 1) queueMicrotask(() => flush(held));
  }

  function flush(held: Held): void {
    const [first, ...rest] = held.typed.splice(0);
    if (!first) return;
    const changes = [first.edits];
    let { before } = first;
    for (const next of rest) {
      const last = changes.at(-1) ?? [];
      const joined = composeEdits(before, last, next.edits);
      if (joined) changes[changes.length - 1] = joined;
      else {
        changes.push(next.edits);
        before = next.before;
      }
    }
    isTelling = true;
    for (const edits of changes) studio.edit(held.path, edits, 'typing');
    isTelling = false;
    if (!isSame(held)) mend(held);
  }

  function follow(path: string, edits: readonly TextEdit[], origin: Origin | 'undo' | 'redo'): void {
    const held = open.get(path);
    if (!held || isTelling) return;
    const { lines, model } = held;
    following.before(held, edits);
    isFollowing = true;
    model.applyEdits(
      [...edits]
        .sort((a, b) => a.span.start - b.span.start)
        .map(({ span, text }) => ({ range: rangeOf(lines, span), text })),
    );
    isFollowing = false;
    const at = placeEdits(lines.text, edits)?.edits.at(-1)?.end ?? 0;
    if (!isSame(held)) mend(held);
    following.after(held, at, origin);
  }

  function isSame(held: Held): boolean {
    const { model, path } = held;
    const { starts, length } = linesAt(path);
    return model.getLineCount() === starts.length && lengthOf(model) === length;
  }

  /** An edit between \r and \n has no place in Monaco's copy. The lines that differ are written anew. */
  function mend(held: Held): void {
    const { model, path } = held;
    held.typed.length = 0;
    const now = model.getLinesContent();
    const wanted = documentText(path)
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\r|\n/);
    let first = 0;
    while (first < Math.min(now.length, wanted.length) - 1 && now[first] === wanted[first]) first += 1;
    let same = 0;
    while (same < Math.min(now.length, wanted.length) - first - 1 && now.at(-1 - same) === wanted.at(-1 - same)) {
      same += 1;
    }
    const last = now.length - same;
    const range = new monaco.Range(first + 1, 1, last, (now[last - 1] ?? '').length + 1);
    isFollowing = true;
    model.applyEdits([{ range, text: wanted.slice(first, wanted.length - same).join('\n') }]);
    isFollowing = false;
    linesAt(path);
  }

  function hold(path: string): Held | undefined {
    const known = open.get(path);
    const tab = tabOf(studio.store.getState(), path);
    if (known || !tab) return known;
    const { text } = tab.document;
    const model = monaco.editor.createModel(text, languageId, uriOf(tabScheme, path));
    model.updateOptions(modelOptions);
    const held: Held = { path, model, lines: linesOf(text), typed: [] };
    model.onDidChangeContent((event) => typed(held, event));
    open.set(path, held);
    return held;
  }

  function closeGone(): void {
    for (const [path, { model }] of open) {
      if (tabOf(studio.store.getState(), path)) continue;
      open.delete(path);
      following.closed(path);
      model.dispose();
    }
  }

  subscriptions.push(studio.onEdits(follow), studio.store.subscribe(closeGone));
  return {
    hold,
    pathOf: (model) => [...open.values()].find((held) => held.model === model)?.path,
    lines: linesAt,
    flush: () => {
      for (const held of open.values()) flush(held);
    },
    foreign(path, text) {
      const known = foreign.get(path);
      if (known) {
        if (known.getValue() !== text) known.setValue(text);
        return known;
      }
      const model = monaco.editor.createModel(text, languageId, uriOf(foreignScheme, path));
      model.updateOptions(modelOptions);
      foreign.set(path, model);
      return model;
    },
    dispose() {
      for (const stop of subscriptions) stop();
      for (const { model } of open.values()) model.dispose();
      for (const model of foreign.values()) model.dispose();
    },
  };
}

function lengthOf(model: monaco.editor.ITextModel): number {
  return model.getValueLength(monaco.editor.EndOfLinePreference.LF);
}
