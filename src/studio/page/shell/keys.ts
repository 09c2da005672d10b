/** Keys to commands. */
import type { Studio } from '../studio.ts';
import { type Command, runCommand } from './command.ts';
import { ui } from './ui.ts';

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** "Ctrl+Shift+S", as the reader's keyboard has it. */
export function keysText(keys: string): string {
  return isMac
    ? keys.replace('Mod', '⌘').replace('Shift', '⇧').replace('Alt', '⌥').replaceAll('+', '')
    : keys.replace('Mod', 'Ctrl');
}

export function matches(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (mod !== parts.includes('Mod') || event.shiftKey !== parts.includes('Shift')) return false;
  if (event.altKey !== parts.includes('Alt')) return false;
  // By the key's place where Alt makes another letter of it.
  const pressed = event.altKey ? event.code.replace(/^(Key|Digit)/, '') : event.key;
  return pressed.toLowerCase() === key.toLowerCase();
}

/** A field in which something is being written has an undo of its own; the editor's is the studio's. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !target.matches('input, textarea')) return false;
  return target.dataset.settled !== 'true' && !target.closest('[data-part="editor"]');
}

/** Runs the command of the keys. What a part of the window did with them itself is left alone. */
export function followKeys(studio: Studio, commands: readonly Command[]): () => void {
  const follow = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || ui.getState().dialog) return;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (digit && (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey) {
      const tab = studio.store.getState().tabs[Number(digit) - 1];
      if (tab) studio.activate(tab.document.path);
      event.preventDefault();
      return;
    }
    const command = commands.find(({ keys }) => keys?.some((each) => matches(each, event)));
    if (!command) return;
    if (isField(event.target) && (command.id === 'undo' || command.id === 'redo')) return;
    event.preventDefault();
    runCommand(studio, command);
  };
  window.addEventListener('keydown', follow);
  return () => window.removeEventListener('keydown', follow);
}
