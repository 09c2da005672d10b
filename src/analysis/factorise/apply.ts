/** An equivalent in place of a convolution, in the text of a file: all else stays, to the byte. */
import type { Compilation, CompileOptions } from '../../compiler/compile.ts';
import type { Host } from '../../compiler/modules.ts';
import type { Diagnostic, SourceFile, Span, TextEdit } from '../../diagnostics/diagnostic.ts';
import { applyEdits } from '../../diagnostics/edits.ts';
import { lineTable, lineText, positionAt, textAt } from '../../diagnostics/lines.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import { nodePath, nodePaths } from '../../graph/path.ts';
import { formatShape } from '../../operators/operator.ts';
import type { CallStep } from '../../syntax/ast.ts';
import type { Totals } from '../analyse.ts';
import { type Examined, examine } from '../examine.ts';
import { formatSize } from '../format.ts';
import type { Convolution } from './convolution.ts';
import type { Form } from './forms.ts';
import { stepAt } from './place.ts';
import { type Between, linesOf } from './source.ts';
import { wordingOf, writtenBetween } from './wording.ts';

export interface Application {
  /** What was compiled, with the graph in which the layer stands. */
  readonly examined: Examined;
  readonly node: GraphNode;
  readonly original: Convolution;
  readonly form: Form;
  /** Given by the user; undefined: what follows the convolution, as it is written there. */
  readonly between: string | undefined;
  /** Whether a batch normalisation comes first between factors. */
  readonly normalises: boolean;
}

export type Applied =
  | {
      readonly kind: 'edited';
      readonly file: SourceFile;
      readonly edit: TextEdit;
      /** Paths of the layers that the one step makes: all are replaced. */
      readonly places: readonly string[];
      readonly before: Totals;
      readonly after: Totals;
      /** What the file expects of itself and no longer is; places in the edited text. */
      readonly broken: readonly Diagnostic[];
      readonly sources: Compilation['sources'];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Compiles the edited text, and refuses where anything but the replaced layers would change. */
export function applyForm(application: Application, host: Host, options: CompileOptions): Applied {
  const { examined, node, original, form, normalises } = application;
  const { compilation, analysis } = examined;
  const { file, module, graph } = compilation;
  if (!graph || !analysis) return refused('there is no network in the file');
  const written = node.span.file === file.path ? stepAt(module, node.span) : undefined;
  if (!written || written.step.callee.text !== node.op) return refused(notOwn(graph, node, compilation));
  const between: Between = { text: application.between ?? writtenBetween(graph, node, module), normalises };
  const lines = linesOf(original, form, wordingOf(original, written.step, file), between);
  const edit = { span: written.step.span, text: laidOut(lines, written.step, module.comments, file) };
  const text = applyEdits(file.text, [edit]);
  if (text === undefined) return refused('the step cannot be replaced');
  const edited = { ...file, text };
  const after = examine(edited, host, options);
  const failed = after.diagnostics.filter(({ severity }) => severity === 'error');
  const fault = after.compilation.diagnostics.find(({ severity }) => severity === 'error');
  const places = graph.nodes.filter(({ span }) => sameSpan(span, edit.span)).map(({ id }) => nodePath(graph, id));
  if (fault || !after.analysis || !after.compilation.graph) {
    const where = fault?.node ? ` at ${fault.node}` : '';
    return refused(
      `the edited file would not compile${where}: ${fault?.message ?? 'it has no network'}${several(places)}`,
    );
  }
  const change = changeOutside(examined, after, edit);
  if (change !== undefined) return refused(`${change}${several(places)}`);
  const known = new Set(examined.diagnostics.map((each) => textAt(compilation.sources, each.span)));
  const broken = failed.filter(({ span }) => !known.has(textAt(after.compilation.sources, span)));
  return {
    kind: 'edited',
    file: edited,
    edit,
    places,
    before: analysis.totals,
    after: after.analysis.totals,
    broken,
    sources: after.compilation.sources,
  };
}

function refused(reason: string): Applied {
  return { kind: 'refused', reason };
}

function several(places: readonly string[]): string {
  return places.length > 1 ? `; the step makes ${places.length} layers, which would all change` : '';
}

/** Why there is no step in the user's file to be rewritten, and what to do. */
function notOwn(graph: Graph, node: GraphNode, { file, sources }: Compilation): string {
  if (node.span.file === file.path) {
    return (
      `it is handed to a block by name and runs there (${quotedLine(file, node.span)}); ` +
      'write it as a stack in braces first, `{ conv(64, 3) }`, so that it has a step of its own'
    );
  }
  const maker = sources.get(node.span.file);
  let scope = graph.scopes[node.scope];
  const block = ownerBlock(graph, node);
  while (scope && scope.span.file !== file.path) scope = graph.scopes[scope.parent ?? -1];
  const call = scope === undefined ? '' : ` (the call is on ${quotedLine(file, scope.span)})`;
  const what = maker?.library
    ? 'a block of the standard library, which is never rewritten'
    : `a block of ${node.span.file}, which other networks may use, so that only ${file.path} itself is rewritten`;
  const shown = maker?.library ? `; \`netwright explain ${block}\` prints it` : '';
  return (
    `it is made by ${block}, ${what}${call}. Write its steps in place of the call, or copy the block into ${file.path} ` +
    `under another name and call that${shown}`
  );
}

function ownerBlock(graph: Graph, node: GraphNode): string {
  let scope = graph.scopes[node.scope];
  while (scope && scope.block === undefined) scope = graph.scopes[scope.parent ?? -1];
  return scope?.block ?? node.span.file;
}

function quotedLine(file: SourceFile, span: Span): string {
  const table = lineTable(file.text);
  const { line } = positionAt(table, span.start);
  return `line ${line}: \`${lineText(table, line).trim()}\``;
}

/**
 * Each factor on a line of its own where the step stood at the beginning of its line, and nothing but its stack
 * follows on it; else in one line. The label goes to the last factor, whose map is the original's; comments inside
 * the step come before.
 */
function laidOut(
  lines: readonly string[],
  step: CallStep,
  comments: Compilation['module']['comments'],
  { text }: SourceFile,
): string {
  const { start, end } = step.span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  const [, indent, bar] = /^([ \t]*)(\| *)?$/.exec(text.slice(lineStart, start)) ?? [];
  const breaks = indent !== undefined && !/[|}]/.test(text.slice(end, lineEnd));
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const margin = eol + (indent ?? '  ') + ' '.repeat(bar?.length ?? 0);
  const labelled = lines.map((line, index) =>
    step.label && index === lines.length - 1 ? `${step.label.text}: ${line}` : line,
  );
  const inside = comments.filter(({ span }) => span.start >= start && span.end <= end);
  const lead = inside.map(({ span }) => text.slice(span.start, span.end).trimEnd() + margin).join('');
  return lead + (breaks ? labelled.join(margin) : labelled.join(' -> '));
}

function sameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** The first layer outside of the replaced ones that would differ in kind, shape, receptive field or jump, in words. */
function changeOutside(before: Examined, after: Examined, { span, text }: TextEdit): string | undefined {
  const from = layersOutside(before, (each) => sameSpan(each, span));
  const to = layersOutside(
    after,
    (each) => each.file === span.file && each.start >= span.start && each.end <= span.start + text.length,
  );
  for (let index = 0; index < Math.max(from.length, to.length); index++) {
    const a = from[index];
    const b = to[index];
    if (a?.op === b?.op && a?.what === b?.what) continue;
    return `it would change ${a?.path ?? b?.path} from ${a?.what ?? 'nothing'} to ${b?.what ?? 'nothing'}`;
  }
  return undefined;
}

interface Outside {
  readonly path: string;
  readonly op: string;
  readonly what: string;
}

function layersOutside({ compilation, analysis }: Examined, isInside: (span: Span) => boolean): readonly Outside[] {
  const { graph } = compilation;
  if (!graph || !analysis) return [];
  const paths = nodePaths(graph);
  return graph.nodes.flatMap((node): Outside[] => {
    if (isInside(node.span)) return [];
    const cost = analysis.layers[node.id];
    const field = formatSize(cost?.receptiveField ?? [1, 1]);
    const jump = formatSize(cost?.jump ?? [1, 1]);
    const what = `${formatShape(node.shape)} (receptive field ${field}, jump ${jump})`;
    return [{ path: paths[node.id] ?? node.name, op: node.op, what }];
  });
}
