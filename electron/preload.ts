/**
 * Runs before the page, isolated from it and in the sandbox. The page gets the functions of `DesktopBridge` and nothing
 * of Electron itself: no channel can be named, and no event object gets through.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge, DesktopEvent, DesktopEventOf } from '../src/studio/desktop.ts';
import { channels, eventChannel, listeningChannel } from './channels.ts';

const bridge: DesktopBridge = {
  folder: () => ipcRenderer.invoke(channels.folder),
  list: () => ipcRenderer.invoke(channels.list),
  read: (path) => ipcRenderer.invoke(channels.read, path),
  save: (path, text, base) => ipcRenderer.invoke(channels.save, path, text, base),
  drafts: () => ipcRenderer.invoke(channels.drafts),
  keepDraft: (draft) => ipcRenderer.invoke(channels.keepDraft, draft),
  dropDraft: (path) => ipcRenderer.invoke(channels.dropDraft, path),
  openFolder: () => ipcRenderer.invoke(channels.openFolder),
  exportFile: (name, bytes) => ipcRenderer.invoke(channels.exportFile, name, bytes),
  listen(kind, heard) {
    const listener = (_event: unknown, event: DesktopEvent): void => {
      if (isOf(event, kind)) heard(event);
    };
    ipcRenderer.on(eventChannel, listener);
    ipcRenderer.send(listeningChannel, kind);
    return () => {
      ipcRenderer.off(eventChannel, listener);
    };
  },
};

contextBridge.exposeInMainWorld('netwright', bridge);

function isOf<K extends DesktopEvent['kind']>(event: DesktopEvent, kind: K): event is DesktopEventOf<K> {
  return event.kind === kind;
}
