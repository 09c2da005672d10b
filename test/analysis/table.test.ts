import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { renderTable, type TableOptions } from '../../src/analysis/table.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { builder, testFile } from '../support/graph.ts';
import { lenet5, nested, resnet50, vgg16, withHead } from '../support/networks.ts';

function table(graph: Graph, options: Partial<TableOptions> = {}): string {
  return renderTable(graph, analyse(graph), { unfold: false, color: false, width: 80, ...options });
}

/** The rows between the line of dashes and the totals, one blank for many. */
function rows(graph: Graph, options: Partial<TableOptions> = {}): string[] {
  const lines = table(graph, options).split('\n');
  const body = lines.slice(lines.findIndex((line) => line.startsWith('--')) + 1);
  return body.slice(0, body.indexOf('')).map((line) => line.trimStart().replace(/ +/g, ' '));
}

describe('the folded table', () => {
  it('has a row for each part of the network', () => {
    expect(table(resnet50('3x3'))).toMatchInlineSnapshot(`
      "ResNet50  image 3x224x224 -> 1000

                                                                             receptive
      layer                                    output  parameters      MACs      field
      --------------------------------------------------------------------------------
      image    input                        3x224x224           -         -          1
               ConvBN                      64x112x112       9,536  118.01 M          7
               relu                        64x112x112           -         -          7
      pool1    maxpool(3, stride = 2, ...    64x56x56           -         -         11
      conv2_x  3 x Bottleneck               256x56x56     215,808  667.94 M         35
      conv3_x  4 x Bottleneck               512x28x28   1,219,584    1.03 G         91
      conv4_x  6 x Bottleneck              1024x14x14   7,098,368    1.46 G        267
      conv5_x  3 x Bottleneck                2048x7x7  14,964,736  809.24 M        427
               global_avgpool                2048x1x1           -         -        619
      fc       dense(1000)                       1000   2,049,000    2.05 M        619

      parameters          25,557,032  learned values, biases included
        buffers               53,120  stored, not learned
      MACs             4,089,184,256  convolutions and dense layers, one image
      FLOPs            8,217,632,232  2 x MACs + the other operations
      memory                9.19 MiB  peak of the live feature maps, one image
        in training       143.85 MiB  all feature maps, kept for the backward pass
      depth                       50  weighted layers on the longest path
      receptive field            427  of the last map before the first global step
      "
    `);
  });

  it('marks what is only trained, and gives its share', () => {
    expect(table(withHead())).toMatchInlineSnapshot(`
      "WithHead  image 3x8x8 -> 10

                                                                             receptive
      layer                                       output  parameters   MACs      field
      --------------------------------------------------------------------------------
      image  input                                 3x8x8           -      -          1
      stem   conv(4, 3, pad = 1)                   4x8x8         112  6,912          3
             relu                                  4x8x8           -      -          3
      aux    head: (conv, global_avgpool, d... *      10          40    532         10
             global_avgpool                        4x1x1           -      -         10
             dense(10)                                10          50     40         10
      * not in the deployed network: outside the totals

      parameters                 162  learned values, biases included
      MACs                     6,952  convolutions and dense layers, one image
      FLOPs                   14,682  2 x MACs + the other operations
      memory             0.00195 MiB  peak of the live feature maps, one image
        in training      0.00327 MiB  all feature maps, kept for the backward pass
      depth                        2  weighted layers on the longest path
      receptive field              3  of the last map before the first global step
      heads: parameters         + 40  with training-only heads: 202
      heads: MACs              + 532  with training-only heads: 7,484
      "
    `);
  });

  it('counts equal neighbours, and not those with a name or with other figures', () => {
    const b = builder([4, 8, 8]);
    for (let index = 0; index < 3; index++) b.layer('relu');
    b.layer('relu', {}, { label: 'here' });
    for (let index = 0; index < 3; index++) b.block('Unit', () => b.layer('conv', { channels: 8, kernel: 1 }));
    expect(rows(b.graph()).slice(1)).toEqual([
      '3 x relu 4x8x8 - - 1',
      'here relu 4x8x8 - - 1',
      'Unit 8x8x8 40 2,048 1',
      '2 x Unit 8x8x8 144 8,192 1',
    ]);
  });

  it('makes one row of a merge and its branches', () => {
    const b = builder([4, 8, 8]);
    const branches = [() => b.layer('conv', { channels: 2, kernel: 3, pad: 1 }), () => {}, () => b.layer('relu')];
    b.merge('concat', branches);
    b.merge('concat', branches, 'named');
    expect(rows(b.graph()).slice(1)).toEqual([
      'concat, 3 branches 10x8x8 74 4,608 3',
      'named concat, 3 branches 22x8x8 182 11,520 5',
    ]);
  });

  it('tells what is repeated', () => {
    const b = builder([4, 8, 8]);
    const unit = (channels: number) => () => {
      b.layer('conv', { channels, kernel: 1 });
      b.layer('relu');
    };
    b.repeat(2, unit(4), 'same');
    b.repeat(2, (index) => b.layer('conv', { channels: index + 1, kernel: 1 }), 'growing');
    b.repeat(2, (index) => (index === 0 ? b.layer('relu') : b.layer('tanh')), 'mixed');
    b.repeat(3, () => b.repeat(2, () => b.layer('relu')), 'twice');
    b.repeat(2, () => {
      for (let index = 0; index < 5; index++) b.layer('relu');
    });
    b.repeat(2, () => b.merge('add', [() => {}, () => b.layer('relu')]), 'merges');
    expect(rows(b.graph()).map((row) => row.replace(/ \d+x8x8 .*/, ''))).toEqual([
      'image input',
      'same 2 x (conv, relu)',
      'growing 2 x conv',
      'mixed 2 iterations',
      'twice 3 x 2 x relu',
      '2 x (relu, relu, relu, ...)',
      'merges 2 x add, 2 branches',
    ]);
  });

  it('shows the arguments of a block where the source has them plain', () => {
    const b = builder([4, 8, 8]);
    for (const block of ['Unit', 'Other', 'Third']) b.block(block, () => b.layer('relu'));
    const graph = b.graph();
    // The builder's spans are five characters long; calls are longer.
    const scopes = graph.scopes.map((scope) => ({ ...scope, span: { ...scope.span, end: scope.span.start + 11 } }));
    const text = spread(graph, ['a: Unit(8)', 'Other({ a })', 'body(1)']);
    const sources = new Map([[testFile, { path: testFile, text, library: false }]]);
    expect(rows({ ...graph, scopes }, { sources }).map((row) => row.split(' ')[0])).toEqual([
      'image',
      'Unit(8)',
      'Other',
      'Third',
    ]);
  });
});

