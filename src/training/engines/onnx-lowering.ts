/** Which programs ONNX Runtime is given on which device. */
import { count, type Program } from '../../onnx/program.ts';
import { type Lowered, lowerBlocked } from '../lower/blocked.ts';
import { lowerPortable } from '../lower/portable.ts';
import type { StateTensor, StepProgram } from '../step-program.ts';

export type Lowering = (program: Program, state: readonly StateTensor[]) => Lowered;

/** In blocks of so many channels, or portable without a block. */
export function loweringFor(device: string, block: number | undefined): Lowering {
  if (block !== undefined) return (program, state) => lowerBlocked(program, { block, state });
  const target = device === 'webgpu' ? 'webgpu' : 'cpu';
  return (program) => ({ program: lowerPortable(program, { target }), packed: new Map() });
}

/** What two cores of a laptop do; a run should last so many seconds at most, since training stops between runs. */
const multiplicationsPerSecond = 3e10;
const secondsPerRun = 4;
const mostSteps = 16;
const mostImageValues = 2 ** 24;

/** More steps in a run save copies of the state; fewer let a run end, and its results be seen, sooner. */
export function stepsPerRun({ program }: StepProgram): number {
  const values = count(program.types.get('images')?.shape ?? []);
  const bySize = Math.floor(mostImageValues / Math.max(1, values));
  const seconds = multiplications(program) / multiplicationsPerSecond;
  return Math.max(1, Math.min(mostSteps, bySize, Math.floor(secondsPerRun / seconds)));
}

/**
 * Of convolutions, their gradients and matrix products. A convolution's, and both of its gradients', are the outputs of
 * the forward pass times the weights behind each.
 */
export function multiplications(program: Program): number {
  const shapeOf = (name: string | undefined): readonly number[] => program.types.get(name ?? '')?.shape ?? [];
  return program.nodes.reduce((total, { op, inputs, outputs, attributes }) => {
    if (op === 'Conv') return total + count(shapeOf(outputs[0])) * count(shapeOf(inputs[1]).slice(1));
    if (op === 'ConvGradientInput') return total + count(shapeOf(inputs[0])) * count(shapeOf(inputs[1]).slice(1));
    if (op === 'ConvGradientWeight') return total + count(shapeOf(inputs[1])) * count(shapeOf(outputs[0]).slice(1));
    if (op !== 'Gemm' && op !== 'MatMul') return total;
    const added = shapeOf(inputs[0]).at(attributes.transA === 1 ? -2 : -1) ?? 1;
    return total + count(shapeOf(outputs[0])) * added;
  }, 0);
}
