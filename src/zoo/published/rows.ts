/** How a paper's table becomes figures. */
import type { PublishedResult } from '../zoo.ts';

/** What the rows of one table have in common; a row may say otherwise. */
export type Common = Pick<
  PublishedResult,
  'dataSet' | 'split' | 'protocol' | 'models' | 'source' | 'where' | 'verified' | 'note'
>;

export type Row = Pick<PublishedResult, 'model'> & Partial<PublishedResult>;

export function table(common: Common, rows: readonly Row[]): readonly PublishedResult[] {
  return rows.map((row) => ({ ...common, ...row }));
}

/** One network on ImageNet's validation images, one crop of each, as the source states it. */
export function singleCrop(source: string, where: string): Common {
  return {
    dataSet: 'imagenet',
    split: 'validation',
    protocol: 'single crop',
    models: 1,
    source,
    where,
    verified: true,
  };
}
