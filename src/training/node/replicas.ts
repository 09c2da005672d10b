/** Whether a network is trained by several threads that take a part of each batch, and by how many. */
import { count } from '../../onnx/program.ts';
import type { TrainingJob } from '../engine.ts';
import type { OnnxEngineOptions } from '../engines/onnx.ts';
import { multiplications } from '../engines/onnx-lowering.ts';
import { buildStep } from '../step.ts';

type Processor = Pick<Required<OnnxEngineOptions>, 'device' | 'threads'>;

/** Fewer images in a part leave blocks of images empty, and operators take longer to start than to run. */
const fewestImages = 32;

/** More parameters take longer to be added up and updated, by each thread for itself, than dividing operators costs. */
const mostParameters = 2 ** 19;

/** Multiplications of a step for each parameter and image: 18 in LeNet-5, 3 where all layers are dense. */
const fewestMultiplications = 12;

/** What has more is not small, and takes long to look at. */
const mostNodes = 100;

/**
 * Small convolutional networks without statistics of the batch: their operators are so short that dividing each among
 * threads, and what one thread then reads of the other's, takes much of a step. Depends on nothing that training
 * changes, so that it goes on as it began.
 */
export function replicasFor({ graph, recipe }: TrainingJob, { device, threads }: Processor): number {
  const { batch } = recipe;
  let replicas = Math.min(threads, Math.floor(batch / fewestImages));
  while (replicas > 1 && batch % replicas !== 0) replicas -= 1;
  if (device !== 'cpu' || replicas < 2 || graph.nodes.length > mostNodes) return 1;
  const { program, state } = buildStep(graph, recipe);
  const changing = state.filter(({ output }) => output !== undefined);
  const parameters = changing.reduce((sum, { role, shape }) => (role === 'parameter' ? sum + count(shape) : sum), 0);
  const suits =
    parameters <= mostParameters &&
    multiplications(program) >= fewestMultiplications * batch * parameters &&
    changing.every(({ role }) => role !== 'buffer');
  return suits ? replicas : 1;
}
