/** The numbers of a network: each layer's and the totals, by the rules that rules.ts states in words. */
import type { Graph } from '../graph/graph.ts';
import type { Size } from '../operators/operator.ts';
import { applicableRules } from './applicable.ts';
import { type Cost, costOf } from './costs.ts';
import { depthOf } from './depth.ts';
import { deployedNodes, mapBytes, peakBytes } from './memory.ts';
import { receptiveFields } from './receptive-field.ts';

export interface LayerCost extends Cost {
  /** The node's id. */
  readonly node: number;
  /** 4 bytes a value of the output. */
  readonly activationBytes: number;
  /** Height and width in input pixels. */
  readonly receptiveField: Size;
  /** Distance in input pixels between the windows of neighbouring values. */
  readonly jump: Size;
  /** No output of the deployed network depends on this layer. */
  readonly trainingOnly: boolean;
}

/** Of the network that is deployed: layers that lead only to training-only heads are left out. */
export interface Totals extends Cost {
  /** Peak of the live feature maps of one image. */
  readonly activationBytes: number;
  /** All feature maps of one image, heads included. */
  readonly trainingBytes: number;
  readonly depth: number;
  readonly receptiveField: Size;
  /** Of all layers, those of training-only heads included. */
  readonly training: { readonly parameters: number; readonly macs: number };
}

export interface Analysis {
  /** By node id; the input's stands at 0, without cost. */
  readonly layers: readonly LayerCost[];
  readonly totals: Totals;
}

/** Time and memory proportional to the number of nodes and of their inputs. */
export function analyse(graph: Graph): Analysis {
  const end = graph.outputs[0]?.node ?? graph.nodes.length - 1;
  const deployed = deployedNodes(graph);
  const rules = applicableRules(graph);
  const fields = receptiveFields(graph, end, rules);
  const bytes = graph.nodes.map(({ shape }) => mapBytes(shape));
  const sums = { parameters: 0, trainable: 0, buffers: 0, macs: 0, flops: 0 };
  const training = { parameters: 0, macs: 0 };
  const layers = graph.nodes.map((node): LayerCost => {
    const { parameters, trainable, buffers, macs, flops } = costOf(node, rules[node.id]);
    training.parameters += parameters;
    training.macs += macs;
    if (deployed[node.id]) {
      sums.parameters += parameters;
      sums.trainable += trainable;
      sums.buffers += buffers;
      sums.macs += macs;
      sums.flops += flops;
    }
    return {
      node: node.id,
      parameters,
      trainable,
      buffers,
      macs,
      flops,
      activationBytes: bytes[node.id] ?? 0,
      receptiveField: fields.layers[node.id]?.field ?? [1, 1],
      jump: fields.layers[node.id]?.jump ?? [1, 1],
      trainingOnly: !deployed[node.id],
    };
  });
  return {
    layers,
    totals: {
      ...sums,
      activationBytes: peakBytes(graph, deployed, bytes),
      // The backward pass needs every map, the image and those of training-only heads included.
      trainingBytes: bytes.reduce((sum, each) => sum + each, 0),
      depth: depthOf(graph, end),
      receptiveField: fields.total,
      training,
    },
  };
}
