/** What the canvas can do, by name and key: for its own keyboard and menus, and for the command palette. */
import type { CanvasGap } from '../../../canvas/document.ts';
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import type { Words } from '../context.tsx';
import { preferences } from '../preferences.ts';
import type { Command } from '../shell/command.ts';
import { type Studio, tabOf } from '../studio.ts';
import { act } from './act.ts';
import { besideOf, type Chosen, chosenIn, mergeOf, repeatOf, selectDrawn, shapeBefore } from './chosen.ts';
import { goToDefinition, goToText } from './go.ts';
import { isNode, type Steps, stepAbove, stepsAround } from './selection.ts';
import { ask, canvasUi, viewOf } from './store.ts';
import { lastGap, middleOf } from './targets.ts';
import { neighbour } from './walk.ts';
import { words } from './words.ts';

type Run = (studio: Studio, path: string, chosen: Chosen) => void;

/** Needs a canvas in front, and what `enabled` says of it. */
function command(
  id: string,
  said: Words<string>,
  keys: readonly string[],
  run: Run,
  enabled: (chosen: Chosen) => boolean = () => true,
): Command {
  return {
    id: `canvas.${id}`,
    words: said,
    keys,
    within: 'canvas',
    enabled: (_, path) => {
      const chosen = chosenIn(path);
      return chosen !== undefined && enabled(chosen);
    },
    run: (studio, path) => {
      const chosen = chosenIn(path);
      if (path !== undefined && chosen && enabled(chosen)) run(studio, path, chosen);
      else if (chosen) studio.notify(refusal(chosen));
    },
  };
}

/** Why what is chosen cannot be edited. */
function refusal({ ids, active }: Chosen): string {
  const said = words[preferences.getState().language];
  if (ids.length === 0) return said.nothingChosen;
  return ids.length > 1 && active?.place ? said.notNeighbours : said.inLibrary;
}

function stepsCommand(
  id: string,
  said: Words<string>,
  keys: readonly string[],
  run: (studio: Studio, path: string, steps: Steps, chosen: Chosen) => void,
  enabled: (chosen: Chosen) => boolean = () => true,
): Command {
  return command(
    id,
    said,
    keys,
    (studio, path, chosen) => {
      if (chosen.steps) run(studio, path, chosen.steps, chosen);
    },
    (chosen) => chosen.steps !== undefined && enabled(chosen),
  );
}

/** An edit of the chosen steps that asks nothing. */
function editCommand(
  id: string,
  said: Words<string>,
  keys: readonly string[],
  edit: (steps: Steps) => CanvasEdit,
): Command {
  return stepsCommand(id, said, keys, (studio, path, steps) => void act(studio, path, edit(steps)));
}

const isOne = ({ steps }: Chosen): boolean => steps?.count === 1;

function askInsert({ active, index }: Chosen, at: CanvasGap, where: 'before' | 'after'): void {
  if (!active) return;
  const shape = where === 'after' ? active.shape : shapeBefore(index, active);
  ask({ kind: 'insert', at, shape, near: besideOf(active) });
}

/** With nothing chosen. */
function askAtEnd({ index, view }: Chosen): void {
  const edge = lastGap(index.document);
  if (!edge?.gap) return;
  view.reveal(edge.to);
  ask({ kind: 'insert', at: edge.gap, shape: edge.shape, near: middleOf(edge.points) });
}

/** The step before is chosen then, so that the keyboard stands somewhere. */
async function remove(studio: Studio, path: string, steps: Steps, { index, ids }: Chosen): Promise<void> {
  const [first = ''] = ids;
  const above = stepAbove(index, first) ?? neighbour(index, first, 'up');
  if ((await act(studio, path, { kind: 'delete', steps: steps.span })) && above !== undefined) {
    selectDrawn(studio, path, index, [above]);
  }
}

function copy(studio: Studio, path: string, { span }: Steps): void {
  const text = tabOf(studio.store.getState(), path)?.document.text.slice(span.start, span.end) ?? '';
  canvasUi.setState({ copied: text });
  // Where it is forbidden, what was copied last is still known here.
  navigator.clipboard.writeText(text).catch(() => undefined);
}

export function pasteAt(studio: Studio, path: string, at: CanvasGap, text: string): void {
  if (text.trim() !== '') void act(studio, path, { kind: 'paste', text, at });
}

/** From the menu: the keyboard's paste brings its text along. */
export async function pasteClipboard(studio: Studio, path: string, at: CanvasGap): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => canvasUi.getState().copied);
  if (text.trim() === '') studio.notify(words[preferences.getState().language].cannotRead);
  else pasteAt(studio, path, at, text);
}

/** Opens or folds what is chosen; false where it is neither folded nor a group. */
export function toggleFold(studio: Studio, path: string, { active, view, index }: Chosen): boolean {
  const merge = mergeOf(index, active);
  const group = active && !isNode(active) ? active : merge;
  const isFolded = active && isNode(active) && active.kind === 'folded';
  const id = isFolded ? active.id : group?.id;
  if (id === undefined) return false;
  view.hold(id);
  studio.fold(path, id, !isFolded);
  return true;
}

const isFoldable = ({ active, index }: Chosen): boolean =>
  active !== undefined && (!isNode(active) || active.kind === 'folded' || mergeOf(index, active) !== undefined);

