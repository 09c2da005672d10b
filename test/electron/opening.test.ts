import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';
import { visibleBounds } from '../../electron/settings.ts';
import { wordsFor } from '../../electron/words.ts';
import { bridgeHost } from '../../src/studio/page/bridge.ts';
import { temporaryFolder } from '../support/studio-server.ts';
import { preloadIn, runningApplication, startApplication } from './application.ts';
import { type FakeElectron, type FakeWindow, settled } from './fake-electron.ts';

function itemsIn(items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...itemsIn(Array.isArray(item.submenu) ? item.submenu : [])]);
}

function titles({ windows }: FakeElectron): readonly unknown[] {
  return windows.map(({ options }) => options.title);
}

function titleOf(folder: string): string {
  return `${folder.split('/').at(-1)} – Netwright`;
}

/** The page of a window begins to listen; gives the paths that it is told to open, as they come. */
async function openedIn(fake: FakeElectron, window: FakeWindow | undefined): Promise<readonly string[]> {
  if (!window) throw new Error('no window');
  const host = await bridgeHost(await preloadIn(fake, window.webContents));
  const paths: string[] = [];
  host.watch(() => {});
  host.dialogs?.onMenu(() => {});
  host.dialogs?.onOpen((path) => paths.push(path));
  return paths;
}

function items(fake: FakeElectron): readonly MenuItemConstructorOptions[] {
  return itemsIn(fake.menu() as readonly MenuItemConstructorOptions[]);
}

function click(fake: FakeElectron, label: string): void {
  const item = items(fake).find((each) => each.label === label);
  (item?.click as (() => void) | undefined)?.();
}

describe('a start', () => {
  it('opens the file that it is given, as soon as the page listens', async () => {
    const folder = temporaryFolder({ 'net.arch': '', 'b.arch': '' });
    const args = [
      '--enable-features=X',
      join(folder, 'net.arch'),
      join(folder, 'notes.txt'),
      join(folder, 'none.arch'),
    ];
    const fake = await runningApplication({ args });
    expect(titles(fake)).toEqual([titleOf(folder)]);
    expect(await openedIn(fake, fake.windows[0])).toEqual(['net.arch']);
  });

  it('opens its own folder for no user, while it is not packaged', async () => {
    const folder = temporaryFolder();
    const fake = await runningApplication({ args: ['/application', folder], isPackaged: false });
    expect(titles(fake)).toEqual([titleOf(folder)]);
  });

  it('opens the folder of the last time, or asks for one', async () => {
    const [userData, folder] = [temporaryFolder(), temporaryFolder()];
    const first = await startApplication({ userData });
    first.user.folders = [folder];
    await first.ready();
    expect(titles(first)).toEqual([titleOf(folder)]);
    expect(first.shown.open).toHaveLength(1);
    const second = await runningApplication({ userData });
    expect(titles(second)).toEqual([titleOf(folder)]);
    expect(second.shown.open).toEqual([]);
  });

  it('ends where the user chooses no folder, and with the last window', async () => {
    const none = await runningApplication();
    expect(none.windows).toEqual([]);
    expect(none.calls).toContain('quit');
    const fake = await runningApplication({ args: [temporaryFolder()] });
    expect(fake.calls).not.toContain('quit');
    fake.app.emit('window-all-closed');
    expect(fake.calls).toContain('quit');
  });

  it('goes on with settings that are half a file', async () => {
    const userData = temporaryFolder({ 'settings.json': '{"folders": ["/no', 'other.json': '' });
    const folder = temporaryFolder();
    const fake = await runningApplication({ userData, args: [folder] });
    expect(titles(fake)).toEqual([titleOf(folder)]);
    expect(JSON.parse(readFileSync(join(userData, 'settings.json'), 'utf8'))).toMatchObject({ folders: [folder] });
  });
});

