/** In the desktop application: the host behind the page. */
import type { DesktopBridge } from '../desktop.ts';
import type { StudioHost } from '../host.ts';
import { bridgeHost } from './bridge.ts';

declare global {
  interface Window {
    /** Set by the desktop application before the page runs. */
    readonly netwright?: DesktopBridge;
  }
}

export async function desktopHost(): Promise<StudioHost> {
  if (!window.netwright) throw new Error('this page is not in the desktop application');
  return bridgeHost(window.netwright);
}