/** A text that has each call where the scope of that rank begins. */
function spread(graph: Graph, calls: readonly string[]): string {
  return calls.reduce((text, call, index) => {
    const start = graph.scopes[index + 1]?.span.start ?? 0;
    return `${text.padEnd(start)}${call}`;
  }, '');
}

describe('the unfolded table', () => {
  it('has every layer below the blocks it stands in', () => {
    const b = builder([4, 8, 8], 'Small');
    b.repeat(
      2,
      () => {
        b.block('Unit', () => {
          b.merge('add', [
            () => {
              b.layer('conv', { channels: 4, kernel: 3, pad: 1 });
              b.layer('relu');
            },
            () => b.layer('conv', { channels: 4, kernel: 1 }),
          ]);
          b.layer('relu');
        });
      },
      'stage',
    );
    b.layer('global_avgpool', {}, { label: 'pool' });
    expect(table(b.graph(), { unfold: true })).toMatchInlineSnapshot(`
      "Small  image 4x8x8 -> 4x1x1

                                                            receptive
      layer                      output  parameters   MACs      field
      ---------------------------------------------------------------
      image: input                4x8x8           -      -          1
      stage: 2 x Unit
        [1] / Unit
          branch 1
            conv(4, 3, pad = 1)   4x8x8         148  9,216          3
            relu                  4x8x8           -      -          3
          branch 2 / conv(4, 1)   4x8x8          20  1,024          1
          add, 2 branches         4x8x8           -      -          3
          relu                    4x8x8           -      -          3
        [2] / Unit
          branch 1
            conv(4, 3, pad = 1)   4x8x8         148  9,216          5
            relu                  4x8x8           -      -          5
          branch 2 / conv(4, 1)   4x8x8          20  1,024          3
          add, 2 branches         4x8x8           -      -          5
          relu                    4x8x8           -      -          5
      pool: global_avgpool        4x1x1           -      -         12

      parameters               336  learned values, biases included
      MACs                  20,480  convolutions and dense layers, one image
      FLOPs                 43,776  2 x MACs + the other operations
      memory           0.00293 MiB  peak of the live feature maps, one image
        in training     0.0108 MiB  all feature maps, kept for the backward pass
      depth                      2  weighted layers on the longest path
      receptive field            5  of the last map before the first global step
      "
    `);
  });

  it('shows each layer of a network once', () => {
    const graph = resnet50('1x1');
    const withFigures = rows(graph, { unfold: true }).filter((row) => /\d+x\d+x\d+|dense/.test(row));
    expect(withFigures).toHaveLength(graph.nodes.length);
  });

  it('needs no stack for thousands of nested blocks', () => {
    expect(rows(nested(5000), { unfold: true })).toEqual([
      'image: input 1x4x4 - - 1',
      'B / B / B / ...',
      'relu 1x4x4 - - 1',
    ]);
    const deep = builder([1, 4, 4]);
    for (let level = 0; level < 1000; level++) {
      deep.enter('block', 'Deep', { block: 'Deep' });
      deep.layer('relu');
    }
    const lines = table(deep.graph(), { unfold: true }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('any table', () => {
  it('keeps to the width', () => {
    const graphs = [lenet5(), vgg16(), resnet50('3x3'), withHead()];
    const options = fc.record({ unfold: fc.boolean(), width: fc.integer({ min: 76, max: 200 }) });
    fc.assert(
      fc.property(fc.constantFrom(...graphs), options, (graph, { unfold, width }) => {
        const lines = table(graph, { unfold, width }).split('\n');
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 50, seed: 80 },
    );
  });

  it('is plain ASCII, and colour adds nothing but escapes', () => {
    const graph = withHead();
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    for (const unfold of [false, true]) {
      const plain = table(graph, { unfold });
      expect(plain).toMatch(/^[\n -~]*$/);
      const coloured = table(graph, { unfold, color: true });
      expect(coloured).not.toBe(plain);
      expect(coloured.replace(escapes, '')).toBe(plain);
    }
  });

  it('of 100,000 layers is made in about a second', () => {
    const b = builder([4, 4, 4]);
    b.repeat(50_000, () => {
      b.layer('conv', { channels: 4, kernel: 1 });
      b.layer('relu');
    });
    const graph = b.graph();
    const started = performance.now();
    const analysis = analyse(graph);
    const analysed = performance.now();
    const text = renderTable(graph, analysis, { unfold: true, color: false, width: 80 });
    renderTable(graph, analysis, { unfold: false, color: false, width: 80 });
    expect(text.split('\n').length).toBeGreaterThan(150_000);
    // Generous: it takes a tenth of this, and a quadratic pass would take minutes.
    expect(analysed - started).toBeLessThan(3000);
    expect(performance.now() - analysed).toBeLessThan(6000);
  });
});
