/** What the context menu offers for what is chosen, for an edge and for the empty canvas, as data. */
import type { CanvasEdge, CanvasGroup } from '../../../canvas/document.ts';
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import type { PaletteItem } from '../../protocol.ts';
import type { Language } from '../preferences.ts';
import type { Studio } from '../studio.ts';
import { act, wrapping } from './act.ts';
import { besideOf, branchAround, type Chosen, chosenIn, mergeOf, shapeBefore } from './chosen.ts';
import { canvasCommand, pasteClipboard } from './commands.ts';
import { isNode } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import { ask } from './store.ts';
import { middleOf } from './targets.ts';
import { words } from './words.ts';

export type MenuEntry =
  | { readonly kind: 'item'; readonly words: string; readonly keys?: string; readonly run: () => void }
  | { readonly kind: 'submenu'; readonly words: string; readonly entries: readonly MenuEntry[] }
  | { readonly kind: 'separator' };

export interface MenuAsked {
  readonly studio: Studio;
  readonly path: string;
  readonly language: Language;
  readonly items: readonly PaletteItem[];
}

const separator: MenuEntry = { kind: 'separator' };

/** Groups of entries with lines between them; empty ones have none. */
function inGroups(groups: readonly (readonly MenuEntry[])[]): readonly MenuEntry[] {
  return groups.filter((each) => each.length > 0).flatMap((each, at) => (at === 0 ? each : [separator, ...each]));
}

/** Of the commands those that can be done now. */
function commandsOf({ studio, path, language }: MenuAsked, ids: readonly string[]): readonly MenuEntry[] {
  return ids.flatMap((id): readonly MenuEntry[] => {
    const command = canvasCommand(id);
    if (!command || command.enabled?.(studio, path) === false) return [];
    const [keys] = command.keys ?? [];
    const run = (): void => command.run(studio, path);
    return [{ kind: 'item', words: command.words[language], ...(keys === undefined ? {} : { keys }), run }];
  });
}

export function menuOfChosen(asked: MenuAsked): readonly MenuEntry[] {
  const chosen = chosenIn(asked.path);
  if (!chosen) return [];
  return inGroups([
    commandsOf(asked, ['insert-before', 'insert-after']),
    commandsOf(asked, ['cut', 'copy', 'paste', 'duplicate', 'delete']),
    commandsOf(asked, ['move-up', 'move-down']),
    [...wrapMenu(asked, chosen), ...unwrapMenu(asked, chosen), ...commandsOf(asked, ['extract', 'label', 'count'])],
    branchMenu(asked, chosen),
    [...commandsOf(asked, ['fold']), ...foldAround(asked, chosen)],
    commandsOf(asked, ['go-to-text', 'go-to-definition']),
  ]);
}

export function menuOfEdge(asked: MenuAsked, edge: CanvasEdge): readonly MenuEntry[] {
  const { studio, path, language } = asked;
  const { gap: at, shape } = edge;
  if (!at) return menuOfPane(asked);
  const said = words[language];
  const near = middleOf(edge.points);
  return inGroups([
    [
      { kind: 'item', words: `${said.insert} ...`, run: () => ask({ kind: 'insert', at, shape, near }) },
      { kind: 'item', words: said.paste, run: () => void pasteClipboard(studio, path, at) },
    ],
    commandsOf(asked, ['fold-all', 'unfold-all', 'fit']),
  ]);
}

export function menuOfPane(asked: MenuAsked): readonly MenuEntry[] {
  return inGroups([commandsOf(asked, ['fold-all', 'unfold-all']), commandsOf(asked, ['fit', 'zoom-in', 'zoom-out'])]);
}

/** The usual ones by name, every other behind a search. */
const usualWrappers = ['add', 'concat', 'scale', 'se.SE'] as const;

