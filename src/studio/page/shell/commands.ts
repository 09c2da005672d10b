/** The window's own commands. The canvas has more of them. */
import { canvasCommands } from '../canvas/commands.ts';
import { editorCommands } from '../editor/commands.ts';
import { type Part, preferences, type Table, togglePart, toggleTable } from '../preferences.ts';
import { type Studio, tabOf } from '../studio.ts';
import { attempt, fixHere, goToNextProblem } from './actions.ts';
import type { Command } from './command.ts';
import { type ExportKind, exportAs } from './exports.ts';
import { focusNextPart } from './focus.ts';
import { closeTab, openEmpty } from './open-files.ts';
import { show } from './ui.ts';

/** Browsers keep some keys for themselves; the desktop application does not. */
const own = window.netwright ? 'Mod' : 'Alt';

function command(id: string, en: string, zh: string, keys: readonly string[], run: Command['run']): Command {
  return { id, words: { en, zh }, keys, run };
}

/** Needs a file in front. */
function ofFile(
  id: string,
  en: string,
  zh: string,
  keys: readonly string[],
  run: (studio: Studio, path: string) => void,
): Command {
  return {
    id,
    words: { en, zh },
    keys,
    enabled: (_, path) => path !== undefined,
    run: (studio, path) => {
      if (path !== undefined) run(studio, path);
    },
  };
}

function ofHistory(id: 'undo' | 'redo', en: string, zh: string, keys: readonly string[]): Command {
  return {
    ...ofFile(id, en, zh, keys, (studio, path) => studio[id](path)),
    enabled: (studio, path) => (tabOf(studio.store.getState(), path)?.document[id].length ?? 0) > 0,
  };
}

function exporting(id: string, kind: ExportKind, en: string, zh: string): Command {
  return ofFile(id, en, zh, [], (studio, path) => attempt(studio, exportAs(studio, path, kind)));
}

function part(name: Part, en: string, zh: string, keys: string): Command {
  return command(name, en, zh, [keys], () => togglePart(name));
}

function table(name: Table, en: string, zh: string, keys: string): Command {
  return command(name, en, zh, [keys], () => toggleTable(name));
}

const shellCommands: readonly Command[] = [
  command('new', 'New network', '新建网络', [`${own}+N`], (studio) => attempt(studio, openEmpty(studio))),
  command('newFromZoo', 'New from the zoo…', '从模型库新建…', ['Alt+Z'], () => show({ kind: 'zoo' })),
  command('open', 'Open…', '打开…', ['Mod+O'], () => show({ kind: 'open' })),
  ofFile('save', 'Save', '保存', ['Mod+S'], (studio, path) => attempt(studio, studio.save(path))),
  ofFile('saveAs', 'Save as…', '另存为…', ['Mod+Shift+S'], (_, path) => show({ kind: 'save-as', path })),
  ofFile('close', 'Close', '关闭', [`${own}+W`], closeTab),
  exporting('exportSvg', 'svg', 'Export drawing as SVG', '将图导出为 SVG'),
  exporting('exportPng', 'png', 'Export drawing as PNG', '将图导出为 PNG'),
  exporting('exportReport', 'report', 'Export report as JSON', '将报告导出为 JSON'),
  exporting('exportLayers', 'layers', 'Export layer table as CSV', '将层列表导出为 CSV'),
  ofHistory('undo', 'Undo', '撤销', ['Mod+Z']),
  ofHistory('redo', 'Redo', '重做', ['Mod+Shift+Z', 'Mod+Y']),
  ofFile('nextProblem', 'Next problem', '下一个问题', ['F8'], goToNextProblem),
  ofFile('fix', 'Fix the problem at the caret', '修复光标处的问题', ['Mod+.'], fixHere),
  command('commands', 'All commands…', '所有命令…', ['Mod+K', 'F1'], () => show({ kind: 'commands' })),
  table('problems', 'Problems', '问题', 'Alt+1'),
  table('layers', 'Layer table', '层列表', 'Alt+2'),
  table('compare', 'Compare networks', '比较网络', 'Alt+3'),
  part('palette', 'Palette', '组件面板', 'Alt+P'),
  part('canvas', 'Drawing', '图', 'Alt+C'),
  part('editor', 'Text', '文本', 'Alt+T'),
  part('inspector', 'Inspector', '检查器', 'Alt+I'),
  command('nextPart', 'Next part of the window', '窗口的下一部分', ['F6'], () => focusNextPart(1)),
  command('partBefore', 'Part of the window before', '窗口的上一部分', ['Shift+F6'], () => focusNextPart(-1)),
  command('light', 'Light colours', '浅色', [], () => preferences.setState({ theme: 'light' })),
  command('dark', 'Dark colours', '深色', [], () => preferences.setState({ theme: 'dark' })),
  command('system', 'Colours as the system has them', '颜色跟随系统', [], () =>
    preferences.setState({ theme: 'system' }),
  ),
  command('english', 'English', 'English（英文）', [], () => preferences.setState({ language: 'en' })),
  command('chinese', '中文 (Chinese)', '中文', [], () => preferences.setState({ language: 'zh' })),
];

/** Those whose keys are heard everywhere: the canvas has its own. */
export const windowCommands: readonly Command[] = [...shellCommands, ...editorCommands];

export const allCommands: readonly Command[] = [...windowCommands, ...canvasCommands];

/** By id, in groups that a line divides. */
export const menus = {
  file: [
    ['new', 'newFromZoo', 'open'],
    ['save', 'saveAs', 'close'],
    ['exportSvg', 'exportPng', 'exportReport', 'exportLayers'],
  ],
  edit: [
    ['undo', 'redo'],
    ['editor.format', 'nextProblem', 'fix'],
  ],
  view: [
    ['commands', 'nextPart'],
    ['problems', 'layers', 'compare'],
    ['palette', 'canvas', 'editor', 'inspector'],
    ['light', 'dark', 'system'],
    ['english', 'chinese'],
  ],
} as const;

export function commandOf(id: string): Command | undefined {
  return allCommands.find((each) => each.id === id);
}
