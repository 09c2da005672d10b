/** Which diagnostic concerns which layer, group or step, so that each is seen in the drawing, however it is folded. */
import type { Examined } from '../analysis/examine.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { GraphNode } from '../graph/graph.ts';
import { nodePaths } from '../graph/path.ts';
import { operators } from '../operators/registry.ts';
import type { Step } from '../syntax/ast.ts';
import type { EdgeProblem } from './document.ts';
import type { Part, ScopeTree } from './hierarchy.ts';
import type { StepPlace } from './places.ts';

/** A step that made no layer. It is drawn before that part of its scope, or last. */
export interface Unbuilt {
  readonly step: Step;
  readonly before: number;
  readonly diagnostics: number[];
}

export interface Findings {
  readonly ofNode: ReadonlyMap<number, readonly number[]>;
  /** Of a group's own step. */
  readonly ofScope: ReadonlyMap<number, readonly number[]>;
  /** Of everything in a scope, its own included. */
  readonly within: ReadonlyMap<number, readonly number[]>;
  /** By scope, in the order of the source. */
  readonly unbuilt: ReadonlyMap<number, readonly Unbuilt[]>;
  readonly elsewhere: readonly number[];
}

export function findings(
  { diagnostics, compilation }: Examined,
  tree: ScopeTree,
  places: ReadonlyMap<number, StepPlace>,
): Findings {
  const { graph } = tree;
  const ofNode = new Map<number, number[]>();
  const ofScope = new Map<number, number[]>();
  const within = new Map<number, number[]>();
  const unbuilt = new Map<number, Unbuilt[]>();
  const elsewhere: number[] = [];
  const note = (map: Map<number, number[]>, id: number, index: number): void => {
    const known = map.get(id);
    if (known) known.push(index);
    else map.set(id, [index]);
  };
  const noteAround = (id: number, index: number): void => {
    for (let scope = graph.scopes[id]; scope; scope = graph.scopes[scope.parent ?? -1]) note(within, scope.id, index);
  };
  const byPath = diagnostics.some(({ node }) => node !== undefined)
    ? new Map(nodePaths(graph).map((path, id) => [path, id]))
    : new Map<string, number>();
  const main = compilation.file.path;
  diagnostics.forEach((diagnostic, index) => {
    const node = diagnostic.node === undefined ? undefined : graph.nodes[byPath.get(diagnostic.node) ?? -1];
    if (node) {
      note(ofNode, node.id, index);
      noteAround(node.scope, index);
      const branches = tree.branchesOf.get(node.id);
      if (branches) note(within, branches.id, index);
      return;
    }
    if (diagnostic.span.file !== main) {
      elsewhere.push(index);
      return;
    }
    const step = unbuiltStep(diagnostic, tree, places);
    const place = step && placeOf(step, tree);
    if (step && place) {
      const steps = unbuilt.get(place.scope) ?? [];
      unbuilt.set(place.scope, steps);
      const known = steps.find((each) => each.step === step.step);
      if (known) known.diagnostics.push(index);
      else steps.push({ step: step.step, before: place.before, diagnostics: [index] });
      noteAround(place.scope, index);
      return;
    }
    const part = innermost(diagnostic.span, tree);
    if (part?.kind === 'layer') note(ofNode, part.node.id, index);
    if (part?.kind === 'scope') note(ofScope, part.scope.id, index);
    if (part) noteAround(part.kind === 'layer' ? part.node.scope : part.scope.id, index);
    else elsewhere.push(index);
  });
  return { ofNode, ofScope, within, unbuilt, elsewhere };
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** The innermost step around an error, where it is one that should have made a layer and made none. */
function unbuiltStep(
  { severity, span }: Diagnostic,
  { graph }: ScopeTree,
  places: ReadonlyMap<number, StepPlace>,
): StepPlace | undefined {
  if (severity !== 'error') return undefined;
  let found: StepPlace | undefined;
  for (const place of places.values()) {
    const inside = contains(place.step.span, span);
    if (inside && (!found || place.step.span.start >= found.step.span.start)) found = place;
  }
  if (!found || !(found.step.kind === 'call' || found.step.kind === 'from' || found.step.kind === 'repeat'))
    return undefined;
  const at = found.step.span;
  const made = (each: { span: Span }): boolean => each.span.file === at.file && each.span.start === at.start;
  return graph.nodes.some(made) || graph.scopes.some((scope) => scope.kind !== 'branch' && made(scope))
    ? undefined
    : found;
}

/** The first scope in which the step's neighbours stand, or the branch that holds nothing but the step. */
function placeOf(
  { body, index }: StepPlace,
  { graph, parts }: ScopeTree,
): { scope: number; before: number } | undefined {
  const file = body.span.file;
  const earlier = new Set(body.steps.slice(0, index).map(({ span }) => span.start));
  const later = new Set(body.steps.slice(index + 1).map(({ span }) => span.start));
  for (const scope of graph.scopes) {
    if (scope.kind === 'merge') continue;
    const own = parts[scope.id] ?? [];
    if (
      scope.kind === 'branch' &&
      scope.span.start === body.span.start &&
      own.length === 0 &&
      scope.span.file === file
    ) {
      return { scope: scope.id, before: 0 };
    }
    let before = -1;
    own.forEach((part, position) => {
      const span = spanOf(part);
      if (span.file !== file) return;
      if (earlier.has(span.start)) before = position + 1;
      else if (before < 0 && later.has(span.start)) before = position;
    });
    if (before >= 0) return { scope: scope.id, before };
  }
  return undefined;
}

function spanOf(part: Part): Span {
  return part.kind === 'layer' ? part.node.span : part.scope.span;
}

/** The layer or group whose step is the shortest around the place. */
function innermost(span: Span, { graph }: ScopeTree): Part | undefined {
  let found: Part | undefined;
  let length = Number.POSITIVE_INFINITY;
  const offer = (part: Part): void => {
    const own = spanOf(part);
    if (!contains(own, span) || own.end - own.start >= length) return;
    found = part;
    length = own.end - own.start;
  };
  for (const scope of graph.scopes) if (scope.parent !== undefined) offer({ kind: 'scope', scope });
  for (const node of graph.nodes) offer({ kind: 'layer', node });
  return found;
}

/** Which of a layer's inputs is at fault for each of its diagnostics that come from its shape rule. */
export function inputProblems(
  node: GraphNode,
  own: readonly number[],
  nodes: readonly GraphNode[],
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<number, EdgeProblem> {
  const faults = new Map<number, EdgeProblem>();
  const operator = operators.get(node.op);
  const bound = operator?.parameters.every((each) => each.name in node.args || each.defaultIs !== undefined);
  if (!operator || !bound) return faults;
  const shapes = node.inputs.map((input) => nodes[input]?.shape ?? node.shape);
  for (const { code, message, place } of operator.shape(shapes, node.args).problems) {
    if (place?.kind === 'argument') continue;
    const input = place?.kind === 'input' ? place.index : node.inputs.length === 1 ? 0 : undefined;
    const diagnostic = own.find((each) => diagnostics[each]?.code === code && diagnostics[each]?.message === message);
    if (input === undefined || diagnostic === undefined || faults.has(input)) continue;
    const [first] = shapes;
    const came = shapes[input];
    faults.set(input, { diagnostic, shapes: [...(came ? [came] : []), ...(input > 0 && first ? [first] : [])] });
  }
  return faults;
}
