/**
 * Gradients equal finite differences, without any other framework: for every operator of the language, and for every
 * ONNX operator that has a rule. Along a random direction v, (f(x + h v) - f(x - h v)) / 2h against the gradient times
 * v; the error is relative to the gradient's length, which is what that product is in the mean. Of several h the best
 * counts: large ones cross bends of the function, small ones drown in float32's rounding.
 */
import { describe, expect, it } from 'vitest';
import { createBuilder, finish, input, output, shapeOf } from '../../../src/onnx/builder.ts';
import type { Program } from '../../../src/onnx/program.ts';
import { rules } from '../../../src/training/gradients/rules.ts';
import { lowerPortable } from '../../../src/training/lower/portable.ts';
import { normal, randomStream } from '../../../src/training/random.ts';
import { differentiated, emitGradients, graphOf, projected } from '../../support/gradients.ts';
import { floats, openRunner } from '../../support/onnx.ts';
import { type OnnxCase, onnxCases } from '../../support/onnx-cases.ts';
import { operatorCases } from '../../support/operator-cases.ts';
import { randomTensor } from '../../support/random-tensors.ts';
import type { ReferenceTensor } from '../../support/torch.ts';

const steps = [0.03, 0.01, 0.003, 0.001, 0.0003];
const bound = 1e-3;

interface Question {
  readonly program: Program;
  readonly tensors: Readonly<Record<string, ReferenceTensor>>;
  readonly names: readonly string[];
}

/** Relative error of the gradient along a direction. */
async function errorAlong({ program, tensors, names }: Question, seed: number): Promise<number> {
  const run = await openRunner(program);
  try {
    const feeds = Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
    const results = await run.run(feeds);
    const known = names.filter((name) => results.has(`gradient:${name}`));
    const directions = new Map(
      known.map((name, index): [string, Float32Array] => {
        const random = randomStream(seed, index);
        return [name, new Float32Array(tensors[name]?.data.length ?? 0).map(() => normal(random))];
      }),
    );
    let [slope, square] = [0, 0];
    for (const [name, direction] of directions) {
      for (const [index, g] of floats(results, `gradient:${name}`).entries()) {
        slope += g * (direction[index] ?? 0);
        square += g * g;
      }
    }
    const at = async (h: number): Promise<number> => {
      const moved = [...directions].map(([name, direction]) => [name, shifted(tensors[name], direction, h)]);
      const values = await run.run({ ...feeds, ...Object.fromEntries(moved) });
      const projection = tensors.projection?.data ?? [];
      return floats(values, 'y').reduce((sum, y, index) => sum + y * Number(projection[index] ?? 0), 0);
    };
    let best = Number.POSITIVE_INFINITY;
    for (const h of steps) {
      const difference = ((await at(h)) - (await at(-h))) / (2 * h);
      best = Math.min(best, Math.abs(difference - slope));
    }
    return square === 0 ? best : best / Math.sqrt(square);
  } finally {
    await run.close();
  }
}

function shifted(tensor: ReferenceTensor | undefined, direction: Float32Array, h: number): Float32Array {
  return direction.map((v, index) => Number(tensor?.data[index] ?? 0) + h * v);
}

const layers = operatorCases.flatMap(([shape, ...all]) =>
  all.map((step) => ({ title: `${step} on ${shape}`, step, shape })),
);

describe('of every operator of the language', () => {
  it.each(layers)('$title', async ({ step, shape }) => {
    const { program, forward, tensors, names } = differentiated(graphOf(step, shape), 2);
    const value = forward.logits[0]?.value ?? '';
    const observed = lowerPortable({ ...program, outputs: [...program.outputs, value] });
    expect(await errorAlong({ program: renamed(observed, value), tensors, names }, 7)).toBeLessThan(bound);
  });
});

/** The value as the output `y`. */
function renamed(program: Program, value: string): Program {
  const type = program.types.get(value);
  if (type === undefined) throw new Error(`no value is named '${value}'`);
  return {
    ...program,
    outputs: program.outputs.map((name) => (name === value ? 'y' : name)),
    types: new Map([...program.types, ['y', type]]),
    nodes: [
      ...program.nodes,
      { op: 'Identity', domain: '', inputs: [value], outputs: ['y'], attributes: {}, origin: '' },
    ],
  };
}

function question({ shapes, build, range }: OnnxCase): Question & { readonly ops: readonly string[] } {
  const b = createBuilder();
  const names = shapes.map((shape, index) => input(b, `x${index}`, { element: 'float32', shape }));
  const value = build(b, names);
  const ops = b.nodes.map(({ op }) => op);
  const projection = input(b, 'projection', { element: 'float32', shape: shapeOf(b, value) });
  emitGradients(b, projected(b, value, projection), names);
  output(b, value, 'y');
  const random = randomStream(5, shapes.length);
  const tensors = Object.fromEntries(
    names.map((name, index) => {
      const tensor = randomTensor(shapes[index] ?? [], random);
      const data = tensor.data instanceof Float32Array && range ? tensor.data.map(range) : tensor.data;
      return [name, { ...tensor, data }];
    }),
  );
  const projecting = randomTensor(shapeOf(b, value), random);
  return { program: lowerPortable(finish(b, 'case')), tensors: { ...tensors, projection: projecting }, names, ops };
}

describe('of every ONNX operator', () => {
  it.each(onnxCases)('$title', async (one) => {
    expect(await errorAlong(question(one), 7)).toBeLessThan(bound);
  });

  it('that has a rule through which a gradient flows', () => {
    const layered = layers.flatMap(({ step, shape }) =>
      differentiated(graphOf(step, shape), 2).program.nodes.map(({ op }) => op),
    );
    const tested = new Set([...layered, ...onnxCases.flatMap((one) => question(one).ops)]);
    expect(Object.keys(rules).filter((op) => !tested.has(op))).toEqual([]);
  });
});
