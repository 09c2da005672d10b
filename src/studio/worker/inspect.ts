/** What the inspector shows: what can be changed at a place, and its figures with the arithmetic. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Document } from '../../language/document.ts';
import type { Inspection } from '../protocol.ts';
import { diagnosticsOf, inspectStep } from './inspect-step.ts';
import { parameterFields } from './inspected-arguments.ts';
import { type DefinitionIn, definitionAt, rangeOf, type Selected, stepAt } from './selected.ts';

/**
 * Of the innermost step that holds the span; where there is none, of the block or network around it. `node`: the
 * canvas's id of the card or frame that is meant, where the step was expanded several times.
 */
export function inspect(document: Document, span: Span, node: string | undefined): Inspection | undefined {
  const selected = stepAt(document, span);
  if (selected) return inspectStep(document, selected, isOf(document, selected, node) ? node : undefined);
  const around = definitionAt(document, span);
  return around && inspectDefinition(document, around);
}

/** A message at one step (a branch) may name the card of another (its merge). */
function isOf({ examined }: Document, { step: { span } }: Selected, node: string | undefined): boolean {
  const { graph } = examined.compilation;
  const range = graph && node !== undefined && !node.endsWith('/') ? rangeOf(graph, node) : undefined;
  const own = range && graph?.nodes[range.first]?.span;
  return !own || own.file !== span.file || (span.start <= own.start && own.end <= span.end);
}

/** Its parameters with their defaults; the totals are the network's. */
function inspectDefinition(document: Document, { module, definition }: DefinitionIn): Inspection {
  const { graph } = document.examined.compilation;
  const isMain = module === document.module;
  const isNetwork = isMain && definition.kind === 'network';
  const totals = isNetwork ? document.examined.analysis?.totals : undefined;
  const { name, doc, span } = definition;
  const asBlock = { ...definition, kind: 'block' as const };
  return {
    step: undefined,
    definition: isMain ? name.text : undefined,
    title: name.text,
    kind: 'other',
    signature: undefined,
    doc,
    label: undefined,
    arguments: parameterFields(module, asBlock),
    count: undefined,
    entering: isNetwork ? graph?.input.shape : undefined,
    leaving: isNetwork ? graph?.nodes[graph.outputs[0]?.node ?? -1]?.shape : undefined,
    instances: isNetwork && graph ? 1 : 0,
    parameters: totals?.parameters ?? 0,
    macs: totals?.macs ?? 0,
    worked: [],
    diagnostics: diagnosticsOf(document, span),
  };
}
