/** The window's own commands. The canvas has more of them. */
import { canvasCommands } from '../canvas/commands.ts';
import type { Words } from '../context.tsx';
import { isUnsaved } from '../documents.ts';
import { preferences } from '../preferences.ts';
import { type Studio, tabOf } from '../studio.ts';
import type { Command } from './command.ts';
import { type ExportKind, exportAs } from './exports.ts';
import { type BottomPanel, show, toggleBottom, ui } from './ui.ts';
import { emptyNetwork, freePath } from './zoo.ts';

const hasTab = (_: Studio, path: string | undefined): boolean => path !== undefined;

function words(en: string, zh: string): Words<string> {
  return { en, zh };
}

/** A text that is no file yet needs a name first. */
export async function saveTab(studio: Studio, path: string): Promise<boolean> {
  return studio.save(path);
}

export function closeTab(studio: Studio, path: string): void {
  const tab = tabOf(studio.store.getState(), path);
  if (tab && isUnsaved(tab.document)) show({ kind: 'close', path });
  else studio.close(path);
}

/** The next diagnostic behind the caret, or the first. */
function nextProblem(studio: Studio, path: string): void {
  const tab = tabOf(studio.store.getState(), path);
  const spans = (tab?.state?.diagnostics ?? []).map(({ span }) => span).filter(({ file }) => file === path);
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const next = sorted.find(({ start }) => start > (tab?.selection.start ?? 0)) ?? sorted[0];
  if (next) studio.select(path, { start: next.start, end: next.end, nodes: [], by: 'problems' });
}

/** The fix of the diagnostic at the caret. */
function fixHere(studio: Studio, path: string): void {
  const tab = tabOf(studio.store.getState(), path);
  const { start = 0, end = 0 } = tab?.selection ?? {};
  const found = tab?.state?.diagnostics.find(
    ({ fix, span }) => fix && span.file === path && span.start <= end && start <= span.end,
  );
  if (found?.fix) studio.edit(path, found.fix.edits, 'fix');
}

function panel(name: BottomPanel, en: string, zh: string, keys: string): Command {
  return { id: `view.${name}`, words: words(en, zh), keys: [keys], run: () => toggleBottom(name) };
}

function exporting(kind: ExportKind, en: string, zh: string): Command {
  return {
    id: `export.${kind}`,
    words: words(en, zh),
    enabled: hasTab,
    run: (studio, path) => {
      if (path === undefined) return;
      exportAs(studio, path, kind).catch((error: Error) => studio.notify(error.message));
    },
  };
}

export const shellCommands: readonly Command[] = [
  {
    id: 'file.new',
    words: words('New network', '新建网络'),
    keys: ['Alt+N'],
    run: async (studio) => studio.openNew(await freePath(studio, 'network'), emptyNetwork),
  },
  {
    id: 'file.zoo',
    words: words('New from the zoo…', '从模型库新建…'),
    keys: ['Alt+Z'],
    run: () => show({ kind: 'zoo' }),
  },
  { id: 'file.open', words: words('Open…', '打开…'), keys: ['Mod+O'], run: () => show({ kind: 'open' }) },
  {
    id: 'file.save',
    words: words('Save', '保存'),
    keys: ['Mod+S'],
    enabled: hasTab,
    run: (studio, path) => {
      if (path !== undefined) void saveTab(studio, path);
    },
  },
  {
    id: 'file.saveAs',
    words: words('Save as…', '另存为…'),
    keys: ['Mod+Shift+S'],
    enabled: hasTab,
    run: (_, path) => {
      if (path !== undefined) show({ kind: 'save-as', path, thenClose: false });
    },
  },
  {
    id: 'file.close',
    words: words('Close', '关闭'),
    keys: ['Alt+W'],
    enabled: hasTab,
    run: (studio, path) => {
      if (path !== undefined) closeTab(studio, path);
    },
  },
  exporting('svg', 'Export drawing as SVG', '将图导出为 SVG'),
  exporting('png', 'Export drawing as PNG', '将图导出为 PNG'),
  exporting('report', 'Export report as JSON', '将报告导出为 JSON'),
  exporting('layers', 'Export layer table as CSV', '将层列表导出为 CSV'),
  {
    id: 'edit.undo',
    words: words('Undo', '撤销'),
    keys: ['Mod+Z'],
    enabled: (studio, path) => (tabOf(studio.store.getState(), path)?.document.undo.length ?? 0) > 0,
    run: (studio, path) => {
      if (path !== undefined) studio.undo(path);
    },
  },
  {
    id: 'edit.redo',
    words: words('Redo', '重做'),
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: (studio, path) => (tabOf(studio.store.getState(), path)?.document.redo.length ?? 0) > 0,
    run: (studio, path) => {
      if (path !== undefined) studio.redo(path);
    },
  },
  {
    id: 'edit.format',
    words: words('Format', '格式化'),
    keys: ['Alt+Shift+F'],
    enabled: hasTab,
    run: async (studio, path) => {
      if (path !== undefined) studio.edit(path, await studio.worker.ask<'format'>(path, { kind: 'format' }), 'format');
    },
  },
  {
    id: 'edit.nextProblem',
    words: words('Next problem', '下一个问题'),
    keys: ['F8'],
    enabled: hasTab,
    run: (studio, path) => {
      if (path !== undefined) nextProblem(studio, path);
    },
  },
  {
    id: 'edit.fix',
    words: words('Fix the problem at the caret', '修复光标处的问题'),
    keys: ['Mod+.'],
    enabled: hasTab,
    run: (studio, path) => {
      if (path !== undefined) fixHere(studio, path);
    },
  },
  panel('problems', 'Problems', '问题', 'Alt+1'),
  panel('layers', 'Layer table', '层列表', 'Alt+2'),
  panel('compare', 'Compare networks', '比较网络', 'Alt+3'),
  {
    id: 'view.palette',
    words: words('Palette', '组件面板'),
    keys: ['Alt+P'],
    run: () => ui.setState(({ palette }) => ({ palette: !palette })),
  },
  {
    id: 'view.side',
    words: words('Text and inspector', '文本与检查器'),
    keys: ['Alt+T'],
    run: () => ui.setState(({ side }) => ({ side: !side })),
  },
  {
    id: 'view.commands',
    words: words('All commands', '所有命令'),
    keys: ['Mod+K', 'F1'],
    run: () => show({ kind: 'commands' }),
  },
  { id: 'view.nextPart', words: words('Next part of the window', '窗口的下一部分'), keys: ['F6'], run: focusNext },
  { id: 'view.light', words: words('Light colours', '浅色'), run: () => preferences.setState({ theme: 'light' }) },
  { id: 'view.dark', words: words('Dark colours', '深色'), run: () => preferences.setState({ theme: 'dark' }) },
  {
    id: 'view.system',
    words: words('Colours as the system has them', '颜色跟随系统'),
    run: () => preferences.setState({ theme: 'system' }),
  },
  {
    id: 'view.english',
    words: words('English', 'English（英文）'),
    run: () => preferences.setState({ language: 'en' }),
  },
  { id: 'view.chinese', words: words('中文 (Chinese)', '中文'), run: () => preferences.setState({ language: 'zh' }) },
];

export const allCommands: readonly Command[] = [...shellCommands, ...canvasCommands];

/** Parts of the window are marked by `data-part`; the focus goes to the first thing in the next one. */
function focusNext(): void {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')];
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts[(here + 1) % parts.length];
  const target = next?.querySelector<HTMLElement>(
    '[tabindex="0"], input, textarea, button:not([disabled]), a[href], select',
  );
  (target ?? next)?.focus();
}
