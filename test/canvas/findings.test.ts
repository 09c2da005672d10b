/** Errors are seen in the drawing, however it is folded; what stands is drawn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Examined } from '../../src/analysis/examine.ts';
import type { CanvasDocument } from '../../src/canvas/document.ts';
import { drawing, foldAll } from '../../src/canvas/drawing.ts';
import { formatShape } from '../../src/operators/operator.ts';
import { examineText, network, read } from '../support/host.ts';
import { faults } from './geometry.ts';

function draw(examined: Examined): CanvasDocument {
  return drawing(examined, { folded: new Map() });
}

/** Codes of the diagnostics by card. */
function marks(examined: Examined, { nodes }: CanvasDocument): Record<string, string[]> {
  return Object.fromEntries(
    nodes.flatMap(({ id, diagnostics }): [string, string[]][] => {
      const codes = diagnostics.map((index) => examined.diagnostics[index]?.code ?? '');
      return codes.length > 0 ? [[id, codes]] : [];
    }),
  );
}

describe('errors', () => {
  it('are on the layer and on the line that brings the wrong shape, with both shapes', () => {
    const examined = examineText(network('add {\n | conv(64, 3, stride = 2, pad = same)\n | skip\n }'));
    const document = draw(examined);
    expect(marks(examined, document)).toEqual({ add: ['add-shape-mismatch'] });
    const wrong = document.edges.filter(({ problem }) => problem);
    expect(wrong.map(({ role, problem }) => [role, problem?.shapes.map(formatShape)])).toEqual([
      ['skip', ['64x32x32', '64x16x16']],
    ]);
  });

  it('of a single input are on its line, those of an argument are not', () => {
    const dense = draw(examineText(network('dense(10)')));
    expect(dense.edges.map(({ problem }) => problem?.shapes.map(formatShape))).toEqual([['64x32x32'], undefined]);
  });

  it('rise to the folded group around them, through all levels', () => {
    const text = `block Inner { conv(8, 40) }\nblock Outer { Inner }\n${network('stage: repeat 2 { Outer }')}`;
    const examined = examineText(text);
    const document = draw(examined);
    expect(marks(examined, document)).toEqual({ 'stage/': ['kernel-too-large'] });
    const open = drawing(examined, foldAll(examined, false));
    expect(marks(examined, open)).toEqual({ 'stage/[1]/Outer/Inner/conv': ['kernel-too-large'] });
    const red = open.groups.filter(({ hasError }) => hasError).map(({ id }) => id);
    expect(red).toEqual(['stage/', 'stage/[1]/', 'stage/[1]/Outer/', 'stage/[1]/Outer/Inner/']);
  });

  it('stand on a card of their own where a step made no layer', () => {
    const examined = examineText(network('relu\n convv(8, 1)\n add { | relu | sigmod }\n from nowhere\n tan'));
    const document = draw(examined);
    const unbuilt = document.nodes.filter(({ kind }) => kind === 'unbuilt');
    expect(unbuilt.map(({ title, arguments: args, parent }) => [title, args, parent])).toEqual([
      ['convv', '8, 1', undefined],
      ['sigmod', '', 'add/[2]/'],
      ['from', 'nowhere', undefined],
      ['tan', '', undefined],
    ]);
    expect(unbuilt.every(({ diagnostics }) => diagnostics.length === 1)).toBe(true);
    expect(document.edges.map(({ id }) => id)).toContain(`${unbuilt[3]?.id}>output:output`);
    expect(document.edges.filter(({ from }) => from === unbuilt[0]?.id).every(({ certain }) => !certain)).toBe(true);
    expect(faults(document)).toEqual([]);
    expect(document.elsewhere).toEqual([]);
  });

  it('that concern nothing drawn are listed', () => {
    const examined = examineText(`block Unused { relu }\n${network('relu')}`);
    expect(draw(examined).elsewhere).toEqual([0]);
    const nothing = examineText('block B { relu }');
    expect(draw(nothing)).toMatchObject({ nodes: [], edges: [], elsewhere: [0] });
  });
});

describe('half-typed files', () => {
  const texts = ['googlenet', 'highway', 'resnext', 'inception_v4'].map((name) => read(`examples/${name}.arch`).text);

  it('are drawn without faults, and every diagnostic is somewhere', () => {
    const cut = fc.tuple(fc.constantFrom(...texts), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40));
    fc.assert(
      fc.property(cut, fc.constantFrom(true, false, undefined), ([text, part, length], folded) => {
        const at = Math.floor(text.length * part);
        const examined = examineText(text.slice(0, at) + text.slice(at + length));
        const view = folded === undefined ? { folded: new Map() } : foldAll(examined, folded);
        const document = drawing(examined, view);
        expect(faults(document)).toEqual([]);
        const placed = [...document.nodes, ...document.groups].flatMap(({ diagnostics }) => diagnostics);
        const seen = new Set([...placed, ...document.elsewhere]);
        expect(examined.diagnostics.flatMap((_, index) => (seen.has(index) ? [] : [index]))).toEqual([]);
      }),
      { numRuns: 150, seed: 5 },
    );
  });
});
