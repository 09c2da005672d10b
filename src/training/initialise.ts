/** The state before the first step: weights drawn by the recipe's rule, each tensor from a stream of its own. */

import type { Initialisation, Recipe } from '../compiler/recipe.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { nodePaths } from '../graph/path.ts';
import { count } from '../onnx/program.ts';
import type { StoredTensor, TrainingState } from './engine.ts';
import { normal, type Random, randomStream } from './random.ts';
import type { StateTensor, StepProgram } from './step-program.ts';

/** The same for the same seed, on every machine; another seed changes every drawn weight. */
export function initialState(
  graph: Graph,
  { seed, initialisation }: Pick<Recipe, 'seed' | 'initialisation'>,
  { state }: Pick<StepProgram, 'state'>,
): TrainingState {
  const paths = nodePaths(graph);
  const byPath = new Map(graph.nodes.map((node) => [paths[node.id] ?? '', node]));
  return new Map(
    state.map((tensor, index): [string, StoredTensor] => {
      const dot = tensor.name.lastIndexOf('.');
      const node = byPath.get(tensor.name.slice(0, dot));
      const weight = tensor.name.slice(dot + 1);
      const fill = fillOf(node, weight, tensor, initialisation);
      return [tensor.name, { shape: tensor.shape, data: fill(randomStream(seed, index), count(tensor.shape)) }];
    }),
  );
}

type Fill = (random: Random, length: number) => Float32Array;

function constantly(value: number): Fill {
  return (_random, length) => new Float32Array(length).fill(value);
}

/**
 * Weights of convolutions and dense layers are drawn; scales of normalisation begin with 1, slopes with 0.25 (He et
 * al. 2015, section 2.1), LeNet-5's coefficients as an average, all else with 0.
 */
function fillOf(
  node: GraphNode | undefined,
  weight: string,
  tensor: StateTensor,
  initialisation: Initialisation,
): Fill {
  if (node === undefined || tensor.role === 'optimizer') return constantly(0);
  const name = `${node.op}.${weight}`;
  switch (name) {
    case 'conv.weight':
    case 'depthwise.weight':
    case 'dense.weight':
      return drawn(initialisation, fansOf(node, tensor.shape));
    case 'batchnorm.weight':
    case 'batchnorm.running_var':
      return constantly(1);
    case 'prelu.weight':
      return constantly(0.25);
    case 'subsample.coefficient':
      return constantly(1 / count(node.args.kernel as readonly number[]));
    case 'rbf.codes':
      return signs;
    default:
      return constantly(0);
  }
}

interface Fans {
  /** Values that one output value is computed from. */
  readonly into: number;
  /** Output values that one input value has a part in, at stride 1. */
  readonly outOf: number;
}

/** [O, C / g, kh, kw], dense [O, C], or a table's [connections, kh, kw]. */
function fansOf(node: GraphNode, shape: readonly number[]): Fans {
  const { connections, groups } = node.args;
  if (Array.isArray(connections)) {
    const [total = 1, ...kernel] = shape;
    const inputs = new Set(connections.flat()).size;
    return { into: (total / connections.length) * count(kernel), outOf: (total / inputs) * count(kernel) };
  }
  const [outputs = 1, inputs = 1, ...kernel] = shape;
  // Each group of a depthwise convolution has one input channel, and `multiplier` outputs.
  const parts = node.op === 'depthwise' ? outputs / Number(node.args.multiplier ?? 1) : Number(groups ?? 1);
  return { into: inputs * count(kernel), outOf: (outputs / parts) * count(kernel) };
}

/** Standard deviation of a standard normal that is cut at two. */
const cutDeviation = 0.8796256610342398;

/**
 * he: normal, variance 2 / fan-in (He et al. 2015, equation 10). xavier: uniform, variance 2 / (fan-in + fan-out)
 * (Glorot and Bengio 2010, equation 16). lecun: normal, variance 1 / fan-in (LeCun et al. 1998, "Efficient backprop",
 * section 4.6). truncated_normal: he's variance, without values beyond two standard deviations of the uncut normal.
 */
function drawn(initialisation: Initialisation, { into, outOf }: Fans): Fill {
  switch (initialisation) {
    case 'he':
      return filled((random) => normal(random) * Math.sqrt(2 / into));
    case 'lecun':
      return filled((random) => normal(random) * Math.sqrt(1 / into));
    case 'xavier':
      return filled((random) => (2 * random() - 1) * Math.sqrt(6 / (into + outOf)));
    case 'truncated_normal':
      return filled((random) => (cutNormal(random) * Math.sqrt(2 / into)) / cutDeviation);
  }
}

function filled(draw: (random: Random) => number): Fill {
  return (random, length) => {
    const values = new Float32Array(length);
    for (let index = 0; index < length; index++) values[index] = draw(random);
    return values;
  };
}

function cutNormal(random: Random): number {
  let value = normal(random);
  while (Math.abs(value) > 2) value = normal(random);
  return value;
}

/** Codes belong to the network, not to a run: they are the same for every seed. */
const signs: Fill = (_random, length) => {
  const own = randomStream(length);
  return filled(() => (own() < 0.5 ? -1 : 1))(own, length);
};
