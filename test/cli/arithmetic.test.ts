import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { namedKernels } from '../../src/analysis/arithmetic/kernels.ts';
import { folderWith, netwright, type RunOptions } from '../support/cli.ts';
import { root } from '../support/host.ts';

function worked(args: readonly string[], options: RunOptions = {}): string {
  const { code, stdout, stderr } = netwright(['arithmetic', ...args], options);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

function refused(args: readonly string[], options: RunOptions = {}): string {
  const { code, stdout, stderr } = netwright(['arithmetic', ...args], options);
  expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^netwright: /);
  return stderr;
}

/** The words of a command line in which blanks may stand in double quotes. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

describe('docs/arithmetic.md', () => {
  it('shows what the program prints', async () => {
    const path = join(root, 'docs/arithmetic.md');
    const page = readFileSync(path, 'utf8');
    const current = page.replace(/```\n\$ netwright arithmetic (.*)\n[^`]*```/g, (_block, line: string) => {
      return `\`\`\`\n$ netwright arithmetic ${line}\n${worked(words(line))}\`\`\``;
    });
    expect(current.match(/^\$ netwright arithmetic/gm)).toHaveLength(5);
    await expect(current).toMatchFileSnapshot(path);
    for (const name of namedKernels.keys()) expect(page).toContain(`\`${name}\``);
  });
});

describe('netwright arithmetic', () => {
  it('fits into the width of the terminal', () => {
    const commands = [
      ['conv', '--input', '7x7', '--kernel', '3'],
      ['conv', '--input', '9x7', '--kernel', '3', '--dilation', '2', '--stride', '2'],
      ['maxpool', '--input', '20x20', '--kernel', '3', '--stride', '2'],
      ['edge', '--kernel-name', 'blur'],
    ];
    for (const command of commands) {
      for (const columns of [60, 80, 120]) {
        const lines = worked(command, { env: { COLUMNS: `${columns}` } }).split('\n');
        // Figures and calls are never broken.
        const prose = lines.filter((line) => !/in a file|=/.test(line));
        for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('says the same with colours as without', () => {
    const plain = worked(['conv', '--input', '7x7', '--kernel', '3', '--pad', 'same']);
    const colored = worked(['conv', '--input', '7x7', '--kernel', '3', '--pad', 'same'], { env: { FORCE_COLOR: '1' } });
    expect(colored).toContain('\u001b[36m');
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  it('works the classic edge, and other kernels on it', () => {
    expect(worked(['edge'])).toContain('0 30 30  0');
    const { numbers } = JSON.parse(worked(['edge', '--kernel-name', 'sobel-x', '--json']));
    expect(numbers.result).toEqual(Array.from({ length: 4 }, () => [0, -40, -40, 0]));
    expect(numbers.steps).toHaveLength(16);
  });

  it('reads a matrix from the command line, a file and standard input', () => {
    const rows = '1 2 3\n4 5 6\n7 8 9\n';
    const folder = folderWith({ 'image.txt': rows, 'kernel.txt': '1 0; 0 -1' });
    const here = worked(['conv', '--matrix', '1 2 3; 4 5 6; 7 8 9', '--weights', '1 0; 0 -1']);
    expect(here).toContain('+ 4*0 + 5*(-1) = -4');
    expect(worked(['conv', '--matrix', 'image.txt', '--weights', 'kernel.txt'], { cwd: folder })).toBe(here);
    expect(worked(['conv', '--matrix', '-', '--weights', '1 0; 0 -1'], { input: rows })).toBe(here);
  });

  it('pools a matrix', () => {
    const matrix = ['--matrix', '1 3 2 4; 5 7 6 8; 9 2 1 0; 3 4 5 6'];
    const resultOf = (...args: string[]) => JSON.parse(worked([...args, ...matrix, '--json'])).numbers.result;
    expect(resultOf('maxpool', '--kernel', '2')).toEqual([
      [7, 8],
      [9, 6],
    ]);
    const average = ['avgpool', '--kernel', '3', '--pad', '1', '--stride', '3'];
    expect(worked(['maxpool', '--kernel', '3', '--ceil', ...matrix])).toContain(
      'Rounded up, the last windows reach beyond',
    );
    expect(resultOf(...average)).toEqual([
      [16 / 9, 20 / 9],
      [18 / 9, 12 / 9],
    ]);
    expect(resultOf(...average, '--exclude-pad')).toEqual([
      [4, 5],
      [4.5, 3],
    ]);
  });

  it('writes a page that needs nothing else, whole or not at all', () => {
    const folder = folderWith({ 'old.html': 'old' });
    const page = (name: string, ...args: string[]): string => {
      expect(worked([...args, '--html', name], { cwd: folder })).toMatch(new RegExp(`^Wrote ${name}: `));
      return readFileSync(join(folder, name), 'utf8');
    };
    const edge = page('old.html', 'edge');
    for (let step = 1; step <= 16; step += 1) {
      expect(edge).toContain(`<li id="step-${step}">`);
      expect(edge).toContain(`href="#step-${step}"`);
    }
    const sizes = page('sizes.html', 'conv', '--input', '5x5', '--kernel', '3');
    expect(sizes.match(/<figcaption>row \d, column \d/g)).toHaveLength(9 + 25 + 36);
    const big = page('big.html', 'maxpool', '--input', '1000', '--kernel', '3');
    expect(big.length).toBeLessThan(20_000);
    for (const text of [edge, sizes, big]) {
      expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
      expect(text).toContain('prefers-color-scheme: dark');
      expect(text).toContain('@media print');
      expect(text).not.toMatch(/<script|<link|<img|src=|https?:|url\(|@import|NaN|undefined/);
      const tags = [...text.matchAll(/<(\/?)(section|figure|svg|div|ol|ul|li|p|pre|table|tr|td|a|main|h\d|span)\b/g)];
      const open: string[] = [];
      for (const [, closing, name = ''] of tags) {
        if (closing === '') open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
    }
    expect(readdirSync(folder).sort()).toEqual(['big.html', 'old.html', 'sizes.html']);
  });

  it.each([
    [['conv'], 'nothing to work on: give sizes (--input 7x7 --kernel 3) or numbers'],
    [['conv', '--input', '7'], 'add --kernel 3'],
    [
      ['conv', '--input', '7', '--kernel', '9', '--pad', 'valid'],
      'conv has a kernel of height 9, its input 1x7x7 has height 7',
    ],
    [
      ['conv', '--input', '7', '--kernel', '3', '--stride', '0'],
      "argument '0' is invalid. Write a size such as 3 or 7x1",
    ],
    [['conv', '--input', '3x7x7', '--kernel', '3'], 'Write height x width, as in 7x7; channels go to --in and --out.'],
    [['conv', '--input', '7', '--kernel', '2000000'], 'each side from 1 to 1,000,000'],
    [['conv', '--input', '7', '--kernel', '3', '--pad', '-1'], 'Write same, valid, a whole number such as 1'],
    [['conv', '--input', '7', '--kernel', '3', '--in', '3'], 'both numbers of channels: add --out 64'],
    [['conv', '--input', '7', '--kernel', '3', '--no-bias'], '--no-bias is about channels'],
    [
      ['conv', '--input', '7', '--kernel', '3', '--in', '64', '--out', '64', '--groups', '3'],
      '64 divides by 2 and by 4',
    ],
    [['conv', '--input', '7', '--kernel-name', 'blur'], '--kernel-name needs numbers to work on: add --matrix'],
    [['conv', '--matrix', '1 2; 3 4'], 'a convolution needs weights: add --weights'],
    [['conv', '--matrix', '1 2; 3 4', '--kernel-name', 'blurr'], 'Allowed choices are vertical-edge'],
    [['conv', '--matrix', '1 2; 3 4', '--kernel-name', 'blur', '--weights', '1'], 'not both'],
    [['conv', '--matrix', '1 2; 3 4', '--weights', '1', '--kernel', '1'], 'leave --kernel out'],
    [['conv', '--matrix', '1 2; 3 4', '--weights', '1', '--input', '2'], 'leave --input out'],
    [['conv', '--matrix', '1 2; 3 4', '--weights', '1', '--in', '2'], 'a matrix is one channel'],
    [['conv', '--matrix', '1 2 3; 4 5', '--weights', '1'], '--matrix: row 2 has 2 values, row 1 has 3'],
    [['conv', '--matrix', '1 2; 3 4', '--weights', '1 x'], "--weights: row 1, value 2 is 'x', which is no number"],
    [
      ['conv', '--matrix', 'none.txt', '--weights', '1'],
      "--matrix 'none.txt' is neither a file that is there nor rows",
    ],
    [['conv', '--matrix', 'src', '--weights', '1'], 'cannot read --matrix src: it is a folder'],
    [['maxpool', '--input', '7', '--kernel', '3', '--pad', '2'], 'at most 1 is allowed with a kernel of 3'],
    [['edge', '--html', 'none/edge.html'], 'cannot write none/edge.html: no such folder'],
    [['edge', '--html', 'src'], 'cannot write src: it is a folder'],
  ])('%j is refused with what to do', (args, message) => {
    const said = refused(args);
    expect(said).toContain(message);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it('answers at once, however large the sizes', () => {
    const sizes = ['--input', '1000000', '--kernel', '99', '--dilation', '1000', '--stride', '7', '--pad', '1000000'];
    const begin = performance.now();
    expect(worked(['conv', ...sizes])).toContain('with f = 1000*(99 - 1) + 1 = 98001');
    worked(['conv', '--input', '4096', '--kernel', '2048', '--pad', 'valid', '--json']);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('has help with examples, each of which works', () => {
    for (const topic of ['conv', 'maxpool', 'avgpool', 'edge']) {
      const { stdout } = netwright(['arithmetic', topic, '--help']);
      const lines = [...stdout.matchAll(/^ {2}netwright arithmetic (.*)$/gm)].map(([, line = '']) => line);
      expect(lines.length).toBeGreaterThan(2);
      const cwd = folderWith({ 'image.txt': '1 2 3 4\n5 6 7 8\n9 8 7 6\n5 4 3 2\n' });
      for (const line of lines) worked(words(line), { cwd });
    }
  });
});
