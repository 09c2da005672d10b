/** The totals, always in sight, each with its rule. */
import { Tooltip } from 'radix-ui';
import { useState } from 'react';
import type { Totals } from '../../../analysis/analyse.ts';
import { formatCount, formatMebibytes, formatShort, formatSize } from '../../../analysis/format.ts';
import { type RuleName, rules } from '../../../analysis/rules.ts';
import { useTab, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import { shellWords } from './words.ts';

export function Status({ path }: { readonly path: string }) {
  const words = useWords(shellWords);
  const state = useTab(path, (tab) => tab.state);
  const severities = state?.diagnostics.map(({ severity }) => severity) ?? [];
  const errors = severities.filter((severity) => severity === 'error').length;
  const warnings = severities.length - errors;
  return (
    <footer className="shell-status" data-part="status">
      <strong className="shell-network">{state?.network ?? ''}</strong>
      <Figures totals={state?.totals} />
      <button
        type="button"
        className="shell-count"
        data-errors={errors > 0}
        onClick={() => preferences.setState({ table: 'problems' })}
      >
        {errors > 0 && words.errors(errors)}
        {errors > 0 && warnings > 0 && ', '}
        {warnings > 0 && words.warnings(warnings)}
        {severities.length === 0 && words.noProblems}
      </button>
    </footer>
  );
}

/** While the text has no network, those of the last one that it had, dimmed: nothing jumps while one types. */
function Figures({ totals }: { readonly totals: Totals | undefined }) {
  const words = useWords(shellWords);
  const [last, setLast] = useState(totals);
  if (totals && totals !== last) setLast(totals);
  const shown = totals ?? last;
  if (!shown) return null;
  const { parameters, macs, activationBytes, depth, receptiveField } = shown;
  const memory = `${formatCount(activationBytes)} B`;
  return (
    <Tooltip.Provider delayDuration={300}>
      <ul className="shell-figures" aria-label={words.totals} data-old={totals === undefined}>
        <Figure rule="parameters" name={words.parameters} text={formatCount(parameters)} width={11} />
        <Figure rule="macs" name={words.macs} text={formatShort(macs)} exact={formatCount(macs)} width={8} />
        <Figure
          rule="activation_bytes"
          name={words.activation}
          text={formatMebibytes(activationBytes)}
          exact={memory}
          width={9}
        />
        <Figure rule="depth" name={words.depth} text={formatCount(depth)} width={4} />
        <Figure rule="receptive_field" name={words.field} text={formatSize(receptiveField)} width={4} />
      </ul>
    </Tooltip.Provider>
  );
}

interface FigureProps {
  readonly rule: RuleName;
  readonly name: string;
  readonly text: string;
  /** Where the text is rounded. */
  readonly exact?: string;
  /** At least so many digits wide. */
  readonly width: number;
}

function Figure({ rule, name, text, exact = text, width }: FigureProps) {
  const definition = rules.find((each) => each.name === rule);
  return (
    <li>
      <Tooltip.Root>
        <Tooltip.Trigger
          className="shell-figure"
          data-figure={rule}
          onClick={() => preferences.setState({ table: 'layers' })}
        >
          <span>{name}</span> <b style={{ minWidth: `${width}ch` }}>{text}</b>
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content className="shell-popover shell-rule" sideOffset={6} collisionPadding={8}>
            <strong>
              {definition?.title}: {exact}
            </strong>
            <p>{definition?.text}</p>
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </li>
  );
}
