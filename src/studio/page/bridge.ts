/** The desktop application's bridge as the page's host. */
import type { DesktopBridge } from '../desktop.ts';
import type { HostProblem, StudioHost } from '../host.ts';
import { messageOf } from '../message.ts';

export async function bridgeHost(bridge: DesktopBridge): Promise<StudioHost> {
  return {
    folder: await bridge.folder(),
    list: () => answered(bridge.list()),
    read: (path) => answered(bridge.read(path)),
    save: (path, text, base) => answered(bridge.save(path, text, base)),
    drafts: () => answered(bridge.drafts()),
    keepDraft: (draft) => answered(bridge.keepDraft(draft)),
    dropDraft: (path) => answered(bridge.dropDraft(path)),
    watch: (changed) => bridge.listen('change', ({ change }) => changed(change)),
    dialogs: {
      async openFolder() {
        // The application itself says what goes wrong.
        await answered(bridge.openFolder());
      },
      exportFile: (name, bytes) => answered(bridge.exportFile(name, bytes)),
      onMenu: (command) => bridge.listen('menu', (event) => command(event.command)),
      onOpen: (open) => bridge.listen('open', ({ path }) => open(path)),
    },
  };
}

/** The application answers everything; what it does not answer is a fault of its own, and is said to be one. */
async function answered<T>(answer: Promise<T>): Promise<T | HostProblem> {
  try {
    return await answer;
  } catch (error) {
    return { problem: `the application failed at this: ${messageOf(error)}` };
  }
}
