/** The text of the tab in front. Monaco is loaded for it, after the page has been drawn. */
import { ArrowLeft } from 'lucide-react';
import { use, useEffect, useRef, useState } from 'react';
import { useStudio, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import type { TextEditor } from './text-editor.ts';
import { words } from './words.ts';
import './editor.css';

let loading: Promise<typeof import('./text-editor.ts')> | undefined;

/** Monaco's words must be there before it is. */
async function load(): Promise<typeof import('./text-editor.ts')> {
  if (preferences.getState().language === 'zh') await import('monaco-editor/nls/lang/zh-cn');
  return import('./text-editor.ts');
}

export function EditorView({ path }: { readonly path: string }) {
  loading ??= load();
  const { createTextEditor } = use(loading);
  const studio = useStudio();
  const said = useWords(words);
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(undefined);
  const [library, setLibrary] = useState<string>();

  useEffect(() => {
    if (!element.current) return undefined;
    const made = createTextEditor(studio, element.current, setLibrary);
    editor.current = made;
    return () => made.dispose();
  }, [studio, createTextEditor]);

  useEffect(() => editor.current?.show(path), [path]);

  function back(): void {
    editor.current?.show(path);
    editor.current?.focus();
  }

  return (
    <section className="editor" aria-label={said.editor(library ?? path)}>
      {library !== undefined && (
        <div className="editor-reading">
          <button type="button" onClick={back}>
            <ArrowLeft size={14} aria-hidden />
            {said.back}
          </button>
          <span className="editor-reading-path">{library}</span>
          <span>{said.library}</span>
        </div>
      )}
      <div ref={element} className="editor-monaco" data-focus="editor" tabIndex={-1} />
    </section>
  );
}
