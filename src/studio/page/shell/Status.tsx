/** The totals, always in sight, each with its rule. */
import type { Totals } from '../../../analysis/analyse.ts';
import { formatCount, formatMebibytes, formatShort, formatSize } from '../../../analysis/format.ts';
import { type RuleName, shortRule } from '../../../analysis/rules.ts';
import { useTab, useWords } from '../context.tsx';
import { ui } from './ui.ts';
import { shellWords } from './words.ts';

export function Status({ path }: { readonly path: string }) {
  const words = useWords(shellWords);
  const state = useTab(path, (tab) => tab.state);
  const severities = state?.diagnostics.map(({ severity }) => severity) ?? [];
  const errors = severities.filter((severity) => severity === 'error').length;
  const warnings = severities.length - errors;
  return (
    <footer className="shell-status">
      <strong className="shell-network">{state?.network ?? ''}</strong>
      {state?.totals && <Figures totals={state.totals} />}
      <button
        type="button"
        className="shell-count"
        data-errors={errors > 0}
        onClick={() => ui.setState({ bottom: 'problems' })}
      >
        {errors > 0 && words.errors(errors)}
        {errors > 0 && warnings > 0 && ', '}
        {warnings > 0 && words.warnings(warnings)}
        {severities.length === 0 && words.noProblems}
      </button>
    </footer>
  );
}

function Figures({ totals }: { readonly totals: Totals }) {
  const words = useWords(shellWords);
  const figures: readonly (readonly [rule: RuleName, name: string, short: string, exact: string])[] = [
    ['parameters', words.parameters, formatShort(totals.parameters), formatCount(totals.parameters)],
    ['macs', words.macs, formatShort(totals.macs), formatCount(totals.macs)],
    [
      'activation_bytes',
      words.activation,
      formatMebibytes(totals.activationBytes),
      formatCount(totals.activationBytes),
    ],
    ['depth', words.depth, formatCount(totals.depth), formatCount(totals.depth)],
    ['receptive_field', words.field, formatSize(totals.receptiveField), formatSize(totals.receptiveField)],
  ];
  return (
    <dl className="shell-figures">
      {figures.map(([rule, name, short, exact]) => (
        <div key={rule} title={`${exact}: ${shortRule(rule)}`} data-figure={rule}>
          <dt>{name}</dt>
          <dd>{rule === 'parameters' ? exact : short}</dd>
        </div>
      ))}
    </dl>
  );
}
