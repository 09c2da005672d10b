import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DesktopBridge } from '../../src/studio/desktop.ts';
import type { HostChange, StudioHost } from '../../src/studio/host.ts';
import { bridgeHost } from '../../src/studio/page/bridge.ts';
import { temporaryFolder, write } from '../support/studio-server.ts';
import { preloadIn, runningApplication } from './application.ts';
import { type FakeElectron, type FakeWindow, settled } from './fake-electron.ts';

interface Opened extends FakeElectron {
  readonly window: FakeWindow;
  /** The user's, within a folder that holds `secret.arch`. */
  readonly folder: string;
  readonly bridge: DesktopBridge;
  readonly host: StudioHost;
}

async function opened(): Promise<Opened> {
  const outer = temporaryFolder({ 'secret.arch': 'secret\n', 'nets/net.arch': 'one\n' });
  const folder = join(outer, 'nets');
  const fake = await runningApplication({ args: [folder] });
  const [window] = fake.windows;
  if (!window) throw new Error('no window');
  const bridge = await preloadIn(fake, window.webContents);
  return { ...fake, window, folder, bridge, host: await bridgeHost(bridge) };
}

const problem = { problem: expect.any(String) };

describe('a page in the desktop application', () => {
  it('finds the functions of the bridge and nothing else', async () => {
    const { bridge, channels } = await opened();
    const names = ['folder', 'list', 'read', 'save', 'drafts', 'keepDraft', 'dropDraft', 'openFolder', 'exportFile'];
    expect(Object.keys(bridge)).toEqual([...names, 'listen']);
    expect(channels.size).toBe(names.length);
  });

  it('reads, saves and keeps drafts of its folder', async () => {
    const { host, folder } = await opened();
    expect(host.folder).toBe('nets');
    expect(await host.list()).toEqual([{ path: 'net.arch', size: 4 }]);
    const file = await host.read('net.arch');
    const version = 'version' in file ? file.version : undefined;
    expect(await host.save('net.arch', 'two\n', version)).toMatchObject({ kind: 'saved' });
    expect(await host.save('net.arch', 'three\n', version)).toMatchObject({ kind: 'conflict' });
    expect(readFileSync(join(folder, 'net.arch'), 'utf8')).toBe('two\n');
    const draft = { path: 'net.arch', text: 'half', base: version };
    expect(await host.keepDraft(draft)).toBeUndefined();
    expect(await host.drafts()).toEqual([draft]);
    expect(await host.dropDraft('net.arch')).toBeUndefined();
    expect(await host.drafts()).toEqual([]);
  });

  it.each(['../secret.arch', '..\\secret.arch', '/etc/x.arch', 'C:\\x.arch', 'a/../../secret.arch', 'net.arch\0'])(
    'gets nothing outside it: %j',
    async (path) => {
      const { host, folder } = await opened();
      expect(await host.read(path)).toEqual(problem);
      expect(await host.save(path, 'mine\n', undefined)).toEqual(problem);
      expect(await host.keepDraft({ path, text: 'x', base: undefined })).toEqual(problem);
      expect(readFileSync(join(dirname(folder), 'secret.arch'), 'utf8')).toBe('secret\n');
      expect(readdirSync(folder)).toEqual(['net.arch']);
    },
  );

  it('hears of changes on the disk', async () => {
    const { host, folder } = await opened();
    const changed = new Promise<HostChange>((resolve) => {
      onTestFinished(host.watch(resolve));
    });
    // Not before the folder is watched, which the page has no need to know.
    const again = setInterval(() => write(folder, { 'net.arch': `${Math.random()}\n` }), 100);
    onTestFinished(() => clearInterval(again));
    expect(await changed).toEqual({ path: 'net.arch', version: expect.any(String) });
  });

  it('says it in words where the application fails', async () => {
    const { bridge } = await opened();
    const broken = { ...bridge, read: () => Promise.reject(new Error('gone')) };
    expect(await (await bridgeHost(broken)).read('net.arch')).toEqual({
      problem: 'the application failed at this: gone',
    });
  });

  it('is heard only from the page itself', async () => {
    const { invoke, channels, window, folder } = await opened();
    const { webContents } = window;
    const ours = webContents.mainFrame;
    const strangers = [
      { url: 'https://example.org/', parent: null },
      { url: 'netwright://other/', parent: null },
      { url: 'file:///index.html', parent: null },
      { url: 'about:blank', parent: null },
      { url: ours.url, parent: ours },
      null,
    ];
    for (const channel of channels.keys()) {
      for (const frame of strangers) {
        await expect(invoke(webContents, channel, ['net.arch', 'theirs\n'], frame)).rejects.toThrow('refused');
      }
      // Contents that are not a window of the application.
      const other = Object.assign(Object.create(webContents), { id: 99 });
      await expect(invoke(other, channel, ['net.arch', 'theirs\n'])).rejects.toThrow('refused');
    }
    expect(readFileSync(join(folder, 'net.arch'), 'utf8')).toBe('one\n');
    expect(await invoke(webContents, 'netwright:folder', [])).toBe('nets');
  });

  it('is not believed in what it sends', async () => {
    const { invoke, window, folder, shown } = await opened();
    const wrong = { problem: 'the page asked for something that there is not' };
    const calls: readonly (readonly [string, ...unknown[]])[] = [
      ['read'],
      ['read', 1],
      ['read', ['net.arch']],
      ['read', { toString: 'net.arch' }],
      ['save', 'net.arch'],
      ['save', 'net.arch', 1],
      ['save', 'net.arch', 'x', null],
      ['save', 'net.arch', 'x', 1],
      ['keep-draft', null],
      ['keep-draft', 'net.arch'],
      ['keep-draft', { path: 'net.arch' }],
      ['keep-draft', { path: '../x.arch', text: 'x' }],
      ['drop-draft', undefined],
      ['export-file', 'x.svg', 'text'],
      ['export-file', 1, new Uint8Array()],
    ];
    for (const [name, ...args] of calls) {
      expect([name, args, await invoke(window.webContents, `netwright:${name}`, args)]).toEqual([name, args, wrong]);
    }
    expect(readFileSync(join(folder, 'net.arch'), 'utf8')).toBe('one\n');
    expect(shown.save).toEqual([]);
  });
});

