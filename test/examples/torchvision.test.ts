/** The numbers agree with the framework that executes the network: torchvision's models, run on one image. */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, inject, it } from 'vitest';

interface Layer {
  readonly op: string;
  readonly output: readonly number[];
  readonly parameters: number;
  readonly macs: number;
}

interface Executed {
  readonly parameters: number;
  readonly macs: number;
  readonly layers: readonly Layer[];
}

/** Example to the torchvision model that is the same network. */
const pairs = [
  { file: 'examples/vgg16.arch', model: 'vgg16' },
  { file: 'examples/resnet50.arch', model: 'resnet50' },
];

/** Convolutions and dense layers as lines, sorted: the order of parallel branches is free. */
function lines(layers: readonly Layer[]): string[] {
  return layers
    .filter(({ op }) => op === 'conv' || op === 'dense')
    .map(({ op, output, parameters, macs }) => `${op} ${output.join('x')} ${parameters} parameters ${macs} macs`)
    .sort();
}

const python = inject('python');

describe.skipIf(python === undefined)('in the execution by torchvision', () => {
  let executed: Readonly<Record<string, Executed>> = {};
  beforeAll(() => {
    const script = ['test/support/torchvision_report.py', ...pairs.map(({ model }) => model)];
    executed = JSON.parse(execFileSync(python ?? 'python3', script, { encoding: 'utf8' }));
  });

  it.each(pairs)('$model has the parameters, MACs and layer shapes of $file', ({ file, model }) => {
    const command = ['dist/netwright.js', 'compile', file, '--json'];
    const report = JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' }));
    const run = executed[model];
    expect({ parameters: report.totals.parameters, macs: report.totals.macs }).toEqual({
      parameters: run?.parameters,
      macs: run?.macs,
    });
    expect(lines(report.layers)).toEqual(lines(run?.layers ?? []));
  });
});
