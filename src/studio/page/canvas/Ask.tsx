import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import { useStudio, useWords } from '../context.tsx';
import { act, insertion, wrapping } from './act.ts';
import { Beside } from './Beside.tsx';
import { useScene } from './CanvasContext.tsx';
import { found } from './items.ts';
import { usePaletteItems } from './palette-items.ts';
import { ask, canvasUi, type Question, viewOf } from './store.ts';
import { words } from './words.ts';

/** The question that is open, beside what it is about. */
export function Ask() {
  const question = useStore(canvasUi, (ui) => ui.question);
  if (!question) return null;
  return (
    <Beside around={{ ...question.near, width: 0, height: 0 }} className="canvas-ask">
      {question.kind === 'insert' || question.kind === 'wrap' ? (
        <ItemQuestion question={question} />
      ) : (
        <TextQuestion question={question} />
      )}
    </Beside>
  );
}

function close(path: string): void {
  ask(undefined);
  viewOf(path)?.focus();
}

/** Leaves the question when the focus goes elsewhere, and by Escape. */
function useLeaving(path: string): { readonly onBlur: () => void; readonly leave: (event: KeyboardEvent) => void } {
  return {
    onBlur: () => ask(undefined),
    leave: (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') close(path);
    },
  };
}

type ItemQuestionKind = Extract<Question, { kind: 'insert' | 'wrap' }>;

function ItemQuestion({ question }: { readonly question: ItemQuestionKind }) {
  const studio = useStudio();
  const { path } = useScene();
  const said = useWords(words);
  const items = usePaletteItems(path);
  const [sought, setSought] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const { onBlur, leave } = useLeaving(path);
  const input = useFocus();
  const shown = found(
    items.filter(({ wraps }) => question.kind === 'insert' || wraps),
    sought,
  );
  const current = Math.min(at, shown.length - 1);

  const choose = (callee: string): void => {
    close(path);
    const { shape } = question;
    const edit =
      question.kind === 'insert' ? insertion(callee, question.at, shape) : wrapping(callee, question.steps, shape);
    void act(studio, path, edit);
  };
  const pressed = (event: KeyboardEvent): void => {
    leave(event);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(shown.length - 1, current + step)));
    }
    const item = shown[current];
    if (event.key === 'Enter' && item) {
      event.preventDefault();
      choose(item.callee);
    }
  };
  const title = question.kind === 'insert' ? said.insert : said.wrapIn;
  return (
    <>
      <input
        ref={input}
        className="canvas-field"
        role="combobox"
        aria-label={`${title}: ${said.search}`}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={shown[current] ? `${list}-${current}` : undefined}
        placeholder={`${title} ...`}
        value={sought}
        onChange={({ target }) => {
          setSought(target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
        onBlur={onBlur}
      />
      <div id={list} role="listbox" aria-label={title} className="canvas-choices nowheel">
        {shown.length === 0 && <p className="canvas-nothing">{said.nothingFound}</p>}
        {shown.map((item, index) => (
          <button
            type="button"
            key={item.callee}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            ref={index === current ? scrollHere : undefined}
            className="canvas-choice"
            title={item.signature}
            // The field keeps the focus, or the list would be gone before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(item.callee)}
          >
            <span className="canvas-swatch" data-category={item.category} />
            <span className="canvas-choice-name">{item.name}</span>
            <span className="canvas-choice-summary">{item.summary}</span>
          </button>
        ))}
      </div>
    </>
  );
}

function scrollHere(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function useFocus() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
  return input;
}

type TextQuestionKind = Extract<Question, { kind: 'label' | 'extract' | 'count' | 'repeat' }>;

function TextQuestion({ question }: { readonly question: TextQuestionKind }) {
  const studio = useStudio();
  const { path } = useScene();
  const said = useWords(words);
  const [value, setValue] = useState(question.value);
  const { onBlur, leave } = useLeaving(path);
  const input = useFocus();
  const title = {
    label: said.askLabel,
    extract: said.askExtract,
    count: said.askCount,
    repeat: said.askRepeat,
  }[question.kind];
  const id = useId();
  return (
    <form
      className="canvas-question"
      onSubmit={(event) => {
        event.preventDefault();
        close(path);
        void act(studio, path, answered(question, value.trim()));
      }}
    >
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        ref={input}
        className="canvas-field"
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={({ target }) => setValue(target.value)}
        onKeyDown={leave}
        onBlur={onBlur}
      />
    </form>
  );
}

function answered({ kind, steps }: TextQuestionKind, value: string): CanvasEdit {
  switch (kind) {
    case 'label':
      return { kind, step: steps, name: value === '' ? undefined : value };
    case 'extract':
      return { kind, steps, name: value };
    case 'count':
      return { kind: 'set-count', step: steps, count: value };
    case 'repeat':
      return { kind: 'wrap', steps, callee: `repeat ${value}` };
  }
}
