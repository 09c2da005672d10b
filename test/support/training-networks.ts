/** Small networks of the known kinds, to train and to differentiate in tests. */
import type { Graph } from '../../src/graph/graph.ts';
import { examineFile, examineText } from './host.ts';

export interface TrainingNetwork {
  readonly title: string;
  readonly graph: Graph;
  readonly batch: number;
}

const residual = `
use residual.Basic
use common.ConvBNReLU
network SmallResNet {
  input image [1, 16, 16]
  ConvBNReLU(8, 3)
  Basic(8)
  Basic(16, stride = 2)
  Basic(16, stride = 2, option = "A")
  global_avgpool -> dense(10)
}`;

const inception = `
use inception.InceptionV1
network SmallGoogLeNet {
  input image [3, 24, 24]
  conv(16, 5, stride = 2, pad = same) -> relu
  maxpool(3, stride = 2, ceil = true)
  lrn
  a: InceptionV1(8, 6, 8, 4, 6, 6)
  maxpool(3, stride = 2, ceil = true)
  b: InceptionV1(8, 8, 12, 4, 8, 6)
  global_avgpool -> flatten -> dropout(0.4) -> dense(10) -> softmax
  head aux1 from a, weight = 0.3, training_only { avgpool(3, stride = 3) -> conv(12, 1) -> relu -> flatten -> dense(10) }
  head aux2 from b, weight = 0.2, training_only { conv(10, 1) -> global_avgpool -> flatten -> softmax }
}`;

const squeezed = `
use se.SEResNeXtUnit
use common.ConvBNReLU
network SmallSEResNeXt {
  input image [3, 12, 12]
  ConvBNReLU(16, 3)
  SEResNeXtUnit(32, cardinality = 4, width = 4, reduction = 8)
  SEResNeXtUnit(48, cardinality = 4, width = 4, stride = 2, reduction = 8)
  global_avgpool -> dense(10)
}`;

function graphIn(examined: ReturnType<typeof examineText>): Graph {
  const { compilation, diagnostics } = examined;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (compilation.graph === undefined || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join('; '));
  return compilation.graph;
}

export function graphOfText(text: string): Graph {
  return graphIn(examineText(text));
}

export function graphOfFile(path: string, set: Readonly<Record<string, string>> = {}): Graph {
  return graphIn(examineFile(path, { set: new Map(Object.entries(set)) }));
}

export const trainingNetworks: readonly TrainingNetwork[] = [
  { title: 'LeNet-5', graph: graphOfFile('examples/lenet5.arch'), batch: 4 },
  { title: 'a small ResNet', graph: graphOfText(residual), batch: 4 },
  { title: 'a small GoogLeNet with heads', graph: graphOfText(inception), batch: 4 },
  {
    title: 'MobileNet 0.25',
    graph: graphOfFile('examples/mobilenet.arch', { width: '0.25', resolution: '64', classes: '10' }),
    batch: 4,
  },
  { title: 'a small SE-ResNeXt', graph: graphOfText(squeezed), batch: 4 },
];
