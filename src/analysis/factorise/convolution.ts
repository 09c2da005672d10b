/** The convolution that is to be factorised, by itself: from sizes, or from a layer of a network. */
import type { Graph, GraphNode } from '../../graph/graph.ts';
import type { Padding } from '../../operators/geometry.ts';
import { type FeatureMap, isMap, type Size } from '../../operators/operator.ts';

export interface Convolution {
  readonly op: 'conv' | 'depthwise';
  /** The map that enters. */
  readonly input: FeatureMap;
  /** Output channels. */
  readonly channels: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly pad: Padding;
  /** For `depthwise`, the input channels. */
  readonly groups: number;
  readonly bias: boolean;
}

export interface Sizes {
  readonly input: FeatureMap;
  readonly channels: number;
  readonly kernel: Size;
  readonly stride: Size;
  /** False where a batch normalisation follows, whose shift takes its place. */
  readonly bias: boolean;
}

/** Padded so that stride 1 keeps the map's size; dense, without dilation. */
export function convolutionOf(sizes: Sizes): Convolution {
  return { op: 'conv', dilation: [1, 1], pad: 'same', groups: 1, ...sizes };
}

export type Reading =
  | { readonly kind: 'convolution'; readonly convolution: Convolution }
  /** Why the layer cannot be factorised, as the end of a sentence that begins with its path. */
  | { readonly kind: 'none'; readonly reason: string };

/** A layer's arguments as the compiler bound them. Only layers that compiled without a problem may be asked for. */
export function convolutionAt(graph: Graph, node: GraphNode): Reading {
  const { op, args, inputs } = node;
  if (op !== 'conv' && op !== 'depthwise') return none(`is ${named(op)}; conv and depthwise layers can be factorised`);
  if (args.connections !== undefined) {
    return none(
      'has a table of connections, which says for each output channel what it reads; ' +
        'no stack of smaller layers keeps such a table',
    );
  }
  const input = graph.nodes[inputs[0] ?? 0]?.shape;
  if (input === undefined || !isMap(input)) return none('has no feature map to read');
  const depthwise = op === 'depthwise';
  return {
    kind: 'convolution',
    convolution: {
      op,
      input,
      channels: node.shape[0],
      kernel: sizeOf(args.kernel),
      stride: sizeOf(args.stride),
      dilation: sizeOf(args.dilation),
      pad: paddingOf(args.pad),
      groups: depthwise ? input[0] : numberOf(args.groups),
      bias: args.bias !== false,
    },
  };
}

function none(reason: string): Reading {
  return { kind: 'none', reason };
}

function named(op: string): string {
  return op === 'input' ? 'the input' : `${/^[aeiou]/.test(op) ? 'an' : 'a'} ${op} layer`;
}

function numberOf(value: GraphNode['args'][string] | undefined): number {
  return typeof value === 'number' ? value : 1;
}

function sizeOf(value: GraphNode['args'][string] | undefined): Size {
  const [height, width] = Array.isArray(value) ? value : [];
  return typeof height === 'number' && typeof width === 'number' ? [height, width] : [1, 1];
}

function paddingOf(value: GraphNode['args'][string] | undefined): Padding {
  if (!Array.isArray(value)) return value === 'same' ? 'same' : 'valid';
  const [top, bottom, left, right] = value.map(Number);
  return [top ?? 0, bottom ?? 0, left ?? 0, right ?? 0];
}
