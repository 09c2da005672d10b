/** Starts the real main process, and real preload scripts, on a fake Electron. */
import { onTestFinished, vi } from 'vitest';
import type { DesktopBridge, DesktopEvent } from '../../src/studio/desktop.ts';
import { temporaryFolder } from '../support/studio-server.ts';
import { type FakeContents, type FakeElectron, type FakeSettings, fakeElectron } from './fake-electron.ts';

export interface Starting extends Partial<FakeSettings> {
  /** Behind the program's name. */
  readonly args?: readonly string[];
}

export async function startApplication({ args = [], ...settings }: Starting = {}): Promise<FakeElectron> {
  const fake = fakeElectron({ userData: temporaryFolder(), ...settings });
  vi.resetModules();
  vi.doMock('electron', () => fake.electron);
  vi.stubEnv('XDG_STATE_HOME', temporaryFolder());
  const before = process.argv.splice(0, process.argv.length, '/opt/Netwright/netwright', ...args);
  onTestFinished(() => {
    process.argv.splice(0, process.argv.length, ...before);
    for (const window of [...fake.windows]) window.emit('closed');
    vi.doUnmock('electron');
    vi.unstubAllEnvs();
  });
  await import('../../electron/main.ts');
  return fake;
}

/** As above, with the windows that it opens by itself. */
export async function runningApplication(starting?: Starting): Promise<FakeElectron> {
  const fake = await startApplication(starting);
  await fake.ready();
  return fake;
}

/** The preload script in a window: what the page finds as `window.netwright`. */
export async function preloadIn(fake: FakeElectron, contents: FakeContents): Promise<DesktopBridge> {
  const exposed = new Map<string, DesktopBridge>();
  const listeners = new Map<(event: unknown, message: DesktopEvent) => void, string>();
  vi.resetModules();
  vi.doMock('electron', () => ({
    contextBridge: { exposeInMainWorld: (name: string, api: DesktopBridge) => exposed.set(name, api) },
    ipcRenderer: {
      invoke: (channel: string, ...args: readonly unknown[]) => fake.invoke(contents, channel, args),
      send: (channel: string, ...args: readonly unknown[]) => fake.post(contents, channel, args),
      on: (channel: string, listener: (event: unknown, message: DesktopEvent) => void) =>
        listeners.set(listener, channel),
      off: (_channel: string, listener: (event: unknown, message: DesktopEvent) => void) => listeners.delete(listener),
    },
  }));
  const send = (...[channel, message]: readonly unknown[]): void => {
    for (const [listener, wanted] of listeners) if (wanted === channel) listener({}, message as DesktopEvent);
  };
  Object.assign(contents, { send });
  await import('../../electron/preload.ts');
  const [bridge, ...others] = exposed.values();
  if (!bridge || others.length > 0 || !exposed.has('netwright')) throw new Error('the page gets something else');
  return bridge;
}
