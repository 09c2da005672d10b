import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { type Reportable, reportJson } from '../../src/analysis/report.ts';
import type { Diagnostic, SourceFile } from '../../src/diagnostics/diagnostic.ts';
import { testFile } from '../support/graph.ts';
import { lenet5, withHead } from '../support/networks.ts';

// Ten characters a line, as the builder's spans have it.
const file: SourceFile = { path: testFile, text: 'x........\n'.repeat(40), library: false };
const sources = new Map([[testFile, file]]);
const module = { file, uses: [], blocks: [], network: undefined, comments: [] };

function reportable(graph = withHead()): Reportable {
  return { compilation: { file, module, graph, sources }, analysis: analyse(graph), diagnostics: [] };
}

describe('reportJson', () => {
  it('has the outline, and nothing that JSON would lose', () => {
    const report = reportJson(reportable());
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(Object.keys(report)).toEqual([
      'version',
      'network',
      'file',
      'input',
      'outputs',
      'totals',
      'layers',
      'diagnostics',
    ]);
    expect({ ...report, layers: report.layers.slice(0, 3) }).toMatchInlineSnapshot(`
      {
        "diagnostics": [],
        "file": "test.arch",
        "input": {
          "name": "image",
          "shape": [
            3,
            8,
            8,
          ],
        },
        "layers": [
          {
            "activationBytes": 1024,
            "flops": 14080,
            "inputs": [
              [
                3,
                8,
                8,
              ],
            ],
            "jump": [
              1,
              1,
            ],
            "macs": 6912,
            "op": "conv",
            "output": [
              4,
              8,
              8,
            ],
            "parameters": 112,
            "path": "stem",
            "receptiveField": [
              3,
              3,
            ],
            "span": {
              "column": 1,
              "file": "test.arch",
              "line": 3,
            },
            "trainingOnly": false,
          },
          {
            "activationBytes": 1024,
            "flops": 256,
            "inputs": [
              [
                4,
                8,
                8,
              ],
            ],
            "jump": [
              1,
              1,
            ],
            "macs": 0,
            "op": "relu",
            "output": [
              4,
              8,
              8,
            ],
            "parameters": 0,
            "path": "relu",
            "receptiveField": [
              3,
              3,
            ],
            "span": {
              "column": 1,
              "file": "test.arch",
              "line": 4,
            },
            "trainingOnly": false,
          },
          {
            "activationBytes": 512,
            "flops": 1152,
            "inputs": [
              [
                4,
                8,
                8,
              ],
            ],
            "jump": [
              1,
              1,
            ],
            "macs": 512,
            "op": "conv",
            "output": [
              2,
              8,
              8,
            ],
            "parameters": 10,
            "path": "aux/conv",
            "receptiveField": [
              3,
              3,
            ],
            "span": {
              "column": 1,
              "file": "test.arch",
              "line": 6,
            },
            "trainingOnly": true,
          },
        ],
        "network": "WithHead",
        "outputs": [
          {
            "name": "output",
            "shape": [
              10,
            ],
            "trainingOnly": false,
          },
          {
            "name": "aux",
            "shape": [
              10,
            ],
            "trainingOnly": true,
          },
        ],
        "totals": {
          "activationBytes": 2048,
          "buffers": 0,
          "depth": 2,
          "flops": 14682,
          "macs": 6952,
          "parameters": 162,
          "receptiveField": [
            3,
            3,
          ],
          "trainable": 162,
          "training": {
            "macs": 7484,
            "parameters": 202,
          },
          "trainingBytes": 3432,
        },
        "version": 1,
      }
    `);
  });

  it('has the figures of the analysis, layer by layer, without the input', () => {
    const graph = lenet5();
    const { layers, totals } = reportJson(reportable(graph));
    const sum = (figure: 'parameters' | 'macs' | 'flops'): number =>
      layers.reduce((total, layer) => total + layer[figure], 0);
    expect(layers).toHaveLength(graph.nodes.length - 1);
    expect(totals).toMatchObject({ parameters: sum('parameters'), macs: sum('macs'), flops: sum('flops') });
    expect(layers[0]?.inputs).toEqual([[1, 32, 32]]);
  });

  it('gives the place of each layer in its own file', () => {
    const { layers } = reportJson(reportable());
    // The builder gives the network, then node after node, the head's scope among them, a line each.
    expect(layers.map(({ span }) => span.line)).toEqual([3, 4, 6, 7, 8, 9, 10]);
    expect(layers.every(({ span }) => span.column === 1 && span.file === testFile)).toBe(true);
  });

  it('says so with nulls where there is no network, and passes diagnostics on', () => {
    const diagnostics: Diagnostic[] = [
      { severity: 'warning', code: 'no-network', message: 'none', span: { file: testFile, start: 10, end: 11 } },
    ];
    const compilation = { file, module, graph: undefined, sources };
    expect(reportJson({ compilation, analysis: undefined, diagnostics })).toEqual({
      version: 1,
      network: null,
      file: testFile,
      input: null,
      outputs: [],
      totals: null,
      layers: [],
      diagnostics: [
        {
          severity: 'warning',
          code: 'no-network',
          message: 'none',
          file: testFile,
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 2,
        },
      ],
    });
  });
});
