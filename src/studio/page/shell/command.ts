/** What can be done from the keyboard, the menus and the command palette: one table for all three. */
import type { Words } from '../context.tsx';
import type { Studio } from '../studio.ts';

export interface Command {
  /** As the desktop's native menu names it: `save`. */
  readonly id: string;
  readonly words: Words<string>;
  /** `Mod+Shift+S`: Mod is the command key on a Mac and Ctrl elsewhere. */
  readonly keys?: readonly string[];
  /** The part that listens for the keys itself, while it has the focus; elsewhere they mean nothing. */
  readonly within?: 'canvas';
  /** Always, where it is left out. `path`: of the tab in front. */
  enabled?(studio: Studio, path: string | undefined): boolean;
  run(studio: Studio, path: string | undefined): void;
}

/** On the tab in front, where it can be done. */
export function runCommand(studio: Studio, command: Command | undefined): void {
  const path = studio.store.getState().active;
  if (command && (command.enabled?.(studio, path) ?? true)) command.run(studio, path);
}