describe('exporting', () => {
  it('writes where the user says, whatever the page suggests', async () => {
    const { host, user, shown } = await opened();
    const target = join(temporaryFolder(), 'mine.svg');
    user.saves = target;
    const bytes = new TextEncoder().encode('<svg/>');
    for (const name of ['net.svg', '../../net.svg', '/etc/net.svg', 'C:\\windows\\net.svg']) {
      expect(await host.dialogs?.exportFile(name, bytes)).toBe(target);
      expect(shown.save.at(-1)).toEqual({ defaultPath: '/home/of/documents/net.svg' });
    }
    expect(readFileSync(target, 'utf8')).toBe('<svg/>');
  });

  it('writes nothing where the user thinks better of it, and says what fails', async () => {
    const { host, user } = await opened();
    expect(await host.dialogs?.exportFile('net.svg', new Uint8Array(1))).toBeUndefined();
    user.saves = join(temporaryFolder(), 'none/net.svg');
    expect(await host.dialogs?.exportFile('net.svg', new Uint8Array(1))).toEqual({ problem: 'no such file' });
  });
});

describe('opening another folder', () => {
  it('shows it in the place of the old one', async () => {
    const { host, user, windows, window } = await opened();
    const other = temporaryFolder({ 'b.arch': '' });
    user.folders = [other];
    await host.dialogs?.openFolder();
    expect(window.calls).toContain('close');
    expect(windows.map(({ options }) => options.title)).toEqual([`${other.split('/').at(-1)} – Netwright`]);
  });

  it('leaves the old one where the user chooses none, the same, or one that cannot be opened', async () => {
    const { host, user, windows, window, folder, shown } = await opened();
    await host.dialogs?.openFolder();
    user.folders = [folder];
    await host.dialogs?.openFolder();
    user.folders = [join(folder, 'none')];
    await host.dialogs?.openFolder();
    await settled();
    expect(windows).toEqual([window]);
    expect(shown.errors).toEqual([`${join(folder, 'none')} cannot be opened: no such folder.`]);
  });
});
