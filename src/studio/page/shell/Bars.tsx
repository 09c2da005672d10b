/** What the user is told beside the sources: a file that changed on disk, text of an earlier visit, what went wrong. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useStudio, useStudioData, useTab, useWords } from '../context.tsx';
import { attempt } from './actions.ts';
import { recover, throwAway } from './drafts.ts';
import { ui } from './ui.ts';
import { shellWords } from './words.ts';

function Bar({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div className="shell-bar" role="alert">
      <span>{text}</span>
      {children}
    </div>
  );
}

export function ConflictBar({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const conflict = useTab(path, (tab) => tab.conflict);
  if (!conflict) return null;
  return (
    <Bar text={conflict.file ? words.changedOnDisk : words.goneOnDisk}>
      {conflict.file && (
        <button type="button" onClick={() => attempt(studio, studio.reload(path))}>
          {words.takeFile}
        </button>
      )}
      <button type="button" onClick={() => studio.keepOwn(path)}>
        {words.keepOwn}
      </button>
      <button type="button" onClick={() => attempt(studio, studio.save(path, { over: true }))}>
        {words.overwrite}
      </button>
    </Bar>
  );
}

/** A file is open of which an earlier visit left other text. */
export function DraftBar({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const draft = useStore(ui, ({ drafts }) => drafts.find((each) => each.path === path));
  if (!draft) return null;
  return (
    <Bar text={words.hasDraft}>
      <button type="button" onClick={() => attempt(studio, recover(studio, draft))}>
        {words.recover}
      </button>
      <button type="button" onClick={() => attempt(studio, throwAway(studio, draft))}>
        {words.throwAway}
      </button>
    </Bar>
  );
}

export function Notices() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const notices = useStudioData((data) => data.notices);
  return (
    <section className="shell-notices" aria-label={words.notices} aria-live="polite">
      {notices.map(({ id, text }) => (
        <div key={id} className="shell-notice">
          <span>{text}</span>
          <button type="button" className="shell-close" aria-label={words.dismiss} onClick={() => studio.dismiss(id)}>
            <X size={13} />
          </button>
        </div>
      ))}
    </section>
  );
}