export const canvasCommands: readonly Command[] = [
  command(
    'insert-after',
    { en: 'Insert after ...', zh: '在其后插入 ...' },
    ['Insert', '+'],
    (_, __, chosen) => (chosen.steps ? askInsert(chosen, chosen.steps.after, 'after') : askAtEnd(chosen)),
    ({ steps, ids, index }) => steps !== undefined || (ids.length === 0 && lastGap(index.document) !== undefined),
  ),
  stepsCommand(
    'insert-before',
    { en: 'Insert before ...', zh: '在其前插入 ...' },
    ['Shift+Insert'],
    (_, __, { before }, chosen) => askInsert(chosen, before, 'before'),
    ({ active }) => !(active && isNode(active) && active.kind === 'input'),
  ),
  editCommand('duplicate', { en: 'Duplicate', zh: '复制一份' }, ['Mod+D'], ({ span }) => ({
    kind: 'duplicate',
    steps: span,
  })),
  stepsCommand('delete', { en: 'Delete', zh: '删除' }, ['Delete', 'Backspace'], (studio, path, steps, chosen) => {
    void remove(studio, path, steps, chosen);
  }),
  editCommand('move-up', { en: 'Move up', zh: '上移' }, ['Alt+ArrowUp'], ({ span, before }) => ({
    kind: 'move',
    steps: span,
    to: { ...before, index: Math.max(0, before.index - 1) },
  })),
  editCommand('move-down', { en: 'Move down', zh: '下移' }, ['Alt+ArrowDown'], ({ span, after }) => ({
    kind: 'move',
    steps: span,
    to: { ...after, index: after.index + 1 },
  })),
  stepsCommand('copy', { en: 'Copy', zh: '复制' }, ['Mod+C'], copy),
  stepsCommand('cut', { en: 'Cut', zh: '剪切' }, ['Mod+X'], (studio, path, steps, chosen) => {
    copy(studio, path, steps);
    void remove(studio, path, steps, chosen);
  }),
  stepsCommand('paste', { en: 'Paste after', zh: '粘贴到其后' }, [], (studio, path, { after }) => {
    void pasteClipboard(studio, path, after);
  }),
  stepsCommand('wrap', { en: 'Wrap in ...', zh: '包裹进 ...' }, ['Mod+G'], (_, __, { span }, { active, index }) => {
    if (active) ask({ kind: 'wrap', steps: span, shape: shapeBefore(index, active), near: besideOf(active) });
  }),
  stepsCommand(
    'unwrap',
    { en: 'Unwrap', zh: '取消包裹' },
    ['Mod+Shift+G'],
    (studio, path, { span }) => void act(studio, path, { kind: 'unwrap', step: span }),
    (chosen) => isOne(chosen) && isFoldable(chosen),
  ),
  stepsCommand(
    'extract',
    { en: 'Extract into a block ...', zh: '提取为模块 ...' },
    ['Mod+E'],
    (_, __, { span }, { active }) => {
      if (active) ask({ kind: 'extract', steps: span, value: 'Unit', near: besideOf(active) });
    },
  ),
  stepsCommand(
    'label',
    { en: 'Label ...', zh: '标签 ...' },
    ['F2'],
    (_, __, { span }, { active }) => {
      if (active) ask({ kind: 'label', steps: span, value: active.label ?? '', near: besideOf(active) });
    },
    isOne,
  ),
  stepsCommand(
    'count',
    { en: 'Repeat how often ...', zh: '修改重复次数 ...' },
    [],
    (_, __, { span }, { active }) => {
      if (active) ask({ kind: 'count', steps: span, value: String(active.count ?? ''), near: besideOf(active) });
    },
    ({ active }) => repeatOf(active) !== undefined,
  ),
  command(
    'add-branch',
    { en: 'Add a branch', zh: '添加分支' },
    [],
    (studio, path, { index, active }) => {
      const at = mergeOf(index, active)?.branches?.gap;
      if (at) void act(studio, path, { kind: 'add-branch', at });
    },
    ({ index, active }) => mergeOf(index, active)?.branches !== undefined,
  ),
  command(
    'fold',
    { en: 'Fold or open', zh: '折叠或展开' },
    ['Space'],
    (studio, path, chosen) => void toggleFold(studio, path, chosen),
    isFoldable,
  ),
  command('fold-all', { en: 'Fold all groups', zh: '折叠全部分组' }, ['['], (studio, path) =>
    studio.foldAll(path, true),
  ),
  command('unfold-all', { en: 'Open all groups', zh: '展开全部分组' }, [']'], (studio, path) =>
    studio.foldAll(path, false),
  ),
  command('fit', { en: 'Fit the drawing into the window', zh: '图形适应窗口' }, ['Mod+0'], (_, path) =>
    viewOf(path)?.showAll(),
  ),
  command('zoom-in', { en: 'Zoom in', zh: '放大' }, ['Mod+=', 'Mod++'], (_, path) => viewOf(path)?.zoomBy(1.25)),
  command('zoom-out', { en: 'Zoom out', zh: '缩小' }, ['Mod+-'], (_, path) => viewOf(path)?.zoomBy(0.8)),
  command(
    'go-to-text',
    { en: 'Go to the text', zh: '转到文本' },
    ['Mod+Enter'],
    () => goToText(),
    ({ active, index }) => active !== undefined && stepsAround(index, active.id).length > 0,
  ),
  command(
    'go-to-definition',
    { en: 'Go to the definition', zh: '转到定义' },
    ['F12'],
    (studio, path, { active, index }) => {
      const step = active && stepsAround(index, active.id)[0]?.drawn;
      if (step) void goToDefinition(studio, path, step.span);
    },
    ({ active, index }) => active !== undefined && stepsAround(index, active.id).length > 0,
  ),
];

export function canvasCommand(id: string): Command | undefined {
  return canvasCommands.find((each) => each.id === `canvas.${id}`);
}
