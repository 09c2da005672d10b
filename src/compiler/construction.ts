/** The graph under construction: nodes, scopes, unique names, and diagnostics that know where they arose. */
import { type Code, type DataOf, diagnose, type Problem } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Fix, Related, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { GraphNode, Output, Scope } from '../graph/graph.ts';
import { nodePath } from '../graph/path.ts';
import { limits } from './limits.ts';
import type { MapReference } from './values.ts';

export interface Construction {
  readonly nodes: GraphNode[];
  readonly scopes: Scope[];
  readonly outputs: Output[];
  readonly labels: { name: string; node: number }[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly diagnostics: Diagnostic[];
  /** Names given in each scope so far, to number the next one of the same name. */
  readonly taken: (Map<string, number> | undefined)[];
  /** Codes and places already reported: a fault in a block is said once, not once an instance. */
  readonly reported: Set<string>;
}

export function construction(sources: ReadonlyMap<string, SourceFile>): Construction {
  return {
    nodes: [],
    scopes: [],
    outputs: [],
    labels: [],
    sources,
    diagnostics: [],
    taken: [],
    reported: new Set(),
  };
}

export function addScope(
  under: Construction,
  { kind, block, label, span }: Omit<Scope, 'id' | 'parent' | 'name'>,
  parent: number | undefined,
  name: string,
): number {
  const id = under.scopes.length;
  const unique = parent === undefined ? name : uniqueName(under, parent, name);
  // Written out: with a spread here the whole compilation of a deep network takes half as long again.
  under.scopes.push({ id, parent, kind, name: unique, block, label, span });
  under.taken.push(undefined);
  return id;
}

export function addNode(
  under: Construction,
  node: Omit<GraphNode, 'id' | 'name'>,
  /** Given for a merge, which has the name of its scope. */
  name: string = uniqueName(under, node.scope, node.label ?? node.op),
): MapReference {
  const id = under.nodes.length;
  // Written out: a spread is several times slower, and there may be tens of thousands.
  const { op, args, inputs, shape, certain, scope, label, span } = node;
  under.nodes.push({ id, op, args, inputs, shape, certain, scope, label, span, name });
  return { node: id, shape, certain };
}

function uniqueName(under: Construction, scope: number, name: string): string {
  const taken = under.taken[scope] ?? new Map<string, number>();
  under.taken[scope] = taken;
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

interface Where {
  readonly scope: number;
  readonly node?: number;
  readonly fix?: Fix | undefined;
  readonly related?: readonly Related[];
}

export function reportIn<C extends Code>(
  under: Construction,
  code: C,
  data: DataOf<C>,
  span: Span,
  where: Where,
): void {
  place(under, diagnose(code, data, span), where);
}

export function reportProblem(under: Construction, found: Problem, span: Span, where: Where): void {
  const { code, severity, message, hint } = found;
  place(under, { code, severity, message, span, ...(hint && { hint }) }, where);
}

/**
 * Puts a diagnostic where the user can act on it: at its own span when that is in a file of the user's, else at the
 * innermost call from such a file. The calls that lead there are related places.
 */
function place(under: Construction, diagnostic: Diagnostic, where: Where): void {
  const key = `${diagnostic.code} ${diagnostic.span.file} ${diagnostic.span.start} ${diagnostic.span.end}`;
  if (under.reported.has(key) || under.diagnostics.length >= limits.diagnostics) return;
  under.reported.add(key);
  const related: Related[] = [...(where.related ?? [])];
  let span = diagnostic.span;
  for (const call of callsAround(under, where.scope)) {
    if (inLibrary(under, span)) {
      related.push({ span, message: `in ${call.block}` });
      span = call.span;
    } else if (related.length < 4 && !related.some((each) => each.span.start === call.span.start))
      related.push({ span: call.span, message: `in ${call.block}, called here` });
  }
  const node = where.node === undefined ? undefined : nodePath(under, where.node);
  under.diagnostics.push({
    ...diagnostic,
    span,
    ...(related.length > 0 && { related }),
    ...(where.fix && !where.fix.edits.some((edit) => inLibrary(under, edit.span)) && { fix: where.fix }),
    ...(node !== undefined && { node }),
  });
}

export function inLibrary(under: Construction, span: Span): boolean {
  return under.sources.get(span.file)?.library ?? false;
}

function* callsAround(under: Construction, scope: number): Generator<{ block: string; span: Span }> {
  for (let at = under.scopes[scope]; at; at = at.parent === undefined ? undefined : under.scopes[at.parent]) {
    if (at.block !== undefined) yield { block: at.block, span: at.span };
  }
}