describe('a second start', () => {
  it('ends at once, without a window, a scheme or a setting', async () => {
    const userData = temporaryFolder();
    const fake = await startApplication({ isFirst: false, args: [temporaryFolder()], userData });
    await fake.ready();
    expect(fake.calls).toEqual(['quit', 'ready']);
    expect(fake.windows).toEqual([]);
    expect(existsSync(join(userData, 'settings.json'))).toBe(false);
  });

  it('hands its file to the first, in whose window it opens', async () => {
    const folder = temporaryFolder({ 'net.arch': '', 'sub/b.arch': '' });
    const fake = await runningApplication({ args: [folder] });
    const paths = await openedIn(fake, fake.windows[0]);
    fake.app.emit('second-instance', {}, ['netwright', '--flag', 'net.arch'], folder);
    fake.app.emit('second-instance', {}, ['netwright', 'b.arch'], join(folder, 'sub'));
    expect(paths).toEqual(['net.arch', 'sub/b.arch']);
    expect(fake.windows).toHaveLength(1);
    expect(fake.windows[0]?.calls).toContain('focus');
  });

  it('opens another folder in a window of its own, and without anything comes to the front', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder({ 'x.arch': '' })];
    const fake = await runningApplication({ args: [one] });
    fake.app.emit('second-instance', {}, ['netwright', join(other, 'x.arch')], '/');
    expect(titles(fake)).toEqual([titleOf(one), titleOf(other)]);
    expect(await openedIn(fake, fake.windows[1])).toEqual(['x.arch']);
    fake.app.emit('second-instance', {}, ['netwright'], '/');
    expect(fake.windows[1]?.calls).toContain('focus');
    // A folder within one that is shown is a folder of its own.
    const within = join(one, 'within');
    mkdirSync(within);
    fake.app.emit('second-instance', {}, ['netwright', within], '/');
    expect(titles(fake)).toEqual([titleOf(one), titleOf(other), titleOf(within)]);
  });
});

describe('a file that the system opens', () => {
  it('waits for the application, and for the page', async () => {
    const folder = temporaryFolder({ 'a.arch': '', 'b.arch': '', 'c.arch': '' });
    const fake = await startApplication();
    const prevented: string[] = [];
    const open = (path: string): void => {
      fake.app.emit('open-file', { preventDefault: () => prevented.push(path) }, path);
    };
    open(join(folder, 'a.arch'));
    await fake.ready();
    open(join(folder, 'b.arch'));
    const paths = await openedIn(fake, fake.windows[0]);
    open(join(folder, 'c.arch'));
    expect(paths).toEqual(['a.arch', 'b.arch', 'c.arch']);
    expect(prevented).toHaveLength(3);
    expect(fake.windows).toHaveLength(1);
  });

  it('waits again where the page is loaded anew', async () => {
    const folder = temporaryFolder({ 'a.arch': '' });
    const fake = await runningApplication({ args: [folder] });
    const before = await openedIn(fake, fake.windows[0]);
    fake.windows[0]?.webContents.emit('did-start-loading');
    fake.app.emit('open-file', { preventDefault: () => {} }, join(folder, 'a.arch'));
    expect(before).toEqual([]);
    expect(await openedIn(fake, fake.windows[0])).toEqual(['a.arch']);
  });
});

