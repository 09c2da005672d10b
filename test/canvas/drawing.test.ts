import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Examined } from '../../src/analysis/examine.ts';
import type { CanvasDocument, CanvasView } from '../../src/canvas/document.ts';
import { drawing, foldAll } from '../../src/canvas/drawing.ts';
import { formatShape } from '../../src/operators/operator.ts';
import { examineFile, examineText, network, root } from '../support/host.ts';
import { faults } from './geometry.ts';

const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.arch'));
const asItComes: CanvasView = { folded: new Map() };

function draw(examined: Examined, folded: Readonly<Record<string, boolean>> = {}): CanvasDocument {
  return drawing(examined, { folded: new Map(Object.entries(folded)) });
}

function outline({ nodes }: CanvasDocument): string[] {
  return nodes.map(({ kind, count, title, label }) => {
    const counted = count === undefined ? title : `${count} x ${title}`;
    return `${kind} ${label === undefined ? '' : `${label}: `}${counted}`;
  });
}

describe.each(examples)('%s', (name) => {
  const examined = examineFile(`examples/${name}`);

  it.each([
    ['as it comes', asItComes],
    ['with everything open', foldAll(examined, false)],
    ['with everything folded', foldAll(examined, true)],
  ])('is drawn without faults %s', (_how, view) => {
    const document = drawing(examined, view);
    expect(faults(document)).toEqual([]);
    expect(document.elsewhere).toEqual([]);
  });

  it('shows each layer and each of its inputs once when all is open', () => {
    const graph = examined.compilation.graph;
    const document = drawing(examined, foldAll(examined, false));
    const layers = document.nodes.filter(({ kind }) => kind === 'layer' || kind === 'input');
    expect(layers).toHaveLength(graph?.nodes.length ?? 0);
    const drawn = document.edges.filter(({ to }) => !to.startsWith('output:'));
    expect(drawn).toHaveLength(graph?.nodes.reduce((sum, { inputs }) => sum + inputs.length, 0) ?? 0);
  });

  it('counts all parameters and MACs however it is folded', () => {
    const analysis = examined.analysis;
    for (const view of [asItComes, foldAll(examined, false), foldAll(examined, true)]) {
      const { nodes } = drawing(examined, view);
      expect(nodes.reduce((sum, { figures }) => sum + figures.parameters, 0)).toBe(
        analysis?.totals.training.parameters,
      );
      expect(nodes.reduce((sum, { share }) => sum + share.macs, 0)).toBeCloseTo(1, 9);
    }
  });
});

describe('folding', () => {
  it('leaves ResNet-50 on one page: repeats are stacks, blocks of the network are open, those in them are folded', () => {
    const document = draw(examineFile('examples/resnet50.arch'));
    expect(outline(document)).toMatchInlineSnapshot(`
      [
        "input input",
        "folded ConvBN",
        "layer relu",
        "layer pool1: maxpool",
        "folded conv2_x: 3 x Bottleneck",
        "folded conv3_x: 4 x Bottleneck",
        "folded conv4_x: 6 x Bottleneck",
        "folded conv5_x: 3 x Bottleneck",
        "layer pool5: global_avgpool",
        "layer flatten",
        "layer fc: dense",
        "output output",
      ]
    `);
  });

  it('opens a group alone', () => {
    const examined = examineFile('examples/resnet50.arch');
    const closed = draw(examined);
    const open = draw(examined, { 'conv2_x/': false });
    expect(open.groups.map(({ id }) => id)).toContain('conv2_x/');
    const units = open.nodes.filter(({ parent }) => parent?.startsWith('conv2_x/'));
    expect(units.map(({ kind, title }) => `${kind} ${title}`)).toEqual(Array(3).fill('folded Bottleneck'));
    expect(open.nodes).toHaveLength(closed.nodes.length + 2);
  });

  it('draws a repeat that ran no time, a branch and a head folded', () => {
    const text = network(`repeat 0 { relu }
      join: add { | relu -> conv(64, 1) | skip }
      head side from join { flatten -> dense(2) }`);
    const folded = draw(examineText(text), { 'join/[1]/': true });
    expect(faults(folded)).toEqual([]);
    expect(outline(folded)).toEqual([
      'input input',
      'folded relu, conv',
      'layer join: add',
      'output output',
      'folded side: flatten, dense',
    ]);
    const open = draw(examineText(text), { 'side/': false });
    expect(faults(open)).toEqual([]);
    expect(open.edges.map(({ id, role }) => `${id} ${role}`)).toContain('join>side/flatten head');
    expect(open.nodes.at(-1)?.id).toBe('output:side');
  });
});

describe('lines', () => {
  it('say what passes, and where a step put on them would go', () => {
    const text = network('a: conv(8, 1)\n  add {\n    | relu -> sigmoid\n    | skip\n  }\n  flatten');
    const { edges } = draw(examineText(text));
    const places = edges.map(({ from, to, role, shape, gap }) => {
      const body = gap && text.slice(gap.body.start, gap.body.end);
      const where = body?.startsWith('{') ? 'network' : body;
      return `${from} > ${to}: ${role} ${shape && formatShape(shape)}, ${where} ${gap?.index}`;
    });
    expect(places).toMatchInlineSnapshot(`
      [
        "image > a: main 64x32x32, network 1",
        "a > add/[1]/relu: branch 8x32x32, relu -> sigmoid 0",
        "add/[1]/relu > add/[1]/sigmoid: main 8x32x32, relu -> sigmoid 1",
        "add/[1]/sigmoid > add: branch 8x32x32, relu -> sigmoid 2",
        "a > add: skip 8x32x32, skip 0",
        "add > flatten: main 8x32x32, network 3",
        "flatten > output:output: main 8192, network 4",
      ]
    `);
  });

  it('have no gap within a library block', () => {
    const { edges } = draw(examineText(`use common.ConvBN\n${network('ConvBN(8, 1) -> relu')}`));
    const gaps = Object.fromEntries(edges.map(({ from, gap }) => [from, gap?.index]));
    expect(gaps).toEqual({ image: 1, 'ConvBN/conv': undefined, 'ConvBN/batchnorm': 2, relu: 3 });
  });
});
