import { describe, expect, it } from 'vitest';
import {
  add,
  createBuilder,
  emit,
  emitAll,
  finish,
  input,
  ints,
  multiply,
  output,
  scalar,
} from '../../src/onnx/builder.ts';
import { prune } from '../../src/onnx/unused.ts';
import { floats, runProgram } from '../support/onnx.ts';

const float = { element: 'float32', shape: [2] } as const;

describe('prune', () => {
  it('drops nodes, constants and types that no output needs, and keeps inputs and order', () => {
    const b = createBuilder();
    const x = input(b, 'x', float);
    input(b, 'unused', float);
    const doubled = multiply(b, x, scalar(b, 2));
    const dead = multiply(b, doubled, scalar(b, 3));
    emit(b, 'Relu', [dead]);
    output(b, add(b, doubled, scalar(b, 1)), 'y');
    const pruned = prune(finish(b, 'p'));
    expect(pruned.nodes.map(({ op }) => op)).toEqual(['Mul', 'Add', 'Identity']);
    expect([...pruned.constants.values()].map(({ data }) => [...data])).toEqual([[2], [1]]);
    expect(pruned.inputs).toEqual(['x', 'unused']);
    expect(pruned.types.has(dead)).toBe(false);
    expect(pruned.types.get('y')).toEqual(float);
  });

  it('keeps what a body reads from around it', async () => {
    const body = createBuilder();
    body.types.set('twice', float);
    input(body, 'iteration', { element: 'int64', shape: [] });
    output(body, input(body, 'go', { element: 'bool', shape: [] }), 'go_on');
    output(body, add(body, input(body, 'state', float), 'twice'), 'next');
    const b = createBuilder();
    const x = input(b, 'x', float);
    emit(b, 'Mul', [x, scalar(b, 2)], { names: ['twice'] });
    emit(b, 'Mul', [x, scalar(b, 3)], { names: ['thrice'] });
    const options = { attributes: { body: { body: finish(body, 'body') } }, types: [float] };
    const [last] = emitAll(b, 'Loop', [ints(b, [2]), '', x], 1, options);
    output(b, last ?? '', 'last');
    const pruned = prune(finish(b, 'loop'));
    expect(pruned.nodes.flatMap(({ outputs }) => outputs)).not.toContain('thrice');
    expect([...floats(await runProgram(pruned, { x: Float32Array.of(1, 10) }), 'last')]).toEqual([5, 50]);
  });

  it('is linear: a hundred thousand nodes in a row, half of them dead', () => {
    const b = createBuilder();
    let value = input(b, 'x', float);
    for (let index = 0; index < 50_000; index++) {
      emit(b, 'Neg', [value]);
      value = emit(b, 'Relu', [value]);
    }
    output(b, value);
    const program = finish(b, 'long');
    const started = performance.now();
    expect(prune(program).nodes).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
