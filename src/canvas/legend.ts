/** The cards of a drawing and what is said on them, on frames too. */
import type { Examined } from '../analysis/examine.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { textAt } from '../diagnostics/lines.ts';
import type { Graph, GraphNode, Output, Scope } from '../graph/graph.ts';
import { formatCall } from '../graph/print.ts';
import { operators } from '../operators/registry.ts';
import type { CanvasBranches, CanvasView, CardCategory, Figures, GroupKind, NodeKind } from './document.ts';
import type { Findings, Unbuilt } from './findings.ts';
import { categoryOf, figuresOf, none, type Part, type ScopeTree, shareOf } from './hierarchy.ts';
import { type Card, type Legend, type Stack, unplaced } from './items.ts';
import { lastBranch, type StepPlace, writtenArguments } from './places.ts';

export interface Built {
  readonly stack: Stack;
  readonly tree: ScopeTree;
  readonly found: Findings;
  readonly places: ReadonlyMap<number, StepPlace>;
  readonly totals: Figures;
  /** The card in which each of the graph's nodes is seen. */
  readonly cardOf: readonly (Card | undefined)[];
  readonly nodeOfCard: ReadonlyMap<Card, GraphNode>;
}

/** The same while it is made. */
export interface Building extends Built {
  readonly examined: Examined;
  readonly graph: Graph;
  readonly view: CanvasView;
  readonly paths: readonly string[];
  readonly branches: ReadonlyMap<number, CanvasBranches>;
  readonly cardOf: (Card | undefined)[];
  readonly nodeOfCard: Map<Card, GraphNode>;
}

function newCard(
  node: NodeKind,
  category: CardCategory,
  legend: Legend,
  parent: string | undefined,
  group?: GroupKind,
): Card {
  return {
    kind: 'card',
    node,
    group,
    category,
    legend,
    parent,
    inputs: [],
    ...unplaced,
  };
}

export function layerCard(b: Building, node: GraphNode, parent: string | undefined): Card {
  const cost = b.examined.analysis?.layers[node.id];
  const figures = figuresOf(cost?.parameters ?? 0, cost?.macs ?? 0);
  const scope = b.paths[node.scope] ?? '';
  const isInput = node.op === 'input';
  const legend: Legend = {
    id: `${scope}${node.name}`,
    title: node.op,
    label: isInput ? undefined : node.label,
    arguments: isInput ? b.graph.input.name : layerArguments(node),
    count: undefined,
    shape: node.shape,
    figures,
    share: cost?.trainingOnly ? none : shareOf(figures.parameters, figures.macs, b.totals),
    span: node.span,
    ...placeOf(b, node.span),
    branches: undefined,
    diagnostics: b.found.ofNode.get(node.id) ?? [],
    certain: node.certain,
  };
  const category = isInput ? 'input' : (operators.get(node.op)?.category ?? 'arrangement');
  const card = newCard(isInput ? 'input' : 'layer', category, legend, parent);
  b.cardOf[node.id] = card;
  b.nodeOfCard.set(card, node);
  return card;
}

export function foldedCard(b: Building, scope: Scope, parent: string | undefined): Card {
  const { graph, tree } = b;
  const legend = { ...groupLegend(b, scope, wordsFor(b, scope)), diagnostics: b.found.within.get(scope.id) ?? [] };
  const sum = tree.sums[scope.id];
  const category = scope.kind === 'merge' ? 'merge' : sum ? categoryOf(sum) : 'group';
  const card = newCard('folded', category, legend, parent, scope.kind === 'network' ? undefined : scope.kind);
  // A scope's layers follow each other but for what stands in heads, which are at the end.
  for (let id = sum?.first ?? -1; id >= 0 && id <= (sum?.last ?? -1); id++) {
    if (id < graph.nodes.length) b.cardOf[id] = card;
  }
  const joined = tree.mergeOf.get(scope.id);
  if (joined) b.cardOf[joined.id] = card;
  return card;
}

export function unbuiltCard(b: Building, { step, diagnostics }: Unbuilt, parent: string | undefined): Card {
  const { span } = step;
  const text = textAt(b.examined.compilation.sources, span);
  const called = step.kind === 'call' ? step.callee.text : step.kind;
  const legend: Legend = {
    id: `unbuilt:${span.start}`,
    title: called,
    label: 'label' in step ? step.label?.text : undefined,
    arguments:
      step.kind === 'from' ? step.target.text : writtenArguments(text, { ...span, start: 0, end: text.length }),
    count: undefined,
    shape: undefined,
    figures: none,
    share: none,
    span,
    ...placeOf(b, span),
    branches: undefined,
    diagnostics,
    certain: false,
  };
  return newCard('unbuilt', 'unbuilt', legend, parent);
}

