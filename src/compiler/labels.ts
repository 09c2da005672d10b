/** Looks for a label that is not in sight, to say why it cannot be reached. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Body, Module, Name } from '../syntax/ast.ts';
import { walkSteps } from './walk.ts';

/**
 * The label `name` elsewhere in the block or network that holds the step at `from`: further down (`later`) or inside
 * braces that have closed.
 */
export function labelElsewhere(
  module: Module,
  name: string,
  from: Span,
): { readonly span: Span; readonly reason: 'later' | 'closed' } | undefined {
  const definitions = [...module.blocks, ...(module.network ? [module.network] : [])];
  const around = definitions.find(({ span }) => span.start <= from.start && from.end <= span.end);
  const label = around && labelsOf(around.body).find((each) => each.text === name);
  return label && { span: label.span, reason: label.span.start > from.start ? 'later' : 'closed' };
}

function labelsOf(body: Body): Name[] {
  const labels: Name[] = [];
  walkSteps(body, (step) => {
    if ('label' in step && step.label) labels.push(step.label);
  });
  return labels;
}
