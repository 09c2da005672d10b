/** The windows, each on one folder. */
import { join, relative, sep } from 'node:path';
import { BrowserWindow, dialog, screen, type WebContents } from 'electron';
import type { DesktopEvent } from '../src/studio/desktop.ts';
import type { HostProblem } from '../src/studio/host.ts';
import { openFolder, type StudioFolder } from '../src/studio/server/folder.ts';
import { isInside } from '../src/studio/server/paths.ts';
import { eventChannel } from './channels.ts';
import { pageAddress } from './scheme.ts';
import { type SettingsFile, visibleBounds, withFolder } from './settings.ts';
import type { NativeWords } from './words.ts';

export interface DesktopWindow {
  readonly window: BrowserWindow;
  readonly folder: StudioFolder;
  /** Files to be opened as soon as the page listens; undefined once it does. */
  waiting: readonly string[] | undefined;
}

export interface Windows {
  of(contents: WebContents): DesktopWindow | undefined;
  /** The one that has the keyboard, or that was opened last. */
  front(): DesktopWindow | undefined;
  /** Brings the folder's window to the front, or makes it; `file` is a path within the folder. */
  show(folder: string, file?: string): HostProblem | undefined;
  /** Makes the folder's window in the place of another, which may stay where its text is not saved. */
  replace(old: DesktopWindow, folder: string): HostProblem | undefined;
  listening(shown: DesktopWindow): void;
}

export interface WindowParts {
  readonly settings: SettingsFile;
  readonly drafts: string;
  readonly words: NativeWords;
  readonly isDevelopment: boolean;
  /** The list of recent folders has changed. */
  readonly opened: (folder: string) => void;
}

export function openWindows({ settings, drafts, words, isDevelopment, opened }: WindowParts): Windows {
  const all = new Map<number, DesktopWindow>();

  function make(folder: StudioFolder, files: readonly string[]): DesktopWindow {
    const { bounds, isMaximised } = settings.get();
    const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = new BrowserWindow({
      width: 1440,
      height: 900,
      ...visibleBounds(bounds, displays),
      minWidth: 1024,
      minHeight: 600,
      title: `${folder.folder} – Netwright`,
      show: false,
      webPreferences: {
        preload: join(import.meta.dirname, 'preload.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: isDevelopment,
      },
    });
    const { webContents } = window;
    const { id } = webContents;
    const shown: DesktopWindow = { window, folder, waiting: files };
    all.set(id, shown);
    folder.watch((change) => tell(shown, { kind: 'change', change }));
    if (isMaximised) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => settings.change({ bounds: window.getNormalBounds(), isMaximised: window.isMaximized() }));
    window.on('closed', () => {
      all.delete(id);
      void folder.close();
    });
    // A page that is loaded anew asks again for what waits.
    webContents.on('did-start-loading', () => {
      shown.waiting ??= [];
    });
    webContents.on('will-prevent-unload', (event) => {
      const answer = dialog.showMessageBoxSync(window, {
        type: 'warning',
        message: words.unsaved,
        detail: words.unsavedDetail,
        buttons: [words.leave, words.stay],
        defaultId: 1,
        cancelId: 1,
      });
      if (answer === 0) event.preventDefault();
    });
    void window.loadURL(pageAddress);
    settings.change({ folders: withFolder(settings.get().folders, folder.path) });
    opened(folder.path);
    return shown;
  }

  /** A file may be shown by a window of a folder above its own. */
  function find({ path }: StudioFolder, above: boolean): DesktopWindow | undefined {
    const each = [...all.values()];
    return (
      each.find(({ folder }) => folder.path === path) ?? each.find(({ folder }) => above && isInside(folder.path, path))
    );
  }

  function focus({ window }: DesktopWindow): void {
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  return {
    of: (contents) => all.get(contents.id),
    front() {
      const focused = BrowserWindow.getFocusedWindow();
      return (focused ? all.get(focused.webContents.id) : undefined) ?? [...all.values()].at(-1);
    },
    show(path, file) {
      const folder = openFolder(path, drafts);
      if ('problem' in folder) return folder;
      const shown = find(folder, file !== undefined);
      if (!shown) {
        make(folder, file === undefined ? [] : [file]);
        return undefined;
      }
      void folder.close();
      focus(shown);
      if (file === undefined) return undefined;
      const below = relative(shown.folder.path, join(folder.path, file)).split(sep).join('/');
      if (shown.waiting) shown.waiting = [...shown.waiting, below];
      else tell(shown, { kind: 'open', path: below });
      return undefined;
    },
    replace(old, path) {
      const folder = openFolder(path, drafts);
      if ('problem' in folder) return folder;
      const shown = find(folder, false);
      if (shown) {
        void folder.close();
        focus(shown);
      } else {
        make(folder, []);
        old.window.close();
      }
      return undefined;
    },
    listening(shown) {
      const { waiting = [] } = shown;
      shown.waiting = undefined;
      for (const path of waiting) tell(shown, { kind: 'open', path });
    },
  };
}

/** To the page in that window. */
export function tell({ window }: DesktopWindow, event: DesktopEvent): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel, event);
}
