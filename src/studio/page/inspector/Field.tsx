/** One value of a step, as its kind wants to be changed. */
import { Minus, Plus, RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { InspectedArgument } from '../../protocol.ts';
import { useWords } from '../context.tsx';
import { type Fault, faultOf, stepped } from './value.ts';
import { words } from './words.ts';

export interface FieldProps {
  readonly argument: InspectedArgument;
  /** Where a command brings the keyboard. */
  readonly isFirst: boolean;
  readonly isReadOnly: boolean;
  /** Undefined takes the value away. Answers why it could not be done. */
  readonly change: (value: string | undefined) => Promise<string | undefined>;
}

export function Field({ argument, isFirst, isReadOnly, change }: FieldProps) {
  const { name, doc, written, preset, required, input } = argument;
  const said = useWords(words);
  const id = useId();
  const { shown, problem, setDraft, commit, restore } = useDraft(argument, change);
  const tell = problem === undefined ? undefined : typeof problem === 'string' ? problem : faultText(problem, said);
  const counted = shown === '' ? (preset ?? '') : shown;
  const canStep = !isReadOnly && (stepped(argument, counted, 1) ?? stepped(argument, counted, -1)) !== undefined;
  const control = {
    id,
    disabled: isReadOnly,
    'data-focus': isFirst ? 'inspector-first' : undefined,
    'aria-invalid': tell !== undefined,
    'aria-describedby': `${id}-problem`,
    title: doc,
  };
  return (
    <div className="inspector-field">
      <label htmlFor={id} title={doc}>
        {name}
      </label>
      <div className="inspector-control">
        {input.kind === 'boolean' ? (
          <input
            {...control}
            type="checkbox"
            checked={(shown === '' ? preset : shown) === 'true'}
            data-preset={written === undefined}
            onChange={({ target }) => commit(String(target.checked))}
          />
        ) : input.kind === 'choice' ? (
          <select {...control} value={shown} onChange={({ target }) => commit(target.value)}>
            {(!required || shown === '') && <option value="">{preset ?? said.none}</option>}
            {input.options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...control}
            type="text"
            value={shown}
            data-settled={shown === (written ?? '')}
            placeholder={preset ?? (required ? said.required : said.none)}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => setDraft(target.value)}
            onBlur={() => commit(shown)}
            onKeyDown={(event) => onKey(event, { commit, restore, step }, shown)}
          />
        )}
        {canStep && (
          <span className="inspector-stepper">
            <button type="button" tabIndex={-1} aria-label={said.decrease(name)} onClick={() => step(-1)}>
              <Minus size={12} aria-hidden />
            </button>
            <button type="button" tabIndex={-1} aria-label={said.increase(name)} onClick={() => step(1)}>
              <Plus size={12} aria-hidden />
            </button>
          </span>
        )}
      </div>
      {written !== undefined && !required && !isReadOnly ? (
        <button
          type="button"
          className="inspector-reset"
          aria-label={said.reset(name)}
          title={said.reset(name)}
          onClick={() => commit('')}
        >
          <RotateCcw size={12} aria-hidden />
        </button>
      ) : (
        <span className="inspector-reset" />
      )}
      <p id={`${id}-problem`} className="inspector-problem" aria-live="polite">
        {tell}
      </p>
    </div>
  );

  function step(by: 1 | -1): void {
    const next = stepped(argument, counted, by);
    if (next !== undefined) commit(next);
  }
}

interface Keys {
  readonly commit: (text: string) => void;
  readonly restore: () => void;
  readonly step: (by: 1 | -1) => void;
}

function onKey(event: KeyboardEvent, { commit, restore, step }: Keys, shown: string): void {
  if (event.nativeEvent.isComposing) return;
  if (event.key === 'Enter') commit(shown);
  else if (event.key === 'Escape') {
    restore();
    event.stopPropagation();
  } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    step(event.key === 'ArrowUp' ? 1 : -1);
    event.preventDefault();
  }
}

interface Drafted {
  readonly shown: string;
  readonly problem: string | Fault | undefined;
  setDraft(text: string): void;
  commit(text: string): void;
  restore(): void;
}

/** What is typed stands until the text has it: the old value never shows in between. */
function useDraft(argument: InspectedArgument, change: FieldProps['change']): Drafted {
  const { written = '' } = argument;
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string | Fault>();
  const [isMade, setMade] = useState(false);
  const [seen, setSeen] = useState(argument);
  // Every answer of the worker has new arguments: what was changed is in them.
  if (seen !== argument) {
    setSeen(argument);
    if (isMade) setDraft(undefined);
    setMade(false);
  }

  async function commit(text: string): Promise<void> {
    const value = text.trim();
    if (value === written) {
      restore();
      return;
    }
    setDraft(text);
    const fault = faultOf(argument, value);
    const refused = fault ?? (await change(value === '' ? undefined : value));
    setProblem(refused);
    setMade(refused === undefined);
  }

  function restore(): void {
    setDraft(undefined);
    setProblem(undefined);
  }

  return {
    shown: draft ?? written,
    problem,
    setDraft(text) {
      setDraft(text);
      setProblem(undefined);
    },
    commit: (text) => void commit(text),
    restore,
  };
}

function faultText(fault: Fault, said: (typeof words)['en']): string {
  switch (fault.kind) {
    case 'integer':
      return said.integer;
    case 'least':
      return said.least(fault.min);
    case 'required':
      return said.required;
  }
}
