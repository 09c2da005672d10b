/** Dialogs in which one of many is looked for: a file of the folder, a command. */
import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import { attempt } from './actions.ts';
import { runCommand } from './command.ts';
import { allCommands } from './commands.ts';
import { whenFocusIsBack } from './focus.ts';
import { keysText } from './keys.ts';
import { useFiles } from './open-files.ts';
import { show } from './ui.ts';
import { shellWords } from './words.ts';

export function Picker({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const words = useWords(shellWords);
  return (
    <>
      <Dialog.Title className="shell-dialog-title">{title}</Dialog.Title>
      <Command label={title} loop>
        <Command.Input ref={focusOn} placeholder={words.filter} className="shell-search" />
        <Command.List className="shell-list" label={title}>
          <Command.Empty>{words.nothingFound}</Command.Empty>
          {children}
        </Command.List>
      </Command>
    </>
  );
}

/** The dialog focuses what it opens with; a list that is loaded comes later. */
function focusOn(input: HTMLInputElement | null): void {
  input?.focus();
}

export function OpenFile() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const files = useFiles() ?? [];
  return (
    <Picker title={words.openFile}>
      {files.map(({ path }) => (
        <Command.Item
          key={path}
          value={path}
          onSelect={() => {
            show(undefined);
            attempt(studio, studio.open(path));
          }}
        >
          {path}
        </Command.Item>
      ))}
    </Picker>
  );
}

export function Commands() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const path = useStudioData(({ active }) => active);
  const language = useStore(preferences, (each) => each.language);
  return (
    <Picker title={words.commands}>
      {allCommands
        .filter(({ id, enabled }) => id !== 'commands' && (enabled?.(studio, path) ?? true))
        .map((command) => (
          <Command.Item
            key={command.id}
            value={command.id}
            keywords={[command.words.en, command.words.zh]}
            onSelect={() => {
              show(undefined);
              whenFocusIsBack(() => runCommand(studio, command));
            }}
          >
            <span>{command.words[language]}</span>
            {command.keys?.[0] && <kbd>{keysText(command.keys[0])}</kbd>}
          </Command.Item>
        ))}
    </Picker>
  );
}
