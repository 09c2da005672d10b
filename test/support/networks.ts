/** Known networks built by hand, to check figures that papers state. */
import type { Graph } from '../../src/graph/graph.ts';
import { type Builder, builder } from './graph.ts';

/** The usual one: full C3, average pooling, linear output. */
export function lenet5(): Graph {
  const b = builder([1, 32, 32], 'LeNet5');
  b.layer('conv', { channels: 6, kernel: 5 });
  b.layer('tanh');
  b.layer('avgpool', { kernel: 2 });
  b.layer('conv', { channels: 16, kernel: 5 });
  b.layer('tanh');
  b.layer('avgpool', { kernel: 2 });
  b.layer('conv', { channels: 120, kernel: 5 });
  b.layer('tanh');
  b.layer('flatten');
  b.layer('dense', { units: 84 });
  b.layer('tanh');
  b.layer('dense', { units: 10 });
  return b.graph();
}

export function vgg16(): Graph {
  const b = builder([3, 224, 224], 'VGG16');
  const stages = [
    [2, 64],
    [2, 128],
    [3, 256],
    [3, 512],
    [3, 512],
  ] as const;
  for (const [count, channels] of stages) {
    b.repeat(count, () => {
      b.layer('conv', { channels, kernel: 3, pad: 1 });
      b.layer('relu');
    });
    b.layer('maxpool', { kernel: 2 });
  }
  b.layer('flatten');
  for (const units of [4096, 4096]) {
    b.layer('dense', { units });
    b.layer('relu');
    b.layer('dropout');
  }
  b.layer('dense', { units: 1000 });
  return b.graph();
}

function convBN(b: Builder, channels: number, kernel: number, stride = 1): void {
  b.block('ConvBN', () => {
    b.layer('conv', { channels, kernel, stride, pad: 'same', bias: false });
    b.layer('batchnorm');
  });
}

/** With the stride in the first 1x1 of a stage, as He et al. 2016 have it, or in the 3x3, as torchvision has it. */
export function resnet50(strideIn: '1x1' | '3x3'): Graph {
  const b = builder([3, 224, 224], 'ResNet50');
  convBN(b, 64, 7, 2);
  b.layer('relu');
  b.layer('maxpool', { kernel: 3, stride: 2, pad: 1 }, { label: 'pool1' });
  [3, 4, 6, 3].forEach((count, stage) => {
    const width = 64 * 2 ** stage;
    const bottleneck = (index: number) => {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      const main = () => {
        convBN(b, width, 1, strideIn === '1x1' ? stride : 1);
        b.layer('relu');
        convBN(b, width, 3, strideIn === '3x3' ? stride : 1);
        b.layer('relu');
        convBN(b, 4 * width, 1);
      };
      const shortcut = () => {
        if (index === 0) convBN(b, 4 * width, 1, stride);
      };
      b.block('Bottleneck', () => {
        b.merge('add', [main, shortcut]);
        b.layer('relu');
      });
    };
    b.repeat(count, bottleneck, `conv${stage + 2}_x`);
  });
  b.layer('global_avgpool');
  b.layer('dense', { units: 1000 }, { label: 'fc' });
  return b.graph();
}

/** A small network with a head for training alone, in which the head's convolution is the only one behind `stem`. */
export function withHead(): Graph {
  const b = builder([3, 8, 8], 'WithHead');
  const stem = b.layer('conv', { channels: 4, kernel: 3, pad: 1 }, { label: 'stem' });
  b.layer('relu');
  b.head('aux', stem, true, () => {
    b.layer('conv', { channels: 2, kernel: 1 });
    b.layer('global_avgpool');
    b.layer('dense', { units: 10 });
  });
  b.layer('global_avgpool');
  b.layer('dense', { units: 10 });
  return b.graph();
}

/** One layer inside `depth` blocks. */
export function nested(depth: number): Graph {
  const b = builder([1, 4, 4], 'Nested');
  for (let level = 0; level < depth; level++) b.enter('block', 'B', { block: 'B' });
  b.layer('relu');
  for (let level = 0; level < depth; level++) b.leave();
  return b.graph();
}
