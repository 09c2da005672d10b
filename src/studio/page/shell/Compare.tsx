/** Networks side by side, as `netwright compare` has them: the open files, and networks of the zoo that are added. */
import { Download, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { CompareAnswer, CompareQuestion } from '../../protocol.ts';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import { attempt } from './actions.ts';
import { csv } from './csv.ts';
import { save } from './exports.ts';
import { modeOf } from './theme.ts';
import { compare, ui } from './ui.ts';
import { shellWords } from './words.ts';
import { zooEntries, zooText } from './zoo.ts';

type Sort = NonNullable<CompareQuestion['sort']>;
const sorts: readonly Sort[] = ['parameters', 'macs', 'memory', 'depth', 'field', 'error', 'density'];

export function Compare({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const open = useStudioData(useShallow(({ tabs }) => tabs.map(({ document }) => document)));
  const { added, left, baseline, sort } = useStore(ui, ({ comparison }) => comparison);
  const mode = useStore(preferences, ({ theme }) => modeOf(theme));
  const networks = useMemo(
    () => [...open.filter((each) => !left.includes(each.path)).map(({ path, text }) => ({ path, text })), ...added],
    [open, left, added],
  );
  const question = useMemo((): CompareQuestion => {
    const base = networks.findIndex((each) => each.path === baseline);
    return { networks, baseline: Math.max(0, base), sort, mode };
  }, [networks, baseline, sort, mode]);
  const { answer, isNew } = useComparison(path, question);
  return (
    <div className="shell-compare">
      <div className="shell-compare-bar">
        <Choice label={words.compareAdd} value="" onChoose={(name) => attempt(studio, add(name))}>
          <option value="" />
          {left.filter((each) => open.some((document) => document.path === each)).map(option)}
          {zooEntries.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </Choice>
        <Choice label={words.baseline} value={baseline ?? ''} onChoose={(value) => compare({ baseline: value })}>
          {networks.map((each) => option(each.path))}
        </Choice>
        <Choice
          label={words.sort}
          value={sort ?? ''}
          onChoose={(value) => compare({ sort: sorts.find((each) => each === value) })}
        >
          <option value="">{words.sorted}</option>
          {sorts.map((each) => (
            <option key={each} value={each}>
              {words.sorts[each]}
            </option>
          ))}
        </Choice>
        {answer && answer.rows.length > 0 && (
          <button
            type="button"
            className="shell-small"
            onClick={() => attempt(studio, save(studio, 'comparison.csv', table(answer)))}
          >
            <Download size={12} /> CSV
          </button>
        )}
        <span role="status" className="shell-busy">
          {isNew ? '' : words.comparing}
        </span>
      </div>
      <ul className="shell-chips" aria-label={words.compared}>
        {networks.map((each) => (
          <li key={each.path} className="shell-chip">
            {each.path}
            <button
              type="button"
              className="shell-close"
              aria-label={`${words.remove}: ${each.path}`}
              onClick={() => remove(each.path)}
            >
              <X size={11} />
            </button>
          </li>
        ))}
      </ul>
      {networks.length === 0 && <p className="shell-quiet">{words.compareNone}</p>}
      {answer && <Table answer={answer} />}
      {answer?.failures.map((failure) => (
        <p key={failure} className="shell-failure">
          {failure}
        </p>
      ))}
      <div className="shell-plots">
        {answer?.plots.map(({ title, svg }) => (
          <Plot key={title} title={title} svg={svg} onSave={() => attempt(studio, save(studio, `${title}.svg`, svg))} />
        ))}
      </div>
    </div>
  );

  async function add(name: string): Promise<void> {
    if (left.includes(name)) return compare({ left: left.filter((each) => each !== name) });
    const network = zooEntries.find((entry) => entry.name === name);
    if (!network || added.some((each) => each.path === network.title)) return;
    const text = await zooText(network);
    compare({ added: [...ui.getState().comparison.added, { path: network.title, text }] });
  }

  function remove(name: string): void {
    if (open.some((document) => document.path === name)) compare({ left: [...left, name] });
    else compare({ added: added.filter((each) => each.path !== name) });
  }
}

function option(value: string) {
  return (
    <option key={value} value={value}>
      {value}
    </option>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: React.ReactNode;
}

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChoose(target.value)}>
        {children}
      </select>
    </label>
  );
}

function table({ columns, rows }: CompareAnswer): string {
  return csv([
    ['network', ...columns.map(({ heading }) => heading)],
    ...rows.map(({ name, cells }) => [name, ...cells]),
  ]);
}

function Table({ answer }: { readonly answer: CompareAnswer }) {
  const words = useWords(shellWords);
  const { rows, notes } = answer;
  if (rows.length === 0) return null;
  // Headings are not unique: each figure may have its ratio behind it.
  const columns = answer.columns.map((column, index) => ({ ...column, index, key: `${index} ${column.heading}` }));
  return (
    <div className="shell-compare-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.network}</th>
            {columns.map(({ key, heading, align }) => (
              <th key={key} scope="col" style={{ textAlign: align }}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, optimal, cells }) => (
            <tr key={name} data-optimal={optimal}>
              <th scope="row">{name}</th>
              {columns.map(({ key, index, align }) => (
                <td key={key} style={{ textAlign: align }}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="shell-notes">{notes.join('; ')}</p>
    </div>
  );
}

interface PlotProps {
  readonly title: string;
  readonly svg: string;
  readonly onSave: () => void;
}

/** As a picture: nothing in it can run. */
function Plot({ title, svg, onSave }: PlotProps) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return (
    <figure>
      {url !== undefined && <img src={url} alt={title} />}
      <figcaption>
        {title}
        <button type="button" className="shell-small" onClick={onSave}>
          <Download size={12} /> SVG
        </button>
      </figcaption>
    </figure>
  );
}

/** The old answer stays until the new one is there. */
function useComparison(path: string, question: CompareQuestion) {
  const studio = useStudio();
  const [given, setGiven] = useState<{ readonly question: CompareQuestion; readonly answer: CompareAnswer }>();
  useEffect(() => {
    let isCurrent = true;
    // Not at every letter: plots take longer than a frame.
    const timer = setTimeout(() => {
      const asked = studio.worker.ask<'compare'>(path, { kind: 'compare', ...question });
      attempt(
        studio,
        asked.then((answer) => isCurrent && setGiven({ question, answer })),
      );
    }, 250);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [studio, path, question]);
  return { answer: given?.answer, isNew: given?.question === question };
}
