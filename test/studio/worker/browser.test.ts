import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../src/studio/packing.ts';
import type { CompareAnswer } from '../../../src/studio/protocol.ts';
import { hasBrowser, type WorkerPage, workerPage } from '../../support/worker-page.ts';
import { examples, talk } from './support.ts';

const text = examples.get('resnet50.arch') ?? '';

describe.skipIf(!hasBrowser)('the worker in Chromium', () => {
  let page: WorkerPage;
  beforeAll(async () => {
    page = await workerPage();
  });
  afterAll(() => page.close());

  it('tells the state of a text, its own library at hand', async () => {
    const { parameters, cards } = await page.typed('resnet50.arch', [text]);
    expect(parameters).toBe(25_557_032);
    expect(cards).toBeGreaterThan(10);
    expect(await page.faults()).toEqual([]);
  });

  it('draws the plots of a comparison, and knows the networks of the literature', async () => {
    const networks = ['resnet50.arch', 'vgg16.arch'].map((path) => ({ path, text: examples.get(path) ?? '' }));
    const question = { kind: 'compare', networks, baseline: 0, sort: undefined, mode: 'light' } as const;
    const { rows, plots } = (await page.asked('', question)) as CompareAnswer;
    expect(rows.map(({ name }) => name)).toEqual(['ResNet-50 (torchvision)', 'VGG-16']);
    expect(plots.map(({ svg }) => svg.slice(0, 4))).toEqual(plots.map(() => '<svg'));
    expect(plots.length).toBeGreaterThan(1);
  });

  it('draws large networks too', async () => {
    const steps = '  conv(16, 3, pad = same) -> relu\n'.repeat(400);
    const large = `network Large {\n  input image [16, 8, 8]\n${steps}}\n`;
    expect(await page.typed('large.arch', [large])).toMatchObject({ cards: 802, parameters: 400 * 2320 });
  });

  it('that cannot be loaded is a fault', async () => {
    const without = await workerPage({ broken: true });
    await expect.poll(() => without.faults()).toEqual(['the worker could not be loaded']);
    await without.close();
  });
});

describe('packed messages', () => {
  it('are the same when they are unpacked', () => {
    const core = talk();
    core.open('senet154.arch', examples.get('senet154.arch') ?? '');
    core.send({ kind: 'folding', path: 'senet154.arch', folding: 'none' });
    const [state, drawing] = core.told;
    if (!state || !drawing) throw new Error('nothing was told');
    expect(pack(state)).toBe(state);
    expect(pack(drawing)).toMatchObject({ kind: 'packed' });
    expect(unpack(structuredClone(pack(drawing)))).toEqual(drawing);
  });
});
