/** The one dialog in front: a file to open, a network of the zoo, a command, a name, or a question before closing. */
import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import { allCommands } from './commands.ts';
import { keysText } from './keys.ts';
import { useFiles } from './Start.tsx';
import { type Dialog as Shown, show, ui } from './ui.ts';
import { shellWords } from './words.ts';
import { openFromZoo, zooEntries } from './zoo.ts';

export function Dialogs() {
  const dialog = useStore(ui, (state) => state.dialog);
  return (
    <Dialog.Root open={dialog !== undefined} onOpenChange={(open) => !open && show(undefined)}>
      <Dialog.Portal>
        <Dialog.Overlay className="shell-overlay" />
        <Dialog.Content className="shell-dialog" aria-describedby={undefined}>
          {dialog && <Content dialog={dialog} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ dialog }: { readonly dialog: Shown }) {
  switch (dialog.kind) {
    case 'open':
      return <OpenFile />;
    case 'zoo':
      return <Zoo />;
    case 'commands':
      return <Commands />;
    case 'save-as':
      return <SaveAs {...dialog} />;
    case 'close':
      return <BeforeClosing path={dialog.path} />;
  }
}

function Search({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const words = useWords(shellWords);
  return (
    <>
      <Dialog.Title className="shell-dialog-title">{title}</Dialog.Title>
      <Command label={title} loop>
        <Command.Input placeholder={words.filter} className="shell-search" />
        <Command.List className="shell-list">
          <Command.Empty>{words.nothingFound}</Command.Empty>
          {children}
        </Command.List>
      </Command>
    </>
  );
}

function OpenFile() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const files = useFiles() ?? [];
  return (
    <Search title={words.openFile}>
      {files.map(({ path }) => (
        <Command.Item
          key={path}
          value={path}
          onSelect={() => {
            show(undefined);
            void studio.open(path);
          }}
        >
          {path}
        </Command.Item>
      ))}
    </Search>
  );
}

function Zoo() {
  const studio = useStudio();
  const words = useWords(shellWords);
  return (
    <Search title={words.zoo}>
      {zooEntries.map((network) => (
        <Command.Item
          key={network.name}
          value={`${network.title} ${network.name} ${network.year}`}
          onSelect={() => {
            show(undefined);
            openFromZoo(studio, network).catch((error: Error) => studio.notify(error.message));
          }}
        >
          <span>{network.title}</span>
          <small>
            {network.year}
            {network.top5 !== undefined && ` · ${words.published} ${network.top5} %`}
          </small>
        </Command.Item>
      ))}
    </Search>
  );
}

function Commands() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const path = useStudioData(({ active }) => active);
  const language = useStore(preferences, (each) => each.language);
  return (
    <Search title={words.commands}>
      {allCommands
        .filter(({ id, enabled }) => id !== 'view.commands' && (enabled?.(studio, path) ?? true))
        .map((command) => (
          <Command.Item
            key={command.id}
            value={command.id}
            keywords={[command.words.en, command.words.zh]}
            onSelect={() => {
              show(undefined);
              // Behind the dialog, which gives the focus back as it closes.
              setTimeout(() => command.run(studio, path));
            }}
          >
            <span>{command.words[language]}</span>
            {command.keys?.[0] && <kbd>{keysText(command.keys[0])}</kbd>}
          </Command.Item>
        ))}
    </Search>
  );
}

function SaveAs({ path, thenClose }: { readonly path: string; readonly thenClose: boolean }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const id = useId();
  const [name, setName] = useState(path);
  const to = name.trim().endsWith('.arch') ? name.trim() : `${name.trim()}.arch`;
  const save = async (): Promise<void> => {
    if (!(await studio.save(path, { to }))) return;
    show(undefined);
    if (thenClose) studio.close(to);
  };
  return (
    <form
      className="shell-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Dialog.Title className="shell-dialog-title">{words.saveAs}</Dialog.Title>
      <label htmlFor={id}>{words.saveIn(studio.host.folder)}</label>
      <input id={id} value={name} onChange={({ target }) => setName(target.value)} spellCheck={false} />
      <div className="shell-buttons">
        <Dialog.Close asChild>
          <button type="button">{words.cancel}</button>
        </Dialog.Close>
        <button type="submit" className="shell-primary" disabled={name.trim() === ''}>
          {words.save}
        </button>
      </div>
    </form>
  );
}

function BeforeClosing({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const close = (): void => {
    show(undefined);
    studio.close(path);
  };
  return (
    <div className="shell-form">
      <Dialog.Title className="shell-dialog-title">{words.saveFirst(path)}</Dialog.Title>
      <div className="shell-buttons">
        <button type="button" onClick={close}>
          {words.discard}
        </button>
        <Dialog.Close asChild>
          <button type="button">{words.cancel}</button>
        </Dialog.Close>
        <button
          type="button"
          className="shell-primary"
          onClick={async () => {
            if (await studio.save(path)) close();
            else show(undefined);
          }}
        >
          {words.save}
        </button>
      </div>
    </div>
  );
}