export function outputCard(
  b: Building,
  { name, node: id, weight, trainingOnly }: Output,
  parent: string | undefined,
): Card {
  const node = b.graph.nodes[id];
  const span = node?.span ?? b.graph.scopes[0]?.span ?? { file: '', start: 0, end: 0 };
  const role = [...(weight === 1 ? [] : [`weight ${weight}`]), ...(trainingOnly ? ['training only'] : [])].join(', ');
  const legend: Legend = {
    id: `output:${name}`,
    title: 'output',
    label: name === 'output' ? undefined : name,
    arguments: role,
    count: undefined,
    shape: node?.shape,
    figures: none,
    share: none,
    span,
    editable: span.file === b.examined.compilation.file.path,
    place: undefined,
    branches: undefined,
    diagnostics: [],
    certain: node?.certain ?? false,
  };
  const card = newCard('output', 'output', legend, parent);
  const source = b.cardOf[id];
  if (source) card.inputs.push(source);
  return card;
}

/** Of an open group. Those without a frame are known by their place. */
export function openLegend(b: Building, scope: Scope): Legend {
  const framed = scope.kind === 'block' || scope.kind === 'repeat' || scope.kind === 'head' || scope.kind === 'merge';
  const place = { title: `${scope.kind} ${scope.name.replace(/[[\]]/g, '')}`, written: '' };
  return groupLegend(b, scope, framed ? wordsFor(b, scope) : place);
}

interface Words {
  readonly title: string;
  readonly written: string;
}

function groupLegend(b: Building, scope: Scope, { title, written }: Words): Legend {
  const { tree, graph } = b;
  const sum = tree.sums[scope.id];
  const joined = tree.mergeOf.get(scope.id);
  const last = joined ?? graph.nodes[sum?.last ?? -1];
  const at = placeOf(b, scope.span);
  return {
    id: b.paths[scope.id] ?? '',
    title,
    label: scope.label,
    arguments: written,
    count: scope.kind === 'repeat' ? (tree.parts[scope.id]?.length ?? 0) : undefined,
    shape: last?.shape,
    figures: figuresOf(sum?.parameters ?? 0, sum?.macs ?? 0),
    share: shareOf(sum?.deployedParameters ?? 0, sum?.deployedMacs ?? 0, b.totals),
    span: scope.span,
    editable: at.editable,
    place: scope.kind === 'branch' || scope.kind === 'iteration' ? undefined : at.place,
    branches: at.editable ? branchesAt(b, scope) : undefined,
    diagnostics: b.found.ofScope.get(scope.id) ?? [],
    certain: last?.certain ?? false,
  };
}

function placeOf(b: Building, span: Span): Pick<Legend, 'editable' | 'place'> {
  const editable = span.file === b.examined.compilation.file.path;
  return { editable, place: editable ? b.places.get(span.start)?.gap : undefined };
}

function branchesAt({ branches, places }: Building, { kind, span }: Scope): CanvasBranches | undefined {
  if (kind === 'branch') return branches.get(span.start);
  const step = kind === 'merge' ? places.get(span.start) : undefined;
  return step && lastBranch(step);
}

const namedParts = 3;

/** A block with its call; of a repeat, a branch or a head what is in it. */
function wordsFor(b: Building, scope: Scope): Words {
  const { tree } = b;
  if (scope.kind === 'block') {
    return { title: scope.block ?? scope.name, written: blockArguments(b, scope) };
  }
  if (scope.kind === 'merge') {
    const op = tree.mergeOf.get(scope.id)?.op ?? scope.name;
    return { title: `${op} of ${tree.parts[scope.id]?.length ?? 0}`, written: '' };
  }
  const parts = tree.parts[scope.id] ?? [];
  const [first] = parts;
  if (scope.kind === 'repeat' && first?.kind === 'scope') return wordsFor(b, first.scope);
  if (parts.length === 1 && first?.kind === 'scope') return wordsFor(b, first.scope);
  if (parts.length === 1 && first?.kind === 'layer') {
    return { title: first.node.op, written: layerArguments(first.node) };
  }
  const names = parts.slice(0, namedParts).map((part) => nameOf(tree, part));
  return { title: `${names.join(', ')}${parts.length > namedParts ? ', ...' : ''}`, written: '' };
}

/**
 * In the network's own stack what is written. Within a block that would be the names of its parameters, which say
 * nothing of this instance: there, where the block is one convolution or dense layer with what follows it, that layer's.
 */
function blockArguments({ graph, tree, examined }: Building, scope: Scope): string {
  let around = graph.scopes[scope.parent ?? 0];
  while (around?.parent !== undefined && around.kind !== 'block') around = graph.scopes[around.parent];
  if (around?.kind !== 'block') {
    return writtenArguments(examined.compilation.sources.get(scope.span.file)?.text ?? '', scope.span);
  }
  const weighted = tree.sums[scope.id]?.weighted;
  return weighted === undefined || weighted === 'many' ? '' : layerArguments(weighted);
}

function layerArguments(node: GraphNode): string {
  if (operators.get(node.op)?.parameters.length === 0) return '';
  return formatCall(node).slice(node.op.length + 1, -1);
}

function nameOf(tree: ScopeTree, part: Part): string {
  if (part.kind === 'layer') return part.node.op;
  return part.scope.block ?? tree.mergeOf.get(part.scope.id)?.op ?? part.scope.kind;
}
