/** Every network of the reference, to the unit: parameters, multiply-accumulates, layers, shapes of the stages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/analysis/analyse.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { nodePaths, scopePath } from '../../src/graph/path.ts';
import { operators } from '../../src/operators/registry.ts';
import { examineFile, root } from '../support/host.ts';
import { type Case, cases, placeOf, withoutReference } from './cases.ts';

interface Reference {
  readonly input: readonly number[];
  readonly parameters: number;
  readonly macs: number;
  readonly stages: Readonly<Record<string, readonly number[]>>;
  readonly convolutions: number;
  readonly dense: number;
  readonly c3_connections?: readonly (readonly number[])[];
}

const fixture = readFileSync(join(root, 'test/fixtures/reference/networks.json'), 'utf8');
const references: Readonly<Record<string, Reference>> = JSON.parse(fixture).networks;

function compiled(file: string, set: Readonly<Record<string, string>> = {}) {
  const { compilation, analysis, diagnostics } = examineFile(`examples/${file}`, { set: new Map(Object.entries(set)) });
  expect(diagnostics).toEqual([]);
  const { graph } = compilation;
  if (!graph || !analysis) throw new Error(`${file} gives no graph`);
  return { graph, analysis };
}

/** Shapes by name: layers by path, block instances and the like (their last layer) by path, labels, heads. */
function shapes(graph: Graph): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const { node, scope } of graph.nodes.map((each) => ({ node: each, scope: each.scope }))) {
    let at = graph.scopes[scope];
    while (at?.parent !== undefined) {
      found.set(scopePath(graph, at.id), node.shape);
      at = graph.scopes[at.parent];
    }
  }
  for (const { name, node } of graph.outputs) found.set(name, graph.nodes[node]?.shape ?? []);
  for (const [id, path] of nodePaths(graph).entries()) found.set(path, graph.nodes[id]?.shape ?? []);
  for (const { name, node } of graph.labels) found.set(name, graph.nodes[node]?.shape ?? []);
  return found;
}

function figures({ graph, analysis }: { graph: Graph; analysis: Analysis }, { counted }: Case) {
  const { totals } = analysis;
  const withHeads = counted?.macs === 'training';
  const weighted = graph.nodes.filter(
    ({ id, op }) => operators.get(op)?.weighted && (withHeads || !analysis.layers[id]?.trainingOnly),
  );
  return {
    input: graph.input.shape,
    parameters: counted ? totals.training.parameters : totals.parameters,
    macs: withHeads ? totals.training.macs : totals.macs,
    layers: weighted.length,
  };
}

const title = ({ reference, file, set = {} }: Case): string =>
  [`${reference}: examples/${file}`, ...Object.entries(set).map(([name, value]) => `${name}=${value}`)].join(' ');

describe('the networks equal the reference', () => {
  it.each(cases.map((each) => ({ ...each, title: title(each) })))('$title', (each) => {
    const reference = references[each.reference];
    if (!reference) throw new Error(`the reference has no ${each.reference}`);
    const result = compiled(each.file, each.set);
    expect(figures(result, each)).toEqual({
      input: reference.input,
      parameters: reference.parameters,
      macs: reference.macs,
      // Whether a layer on a 1x1 map is called a convolution or dense is a matter of taste; their number is not.
      layers: reference.convolutions + reference.dense,
    });
    const found = shapes(result.graph);
    const stages = Object.keys(reference.stages).map((stage) => [stage, found.get(placeOf(stage, each.stages))]);
    expect(Object.fromEntries(stages)).toEqual(reference.stages);
  });

  it('covers every network of the reference', () => {
    expect(Object.keys(references).length).toBeGreaterThan(50);
    expect([...new Set(cases.map(({ reference }) => reference))].sort()).toEqual(Object.keys(references).sort());
  });

  it('covers every file in examples', () => {
    const covered = [...new Set(cases.map(({ file }) => file)), ...withoutReference];
    // The small networks of examples/lecture are of no paper.
    const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.arch'));
    expect(files.sort()).toEqual(covered.sort());
  });

  it('has the connections of C3 from table I of the paper', () => {
    const { graph } = compiled('lenet5_1998.arch');
    const c3 = graph.nodes.find(({ label }) => label === 'c3');
    expect(c3?.args.connections).toEqual(references.lenet5_1998?.c3_connections);
  });
});
