/** What the user is told beside the sources: a file that changed on disk, and what went wrong. */
import { X } from 'lucide-react';
import { useStudio, useStudioData, useTab, useWords } from '../context.tsx';
import { shellWords } from './words.ts';

export function Conflict({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const conflict = useTab(path, (tab) => tab.conflict);
  if (!conflict) return null;
  return (
    <div className="shell-conflict" role="alert">
      <span>{conflict.file ? words.changedOnDisk : words.goneOnDisk}</span>
      {conflict.file && (
        <button type="button" onClick={() => void studio.reload(path)}>
          {words.overwritten}
        </button>
      )}
      <button type="button" onClick={() => void studio.save(path, { over: true })}>
        {words.keepMine}
      </button>
    </div>
  );
}

export function Notices() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const notices = useStudioData((data) => data.notices);
  return (
    <div className="shell-notices" aria-live="polite">
      {notices.map(({ id, text }) => (
        <div key={id} className="shell-notice">
          <span>{text}</span>
          <button type="button" aria-label={words.dismiss} onClick={() => studio.dismiss(id)}>
            <X size={13} />
          </button>
        </div>
      ))}
    </div>
  );
}
