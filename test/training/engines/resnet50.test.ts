/** A step of a network of full size: ResNet-50 on eight images of 224x224 runs in the memory of a small machine. */
import { resourceUsage } from 'node:process';
import ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { onnxEngine } from '../../../src/training/engines/onnx.ts';
import { initialState } from '../../../src/training/initialise.ts';
import { buildStep } from '../../../src/training/step.ts';
import { batchOf, recipeOf } from '../../support/engine.ts';
import { graphOfFile } from '../../support/training-networks.ts';

it('takes a step of ResNet-50 at batch 8 within 4 GiB', { timeout: 300_000 }, async () => {
  const graph = graphOfFile('examples/resnet50.arch');
  const recipe = recipeOf({ batch: 8 });
  const state = initialState(graph, recipe, buildStep(graph, recipe));
  const session = await onnxEngine(ort, { device: 'cpu' }).open({ graph, recipe, state });
  const results = await session.train([{ batch: batchOf(graph, 8, 1), rate: 0.1, step: 1 }]);
  const after = await session.state();
  await session.close();
  expect(results).toHaveLength(1);
  // Of a thousand classes about which nothing is known, the logarithm is 6.9; He's weights make the guesses bolder.
  expect(results[0]?.loss).toBeGreaterThan(5);
  expect(results[0]?.loss).toBeLessThan(20);
  for (const [name, { data }] of after) expect(data.every(Number.isFinite), name).toBe(true);
  expect(after.get('fc.weight')?.data).not.toEqual(state.get('fc.weight')?.data);
  // In KiB, of the whole process that runs this file.
  expect(resourceUsage().maxRSS).toBeLessThan(4 * 2 ** 20);
});
