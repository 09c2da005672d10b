/**
 * The ImageNet challenge, 2012 to 2017, and people. First places that a paper of the zoo states (2012, 2014, 2015) are
 * with that paper's figures.
 */
import { type Common, table } from './rows.ts';

const entry: Common = {
  dataSet: 'imagenet',
  split: 'test',
  protocol: 'not stated',
  models: 'not stated',
  source: 'ilsvrc',
  where: 'results of the challenge',
  verified: false,
};

export const challenge = table(entry, [
  { model: 'Clarifai', top5Error: 11.7, place: { challenge: 2013, rank: 1 } },
  {
    model: 'VGG, 7 nets',
    models: 7,
    source: 'vgg',
    where: 'Table 6',
    protocol: 'dense, several scales',
    top5Error: 7.3,
    place: { challenge: 2014, rank: 2 },
  },
  { model: 'Trimps-Soushen', top5Error: 2.99, place: { challenge: 2016, rank: 1 } },
  {
    model: 'SENets, ensemble',
    source: 'senet',
    where: 'abstract',
    verified: true,
    top5Error: 2.251,
    place: { challenge: 2017, rank: 1 },
  },
]);

/** Two people learned the classes; the second labelled 258 images only. */
export const people = table({ ...entry, where: 'section 6.4', models: 1, verified: true }, [
  {
    model: 'human, annotator A1',
    top5Error: 5.1,
    note: 'on 1,500 test images, of which GoogLeNet errs on 6.8 per cent',
  },
  { model: 'human, annotator A2', top5Error: 12.0, note: 'with less practice, on 258 test images' },
]);
