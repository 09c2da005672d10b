/** Steps of the main file and what became of them in the graph: one layer, a block's layers, or one such a call. */

import { bodiesOf } from '../compiler/walk.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Shape } from '../operators/operator.ts';
import { operators } from '../operators/registry.ts';
import type { Body, BranchItem, Step } from '../syntax/ast.ts';
import { type Document, fileOf } from './document.ts';

/** One expansion of a step: its layers are those from `first` to `last`. */
export interface Instance {
  readonly first: number;
  readonly last: number;
  /** Undefined where it cannot be told. */
  readonly entering: Shape | undefined;
  readonly leaving: Shape | undefined;
  /** The shapes do not follow from an error. */
  readonly certain: boolean;
}

export interface StepFacts {
  readonly instances: readonly Instance[];
  /** Of all instances. */
  readonly parameters: number;
  readonly macs: number;
  /** Of the first. */
  readonly first: { readonly parameters: number; readonly macs: number };
  /** The first layer's shape formula with its numbers; empty for a step of several layers. */
  readonly worked: readonly string[];
  /** The layer's operator, where the step is one layer. */
  readonly operator: string | undefined;
}

export type InstanceIndex = ReadonlyMap<number, readonly Instance[]>;

/** By the offset at which the step begins. Time proportional to the number of layers and scopes. */
export function instanceIndex(document: Document): InstanceIndex {
  const { graph } = document.examined.compilation;
  const index = new Map<number, Instance[]>();
  if (!graph) return index;
  const { path } = fileOf(document);
  const { nodes, scopes } = graph;
  const first: number[] = new Array(scopes.length).fill(-1);
  const last: number[] = new Array(scopes.length).fill(-1);
  const extend = (scope: number, from: number, to: number): void => {
    if (first[scope] === -1 || from < (first[scope] ?? 0)) first[scope] = from;
    if (to > (last[scope] ?? -1)) last[scope] = to;
  };
  for (const node of nodes) extend(node.scope, node.id, node.id);
  // Parents have smaller ids.
  for (let id = scopes.length - 1; id > 0; id--) {
    const parent = scopes[id]?.parent;
    if (parent !== undefined && (last[id] ?? -1) >= 0) extend(parent, first[id] ?? 0, last[id] ?? 0);
  }
  const shapeOf = (id: number | undefined): Shape | undefined => (id === undefined ? undefined : nodes[id]?.shape);
  const add = (span: Span, from: number, to: number): void => {
    if (span.file !== path) return;
    const end = nodes[to];
    const instances = index.get(span.start) ?? [];
    index.set(span.start, instances);
    // A block that calls itself: the outer call holds the inner one.
    if (from <= (instances.at(-1)?.last ?? -1)) return;
    const entering = shapeOf(nodes[from]?.inputs[0]);
    instances.push({ first: from, last: to, entering, leaving: end?.shape, certain: end?.certain ?? false });
  };
  for (const { id, kind, span } of scopes) {
    const [from, to] = [first[id] ?? -1, last[id] ?? -1];
    if (from < 0) continue;
    if (kind === 'block' || kind === 'repeat' || kind === 'head') add(span, from, to);
  }
  // The layer of a merge stands behind those of its branches.
  const merges = new Map<number, number>();
  for (const { id, kind, span } of scopes) {
    if (kind !== 'merge' || span.file !== path) continue;
    const layer = (last[id] ?? -1) + 1;
    if (last[id] !== -1 && nodes[layer]?.span.start === span.start) merges.set(layer, first[id] ?? layer);
  }
  for (const { id, span, op } of nodes) {
    if (op !== 'input') add(span, merges.get(id) ?? id, id);
    else if (span.file === path) {
      const shape = shapeOf(id);
      index.set(span.start, [{ first: id, last: id, entering: undefined, leaving: shape, certain: true }]);
    }
  }
  return index;
}

export function factsOf(document: Document, step: Step, index: InstanceIndex = instanceIndex(document)): StepFacts {
  const { compilation, analysis } = document.examined;
  const instances = (index.get(step.span.start) ?? []).map((each) =>
    endsElsewhere(document, step) ? { ...each, leaving: undefined } : each,
  );
  const sums = instances.map(({ first, last }) => {
    let parameters = 0;
    let macs = 0;
    for (let id = first; id <= last; id++) {
      parameters += analysis?.layers[id]?.parameters ?? 0;
      macs += analysis?.layers[id]?.macs ?? 0;
    }
    return { parameters, macs };
  });
  const one = instances[0];
  const node = one && compilation.graph?.nodes[one.last];
  const isLayer = node !== undefined && step.kind === 'call' && node.span.start === step.span.start;
  const operator = isLayer ? operators.get(node.op) : undefined;
  const inputs = isLayer ? node.inputs.map((id) => compilation.graph?.nodes[id]?.shape ?? []) : [];
  const fits =
    isLayer && node.certain && inputs.every((shape): shape is Shape => shape.length === 1 || shape.length === 3);
  return {
    instances,
    parameters: sums.reduce((sum, each) => sum + each.parameters, 0),
    macs: sums.reduce((sum, each) => sum + each.macs, 0),
    first: sums[0] ?? { parameters: 0, macs: 0 },
    worked: (fits && operator?.worked?.(inputs as readonly Shape[], node.args)) || [],
    operator: operator?.name,
  };
}

/** The stack that a step runs ends in `from`: what leaves is no layer of its own. */
function endsElsewhere({ module }: Document, step: Step): boolean {
  const seen = new Set<Body>();
  const ends = (body: Body | undefined): boolean => {
    if (!body || seen.has(body)) return false;
    seen.add(body);
    const last = body.steps.at(-1);
    if (last?.kind === 'from') return true;
    if (last?.kind === 'if') return [...last.cases.map((each) => each.body), last.otherwise].some(ends);
    if (last?.kind === 'repeat') return ends(last.body);
    return last?.kind === 'call' && ends(module.blocks.get(last.callee.text)?.definition.body);
  };
  if (step.kind === 'repeat' || step.kind === 'head') return ends(step.body);
  return step.kind === 'call' && ends(module.blocks.get(step.callee.text)?.definition.body);
}

/** The different shapes of the instances, in order. */
export function shapesOf(shapes: readonly (Shape | undefined)[]): readonly Shape[] {
  const found = new Map<string, Shape>();
  for (const shape of shapes) if (shape) found.set(shape.join('x'), shape);
  return [...found.values()];
}

/** The steps that hold an offset, outermost first. */
export function stepsAround({ module }: Document, offset: number): readonly Step[] {
  const { blocks, network } = module.syntax;
  const around: Step[] = [];
  const holds = ({ span }: { readonly span: Span }): boolean => span.start <= offset && offset <= span.end;
  const definition = [...blocks, ...(network ? [network] : [])].find(holds);
  let body = definition?.body;
  while (body) {
    const item: Step | BranchItem | undefined = [...body.steps, ...(body.branches ?? [])].findLast(holds);
    if (!item) break;
    if (item.kind !== 'branch') around.push(item);
    body = bodiesOf(item).find(holds);
  }
  return around;
}
