/** Answers the pages. Who asks, and what is asked, is checked before anything is done. */
import { basename, join } from 'node:path';
import { app, dialog, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { writeWhole } from '../src/machine/files.ts';
import type { HostProblem } from '../src/studio/host.ts';
import { isDraft } from '../src/studio/server/drafts.ts';
import { type Asked, channels, listeningChannel } from './channels.ts';
import { isPageAddress } from './scheme.ts';
import type { DesktopWindow, Windows } from './windows.ts';
import type { NativeWords } from './words.ts';

type Handler = (asker: DesktopWindow, args: readonly unknown[]) => unknown;

/** For a page that asks for what ours never would. */
const wrong: HostProblem = { problem: 'the page asked for something that there is not' };
const longestExport = 512 * 1024 * 1024;

export function answerPages(windows: Windows, words: NativeWords): void {
  const handlers: Readonly<Record<Asked, Handler>> = {
    folder: ({ folder }) => folder.folder,
    list: ({ folder }) => folder.list(),
    read: ({ folder }, [path]) => (typeof path === 'string' ? folder.read(path) : wrong),
    save: ({ folder }, [path, text, base]) =>
      typeof path === 'string' && typeof text === 'string' && (base === undefined || typeof base === 'string')
        ? folder.save(path, text, base)
        : wrong,
    drafts: ({ folder }) => folder.drafts(),
    keepDraft: ({ folder }, [draft]) => (isDraft(draft) ? folder.keepDraft(draft) : wrong),
    dropDraft: ({ folder }, [path]) => (typeof path === 'string' ? folder.dropDraft(path) : wrong),
    openFolder: (asker) => chooseFolder(windows, asker, words),
    exportFile: (asker, [name, bytes]) =>
      typeof name === 'string' && bytes instanceof Uint8Array && bytes.length <= longestExport
        ? exportFile(asker, name, bytes)
        : wrong,
  };
  for (const [name, channel] of Object.entries(channels)) {
    const handler = handlers[name as Asked];
    ipcMain.handle(channel, (event, ...args: readonly unknown[]) => {
      const asker = askerOf(windows, event);
      if (!asker) throw new Error('refused');
      return handler(asker, args);
    });
  }
  ipcMain.on(listeningChannel, (event, kind: unknown) => {
    const asker = askerOf(windows, event);
    if (asker && kind === 'open') windows.listening(asker);
  });
}

/** Our page, in the main frame of one of our windows; nobody else. */
function askerOf(
  windows: Windows,
  { sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent,
): DesktopWindow | undefined {
  const isPage = senderFrame !== null && senderFrame.parent === null && isPageAddress(senderFrame.url);
  return isPage ? windows.of(sender) : undefined;
}

/** The folder that the user chooses takes the place of the window's. */
export async function chooseFolder(
  windows: Windows,
  asker: DesktopWindow | undefined,
  words: NativeWords,
): Promise<HostProblem | undefined> {
  const options = { title: words.chooseFolder, properties: ['openDirectory', 'createDirectory'] } as const;
  const asked = { ...options, properties: [...options.properties] };
  const { filePaths } = await (asker ? dialog.showOpenDialog(asker.window, asked) : dialog.showOpenDialog(asked));
  const [chosen] = filePaths;
  if (chosen === undefined) return undefined;
  const problem = asker ? windows.replace(asker, chosen) : windows.show(chosen);
  if (problem) dialog.showErrorBox('Netwright', words.cannotOpen(chosen, problem.problem));
  return problem;
}

/** Written where the user says, whatever name the page suggests. */
async function exportFile(
  { window }: DesktopWindow,
  suggestedName: string,
  bytes: Uint8Array,
): Promise<string | undefined | HostProblem> {
  const name = basename(suggestedName.replaceAll('\\', '/')).slice(0, 200);
  const defaultPath = join(app.getPath('documents'), name);
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  if (canceled || filePath === '') return undefined;
  const reason = writeWhole(filePath, bytes);
  return reason === undefined ? filePath : { problem: reason };
}
