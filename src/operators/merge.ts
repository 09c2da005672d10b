/** Merges: several feature maps enter, one leaves. */
import { type Place, type Problem, problem } from '../diagnostics/catalogue.ts';
import { noProblems, sized } from './common.ts';
import { type FeatureMap, isMap, type Operator, operator, type Shape, type ShapeResult, volume } from './operator.ts';

function branch(index: number): Place {
  return { kind: 'input', index };
}

function equal(first: readonly number[], other: readonly number[]): boolean {
  return first.length === other.length && first.every((n, axis) => n === other[axis]);
}

/** A merge of one branch would be that branch: most likely another was forgotten. */
function loneBranchProblems(callee: string, found: number): readonly Problem[] {
  return found < 2 ? [problem('missing-branches', { callee, found })] : noProblems;
}

/** One problem at most for each branch after the first, and for the number of branches. */
function compareBranches(
  op: string,
  inputs: readonly Shape[],
  compare: (first: Shape, other: Shape, index: number) => Problem | undefined,
): readonly Problem[] {
  const [first, ...others] = inputs;
  if (first === undefined) return noProblems;
  return others.flatMap((other, position) => {
    const index = position + 1;
    const data = { op, first, other, branch: index + 1 };
    const found =
      isMap(first) === isMap(other) ? compare(first, other, index) : problem('mixed-ranks', data, branch(index));
    return found ?? [];
  });
}

const add: Operator = operator<unknown>({
  name: 'add',
  category: 'merge',
  summary: 'Adds its branches value by value; a branch that is `skip` makes it a residual connection.',
  formula: [
    'b branches of one shape -> that shape; nothing is broadcast',
    'y = x_1 + x_2 + ... + x_b',
    'no parameters',
    'FLOPs = b - 1 an output value',
  ].join('\n'),
  source: 'He et al. 2016, "Deep residual learning for image recognition", equation 1 and figure 2.',
  example: 'add { | conv(64, 3, pad = same) -> relu -> conv(64, 3, pad = same) | skip }',
  parameters: [],
  inputs: 'many',
  shape(inputs) {
    const unequal = compareBranches('add', inputs, (first, other, index) =>
      equal(first, other)
        ? undefined
        : problem('add-shape-mismatch', { first, other, branch: index + 1 }, branch(index)),
    );
    return { shape: inputs[0], problems: [...loneBranchProblems('add', inputs.length), ...unequal] };
  },
  flops: (inputs, _args, output) => (inputs.length - 1) * volume(output),
});

function concatShape(inputs: readonly Shape[]): Shape | undefined {
  const [first] = inputs;
  if (first === undefined) return undefined;
  // Where a vector stands among maps, it counts with its length: a guess that lets later layers go on.
  const channels = inputs.reduce((sum, shape) => sum + shape[0], 0);
  return isMap(first) ? [channels, first[1], first[2]] : [channels];
}

const concat: Operator = operator<unknown>({
  name: 'concat',
  category: 'merge',
  summary: 'Stacks the channels of its branches one after the other.',
  formula: [
    '[C_1, H, W], [C_2, H, W], ... -> [C_1 + C_2 + ..., H, W]; vectors: [N_1], [N_2], ... -> [N_1 + N_2 + ...]',
    'no parameters, no arithmetic',
  ].join('\n'),
  source: 'Szegedy et al. 2015, "Going deeper with convolutions", figure 2.',
  example:
    'concat { | conv(64, 1) | conv(96, 1) -> relu -> conv(128, 3, pad = same) | maxpool(3, 1, 1) -> conv(32, 1) }',
  parameters: [],
  inputs: 'many',
  shape(inputs): ShapeResult {
    const unequal = compareBranches('concat', inputs, (first, other, index) =>
      equal(first.slice(1), other.slice(1))
        ? undefined
        : problem('concat-size-mismatch', { first, other, branch: index + 1 }, branch(index)),
    );
    const shape = concatShape(inputs);
    const problems = [...loneBranchProblems('concat', inputs.length), ...unequal];
    return shape === undefined ? { shape, problems } : sized('concat', shape, problems);
  },
  worked(inputs) {
    const channels = inputs.map((shape) => shape[0]);
    const total = channels.reduce((sum, n) => sum + n, 0);
    const what = inputs.every(isMap) ? 'channels' : 'length';
    return [`${what}: ${channels.join(' + ')} = ${total}`];
  },
});

/** Whether the gate has a number for each channel, for each place, or for each value of the map. */
function gates(map: FeatureMap, gate: Shape): boolean {
  if (!isMap(gate)) return gate[0] === map[0];
  const perChannel = gate[0] === map[0] && gate[1] === 1 && gate[2] === 1;
  const perPlace = gate[0] === 1 && gate[1] === map[1] && gate[2] === map[2];
  return perChannel || perPlace || equal(map, gate);
}

function scaleProblem(map: Shape, gate: Shape): Problem | undefined {
  if (!isMap(map) && isMap(gate)) {
    return problem('mixed-ranks', { op: 'scale', first: map, other: gate, branch: 2 }, branch(1));
  }
  const fits = isMap(map) ? gates(map, gate) : equal(map, gate);
  return fits ? undefined : problem('scale-shape-mismatch', { map, gate }, branch(1));
}

const scale: Operator = operator<unknown>({
  name: 'scale',
  category: 'merge',
  summary: 'Multiplies its first branch by its second, the gate: one factor a channel, a place or a value.',
  formula: [
    '[C, H, W] and a gate [C], [C, 1, 1], [1, H, W] or [C, H, W] -> [C, H, W]; vectors: [N] and [N] -> [N]',
    'y = x * gate, the gate repeated along the axes on which it has length 1',
    'no parameters',
    'FLOPs = 1 an output value',
  ].join('\n'),
  source: 'Hu, Shen and Sun 2018, "Squeeze-and-excitation networks", equation 4.',
  example: 'scale { | skip | global_avgpool -> dense(16) -> relu -> dense(in.channels) -> sigmoid }',
  parameters: [],
  inputs: 'many',
  shape(inputs) {
    const [map, gate, surplus] = inputs;
    const problems = [...loneBranchProblems('scale', inputs.length)];
    if (surplus !== undefined) {
      problems.push(problem('missing-branches', { callee: 'scale', found: inputs.length }, branch(2)));
    }
    const misfit = map === undefined || gate === undefined ? undefined : scaleProblem(map, gate);
    if (misfit !== undefined) problems.push(misfit);
    return { shape: map, problems };
  },
  flops: (_inputs, _args, output) => volume(output),
});

export const merges: readonly Operator[] = [concat, add, scale];
