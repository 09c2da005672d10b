/**
 * Every published figure. A network's own paper comes before those that quote or repeat it, and torchvision's
 * measurements, which cover most networks under one protocol, before those of later comparisons.
 */
import { challenge, people } from './published/challenge.ts';
import { caffeReferences, early } from './published/early.ts';
import { efficient } from './published/efficient.ts';
import { canziani, torchvision } from './published/frameworks.ts';
import { inception } from './published/inception.ts';
import { residual } from './published/residual.ts';
import { vgg } from './published/vgg.ts';
import type { PublishedResult } from './zoo.ts';

export const publishedResults: readonly PublishedResult[] = [
  ...early,
  ...vgg,
  ...inception,
  ...torchvision,
  ...residual,
  ...caffeReferences,
  ...efficient,
  ...canziani,
  ...challenge,
  ...people,
];
