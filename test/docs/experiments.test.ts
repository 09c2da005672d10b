/** The pages about the lecture's experiments are those of the results beside them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { experimentDocs } from '../../src/cli/experiment-docs.ts';
import { experiments } from '../../src/training/experiments.ts';
import { root } from '../support/host.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = await experimentDocs(read);

describe('the pages about experiments', () => {
  it.each([...pages])('%s is up to date (node scripts/experiments.mjs --pages)', (path, text) => {
    expect(read(path)).toBe(text);
  });

  it.each(experiments)('$name was made as the experiment is now, to its end', (experiment) => {
    const { setting, variants } = JSON.parse(read(`docs/experiments/${experiment.name}.json`));
    expect(setting).toMatchObject({
      data: 'fashion-mnist',
      trainImages: experiment.limit,
      command: `experiment ${experiment.name}`,
    });
    for (const { runs } of variants) {
      expect(runs.map(({ seed }: { readonly seed: number }) => seed)).toEqual([1, 2, 3]);
      for (const { epochs } of runs) expect(epochs).toHaveLength(setting.epochs);
    }
  });
});
