/** The native menu. What is not the system's own is a command of the page, by the name it has in its palette. */
import type { MenuItemConstructorOptions } from 'electron';
import type { NativeWords } from './words.ts';

export interface MenuParts {
  readonly words: NativeWords;
  readonly isMac: boolean;
  /** Tools for developers are shown. */
  readonly isDevelopment: boolean;
  readonly recent: readonly string[];
  /** Sends a command to the page in front. */
  readonly command: (name: string) => void;
  readonly openFolder: () => void;
  readonly openRecent: (folder: string) => void;
  readonly about: () => void;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

export function menuTemplate(parts: MenuParts): readonly Item[] {
  const { words, isMac, isDevelopment, recent, openFolder, openRecent, about } = parts;
  const item = (label: string, name: string): Item => ({ label, click: () => parts.command(name) });
  // Keys that the page has itself, in the browser too, are shown here and pressed there.
  const shown = (label: string, name: string, accelerator: string): Item => ({
    ...item(label, name),
    accelerator,
    registerAccelerator: false,
  });
  // Keys that browsers keep for themselves.
  const keyed = (label: string, name: string, accelerator: string): Item => ({ ...item(label, name), accelerator });
  const file: readonly Item[] = [
    keyed(words.newFile, 'new', 'CommandOrControl+N'),
    item(words.newFromZoo, 'newFromZoo'),
    separator,
    shown(words.openFile, 'open', 'CommandOrControl+O'),
    { label: words.openFolder, accelerator: 'CommandOrControl+Alt+O', click: openFolder },
    {
      label: words.openRecent,
      enabled: recent.length > 0,
      submenu: recent.map((folder) => ({ label: folder, click: () => openRecent(folder) })),
    },
    separator,
    shown(words.save, 'save', 'CommandOrControl+S'),
    shown(words.saveAs, 'saveAs', 'CommandOrControl+Shift+S'),
    separator,
    item(words.exportDrawing, 'exportSvg'),
    item(words.exportPicture, 'exportPng'),
    item(words.exportReport, 'exportReport'),
    item(words.exportLayers, 'exportLayers'),
    separator,
    keyed(words.closeFile, 'close', 'CommandOrControl+W'),
    ...(isMac ? [] : [separator, { role: 'quit' } satisfies Item]),
  ];
  const edit: readonly Item[] = [
    shown(words.undo, 'undo', 'CommandOrControl+Z'),
    shown(words.redo, 'redo', 'CommandOrControl+Shift+Z'),
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
  ];
  const view: readonly Item[] = [
    shown(words.commands, 'commands', 'F1'),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    ...(isDevelopment ? [separator, { role: 'toggleDevTools' } satisfies Item] : []),
  ];
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies Item] : []),
    { label: words.file, submenu: [...file] },
    { label: words.edit, submenu: [...edit] },
    { label: words.view, submenu: [...view] },
    ...(isMac ? [{ role: 'windowMenu' } satisfies Item] : []),
    { label: words.help, role: 'help', submenu: [{ label: words.about, click: about }] },
  ];
}
