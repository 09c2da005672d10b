/**
 * The network as data: layers in topological order, the hierarchy of blocks they came from, outputs.
 * Made by the compiler, read by everything else. Indices into `nodes` and `scopes` are the ids.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { ArgumentValue, FeatureMap, Shape } from '../operators/operator.ts';

export interface GraphNode {
  readonly id: number;
  /** The operator's name; `input` for node 0. */
  readonly op: string;
  readonly args: Readonly<Record<string, ArgumentValue>>;
  /** Ids of the nodes whose outputs enter, all smaller than `id`. */
  readonly inputs: readonly number[];
  /** The output's shape. */
  readonly shape: Shape;
  /** False where an error before made the shape a guess: further errors there would be echoes. */
  readonly certain: boolean;
  /** The block instance, repetition, branch or head this node stands in. */
  readonly scope: number;
  /** Last segment of the path, unique among its siblings: the label, or the operator with a number. */
  readonly name: string;
  readonly label: string | undefined;
  /** The step in the source; in a library file when a library block made the node. */
  readonly span: Span;
}

/** One level of the block hierarchy. Scope 0 is the network. */
export interface Scope {
  readonly id: number;
  readonly parent: number | undefined;
  readonly kind: 'network' | 'block' | 'merge' | 'repeat' | 'iteration' | 'branch' | 'head';
  /** Segment of the path, unique among its siblings: `conv2_x`, `Bottleneck#2`, `[1]`. */
  readonly name: string;
  /** Name of the block's definition, for kind `block`. */
  readonly block: string | undefined;
  readonly label: string | undefined;
  /** Where it was called. */
  readonly span: Span;
}

export interface Output {
  /** The head's name, or `output` for the end of the stack. */
  readonly name: string;
  readonly node: number;
  /** Weight of its loss in training: 1 for the end of the stack. */
  readonly weight: number;
  /** An auxiliary classifier that is dropped after training. */
  readonly trainingOnly: boolean;
}

export interface Graph {
  readonly name: string;
  readonly input: { readonly name: string; readonly shape: FeatureMap };
  readonly nodes: readonly GraphNode[];
  readonly scopes: readonly Scope[];
  /** The end of the stack first, then heads in order. */
  readonly outputs: readonly Output[];
  /** Labels at the network's own level, in order: the stages. Several names may share a node. */
  readonly labels: readonly { readonly name: string; readonly node: number }[];
}
