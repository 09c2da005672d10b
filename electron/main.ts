/** The desktop application: a window around the page, the user's folders behind it. */
import { join } from 'node:path';
import { argv, cwd, platform } from 'node:process';
import { app, dialog, Menu, session } from 'electron';
import { draftsHome } from '../src/studio/server/drafts.ts';
import { type Opening, openingOf, openingsIn } from './arguments.ts';
import { guardContents, guardSession } from './guard.ts';
import { answerPages, chooseFolder } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { registerScheme, serveScheme } from './scheme.ts';
import { openSettings } from './settings.ts';
import { openWindows, tell } from './windows.ts';
import { wordsFor } from './words.ts';

const isMac = platform === 'darwin';
const isDevelopment = !app.isPackaged;

/** A second start hands over its files and ends; the first opens them. */
function begin(): void {
  app.enableSandbox();
  registerScheme();
  guardContents(app);
  /** What is asked for before there are windows. */
  const asked: Opening[] = [...openingsIn(argv, cwd(), app.getAppPath())];
  let open = (what: readonly Opening[]): void => {
    asked.push(...what);
  };
  // On macOS, where files do not come as arguments.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(openingOf(path));
  });
  app.on('second-instance', (_event, args, currentFolder) => open(openingsIn(args, currentFolder, app.getAppPath())));
  app.on('window-all-closed', () => {
    if (!isMac) app.quit();
  });
  void app.whenReady().then(() => {
    open = start(asked);
  });
}

/** Gives what opens more. */
function start(asked: readonly Opening[]): (what: readonly Opening[]) => void {
  const words = wordsFor(app.getLocale());
  const settings = openSettings(app.getPath('userData'));
  guardSession(session.defaultSession);
  serveScheme(join(import.meta.dirname, 'page'));
  const windows = openWindows({
    settings,
    drafts: draftsHome(),
    words,
    isDevelopment,
    opened(folder) {
      app.addRecentDocument(folder);
      setMenu();
    },
  });
  answerPages(windows, words);

  function setMenu(): void {
    const template = menuTemplate({
      words,
      isMac,
      isDevelopment,
      recent: settings.get().folders,
      command(name) {
        const front = windows.front();
        if (front) tell(front, { kind: 'menu', command: name });
      },
      openFolder: () => void chooseFolder(windows, windows.front(), words),
      openRecent: (folder) => openAll([{ folder }]),
      about: () => app.showAboutPanel(),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate([...template]));
  }

  /** Without anything to open, the window that is there comes to the front. */
  function openAll(what: readonly Opening[]): void {
    const front = windows.front();
    for (const { folder, file } of what.length === 0 && front ? [{ folder: front.folder.path }] : what) {
      const problem = windows.show(folder, file);
      if (problem) dialog.showErrorBox('Netwright', words.cannotOpen(folder, problem.problem));
    }
  }

  /** The folder of the last time, or one that the user chooses; without one there is nothing to show. */
  async function openLast(): Promise<void> {
    const [last] = settings.get().folders;
    if (last !== undefined && windows.show(last) === undefined) return;
    await chooseFolder(windows, undefined, words);
    if (!windows.front() && !isMac) app.quit();
  }

  setMenu();
  openAll(asked);
  if (!windows.front()) void openLast();
  app.on('activate', () => {
    if (!windows.front()) void openLast();
  });
  return openAll;
}

if (app.requestSingleInstanceLock()) begin();
else app.quit();
