/** Stands in for the module `electron`: records what it is told, and lets tests be the user, the system and a page. */
import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

type Listener = (...args: readonly unknown[]) => unknown;

export interface FakeFrame {
  readonly url: string;
  readonly parent: FakeFrame | null;
}

export interface FakeContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame: FakeFrame;
  readonly openWindow: () => Listener | undefined;
  readonly sent: unknown[][];
}

export interface FakeWindow extends EventEmitter {
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  readonly webContents: FakeContents;
  readonly calls: string[];
  address: string | undefined;
}

export interface FakeSettings {
  readonly userData: string;
  readonly isFirst?: boolean;
  readonly isPackaged?: boolean;
  readonly locale?: string;
}

/** One application. What is not here, the application does not use: it would fail. */
export function fakeElectron({ userData, isFirst = true, isPackaged = true, locale = 'en-GB' }: FakeSettings) {
  const windows: FakeWindow[] = [];
  /** In the order in which they were called. */
  const calls: string[] = [];
  const recent: string[] = [];
  const handlers = new Map<string, Listener>();
  const ipcEvents = new EventEmitter();
  const schemes = { privileged: [] as unknown[], handlers: new Map<string, Listener>() };
  const permissions: Partial<Record<'request' | 'check' | 'device', Listener>> = {};
  const network: { readonly urls: readonly string[]; readonly listener: Listener }[] = [];
  /** What the user answers. */
  const user = { folders: [] as string[], saves: undefined as string | undefined, leaves: true };
  const shown: Record<'open' | 'save' | 'errors' | 'unload', unknown[]> = {
    open: [],
    save: [],
    errors: [],
    unload: [],
  };
  let menu: unknown;
  let focused: FakeWindow | undefined;
  let makeReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    makeReady = resolve;
  });

  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    enableSandbox: () => calls.push('enableSandbox'),
    requestSingleInstanceLock: () => isFirst,
    quit: () => calls.push('quit'),
    whenReady: () => ready,
    getLocale: () => locale,
    getAppPath: () => '/application',
    getPath: (name: string) => (name === 'userData' ? userData : `/home/of/${name}`),
    addRecentDocument: (path: string) => recent.push(path),
    showAboutPanel: () => calls.push('about'),
  });

  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Listener) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler: Listener) => {
      permissions.check = handler;
    },
    setDevicePermissionHandler: (handler: Listener) => {
      permissions.device = handler;
    },
    webRequest: {
      onBeforeRequest: ({ urls }: { readonly urls: readonly string[] }, listener: Listener) =>
        network.push({ urls, listener }),
    },
  });

  function BrowserWindow(options: FakeWindow['options']): FakeWindow {
    let handler: Listener | undefined;
    const webContents = Object.assign(new EventEmitter(), {
      id: windows.length + 1,
      mainFrame: { url: 'netwright://studio/index.html', parent: null },
      sent: [] as unknown[][],
      openWindow: () => handler,
      setWindowOpenHandler: (each: Listener) => {
        handler = each;
      },
      send(...message: unknown[]) {
        webContents.sent.push(structuredClone(message));
      },
    });
    const window: FakeWindow = Object.assign(new EventEmitter(), {
      options,
      webContents,
      calls: [] as string[],
      address: undefined as string | undefined,
      loadURL: async (address: string) => {
        window.address = address;
      },
      isDestroyed: () => window.calls.includes('close'),
      isMinimized: () => false,
      isMaximized: () => window.calls.includes('maximize'),
      getNormalBounds: () => ({ x: 10, y: 20, width: 1200, height: 800 }),
      show: () => window.calls.push('show'),
      maximize: () => window.calls.push('maximize'),
      focus() {
        focused = window;
        window.calls.push('focus');
      },
      close() {
        window.emit('close');
        window.calls.push('close');
        windows.splice(windows.indexOf(window), 1);
        if (focused === window) focused = undefined;
        window.emit('closed');
      },
    });
    windows.push(window);
    app.emit('web-contents-created', {}, webContents);
    return window;
  }

  const electron = {
    app,
    BrowserWindow: Object.assign(vi.fn(BrowserWindow), { getFocusedWindow: () => focused ?? null }),
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (template: unknown) => {
        menu = template;
      },
    },
    dialog: {
      showOpenDialog: async (...args: readonly unknown[]) => {
        shown.open.push(args.at(-1));
        return { canceled: user.folders.length === 0, filePaths: user.folders };
      },
      showSaveDialog: async (_window: unknown, options: unknown) => {
        shown.save.push(options);
        return { canceled: user.saves === undefined, filePath: user.saves ?? '' };
      },
      showErrorBox: (_title: string, text: string) => shown.errors.push(text),
      showMessageBoxSync: (_window: unknown, options: unknown) => {
        shown.unload.push(options);
        return user.leaves ? 0 : 1;
      },
    },
    ipcMain: {
      handle: (channel: string, handler: Listener) => handlers.set(channel, handler),
      on: (channel: string, listener: Listener) => ipcEvents.on(channel, listener),
    },
    protocol: {
      registerSchemesAsPrivileged: (all: readonly unknown[]) => {
        calls.push('registerSchemes');
        schemes.privileged.push(...all);
      },
      handle: (scheme: string, handler: Listener) => schemes.handlers.set(scheme, handler),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: session },
  };

  return {
    electron,
    app,
    session,
    windows,
    calls,
    recent,
    schemes,
    permissions,
    network,
    user,
    shown,
    channels: handlers,
    menu: () => menu,
    async ready() {
      calls.push('ready');
      makeReady();
      await ready;
      await settled();
    },
    /** As Electron carries it: data is copied, and a handler that throws rejects. */
    invoke: async (from: FakeContents, channel: string, args: readonly unknown[], senderFrame?: FakeFrame | null) => {
      const frame = senderFrame === undefined ? from.mainFrame : senderFrame;
      const answer = await handlers.get(channel)?.({ sender: from, senderFrame: frame }, ...structuredClone([...args]));
      return structuredClone(answer);
    },
    post: (from: FakeContents, channel: string, args: readonly unknown[], senderFrame?: FakeFrame | null) => {
      const frame = senderFrame === undefined ? from.mainFrame : senderFrame;
      ipcEvents.emit(channel, { sender: from, senderFrame: frame }, ...structuredClone([...args]));
    },
  };
}

export type FakeElectron = ReturnType<typeof fakeElectron>;

/** What was begun without being waited for has come to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
