/** A step as the inspector shows it. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Document } from '../../language/document.ts';
import { keywordTable } from '../../language/keywords.ts';
import { factsOf, type Instance } from '../../language/steps.ts';
import type { InputStep, RepeatStep, Step } from '../../syntax/ast.ts';
import type { InspectedArgument, Inspection } from '../protocol.ts';
import { callArguments, calledBy } from './inspected-arguments.ts';
import { type LayerRange, rangeOf, type Selected } from './selected.ts';
import { workedLines } from './worked.ts';

type Figures = Pick<Inspection, 'entering' | 'leaving' | 'instances' | 'parameters' | 'macs' | 'worked'>;
type Words = Pick<Inspection, 'title' | 'kind' | 'signature' | 'doc' | 'label' | 'arguments' | 'count'>;

export function inspectStep(document: Document, selected: Selected, node: string | undefined): Inspection {
  const { module, step } = selected;
  const isMain = module === document.module;
  return {
    step: isMain ? step.span : undefined,
    definition: undefined,
    ...wordsOf(selected),
    ...figuresOf(document, selected, node),
    diagnostics: diagnosticsOf(document, step.span),
  };
}

function wordsOf({ module, step }: Selected): Words {
  const label = 'label' in step ? step.label?.text : undefined;
  const plain = { signature: undefined, label, arguments: [], count: undefined };
  const { text } = module.file;
  switch (step.kind) {
    case 'call': {
      const title = step.callee.text;
      const called = calledBy(module, title);
      if (!called) return { ...plain, title, kind: 'other', doc: standsFor };
      const { signature, doc, braces } = called.callee;
      const kind = called.kind === 'operator' && braces === 'branches' ? 'merge' : called.kind;
      return { ...plain, title, kind, signature, doc, arguments: callArguments(module, step, called) };
    }
    case 'input':
      return { ...keyword(step), ...plain, kind: 'input', arguments: [shapeField(step, text)] };
    case 'repeat':
      return { ...keyword(step), ...plain, kind: 'repeat', count: countOf(step, text) };
    case 'head':
      return { ...keyword(step), ...plain, title: step.name.text, kind: 'head' };
    default:
      return { ...keyword(step), ...plain, kind: 'other' };
  }
}

/** Of a parameter that is called. */
const standsFor = 'A name that stands for a block: what it is was said where the block around it is called.';

function keyword({ kind }: Step): Pick<Words, 'title' | 'doc'> {
  return { title: kind, doc: keywordTable.get(kind)?.doc ?? '' };
}

function shapeField({ shape: { span } }: InputStep, text: string): InspectedArgument {
  return {
    name: 'shape',
    doc: 'channels, height and width',
    written: text.slice(span.start, span.end),
    preset: undefined,
    required: true,
    input: { kind: 'text' },
  };
}

/** As `set-count` takes it: of a range the length. */
function countOf({ start, end }: RepeatStep, text: string): string {
  const written = ({ span }: { readonly span: Span }): string => text.slice(span.start, span.end);
  if (!start || (start.kind === 'number' && start.value === 0)) return written(end);
  if (start.kind === 'number' && end.kind === 'number') return String(end.value - start.value);
  return `${written(end)} - ${written(start)}`;
}

/** Of the card or frame that `node` names; without it, of all expansions, and what is worked is the first's. */
function figuresOf(document: Document, selected: Selected, node: string | undefined): Figures {
  const { analysis, compilation } = document.examined;
  const { graph } = compilation;
  const isMain = selected.module === document.module;
  const instances = isMain ? factsOf(document, selected.step).instances : [];
  if (!graph || !analysis) return { ...nothing, instances: instances.length };
  const range = node === undefined ? undefined : rangeOf(graph, node);
  const shown = range ? [partOf(graph, range, instances)] : instances;
  let parameters = 0;
  let macs = 0;
  for (const { first, last } of shown) {
    for (const layer of analysis.layers.slice(first, last + 1)) {
      parameters += layer.parameters;
      macs += layer.macs;
    }
  }
  const [one] = shown;
  const layer = graph.nodes[one?.last ?? -1];
  const { start, file } = selected.step.span;
  return {
    entering: one?.entering,
    leaving: one?.leaving,
    instances: Math.max(instances.length, shown.length),
    parameters,
    macs,
    worked: layer?.span.start === start && layer.span.file === file ? workedLines(graph, analysis, layer) : [],
  };
}

const nothing: Figures = {
  entering: undefined,
  leaving: undefined,
  instances: 0,
  parameters: 0,
  macs: 0,
  worked: [],
};

type Part = Pick<Instance, 'first' | 'last' | 'entering' | 'leaving'>;

/** The layers of a card, with the shapes of the expansion that ends, or begins, with them. */
function partOf({ nodes }: Graph, { first, last }: LayerRange, instances: readonly Instance[]): Part {
  const around = instances.find((each) => each.first <= first && last <= each.last);
  const inputs = nodes[first]?.inputs ?? [];
  const isMerge = inputs.length > 1;
  const isBegin = around?.first === first || isMerge;
  return {
    first,
    last,
    entering: around && isBegin ? around.entering : nodes[inputs[0] ?? -1]?.shape,
    leaving: around?.last === last ? around.leaving : nodes[last]?.shape,
  };
}

/** Those within the step, by their places in the examined source. */
export function diagnosticsOf({ examined }: Document, { file, start, end }: Span): readonly number[] {
  return examined.diagnostics.flatMap(({ span }, index) =>
    span.file === file && start <= span.start && span.end <= end ? [index] : [],
  );
}
