/** Networks side by side, as `netwright compare` has them: the open files, and networks of the zoo that are added. */
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { CompareAnswer, CompareQuestion } from '../../protocol.ts';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import { save } from './exports.ts';
import { modeOf } from './theme.ts';
import { shellWords } from './words.ts';
import { zooEntries, zooText } from './zoo.ts';

type Sort = NonNullable<CompareQuestion['sort']>;
const sorts: readonly Sort[] = ['parameters', 'macs', 'memory', 'depth', 'field', 'error', 'density'];

interface Chosen {
  readonly path: string;
  readonly text: string;
}

export function Compare({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const [added, setAdded] = useState<readonly Chosen[]>([]);
  const [baseline, setBaseline] = useState(0);
  const [sort, setSort] = useState<Sort | undefined>();
  const tabs = useStudioData((data) => data.tabs);
  const open = tabs.map(({ document }) => document);
  const networks = [...open.map(({ path: name, text }) => ({ path: name, text })), ...added];
  const answer = useComparison(path, networks, Math.min(baseline, networks.length - 1), sort);
  const add = async (name: string): Promise<void> => {
    const network = zooEntries.find((entry) => entry.name === name);
    if (network) {
      const text = await zooText(network);
      setAdded((all) => [...all, { path: `${network.name}.arch`, text }]);
    }
  };
  return (
    <div className="shell-compare">
      <div className="shell-compare-bar">
        <label>
          {words.compareAdd}
          <select value="" onChange={({ target }) => void add(target.value)}>
            <option value="" />
            {zooEntries.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.baseline}
          <select value={baseline} onChange={({ target }) => setBaseline(Number(target.value))}>
            {networks.map((network, index) => (
              <option key={network.path} value={index}>
                {network.path}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.sort}
          <select value={sort ?? ''} onChange={({ target }) => setSort(sorts.find((each) => each === target.value))}>
            <option value="">{words.sorted}</option>
            {sorts.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        {added.map(({ path: name }) => (
          <span key={name} className="shell-chip">
            {name}
            <button
              type="button"
              aria-label={`${words.remove}: ${name}`}
              onClick={() => setAdded((all) => all.filter((each) => each.path !== name))}
            >
              <X size={11} />
            </button>
          </span>
        ))}
        <span role="status">{answer ? '' : words.comparing}</span>
      </div>
      {answer && <Table answer={answer} />}
      {answer?.failures.map((failure) => (
        <p key={failure} className="shell-failure">
          {failure}
        </p>
      ))}
      {answer?.plots.map(({ title, svg }) => (
        <Plot key={title} title={title} svg={svg} onSave={() => void save(studio, `${title}.svg`, svg)} />
      ))}
    </div>
  );
}

function Table({ answer }: { readonly answer: CompareAnswer }) {
  return (
    <div className="shell-compare-table">
      <table>
        <thead>
          <tr>
            {answer.columns.map(({ heading, align }) => (
              <th key={heading} scope="col" style={{ textAlign: align }}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map(({ name, optimal, cells }) => (
            <tr key={name} data-optimal={optimal}>
              {cells.map((cell, index) => {
                const { heading = '', align = 'left' } = answer.columns[index] ?? {};
                return (
                  <td key={heading} style={{ textAlign: align }}>
                    {cell}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {answer.notes.map((note) => (
        <p key={note} className="shell-quiet">
          {note}
        </p>
      ))}
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
  const words = useWords(shellWords);
  const url = useMemo(() => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })), [svg]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <figure>
      <img src={url} alt={title} />
      <figcaption>
        {title}{' '}
        <button type="button" className="shell-quiet-button" onClick={onSave}>
          {words.save}
        </button>
      </figcaption>
    </figure>
  );
}

/** Undefined while it is made; the old one stays until then where only the texts changed. */
function useComparison(
  path: string,
  networks: readonly Chosen[],
  baseline: number,
  sort: Sort | undefined,
): CompareAnswer | undefined {
  const studio = useStudio();
  const theme = useStore(preferences, (each) => each.theme);
  const [answer, setAnswer] = useState<CompareAnswer>();
  const key = JSON.stringify([networks, baseline, sort, theme]);
  useEffect(() => {
    let isCurrent = true;
    const [asked, base, by] = JSON.parse(key) as [readonly Chosen[], number, Sort | null];
    const question = {
      networks: asked,
      baseline: base,
      sort: by ?? undefined,
      mode: modeOf(preferences.getState().theme),
    };
    // Not at every letter: plots take longer than a frame.
    const timer = setTimeout(() => {
      studio.worker.ask<'compare'>(path, { kind: 'compare', ...question }).then(
        (given) => isCurrent && setAnswer(given),
        (error: Error) => studio.notify(error.message),
      );
    }, 250);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [studio, path, key]);
  return answer;
}
