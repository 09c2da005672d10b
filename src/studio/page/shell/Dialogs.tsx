/** The one dialog in front: a file to open, a network of the zoo, a command, a name, or a question before closing. */
import { Dialog } from 'radix-ui';
import { lazy, Suspense, useId, useState } from 'react';
import { useStore } from 'zustand';
import { useStudio, useWords } from '../context.tsx';
import { attempt } from './actions.ts';
import { useFiles } from './open-files.ts';
import { Commands, OpenFile } from './Pickers.tsx';
import { type Dialog as Shown, show, ui } from './ui.ts';
import { shellWords } from './words.ts';

const ZooPicker = lazy(() => import('./ZooPicker.tsx').then((module) => ({ default: module.ZooPicker })));

export function Dialogs() {
  const dialog = useStore(ui, (state) => state.dialog);
  return (
    <Dialog.Root open={dialog !== undefined} onOpenChange={(open) => !open && show(undefined)}>
      <Dialog.Portal>
        <Dialog.Overlay className="shell-overlay" />
        <Dialog.Content
          className="shell-dialog"
          aria-describedby={undefined}
          // It has no button of its own to which it would give the focus back.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const { focused } = ui.getState();
            if (focused instanceof HTMLElement) focused.focus();
          }}
        >
          {dialog && <Content dialog={dialog} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ dialog }: { readonly dialog: Shown }) {
  const words = useWords(shellWords);
  switch (dialog.kind) {
    case 'open':
      return <OpenFile />;
    case 'zoo':
      return (
        <Suspense fallback={<Dialog.Title className="shell-dialog-title">{words.zoo}</Dialog.Title>}>
          <ZooPicker />
        </Suspense>
      );
    case 'commands':
      return <Commands />;
    case 'save-as':
      return <SaveAs path={dialog.path} />;
    case 'close':
      return <BeforeClosing path={dialog.path} />;
  }
}

/** Nothing is overwritten: a name that is taken is no name. */
function SaveAs({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const id = useId();
  const files = useFiles();
  const [name, setName] = useState(path);
  const trimmed = name.trim();
  const to = trimmed.endsWith('.arch') ? trimmed : `${trimmed}.arch`;
  const isTaken = to !== path && (files?.some((file) => file.path === to) ?? false);
  const save = async (): Promise<void> => {
    if (await studio.save(path, { to })) show(undefined);
  };
  return (
    <form
      className="shell-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== '' && !isTaken) attempt(studio, save());
      }}
    >
      <Dialog.Title className="shell-dialog-title">{words.saveAs}</Dialog.Title>
      <label htmlFor={id}>{words.saveIn(studio.host.folder)}</label>
      <input
        id={id}
        value={name}
        onChange={({ target }) => setName(target.value)}
        spellCheck={false}
        aria-invalid={isTaken}
        aria-describedby={`${id}-problem`}
      />
      <p id={`${id}-problem`} className="shell-invalid" aria-live="polite">
        {isTaken && words.isTaken}
      </p>
      <div className="shell-buttons">
        <Dialog.Close>{words.cancel}</Dialog.Close>
        <button type="submit" className="shell-primary" disabled={trimmed === '' || isTaken}>
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
  const save = async (): Promise<void> => {
    if (await studio.save(path)) close();
    else show(undefined);
  };
  return (
    <div className="shell-form">
      <Dialog.Title className="shell-dialog-title">{words.saveFirst(path)}</Dialog.Title>
      <div className="shell-buttons">
        <button type="button" className="shell-primary" onClick={() => attempt(studio, save())}>
          {words.save}
        </button>
        <button type="button" onClick={close}>
          {words.discard}
        </button>
        <Dialog.Close>{words.cancel}</Dialog.Close>
      </div>
    </div>
  );
}
