/** A network that takes part in a comparison. */
import type { Graph } from '../../graph/graph.ts';
import type { ZooNetwork } from '../../zoo/zoo.ts';
import type { Analysis } from '../analyse.ts';

export interface Candidate {
  /** What one types to name it: `resnet-50`, `my.arch:width=0.5`. Unique in a comparison. */
  readonly name: string;
  /** What tables and plots call it: `ResNet-50`. Unique in a comparison. */
  readonly title: string;
  readonly file: string;
  /** Parameters of the network that were set from outside, as source text. */
  readonly settings: Readonly<Record<string, string>>;
  readonly graph: Graph;
  readonly analysis: Analysis;
  /** The network of the literature that it is, by source text and settings; published figures are this one's. */
  readonly zoo: ZooNetwork | undefined;
}

/** Titles that several networks share are told apart by what was typed. */
export function distinctTitles(candidates: readonly Candidate[]): Candidate[] {
  const count = new Map<string, number>();
  for (const { title } of candidates) count.set(title, (count.get(title) ?? 0) + 1);
  return candidates.map((candidate) =>
    count.get(candidate.title) === 1 ? candidate : { ...candidate, title: `${candidate.title} [${candidate.name}]` },
  );
}

/** Parameters of the deployed network by the kind of layer that holds them. */
export interface ParametersByKind {
  /** Dense and grouped convolutions. */
  readonly convolution: number;
  /** One kernel a channel: depthwise layers, and convolutions with as many groups as input channels. */
  readonly depthwise: number;
  readonly dense: number;
  /** Scale and shift of batch normalisation. */
  readonly normalisation: number;
  /** prelu, subsample, rbf. */
  readonly other: number;
}

export function parametersByKind({ graph, analysis }: Pick<Candidate, 'graph' | 'analysis'>): ParametersByKind {
  const sums = { convolution: 0, depthwise: 0, dense: 0, normalisation: 0, other: 0 };
  for (const { node: id, parameters, trainingOnly } of analysis.layers) {
    const node = graph.nodes[id];
    if (node === undefined || trainingOnly) continue;
    const channels = graph.nodes[node.inputs[0] ?? 0]?.shape[0] ?? 0;
    sums[kindOf(node.op, node.args.groups, channels)] += parameters;
  }
  return sums;
}

function kindOf(op: string, groups: unknown, channels: number): keyof ParametersByKind {
  if (op === 'depthwise') return 'depthwise';
  if (op === 'conv') return channels > 1 && groups === channels ? 'depthwise' : 'convolution';
  if (op === 'dense') return 'dense';
  return op === 'batchnorm' ? 'normalisation' : 'other';
}
