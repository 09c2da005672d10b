import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { type Builder, builder } from '../support/graph.ts';
import { lenet5, nested, resnet50, vgg16, withHead } from '../support/networks.ts';

describe('analyse', () => {
  it('counts LeNet-5', () => {
    const { layers, totals } = analyse(lenet5());
    expect(layers.map(({ parameters }) => parameters)).toEqual([0, 156, 0, 0, 2416, 0, 0, 48120, 0, 0, 10164, 0, 850]);
    expect(layers.map(({ macs }) => macs)).toEqual([0, 117600, 0, 0, 240000, 0, 0, 48000, 0, 0, 10080, 0, 840]);
    expect(totals).toEqual({
      parameters: 61_706,
      trainable: 61_706,
      buffers: 0,
      macs: 416_520,
      // Biases 4704 + 1600 + 120 + 84 + 10, tanh 4704 + 1600 + 120 + 84, average pooling 4 * (1176 + 400).
      flops: 2 * 416_520 + 6518 + 6508 + 6304,
      // tanh reads 6x28x28 and makes as much.
      activationBytes: 4 * (4704 + 4704),
      trainingBytes: 4 * (1024 + 2 * 4704 + 1176 + 2 * 1600 + 400 + 3 * 120 + 2 * 84 + 10),
      depth: 5,
      receptiveField: [32, 32],
      training: { parameters: 61_706, macs: 416_520 },
    });
  });

  it('agrees with published figures of VGG-16', () => {
    const { totals } = analyse(vgg16());
    expect(totals).toMatchObject({ parameters: 138_357_544, macs: 15_470_264_320, depth: 16 });
    expect(totals.receptiveField).toEqual([212, 212]);
  });

  it('agrees with published figures of ResNet-50', () => {
    const { totals } = analyse(resnet50('3x3'));
    expect(totals).toMatchObject({ parameters: 25_557_032, buffers: 53_120, macs: 4_089_184_256, depth: 50 });
    expect(totals.receptiveField).toEqual([427, 427]);
    // An addition of two 256x56x56 maps into a third.
    expect(totals.activationBytes).toBe(4 * 3 * 256 * 56 * 56);
    expect(analyse(resnet50('1x1')).totals).toMatchObject({
      parameters: 25_557_032,
      macs: 3_857_973_248,
      receptiveField: [483, 483],
    });
  });

  it('leaves what only training needs out of the totals', () => {
    const { layers, totals } = analyse(withHead());
    expect(layers.map(({ trainingOnly }) => trainingOnly)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(totals).toMatchObject({
      parameters: 112 + 50,
      macs: 6912 + 40,
      depth: 2,
      receptiveField: [3, 3],
      // The head is not run: relu's input and output are the peak.
      activationBytes: 4 * (256 + 256),
      trainingBytes: 4 * (192 + 256 + 256 + 128 + 2 + 10 + 4 + 10),
      training: { parameters: 112 + 50 + 10 + 30, macs: 6912 + 40 + 512 + 20 },
    });
  });

  it('counts a head that is deployed', () => {
    const b = builder([3, 8, 8]);
    const stem = b.layer('conv', { channels: 4, kernel: 3 });
    b.layer('relu');
    b.head('second', stem, false, () => b.layer('conv', { channels: 2, kernel: 1 }));
    const { layers, totals } = analyse(b.graph());
    expect(layers.some(({ trainingOnly }) => trainingOnly)).toBe(false);
    expect(totals.parameters).toBe(112 + 10);
    expect(totals.training).toEqual({ parameters: 122, macs: totals.macs });
  });

  it('counts the statistics of a normalisation as buffers', () => {
    const b = builder([6, 4, 4]);
    b.layer('batchnorm');
    expect(analyse(b.graph()).totals).toMatchObject({ parameters: 12, trainable: 12, buffers: 12, macs: 0 });
  });

  it('counts nothing for a layer that does not fit, and goes on', () => {
    const b = builder([3, 8, 8]);
    b.layer('conv', { channels: 4, kernel: 3, groups: 2 });
    b.layer('conv', { channels: 2, kernel: 1 });
    const { layers } = analyse(b.graph());
    expect(layers.map(({ parameters }) => parameters)).toEqual([0, 0, 10]);
  });

  it('counts nothing for a layer whose arguments are wrong', () => {
    const b = builder([3, 8, 8]);
    for (const op of ['conv', 'depthwise', 'dense', 'maxpool', 'slice', 'rbf', 'pad']) b.layer(op, argumentsOf(op));
    const graph = b.graph();
    const nodes = graph.nodes.map((node) => ({ ...node, ...(node.id > 0 && { args: {}, certain: false }) }));
    const { layers, totals } = analyse({ ...graph, nodes });
    expect(layers).toHaveLength(8);
    expect(totals).toMatchObject({ parameters: 0, macs: 0, flops: 0, receptiveField: [1, 1] });
  });

  it('works on an input alone, and without outputs', () => {
    const graph = builder([3, 8, 8]).graph();
    expect(analyse(graph).totals).toMatchObject({ parameters: 0, activationBytes: 768, trainingBytes: 768, depth: 0 });
    expect(analyse({ ...graph, outputs: [] }).totals).toMatchObject({ parameters: 0, activationBytes: 0 });
  });

  it('needs no stack for depth, neither of layers nor of blocks', () => {
    expect(analyse(nested(5000)).totals.depth).toBe(0);
    const b = builder([4, 4, 4]);
    for (let layer = 0; layer < 20_000; layer++) b.layer('conv', { channels: 4, kernel: 1, stride: 1 });
    expect(analyse(b.graph()).totals).toMatchObject({ depth: 20_000, parameters: 20_000 * 20 });
  });

  it('keeps every figure finite when strides are piled up on one place', () => {
    const b = builder([1, 1, 1]);
    for (let layer = 0; layer < 1200; layer++) b.layer('conv', { channels: 1, kernel: 1, stride: 2 });
    b.layer('conv', { channels: 1, kernel: 3, pad: 1 });
    b.layer('conv', { channels: 1, kernel: 1 });
    const { receptiveField, jump } = analyse(b.graph()).layers.at(-1) ?? {};
    expect([receptiveField, jump].flat().every(Number.isSafeInteger)).toBe(true);
  });
});

/** Something that fits, so that the builder can make the layer; the test takes it away again. */
function argumentsOf(op: string): Parameters<Builder['layer']>[1] {
  switch (op) {
    case 'slice':
      return { start: 0, end: 1 };
    case 'pad':
      return { sides: [1, 1, 1, 1] };
    case 'dense':
    case 'rbf':
      return { units: 2 };
    default:
      return { channels: 3, kernel: 1 };
  }
}
