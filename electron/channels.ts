/** The messages between the page's side and the main process: one channel a function. */
import type { DesktopBridge } from '../src/studio/desktop.ts';

export type Asked = Exclude<keyof DesktopBridge, 'listen'>;

export const channels = {
  folder: 'netwright:folder',
  list: 'netwright:list',
  read: 'netwright:read',
  save: 'netwright:save',
  drafts: 'netwright:drafts',
  keepDraft: 'netwright:keep-draft',
  dropDraft: 'netwright:drop-draft',
  openFolder: 'netwright:open-folder',
  exportFile: 'netwright:export-file',
} as const satisfies Readonly<Record<Asked, string>>;

/** From the main process: a `DesktopEvent`. */
export const eventChannel = 'netwright:event';
/** To the main process: the page listens to events of that kind from now on, and is told what waited for it. */
export const listeningChannel = 'netwright:listening';
