/** The data of the zoo is whole: names, sources, files, figures. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparableResult, findNetwork, representativeResult, resultsOf, sourceOf } from '../../src/zoo/lookup.ts';
import { zooNetworks } from '../../src/zoo/networks.ts';
import { publishedResults } from '../../src/zoo/published.ts';
import { sources } from '../../src/zoo/sources.ts';
import { cases } from '../examples/cases.ts';
import { root } from '../support/host.ts';

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

describe('the networks', () => {
  it('have names and titles that stay unique without their hyphens', () => {
    const names = zooNetworks.flatMap(({ name, title }) => [...new Set([plain(name), plain(title)])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const { name } of zooNetworks) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
  });

  it('use every file of examples/, and every published variant that the tests of the examples know', () => {
    const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.arch'));
    expect(files.filter((file) => !zooNetworks.some((network) => network.file === file))).toEqual([]);
    const known = zooNetworks.map(({ file, settings }) => JSON.stringify([file, Object.entries(settings).sort()]));
    // vgg.arch and resnet.arch with the settings of vgg16.arch and resnet50.arch are the same networks again.
    const twice = ['vgg16', 'resnet50', 'resnet50_paper'];
    const missing = cases.filter(({ file, set, reference }) => {
      const key = JSON.stringify([file, Object.entries(set ?? {}).sort()]);
      return !known.includes(key) && !twice.includes(reference);
    });
    expect(missing.map(({ reference }) => reference)).toEqual([]);
  });

  it('have a source of the year they are said to be of, or an older one', () => {
    for (const { name, source, year } of zooNetworks) expect(sourceOf(source).year, name).toBeLessThanOrEqual(year);
  });

  it('are found however a name is written', () => {
    for (const name of ['resnet-50', 'resnet50', 'ResNet-50', 'RESNET_50', ' resnet 50 ']) {
      expect(findNetwork(name)?.name, name).toBe('resnet-50');
    }
    expect(findNetwork('mobilenet_1.0_224')?.name).toBe('mobilenet-1.0-224');
    expect(findNetwork('ResNeXt-50 (32x4d)')?.name).toBe('resnext-50');
    expect(findNetwork('resnet')).toBeUndefined();
    expect(findNetwork('')).toBeUndefined();
  });
});

describe('the published results', () => {
  it('have a source that is listed, and every source is used', () => {
    const ids = sources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const used = new Set([...publishedResults, ...zooNetworks].map(({ source }) => source));
    expect([...used].filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !used.has(id))).toEqual([]);
  });

  it('name networks of the zoo, state an error, and have top-5 below top-1', () => {
    for (const result of publishedResults) {
      const what = JSON.stringify(result);
      if (result.network !== undefined) {
        expect(
          zooNetworks.map(({ name }) => name),
          what,
        ).toContain(result.network);
        expect(result.models, what).toBe(1);
      }
      const { top1Error = 100, top5Error = 0 } = result;
      expect(result.top1Error ?? result.top5Error, what).toBeDefined();
      expect(top1Error, what).toBeGreaterThan(top5Error);
      expect(top5Error, what).toBeGreaterThanOrEqual(0);
      expect(top1Error, what).toBeLessThanOrEqual(100);
    }
  });

  it('are each there once', () => {
    const keys = publishedResults.map(({ note, ...result }) => JSON.stringify(result));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('on small images are of the test set, and on ImageNet are not', () => {
    for (const result of publishedResults) {
      expect(result.protocol === 'test set', JSON.stringify(result)).toBe(result.dataSet !== 'imagenet');
    }
  });

  it('hold the winners of the challenge from 2012 to 2017, ever better, and people among them', () => {
    const winners = publishedResults
      .flatMap(({ place, top5Error }) => (place?.rank === 1 ? [[place.challenge, top5Error]] : []))
      .sort(([a = 0], [b = 0]) => a - b);
    expect(winners).toEqual([
      [2012, 15.3],
      [2013, 11.7],
      [2014, 6.67],
      [2015, 3.57],
      [2016, 2.99],
      [2017, 2.251],
    ]);
    expect(publishedResults.find(({ model }) => model.startsWith('human'))?.top5Error).toBe(5.1);
  });
});

describe('what is compared', () => {
  it('is under the one protocol asked for, of one network, on the validation images', () => {
    for (const { name } of zooNetworks) {
      for (const protocol of ['single crop', '10 crops', '144 crops'] as const) {
        const result = comparableResult(name, protocol);
        if (result === undefined) continue;
        expect(result).toMatchObject({ network: name, protocol, models: 1, split: 'validation', dataSet: 'imagenet' });
      }
    }
  });

  it('is verified rather than not, the own paper rather than another, complete rather than not', () => {
    expect(comparableResult('squeezenet', 'single crop')?.source).toBe('torchvision');
    expect(comparableResult('resnet-50', 'single crop')).toMatchObject({ source: 'resnet', top1Error: 24.7 });
    // GoogLeNet's own paper has no top-1 error.
    expect(comparableResult('googlenet', 'single crop')).toMatchObject({ source: 'inception-v3', top1Error: 29 });
    expect(comparableResult('resnet-50-torchvision', 'single crop')).toMatchObject({ top1Error: 23.87 });
    expect(comparableResult('zfnet', 'single crop')).toBeUndefined();
    expect(comparableResult('nin', 'single crop')).toMatchObject({ verified: false });
  });

  it('falls back to other protocols and to small images only for one network by itself', () => {
    expect(representativeResult('zfnet')?.protocol).toBe('10 crops');
    expect(representativeResult('lenet-5-1998')).toMatchObject({ dataSet: 'mnist', top1Error: 0.95 });
    expect(representativeResult('lenet-5')).toBeUndefined();
    expect(resultsOf('no-such-network')).toEqual([]);
  });
});
