/** What one layer holds and computes, by the rules of its operator's record. */
import type { GraphNode } from '../graph/graph.ts';
import { volume } from '../operators/operator.ts';
import type { Rule } from './applicable.ts';

export interface Cost {
  /** Learned values, biases and normalisation's scale and shift included; `buffers` not. */
  readonly parameters: number;
  /** Those of the parameters that training changes. */
  readonly trainable: number;
  /** Values stored with the model but not learned: running statistics, fixed codes. */
  readonly buffers: number;
  /** Multiply-accumulates of one image. */
  readonly macs: number;
  /** 2 x macs and the operator's other floating-point operations, one image. */
  readonly flops: number;
}

const nothing: Cost = { parameters: 0, trainable: 0, buffers: 0, macs: 0, flops: 0 };

/** Zero for the input, and for a layer that does not fit its inputs: an error has said so, and no rule covers it. */
export function costOf(node: GraphNode, rule: Rule | undefined): Cost {
  if (rule === undefined) return nothing;
  const { operator, inputs } = rule;
  let parameters = 0;
  let buffers = 0;
  for (const weight of operator.weights?.(inputs, node.args) ?? []) {
    if (weight.role === 'parameter') parameters += volume(weight.shape);
    else buffers += volume(weight.shape);
  }
  const macs = operator.macs?.(inputs, node.args, node.shape) ?? 0;
  const flops = 2 * macs + (operator.flops?.(inputs, node.args, node.shape) ?? 0);
  // Every learned value is trained: the language has no frozen layers.
  return { parameters, trainable: parameters, buffers, macs, flops };
}