describe('the menu', () => {
  it('sends commands to the page in front', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    const fake = await runningApplication({ args: [one, other] });
    const heard: string[] = [];
    for (const [index, window] of fake.windows.entries()) {
      const host = await bridgeHost(await preloadIn(fake, window.webContents));
      host.dialogs?.onMenu((name) => heard.push(`${index} ${name}`));
    }
    click(fake, 'Save');
    fake.app.emit('second-instance', {}, ['netwright', one], '/');
    click(fake, 'Undo');
    click(fake, 'About Netwright');
    expect(heard).toEqual(['1 save', '0 undo']);
    expect(fake.calls).toContain('about');
  });

  it('names only commands that the page has', () => {
    const sent: string[] = [];
    const nothing = (): void => {};
    const template = menuTemplate({
      words: wordsFor('en'),
      isMac: false,
      isDevelopment: false,
      recent: [],
      command: (name) => sent.push(name),
      openFolder: nothing,
      openRecent: nothing,
      about: nothing,
    });
    for (const item of itemsIn(template)) (item.click as (() => void) | undefined)?.();
    const page = readFileSync('src/studio/page/shell/commands.ts', 'utf8');
    const ids = [...page.matchAll(/(?:command|ofFile|ofHistory|exporting)\('(\w+)'/g)].map(([, id]) => id);
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.filter((name) => !ids.includes(name))).toEqual([]);
  });

  it('lists recent folders, the latest first, and opens them', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    const fake = await runningApplication({ args: [one, other] });
    expect(fake.recent).toEqual([one, other]);
    const recent = items(fake).find(({ label }) => label === 'Open Recent')?.submenu;
    expect(Array.isArray(recent) && recent.map(({ label }) => label)).toEqual([other, one]);
    fake.windows[0]?.emit('closed');
    click(fake, one);
    expect(titles(fake).at(-1)).toBe(titleOf(one));
  });

  it('leaves to the page the keys that the page has', async () => {
    const fake = await runningApplication({ args: [temporaryFolder()] });
    const registered = items(fake).filter(
      ({ accelerator, registerAccelerator }) => accelerator !== undefined && registerAccelerator !== false,
    );
    expect(registered.map(({ label }) => label)).toEqual(['New Network', 'Open Folder…', 'Close File']);
  });

  it('is Chinese for whoever reads Chinese', async () => {
    const fake = await runningApplication({ args: [temporaryFolder()], locale: 'zh-CN' });
    expect(items(fake).map(({ label }) => label)).toEqual(expect.arrayContaining(['文件', '保存', '撤销']));
  });
});

describe('a window', () => {
  it('comes back as it was left', async () => {
    const [userData, folder] = [temporaryFolder(), temporaryFolder()];
    const first = await runningApplication({ userData, args: [folder] });
    first.windows[0]?.calls.push('maximize');
    first.windows[0]?.emit('close');
    const [window] = (await runningApplication({ userData })).windows;
    expect(window?.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 800 });
    expect(window?.calls).toContain('maximize');
  });

  it('is shown once there is something to see', async () => {
    const [window] = (await runningApplication({ args: [temporaryFolder()] })).windows;
    expect(window?.calls).toEqual([]);
    window?.emit('ready-to-show');
    expect(window?.calls).toEqual(['show']);
  });

  it('asks before text that was not saved is left', async () => {
    const fake = await runningApplication({ args: [temporaryFolder()] });
    const leaves = (): boolean => {
      let isLeft = false;
      fake.windows[0]?.webContents.emit('will-prevent-unload', {
        preventDefault() {
          isLeft = true;
        },
      });
      return isLeft;
    };
    expect(leaves()).toBe(true);
    fake.user.leaves = false;
    expect(leaves()).toBe(false);
    await settled();
    expect(fake.shown.unload[0]).toMatchObject({ buttons: ['Leave', 'Stay'], defaultId: 1, cancelId: 1 });
  });

  it('does not come back where it cannot be seen', () => {
    const display = { x: 0, y: 0, width: 1920, height: 1080 };
    const at = (x: number, y: number) => ({ x, y, width: 1200, height: 800 });
    expect(visibleBounds(at(100, 100), [display])).toEqual(at(100, 100));
    expect(visibleBounds(at(-1100, 0), [display])).toEqual(at(-1100, 0));
    expect(visibleBounds(at(-1190, 0), [display])).toBeUndefined();
    expect(visibleBounds(at(2000, 0), [display])).toBeUndefined();
    expect(visibleBounds(at(2000, 0), [display, { ...display, x: 1920 }])).toEqual(at(2000, 0));
    expect(visibleBounds(undefined, [display])).toBeUndefined();
  });
});
