/** The step's figures, or the network's, each with its rule. */
import type { Totals } from '../../../analysis/analyse.ts';
import { formatCount, formatMebibytes, formatSize } from '../../../analysis/format.ts';
import { type RuleName, shortRule } from '../../../analysis/rules.ts';
import { formatShape, type Shape } from '../../../operators/operator.ts';
import type { Inspection } from '../../protocol.ts';
import { useWords } from '../context.tsx';
import type { Inspected } from './inspection.ts';
import { words } from './words.ts';

export function Figures({ inspected: { inspection, isOne } }: { readonly inspected: Inspected }) {
  const said = useWords(words);
  const { kind, entering, leaving, instances, parameters, macs, worked, step } = inspection;
  // A `skip` makes no layer wherever it stands.
  const isUnreached = instances === 0 && step !== undefined && kind !== 'other';
  return (
    <section className="inspector-figures" aria-label={said.figures}>
      <Shapes entering={entering} leaving={leaving} />
      {instances > 1 && <p className="inspector-note">{isOne ? said.oneOf(instances) : said.instances(instances)}</p>}
      {isUnreached && <p className="inspector-note">{said.unreached}</p>}
      {instances > 0 && (
        <dl>
          <Figure rule="parameters" value={formatCount(parameters)} />
          <Figure rule="macs" value={formatCount(macs)} />
        </dl>
      )}
      {worked.length > 0 && (
        <>
          <h3>{said.worked}</h3>
          <pre className="inspector-worked">{worked.join('\n')}</pre>
        </>
      )}
    </section>
  );
}

interface SummaryProps {
  readonly inspection: Inspection;
  readonly totals: Totals;
}

export function Summary({ inspection: { entering, leaving }, totals }: SummaryProps) {
  const said = useWords(words);
  return (
    <section className="inspector-figures" aria-label={said.figures}>
      <Shapes entering={entering} leaving={leaving} />
      <dl>
        <Figure rule="parameters" value={formatCount(totals.parameters)} isExplained />
        <Figure rule="macs" value={formatCount(totals.macs)} isExplained />
        <Figure rule="flops" value={formatCount(totals.flops)} isExplained />
        <Figure rule="activation_bytes" value={formatMebibytes(totals.activationBytes)} isExplained />
        <Figure rule="training_bytes" value={formatMebibytes(totals.trainingBytes)} isExplained />
        <Figure rule="buffers" value={formatCount(totals.buffers)} isExplained />
        <Figure rule="depth" value={formatCount(totals.depth)} isExplained />
        <Figure rule="receptive_field" value={formatSize(totals.receptiveField)} isExplained />
      </dl>
    </section>
  );
}

interface ShapesProps {
  readonly entering: Shape | undefined;
  readonly leaving: Shape | undefined;
}

function Shapes({ entering, leaving }: ShapesProps) {
  const said = useWords(words);
  const shapes = [entering, leaving].filter((shape) => shape !== undefined).map(formatShape);
  if (shapes.length === 0) return null;
  return (
    <p className="inspector-shapes">
      <span className="inspector-hidden">{said.shapes} </span>
      {shapes.join(' → ')}
    </p>
  );
}

type Shown = Extract<keyof (typeof words)['en'], RuleName>;

interface FigureProps {
  readonly rule: Shown;
  readonly value: string;
  readonly isExplained?: boolean;
}

function Figure({ rule, value, isExplained = false }: FigureProps) {
  const said = useWords(words);
  return (
    <div title={shortRule(rule)}>
      <dt>{said[rule]}</dt>
      <dd>{value}</dd>
      {isExplained && <dd className="inspector-rule">{shortRule(rule)}</dd>}
    </div>
  );
}
