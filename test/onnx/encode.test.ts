/** What is encoded runs in ONNX Runtime as it was meant. */
import { describe, expect, it } from 'vitest';
import {
  add,
  constant,
  createBuilder,
  emit,
  emitAll,
  finish,
  input,
  ints,
  multiply,
  output,
  scalar,
  sum,
} from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import type { Domain, Program } from '../../src/onnx/program.ts';
import { floats, runProgram } from '../support/onnx.ts';

describe('an encoded program', () => {
  it('runs with inputs, constants and several outputs, one of which is an input', async () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [2, 3] });
    output(b, add(b, x, constant(b, Float32Array.of(10, 20, 30), [3])), 'shifted');
    output(b, sum(b, multiply(b, x, x), [0, 1]), 'squares');
    output(b, x);
    const results = await runProgram(finish(b, 'sums'), { x: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect([...floats(results, 'shifted')]).toEqual([11, 22, 33, 14, 25, 36]);
    expect([...floats(results, 'squares')]).toEqual([91]);
    expect(results.get('squares')?.shape).toEqual([]);
    expect([...floats(results, 'x')]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('keeps every kind of attribute: whole numbers below zero, lists, floats, words', async () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [1, 2] });
    output(b, emit(b, 'Softmax', [x], { attributes: { axis: -1 } }), 'softmax');
    output(b, emit(b, 'LeakyRelu', [x], { attributes: { alpha: { float: 0.25 } } }), 'leaky');
    output(b, emit(b, 'Transpose', [x], { attributes: { perm: [1, 0] } }), 'transposed');
    output(b, emit(b, 'Pad', [x, ints(b, [0, 1, 0, 0])], { attributes: { mode: 'edge' } }), 'padded');
    const floatList = { attributes: { value_floats: { floats: [0.5, -0.5] } } };
    output(b, emit(b, 'Constant', [], { ...floatList, types: [{ element: 'float32', shape: [2] }] }), 'listed');
    const results = await runProgram(finish(b, 'attributes'), { x: Float32Array.of(-4, -4) });
    expect([...floats(results, 'softmax')]).toEqual([0.5, 0.5]);
    expect([...floats(results, 'leaky')]).toEqual([-1, -1]);
    expect(results.get('transposed')?.shape).toEqual([2, 1]);
    expect([...floats(results, 'padded')]).toEqual([-4, -4, -4]);
    expect([...floats(results, 'listed')]).toEqual([0.5, -0.5]);
  });

  it('has tensors of every element type', async () => {
    const b = createBuilder();
    const mask = input(b, 'mask', { element: 'bool', shape: [3] });
    const small = input(b, 'small', { element: 'uint8', shape: [3] });
    const chosen = emit(b, 'Where', [
      mask,
      emit(b, 'Cast', [small], { attributes: { to: 1 } }),
      emit(b, 'Cast', [constant(b, Int32Array.of(-1, -2, -3), [3])], { attributes: { to: 1 } }),
    ]);
    output(b, chosen, 'chosen');
    output(b, ints(b, [2 ** 40, -7]), 'large');
    output(b, constant(b, Uint8Array.of(255), [1]), 'byte');
    const inputs = { mask: Uint8Array.of(1, 0, 1), small: Uint8Array.of(200, 201, 202) };
    const results = await runProgram(finish(b, 'elements'), inputs);
    expect([...floats(results, 'chosen')]).toEqual([200, -2, 202]);
    expect(results.get('large')?.data).toEqual(BigInt64Array.of(2n ** 40n, -7n));
    expect(results.get('byte')?.data).toEqual(Uint8Array.of(255));
  });

  it('has empty inputs where optional ones are left out', async () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [3] });
    output(b, emit(b, 'Clip', [x, '', scalar(b, 1)]), 'clipped');
    const results = await runProgram(finish(b, 'optional'), { x: Float32Array.of(-5, 0.5, 5) });
    expect([...floats(results, 'clipped')]).toEqual([-5, 0.5, 1]);
  });

  it('runs a Loop whose body reads a value from around it', async () => {
    const float = { element: 'float32', shape: [2] } as const;
    const inner = createBuilder();
    inner.types.set('rate', { element: 'float32', shape: [] });
    input(inner, 'iteration', { element: 'int64', shape: [] });
    const go = input(inner, 'go', { element: 'bool', shape: [] });
    const state = input(inner, 'state', float);
    output(inner, go, 'go_on');
    output(inner, multiply(inner, state, 'rate'), 'next');
    output(inner, sum(inner, state, [0]), 'seen');
    const b = createBuilder();
    const start = input(b, 'start', float);
    input(b, 'rate', { element: 'float32', shape: [] });
    const [last, sums] = emitAll(b, 'Loop', [ints(b, [3]), '', start], 2, {
      attributes: { body: { body: finish(inner, 'step') } },
      types: [float, { element: 'float32', shape: [3] }],
    });
    output(b, last ?? '', 'last');
    output(b, sums ?? '', 'sums');
    const results = await runProgram(finish(b, 'loop'), { start: Float32Array.of(1, 2), rate: Float32Array.of(2) });
    expect([...floats(results, 'last')]).toEqual([8, 16]);
    expect([...floats(results, 'sums')]).toEqual([3, 6, 12]);
  });

  it("uses ONNX Runtime's own operators", async () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [1, 2] });
    const y = input(b, 'y', { element: 'float32', shape: [1, 2] });
    const attributes = { transB: 1, alpha: { float: 0.5 } };
    output(b, emit(b, 'FusedMatMul', [x, y], { domain: 'com.microsoft', attributes }), 'product');
    const results = await runProgram(finish(b, 'fused'), { x: Float32Array.of(1, 2), y: Float32Array.of(3, 4) });
    expect([...floats(results, 'product')]).toEqual([5.5]);
  });

  it('names its nodes after the layers that they were made for', async () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [1] });
    b.origin = 'conv2_x/[1]/Bottleneck/relu';
    output(b, emit(b, 'Relu', [x]), 'y');
    const text = new TextDecoder('latin1').decode(encodeModel(finish(b, 'names')));
    expect(text).toContain('conv2_x/[1]/Bottleneck/relu/Relu_0');
    expect(text).toContain('netwright');
  });

  it('is checked as it runs: a value of another shape than its type says is noticed', async () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [2] });
    output(b, emit(b, 'Relu', [x], { types: [{ element: 'float32', shape: [3] }] }), 'y');
    const run = runProgram(finish(b, 'wrong'), { x: Float32Array.of(1, 2) });
    await expect(run).rejects.toThrow("'y' of wrong is float32 [2], and its type says float32 [3]");
  });

  it('is refused while operators are left that no runtime knows, or a type is missing', () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [1] });
    const domain: Domain = 'netwright';
    output(b, emit(b, 'ReluGradient', [x, x], { domain, types: [{ element: 'float32', shape: [1] }] }), 'dx');
    expect(() => encodeModel(finish(b, 'unlowered'))).toThrow("operators of 'netwright' are to be lowered");
    const empty: Program = { ...finish(createBuilder(), 'broken'), outputs: ['y'] };
    expect(() => encodeModel(empty)).toThrow("no value of broken is named 'y'");
  });

  it('holds large tensors: 100 million weights take their bytes once', () => {
    const b = createBuilder();
    const side = 10_000;
    output(b, constant(b, new Float32Array(side * side).fill(1), [side, side]), 'weights');
    const bytes = encodeModel(finish(b, 'large'));
    expect(bytes.length).toBeGreaterThan(4 * side * side);
    expect(bytes.length).toBeLessThan(4 * side * side + 200);
  });
});
