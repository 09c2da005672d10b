import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../src/compiler/recipe.ts';
import { examineText } from '../support/host.ts';

function network(train: string): string {
  return `network N(classes = 10, fast = true) {\n  input [1, 28, 28]\n  flatten -> dense(classes)\n  ${train}\n}\n`;
}

function read(train: string, outside: Readonly<Record<string, string>> = {}): { recipe: Recipe; said: string[] } {
  const { compilation, diagnostics } = examineText(network(train), { recipe: new Map(Object.entries(outside)) });
  const said = diagnostics.map(({ code, message, span }) => `${code} at ${span.file}: ${message}`);
  return { recipe: compilation.recipe, said };
}

describe('the recipe', () => {
  it('has a default for everything', () => {
    const { recipe, said } = read('');
    expect(said).toEqual([]);
    expect(recipe).toEqual({
      data: 'mnist',
      epochs: 10,
      batch: 128,
      optimizer: { kind: 'sgd', rate: 0.05, momentum: 0.9, nesterov: false, decay: 0 },
      schedule: { kind: 'cosine', floor: 0, warmup: 0 },
      augmentation: [],
      labelSmoothing: 0,
      decayAll: false,
      initialisation: 'he',
      seed: 1,
    });
  });

  it('is what the block says, with the names and arithmetic of the source', () => {
    const { recipe, said } = read(`train {
      data = "cifar-10", epochs = 2 * classes, batch = if fast { 256 } else { 32 }
      optimizer = rmsprop(rate = 0.045, smoothing = 0.9, momentum = 0.9, epsilon = 1.0)
      schedule = step(epochs = [5, 7.5], factor = 0.5)
      augmentation = [crop(padding = 2), flip, colour]
      label_smoothing = 0.1, clip = 2, decay_all = true, initialisation = truncated_normal, seed = 7
    }`);
    expect(said).toEqual([]);
    expect(recipe).toEqual({
      data: 'cifar-10',
      epochs: 20,
      batch: 256,
      optimizer: { kind: 'rmsprop', rate: 0.045, smoothing: 0.9, momentum: 0.9, epsilon: 1, decay: 0 },
      schedule: { kind: 'step', epochs: [5, 7.5], factor: 0.5, warmup: 0 },
      augmentation: [{ kind: 'crop', padding: 2 }, { kind: 'flip' }, { kind: 'colour', deviation: 0.1 }],
      labelSmoothing: 0.1,
      clip: 2,
      decayAll: true,
      initialisation: 'truncated_normal',
      seed: 7,
    });
  });

  it('yields to what is set from outside', () => {
    const { recipe, said } = read('train { epochs = 20, optimizer = adam(rate = 0.01) }', {
      epochs: '3',
      rate: '0.5',
      augmentation: '[flip]',
    });
    expect(said).toEqual([]);
    expect(recipe).toMatchObject({
      epochs: 3,
      optimizer: { kind: 'adam', rate: 0.5 },
      augmentation: [{ kind: 'flip' }],
    });
  });

  it('keeps its default where a value is wrong, and says what is wrong and where', () => {
    const { recipe, said } = read('train { epochs = 2.5, optimizer = sdg(rate = 1), schedule = step(factor = 2) }', {
      seed: '-1',
      rates: '1',
      batch: '"big"',
    });
    expect(recipe).toMatchObject({ epochs: 10, optimizer: { kind: 'sgd' }, schedule: { kind: 'cosine' }, batch: 128 });
    expect(said.sort()).toEqual([
      'bad-setting at --batch: `batch` is a whole number from 1; found the string "big"',
      'bad-setting at --seed: `seed` is a whole number from 0 to 4294967295; found the number -1',
      'bad-setting at test.arch: `epochs` is a whole number from 1; found the number 2.5',
      'bad-setting at test.arch: `factor` is a number above 0 to 1; found the number 2',
      'bad-setting at test.arch: `optimizer` is one of sgd, adam, adamw, rmsprop; found `sdg(...)`',
      'missing-setting at test.arch: `step` needs `epochs`, a list of numbers above 0',
      'unknown-setting at --rates: `train` has no setting `rates`',
    ]);
  });

  it('may be spread over several blocks, each setting in one', () => {
    expect(read('train { epochs = 3 }\n  train { seed = 4 }').recipe).toMatchObject({ epochs: 3, seed: 4 });
    expect(read('train { epochs = 3 }\n  train { epochs = 4 }').said).toEqual([
      'repeated-setting at test.arch: `epochs` is set before already',
    ]);
  });
});
