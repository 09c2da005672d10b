import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, netwright } from '../support/cli.ts';
import { root } from '../support/host.ts';

const sizes = ['factorise', '--kernel', '7', '--in', '64', '--out', '64', '--map', '56x56'];
const text = `network Test(width = 32) {
  input image [3, 64, 64]

  conv1: conv(width, 7, stride = 2, pad = same) -> relu  // the stem
  conv2: conv(64, 5, pad = same) -> relu
  pool: global_avgpool -> flatten
  dense(10)

  expect depth == 3
}
`;

describe('netwright factorise', () => {
  it('lists what could stand for a convolution given by its sizes', () => {
    const { code, stdout, stderr } = netwright(sizes);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\(original\) +49 +200,768 +1 +629\.41 M +1 +200,704 +1\n/);
    expect(stdout).toMatch(/19 stack +27 +110,784 +0\.552 +346\.82 M +0\.551 +1\.00 M +3\n/);
    expect(stdout).toMatch(/17 nx1 +14 +57,472 +0\.286 /);
    expect(stdout).toContain('Simonyan and Zisserman 2015 (VGG), section 2.3');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('--json gives the same to other programs', () => {
    const { code, stdout } = netwright([...sizes, '--json', '--between', 'batchnorm -> relu6', '--stride', '2']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      version: 1,
      layer: null,
      between: 'batchnorm -> relu6',
      original: {
        source: 'conv(64, 7, stride = 2, pad = same, bias = false)',
        weightsPerPair: 49,
        output: [64, 28, 28],
      },
    });
    expect(report.equivalents.map(({ name }: { name: string }) => name)).toContain('bottleneck-nx1');
    expect(report.equivalents.find(({ name }: { name: string }) => name === 'stack')).toMatchObject({
      weights: 27 * 64 * 64,
      receptiveField: [7, 7],
      jump: [2, 2],
      nonLinearities: 3,
      papers: ['Simonyan and Zisserman 2015 (VGG), section 2.3'],
    });
  });

  it('lists what could stand for a layer of a file, with what follows it between factors', () => {
    const folder = folderWith({ 'model.arch': text });
    const { code, stdout } = netwright(['factorise', 'model.arch', 'conv1', '--set', 'width=48'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^conv1\nconv\(48, 7, stride = 2, pad = same\): 48x32x32, /);
    const library = netwright(['factorise', 'examples/resnet50.arch', 'conv1', '--json']);
    expect(JSON.parse(library.stdout)).toMatchObject({ layer: 'conv1/ConvBN/conv', between: 'batchnorm -> relu' });
  });

  it('--apply rewrites the file, says what changed and what it expects in vain; --dry-run only shows it', () => {
    const folder = folderWith({ 'model.arch': text });
    const args = ['factorise', 'model.arch', 'conv2', '--apply', 'stack'];
    const dry = netwright([...args, '--dry-run'], { cwd: folder });
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain(
      [
        '--- model.arch',
        '+++ model.arch',
        '@@ -2,7 +2,8 @@',
        '   input image [3, 64, 64]',
        ' ',
        '   conv1: conv(width, 7, stride = 2, pad = same) -> relu  // the stem',
        '-  conv2: conv(64, 5, pad = same) -> relu',
        '+  conv(64, 3, pad = same) -> relu',
        '+  conv2: conv(64, 3, pad = same) -> relu',
        '   pool: global_avgpool -> flatten',
        '   dense(10)',
        ' ',
        '',
        'conv2: two 3x3; parameters 55,424 in place of 51,264',
      ].join('\n'),
    );
    expect(dry.stdout).toContain('Nothing is written');
    expect(dry.stdout).toContain('warning[expectation-failed]: `depth == 3` does not hold: found 4, wanted == 3');
    expect(readFileSync(join(folder, 'model.arch'), 'utf8')).toBe(text);
    const wet = netwright(args, { cwd: folder });
    expect(wet).toMatchObject({ code: 0, stderr: '' });
    expect(wet.stdout).toContain('Written to model.arch.');
    const written = text.replace(
      'conv2: conv(64, 5, pad = same)',
      'conv(64, 3, pad = same) -> relu\n  conv2: conv(64, 3, pad = same)',
    );
    expect(readFileSync(join(folder, 'model.arch'), 'utf8')).toBe(written);
    expect(netwright(['fmt', '--check', 'model.arch'], { cwd: folder }).code).toBe(0);
  });

  it('--apply takes the number of the list, and reports as JSON', () => {
    const folder = folderWith({ 'model.arch': text });
    const list = JSON.parse(netwright(['factorise', 'model.arch', 'conv1', '--json'], { cwd: folder }).stdout);
    const { number, name } = list.equivalents.find(({ name }: { name: string }) => name === 'separable');
    const args = ['factorise', 'model.arch', 'conv1', '--apply', String(number), '--json'];
    const report = JSON.parse(netwright(args, { cwd: folder }).stdout);
    expect(report).toMatchObject({ layer: 'conv1', name, written: true, places: ['conv1'], before: { depth: 3 } });
    const written = readFileSync(join(folder, 'model.arch'), 'utf8');
    expect(written).toContain(
      '  depthwise(7, stride = 2, pad = same) -> relu\n  conv1: conv(width, 1) -> relu  // the stem\n',
    );
    const { start, end, text: replacement } = report.edit;
    expect(text.slice(0, start) + replacement + text.slice(end)).toBe(written);
  });

  it('leaves what it cannot rewrite, and says why', () => {
    const folder = folderWith({ 'model.arch': text });
    const refusal = netwright(['factorise', 'examples/resnet50.arch', 'conv1', '--apply', 'stack', '--dry-run']);
    expect(refusal).toMatchObject({ code: 2, stdout: '' });
    expect(refusal.stderr).toContain('a block of the standard library, which is never rewritten');
    const piped = netwright(['factorise', '-', 'conv1', '--apply', 'stack'], { input: text });
    expect(piped).toMatchObject({ code: 2, stderr: expect.stringContaining('standard input cannot be rewritten') });
    const unknown = netwright(['factorise', 'model.arch', 'conv1', '--apply', 'stak'], { cwd: folder });
    expect(unknown).toMatchObject({ code: 2, stderr: 'netwright: no equivalent stak; did you mean stack?\n' });
    expect(readFileSync(join(folder, 'model.arch'), 'utf8')).toBe(text);
  });

  it('tells wrong usage and wrong paths', () => {
    const folder = folderWith({ 'model.arch': text, 'wrong.arch': 'network W { input [1, 8, 8] conv(3, 9) }\n' });
    const fails = (args: readonly string[]): string => {
      const { code, stdout, stderr } = netwright(['factorise', ...args], { cwd: folder });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(fails([])).toContain('--kernel, --in, --out, --map missing');
    expect(fails(['--kernel', 'x'])).toContain('Write a whole number from 1');
    expect(fails(['model.arch'])).toContain('which layer of model.arch? Its convolutions:\n  conv1  conv(32, 7');
    expect(fails(['model.arch', 'con1'])).toContain(
      'there is no layer con1 in model.arch; the nearest convolutions:\n  conv1',
    );
    expect(fails(['model.arch', 'dense'])).toContain('dense is a dense layer');
    expect(fails(['model.arch', 'conv1', '--kernel', '3'])).toContain('the sizes are those of the layer');
    expect(fails(['model.arch', 'conv1', '--dry-run'])).toContain('--dry-run belongs to --apply');
    expect(fails(['model.arch', 'conv1', '--between', 'conv(3, 1)'])).toContain(
      "--between 'conv(3, 1)': `conv` cannot stand",
    );
    expect(fails(['none.arch', 'conv1'])).toContain('cannot read none.arch: no such file');
    const wrong = netwright(['factorise', 'wrong.arch', 'conv'], { cwd: folder });
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('error[kernel-too-large]') });
  });
});

describe('docs/factorisation.md', () => {
  const page = readFileSync(join(root, 'docs/factorisation.md'), 'utf8');
  const shown = [...page.matchAll(/^ {4}\$ netwright (.+)\n((?: {4}.*\n| *\n)+)/gm)];

  it('shows commands', () => expect(shown.length).toBeGreaterThan(1));

  it.each(shown.map(([, command = '', output = '']) => [command, output] as const))(
    'shows what `netwright %s` prints',
    (command, output) => {
      const folder = folderWith({});
      // The page's own model, which it prints in full.
      const model = /^```\n(network [\s\S]*?)```$/m.exec(page)?.[1] ?? '';
      writeFileSync(join(folder, 'model.arch'), model);
      const { stdout } = netwright(command.split(' '), { cwd: folder });
      const [beginning = ''] = output.replaceAll(/^ {4}/gm, '').trimEnd().split('\n...');
      expect(beginning.length).toBeGreaterThan(100);
      expect(stdout.startsWith(beginning)).toBe(true);
    },
  );
});