function wrapMenu(asked: MenuAsked, { steps, active, index }: Chosen): readonly MenuEntry[] {
  if (!steps || !active) return [];
  const { studio, path, language, items } = asked;
  const said = words[language];
  const { span } = steps;
  const shape = shapeBefore(index, active);
  const near = besideOf(active);
  const usual = usualWrappers.flatMap((callee): readonly MenuEntry[] => {
    const item = items.find((each) => each.callee === callee);
    const title = callee === 'add' ? said.skipConnection : item?.name;
    return item && title !== undefined
      ? [{ kind: 'item', words: title, run: () => void act(studio, path, wrapping(callee, span, shape)) }]
      : [];
  });
  const own = items.filter(({ origin, wraps }) => origin === 'file' && wraps);
  const entries: readonly MenuEntry[] = [
    ...usual,
    { kind: 'item', words: said.repeat, run: () => ask({ kind: 'repeat', steps: span, value: '2', near }) },
    ...own.map(
      ({ callee, name }): MenuEntry => ({
        kind: 'item',
        words: name,
        run: () => void act(studio, path, wrapping(callee, span, shape)),
      }),
    ),
    separator,
    { kind: 'item', words: said.more, keys: 'Mod+G', run: () => ask({ kind: 'wrap', steps: span, shape, near }) },
  ];
  return [{ kind: 'submenu', words: said.wrapIn, entries }];
}

/** Of a merge whose branches do something, each can be what is kept. */
function unwrapMenu(asked: MenuAsked, { index, active, steps }: Chosen): readonly MenuEntry[] {
  const merge = mergeOf(index, active);
  const full = merge ? branchesOf(index, merge).filter((branch) => hasCards(index, branch)) : [];
  if (!merge || !steps || full.length < 2) return commandsOf(asked, ['unwrap']);
  const { studio, path, language } = asked;
  const all = branchesOf(index, merge);
  const entries = full.map((branch): MenuEntry => {
    const keep = all.indexOf(branch);
    return {
      kind: 'item',
      words: branch.title,
      run: () => void act(studio, path, { kind: 'unwrap', step: steps.span, keep }),
    };
  });
  return [{ kind: 'submenu', words: canvasCommand('unwrap')?.words[language] ?? '', entries }];
}

function branchesOf({ document }: SpatialIndex, { id }: CanvasGroup): readonly CanvasGroup[] {
  return document.groups.filter(({ kind, parent }) => kind === 'branch' && parent === id);
}

function hasCards({ document }: SpatialIndex, { id }: CanvasGroup): boolean {
  return document.nodes.some(({ parent }) => parent?.startsWith(id));
}

function branchMenu(asked: MenuAsked, { index, active }: Chosen): readonly MenuEntry[] {
  const { studio, path, language } = asked;
  const said = words[language];
  const entry = (title: string, edit: CanvasEdit): MenuEntry => ({
    kind: 'item',
    words: title,
    run: () => void act(studio, path, edit),
  });
  const own = commandsOf(asked, ['add-branch']);
  const around = branchAround(index, active);
  const merge = index.groupById.get(around?.parent ?? '');
  const { gap, branch } = around?.branches ?? {};
  if (!gap || !branch || !merge?.branches) return own;
  const move = (title: string, to: number): MenuEntry =>
    entry(title, { kind: 'move-branch', branch, to: { ...gap, index: to } });
  const isFirst = gap.index === 0;
  const isLast = gap.index === merge.branches.gap.index - 1;
  return [
    ...own,
    ...(own.length > 0 ? [] : [entry(said.addBranch, { kind: 'add-branch', at: merge.branches.gap })]),
    ...(isFirst ? [] : [move(said.moveBranchLeft, gap.index - 1)]),
    ...(isLast ? [] : [move(said.moveBranchRight, gap.index + 2)]),
    entry(said.removeBranch, { kind: 'remove-branch', branch }),
  ];
}

/** Groups around, innermost first: those without a frame can be folded here alone. */
function foldAround({ studio, path, language }: MenuAsked, { index, active, view }: Chosen): readonly MenuEntry[] {
  const own = active && !isNode(active) ? active.id : mergeOf(index, active)?.id;
  const found: MenuEntry[] = [];
  for (let at = index.groupById.get(active?.parent ?? ''); at; at = index.groupById.get(at.parent ?? '')) {
    const { id, title } = at;
    if (id === own || found.length === mostAround) continue;
    found.push({
      kind: 'item',
      words: words[language].foldGroup(title),
      run: () => {
        view.hold(id);
        studio.fold(path, id, true);
      },
    });
  }
  return found;
}

const mostAround = 3;
