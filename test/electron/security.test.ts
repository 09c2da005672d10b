import { describe, expect, it } from 'vitest';
import { builtPage, index, temporaryFolder } from '../support/studio-server.ts';
import { runningApplication, startApplication } from './application.ts';
import type { FakeElectron, FakeWindow } from './fake-electron.ts';

async function opened(
  starting: { readonly isPackaged?: boolean } = {},
): Promise<FakeElectron & { window: FakeWindow }> {
  const fake = await runningApplication({ args: [temporaryFolder({ 'net.arch': 'one\n' })], ...starting });
  const [window] = fake.windows;
  if (!window) throw new Error('no window');
  return { ...fake, window };
}

/** Whether the window's page may do it. */
function allows({ window }: { window: FakeWindow }, event: string, details: object = {}): boolean {
  let isPrevented = false;
  window.webContents.emit(event, {
    ...details,
    preventDefault() {
      isPrevented = true;
    },
  });
  return !isPrevented;
}

describe('the desktop application', () => {
  it('isolates the page, in the sandbox, without Node', async () => {
    const { window, calls } = await opened();
    const { preload, ...preferences } = window.options.webPreferences;
    expect(preferences).toEqual({
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
      devTools: false,
    });
    expect(preload).toMatch(/electron\/preload\.cjs$/);
    // For every process, and before there is one.
    expect(calls.slice(0, 3)).toEqual(['enableSandbox', 'registerSchemes', 'ready']);
  });

  it('has tools for developers only unpacked', async () => {
    const packed = await opened();
    expect(JSON.stringify(packed.menu())).not.toContain('toggleDevTools');
    const unpacked = await opened({ isPackaged: false });
    expect(unpacked.window.options.webPreferences.devTools).toBe(true);
    expect(JSON.stringify(unpacked.menu())).toContain('toggleDevTools');
  });

  it('shows its own page, by a scheme with no more rights than https', async () => {
    const { window, schemes } = await opened();
    expect(window.address).toBe('netwright://studio/index.html');
    expect(schemes.privileged).toEqual([
      { scheme: 'netwright', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect([...schemes.handlers.keys()]).toEqual(['netwright']);
  });

  it('opens no window and no link', async () => {
    const { window } = await opened();
    const open = window.webContents.openWindow();
    for (const url of ['https://example.org/', 'netwright://studio/index.html', 'file:///etc/passwd', 'about:blank']) {
      expect(open?.({ url })).toEqual({ action: 'deny' });
    }
  });

  it.each([
    'https://example.org/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:alert(1)',
    'netwright://other/index.html',
    'netwright://studio.example.org/',
    'netwright://studio@example.org/',
    'netwright:studio',
    'NETWRIGHT-X://studio/',
    'no address',
    '',
  ])('goes nowhere else: %j', async (url) => {
    const fake = await opened();
    expect(allows(fake, 'will-frame-navigate', { url, isMainFrame: true })).toBe(false);
    expect(allows(fake, 'will-redirect', { url })).toBe(false);
  });

  it('loads its page anew, in its main frame', async () => {
    const fake = await opened();
    const url = 'netwright://studio/index.html';
    expect(allows(fake, 'will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(allows(fake, 'will-frame-navigate', { url, isMainFrame: false })).toBe(false);
    expect(allows(fake, 'will-attach-webview')).toBe(false);
  });

  it('grants no permission, asked for or looked up, but to put text on the clipboard', async () => {
    const { permissions } = await opened();
    const all = ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'usb', 'hid'];
    for (const permission of all) {
      const granted: unknown[] = [];
      permissions.request?.({}, permission, (answer: boolean) => granted.push(answer));
      expect(granted).toEqual([false]);
      expect(permissions.check?.({}, permission, 'netwright://studio')).toBe(false);
    }
    expect(permissions.device?.({ deviceType: 'usb' })).toBe(false);
    const granted: unknown[] = [];
    permissions.request?.({}, 'clipboard-sanitized-write', (answer: boolean) => granted.push(answer));
    expect(granted).toEqual([true]);
    expect(permissions.check?.({}, 'clipboard-sanitized-write', 'netwright://studio')).toBe(true);
  });

  it('reaches no network and downloads nothing', async () => {
    const { network, session } = await opened();
    const [filter] = network;
    expect(filter?.urls).toEqual(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']);
    const answers: unknown[] = [];
    filter?.listener({}, (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([{ cancel: true }]);
    let isPrevented = false;
    session.emit('will-download', {
      preventDefault() {
        isPrevented = true;
      },
    });
    expect(isPrevented).toBe(true);
  });

  it('is locked before a window is there', async () => {
    const fake = await startApplication({ args: [temporaryFolder()] });
    expect(fake.windows).toEqual([]);
    const order: string[] = [];
    const { setPermissionRequestHandler } = fake.session;
    fake.session.setPermissionRequestHandler = (handler) => {
      order.push('permissions');
      setPermissionRequestHandler(handler);
    };
    fake.app.on('web-contents-created', () => order.push('window'));
    await fake.ready();
    expect(order).toEqual(['permissions', 'window']);
  });
});

describe('the page’s own scheme', () => {
  async function served(url: string, method = 'GET'): Promise<Response> {
    const fake = await startApplication();
    // Of the module that the application would load, on this fake.
    const { serveScheme } = await import('../../electron/scheme.ts');
    serveScheme(builtPage());
    const answer = await fake.schemes.handlers.get('netwright')?.({ url, method });
    if (!(answer instanceof Response)) throw new Error('no answer');
    return answer;
  }

  it('serves the built page with its policy', async () => {
    const page = await served('netwright://studio/index.html');
    expect([page.status, await page.text()]).toEqual([200, index]);
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect((await served('netwright://studio/assets/main-abc123.js')).status).toBe(200);
  });

  it.each([
    ['netwright://studio/../secret.txt', 'GET'],
    ['netwright://studio/..%2fsecret.txt', 'GET'],
    ['netwright://studio/assets/..%5c..%5csecret.txt', 'GET'],
    ['netwright://studio/link.txt', 'GET'],
    ['netwright://studio/.hidden.txt', 'GET'],
    ['netwright://other/index.html', 'GET'],
    ['netwright://studio/index.html', 'POST'],
  ])('has nothing else: %s by %s', async (url, method) => {
    const answer = await served(url, method);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });
});
