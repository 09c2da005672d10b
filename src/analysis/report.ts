/** The report for other programs. Its outline is stable: names are added, never changed or taken away. */
import type { Compilation } from '../compiler/compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { allToJson, type JsonDiagnostic } from '../diagnostics/json.ts';
import { lineIndex, positionAt } from '../diagnostics/lines.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { nodePaths } from '../graph/path.ts';
import type { Shape, Size } from '../operators/operator.ts';
import type { Analysis, Totals } from './analyse.ts';

/** Of the outline: grows when a name changes its meaning. */
export const reportVersion = 1;

export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

export interface LayerReport {
  readonly path: string;
  readonly op: string;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  readonly parameters: number;
  readonly macs: number;
  readonly receptiveField: Size;
  readonly jump: Size;
  readonly flops: number;
  readonly activationBytes: number;
  /** True for a layer on which no output of the deployed network depends. */
  readonly trainingOnly: boolean;
  /** Lines and columns from 1; in a library file for a layer that a library block made. */
  readonly span: { readonly file: string; readonly line: number; readonly column: number };
}

/** Shapes are [channels, height, width] or [length]; counts are of one image; the rules are in rules.ts. */
export interface Report {
  readonly version: number;
  /** Null where the file has no network. */
  readonly network: string | null;
  readonly file: string;
  readonly input: NamedShape | null;
  /** The end of the stack first, then the heads in order. */
  readonly outputs: readonly (NamedShape & { readonly trainingOnly: boolean })[];
  /** Null where there is no graph. */
  readonly totals: Totals | null;
  /** In the order of execution, without the input. */
  readonly layers: readonly LayerReport[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface Reportable {
  readonly compilation: Pick<Compilation, 'file' | 'module' | 'graph' | 'sources'>;
  readonly analysis: Analysis | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function reportJson({ compilation, analysis, diagnostics }: Reportable): Report {
  const { file, module, graph, sources } = compilation;
  return {
    version: reportVersion,
    network: graph?.name ?? module.network?.name.text ?? null,
    file: file.path,
    input: graph === undefined ? null : { name: graph.input.name, shape: graph.input.shape },
    outputs: graph === undefined ? [] : outputsOf(graph),
    totals: analysis === undefined ? null : totalsOf(analysis.totals),
    layers: graph === undefined || analysis === undefined ? [] : layersOf(graph, analysis, sources),
    diagnostics: allToJson(diagnostics, sources),
  };
}

function outputsOf(graph: Graph): Report['outputs'] {
  return graph.outputs.flatMap(({ name, node, trainingOnly }) => {
    const shape = graph.nodes[node]?.shape;
    return shape === undefined ? [] : [{ name, shape, trainingOnly }];
  });
}

/** In the outline's order, which is the order readers see. */
function totalsOf(totals: Totals): Totals {
  const { parameters, trainable, macs, activationBytes, trainingBytes, depth, receptiveField } = totals;
  const { flops, buffers, training } = totals;
  return {
    parameters,
    trainable,
    macs,
    activationBytes,
    trainingBytes,
    depth,
    receptiveField,
    flops,
    buffers,
    training: { parameters: training.parameters, macs: training.macs },
  };
}

function layersOf(graph: Graph, analysis: Analysis, sources: Compilation['sources']): LayerReport[] {
  const paths = nodePaths(graph);
  const lines = lineIndex(sources);
  const place = ({ span }: GraphNode): LayerReport['span'] => {
    const table = lines(span.file);
    const { line, column } = table === undefined ? { line: 1, column: 1 } : positionAt(table, span.start);
    return { file: span.file, line, column };
  };
  return analysis.layers.flatMap((cost): LayerReport[] => {
    const node = graph.nodes[cost.node];
    if (node === undefined || node.op === 'input') return [];
    return [
      {
        path: paths[node.id] ?? node.name,
        op: node.op,
        inputs: node.inputs.map((input) => graph.nodes[input]?.shape ?? graph.input.shape),
        output: node.shape,
        parameters: cost.parameters,
        macs: cost.macs,
        receptiveField: cost.receptiveField,
        jump: cost.jump,
        flops: cost.flops,
        activationBytes: cost.activationBytes,
        trainingOnly: cost.trainingOnly,
        span: place(node),
      },
    ];
  });
}
