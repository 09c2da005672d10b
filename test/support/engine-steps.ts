/** Some training steps and a prediction on an ONNX engine, wherever it runs: here, in a child process, in a browser. */

import type { Recipe } from '../../src/compiler/recipe.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { StepResult } from '../../src/training/engine.ts';
import { type OnnxEngineOptions, onnxEngine } from '../../src/training/engines/onnx.ts';
import type { OrtModule } from '../../src/training/engines/onnx-module.ts';
import { initialState } from '../../src/training/initialise.ts';
import { normal, randomStream } from '../../src/training/random.ts';
import { buildStep } from '../../src/training/step.ts';

/** Plain data, to be sent. */
export interface StepsWanted {
  readonly graph: Graph;
  readonly recipe: Recipe;
  readonly steps: number;
}

export interface StepsTaken {
  readonly description: string;
  readonly results: readonly StepResult[];
  /** After the last step. */
  readonly state: Readonly<Record<string, readonly number[]>>;
  /** Of the first batch, under that state. */
  readonly logits: readonly number[];
}

export async function takeSteps(
  ort: OrtModule,
  options: OnnxEngineOptions,
  { graph, recipe, steps }: StepsWanted,
): Promise<StepsTaken> {
  const state = initialState(graph, recipe, buildStep(graph, recipe));
  const session = await onnxEngine(ort, options).open({ graph, recipe, state });
  const size = graph.input.shape.reduce((product, n) => product * n, 1);
  const batches = Array.from({ length: steps }, (_, index) => {
    const random = randomStream(5, index);
    const images = Float32Array.from({ length: recipe.batch * size }, () => normal(random));
    return { images, labels: Int32Array.from({ length: recipe.batch }, () => Math.floor(10 * random())) };
  });
  const results = await session.train(batches.map((batch, index) => ({ batch, rate: 0.05, step: index + 1 })));
  const logits = await session.predict(batches[0]?.images ?? new Float32Array(), recipe.batch);
  const after = await session.state();
  await session.close();
  return {
    description: session.description,
    results,
    state: Object.fromEntries([...after].map(([name, { data }]) => [name, [...data]])),
    logits: [...logits],
  };
}
