import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/analysis/examine.ts';
import { type Applied, applyForm } from '../../../src/analysis/factorise/apply.ts';
import { convolutionAt } from '../../../src/analysis/factorise/convolution.ts';
import { factorise } from '../../../src/analysis/factorise/factorise.ts';
import { convolutionsOf, findLayer, stepAt, surroundingsOf } from '../../../src/analysis/factorise/place.ts';
import type { SourceFile } from '../../../src/diagnostics/diagnostic.ts';
import { format } from '../../../src/syntax/format.ts';
import { parse } from '../../../src/syntax/parse.ts';
import { cache, read, testHost } from '../../support/host.ts';

/** Applies one equivalent, or all, to the layer of that path; what follows it stands between factors. */
function apply(file: SourceFile, path: string, only?: string, set?: ReadonlyMap<string, string>): Map<string, Applied> {
  const host = testHost({ 'other.arch': 'block Other { conv(8, 5, pad = same) -> relu }\n' });
  const options = { cache, ...(set && { set }) };
  const examined = examine(file, host, options);
  const { graph } = examined.compilation;
  const search = graph && findLayer(graph, path);
  if (!graph || search?.kind !== 'layer') throw new Error(`no layer ${path}`);
  const reading = convolutionAt(graph, search.node);
  if (reading.kind === 'none') throw new Error(reading.reason);
  const { between } = surroundingsOf(graph, search.node);
  const result = factorise(reading.convolution, { between, following: 0, reduction: undefined, cardinality: 32 });
  if (result.kind !== 'factorised') throw new Error(result.kind);
  const { candidates, between: read } = result.factorisation;
  const chosen = candidates.filter(({ form }) => only === undefined || form.name === only);
  return new Map(
    chosen.map(({ form }) => {
      const application = { examined, node: search.node, original: reading.convolution, form };
      const applied = applyForm({ ...application, between: undefined, normalises: read.normalises }, host, options);
      return [form.name, applied];
    }),
  );
}

function source(text: string): SourceFile {
  return { path: 'test.arch', text, library: false };
}

/** The edited text, or why there is none. */
function edited(text: string, path: string, name: string): string {
  const applied = apply(source(text), path, name).get(name);
  if (!applied) throw new Error(`no ${name}`);
  return applied.kind === 'edited' ? applied.file.text : applied.reason;
}

const examples = ['alexnet', 'zfnet', 'lenet5', 'lenet5_caffe', 'highway'];

describe('every equivalent, applied to every convolution of the examples', () => {
  const all = examples.flatMap((name) => {
    const file = read(`examples/${name}.arch`);
    const { graph } = examine(file, testHost(), { cache }).compilation;
    const own = graph ? convolutionsOf(graph).filter(({ node }) => node.span.file === file.path) : [];
    return own.map(({ path }) => [file.path, path] as const);
  });

  it('finds them', () => expect(all.length).toBeGreaterThan(12));

  it.each(all)('%s %s', (path, layer) => {
    const file = read(path);
    const formatted = format(file).value === file.text;
    for (const [name, applied] of apply(file, layer)) {
      expect({ name, kind: applied.kind }).toEqual({ name, kind: 'edited' });
      if (applied.kind !== 'edited') continue;
      const { text } = applied.file;
      const { start, end } = applied.edit.span;
      expect(text.startsWith(file.text.slice(0, start))).toBe(true);
      expect(text.endsWith(file.text.slice(end))).toBe(true);
      expect(text.length).toBe(file.text.length - (end - start) + applied.edit.text.length);
      expect(parse(applied.file).diagnostics).toEqual([]);
      const { compilation } = examine(applied.file, testHost(), { cache });
      expect(compilation.diagnostics).toEqual([]);
      if (formatted) expect(format(applied.file).value).toBe(text);
    }
  });
});

describe('applying', () => {
  it('moves the label to the last factor, gives each a line, and takes over what follows', () => {
    const before = `network Test {
  input image [3, 32, 32]
  // the stem
  stem: conv(64, 7, stride = 2, pad = same, bias = false) -> batchnorm(1e-3) -> relu6  // large
  from stem
  global_avgpool
}
`;
    expect(edited(before, 'stem', 'stack')).toBe(`network Test {
  input image [3, 32, 32]
  // the stem
  conv(64, 3, pad = same, bias = false) -> batchnorm(1e-3) -> relu6
  conv(64, 3, pad = same, bias = false) -> batchnorm(1e-3) -> relu6
  stem: conv(64, 3, stride = 2, pad = same, bias = false) -> batchnorm(1e-3) -> relu6  // large
  from stem
  global_avgpool
}
`);
  });

  it('keeps expressions, comments and the line where others share it', () => {
    const block = 'block Unit(width, k = 3, s = 1) { conv(2 * width, k, s, pad = same) -> prelu }\n';
    const text = `${block}network Test {\n  input image [8, 32, 32]\n  Unit(8)\n  Unit(16, 5, s = 2)\n  global_avgpool\n}\n`;
    expect(edited(text, 'Unit/conv', 'bottleneck')).toBe(
      text.replace(
        'conv(2 * width, k, s, pad = same)',
        'conv((2 * width) / 4, 1) -> prelu -> conv((2 * width) / 4, k, stride = s, pad = same) -> prelu -> ' +
          'conv(2 * width, 1)',
      ),
    );
    const commented = 'network Test {\n  input image [8, 8, 8]\n  conv(8, // eight\n    5)\n  global_avgpool\n}\n';
    expect(edited(commented, 'conv', 'nx1')).toBe(
      'network Test {\n  input image [8, 8, 8]\n  // eight\n  conv(8, 5x1) -> relu\n  conv(8, 1x5)\n  global_avgpool\n}\n',
    );
  });

  it('keeps the line ends of the file, and the column of a branch', () => {
    const text =
      'network Test {\r\n  input image [8, 8, 8]\r\n  concat {\r\n    | conv(8, 5, pad = 2)\r\n    | skip\r\n  }\r\n}\r\n';
    expect(edited(text, 'concat/[1]', 'stack')).toBe(
      text.replace('conv(8, 5, pad = 2)', 'conv(8, 3, pad = 1) -> relu\r\n      conv(8, 3, pad = 1)'),
    );
  });

  it('rounds a bottleneck down where the channels do not divide', () => {
    const text = 'network Test(n = 30) {\n  input image [8, 8, 8]\n  conv(n, 3)\n}\n';
    expect(edited(text, 'conv', 'bottleneck')).toContain(
      'conv(floor_div(n, 4), 1) -> relu\n  conv(floor_div(n, 4), 3)',
    );
  });

  it('names all places that change, and what the file no longer is', () => {
    const text = `network Test {
  input image [8, 32, 32]
  repeat 3 { conv(8, 5, pad = same) -> relu }
  expect depth == 3
  expect macs > 5
}
`;
    const applied = apply(source(text), 'repeat/[2]', 'stack').get('stack');
    expect(applied).toMatchObject({
      kind: 'edited',
      places: ['repeat/[1]/conv', 'repeat/[2]/conv', 'repeat/[3]/conv'],
      before: { depth: 3 },
      after: { depth: 6 },
    });
    if (applied?.kind !== 'edited') return;
    expect(applied.broken.map(({ message }) => message)).toEqual(['`depth == 3` does not hold: found 6, wanted == 3']);
  });

  it('refuses where a step makes layers of different windows', () => {
    const text = `block Unit(k) { conv(8, k, pad = same) }
network Test {
  input image [8, 32, 32]
  Unit(5) -> Unit(7) -> relu
}
`;
    expect(edited(text, 'Unit/conv', 'stack')).toBe(
      'it would change relu from 8x32x32 (receptive field 11, jump 1) to 8x32x32 (receptive field 9, jump 1); ' +
        'the step makes 2 layers, which would all change',
    );
    expect(edited(text, 'Unit/conv', 'separable')).toContain('depthwise(k, pad = same) -> relu -> conv(8, 1)');
  });

  it('refuses steps that are not of the file, and says what to do', () => {
    const library = 'use common.ConvBN\nnetwork Test {\n  input image [8, 32, 32]\n  ConvBN(8, 5)\n}\n';
    expect(edited(library, 'ConvBN', 'stack')).toBe(
      'it is made by ConvBN, a block of the standard library, which is never rewritten (the call is on line 4: ' +
        '`ConvBN(8, 5)`). Write its steps in place of the call, or copy the block into test.arch under another name and ' +
        'call that; `netwright explain ConvBN` prints it',
    );
    const other = 'use "./other.arch"\nnetwork Test {\n  input image [8, 32, 32]\n  Other\n}\n';
    expect(edited(other, 'Other', 'stack')).toContain('a block of other.arch, which other networks may use');
    const handed = 'block B(b: block) { b }\nnetwork Test {\n  input image [8, 32, 32]\n  B(conv(8, 5))\n}\n';
    expect(edited(handed, 'B/conv', 'stack')).toContain('it is handed to a block by name and runs there (line 1: ');
    expect(edited(handed.replace('B(conv(8, 5))', 'B { conv(8, 5) }'), 'B/conv', 'stack')).toContain(
      'B { conv(8, 3) -> relu -> conv(8, 3) }',
    );
  });
});

describe('finding a layer', () => {
  const text = `network Test {
  input image [8, 32, 32]
  a: conv(8, 3) -> batchnorm -> relu
  b: repeat 2 { conv(8, 3) -> maxpool(2) -> relu }
  add { | conv(8, 1) | skip }
  flatten -> dense(5)
}
`;
  const { compilation } = examine(source(text), testHost(), { cache });
  const find = (path: string) => compilation.graph && findLayer(compilation.graph, path);

  it('takes a path, or that of what it stands in', () => {
    expect(find('a')).toMatchObject({ kind: 'layer', path: 'a' });
    expect(find('b/[2]')).toMatchObject({ kind: 'layer', path: 'b/[2]/conv' });
    expect(find('add')).toMatchObject({ kind: 'layer', path: 'add/[1]/conv' });
    expect(find('b')).toMatchObject({ kind: 'group', convolutions: [{ path: 'b/[1]/conv' }, { path: 'b/[2]/conv' }] });
    expect(find('b/[2]/con')).toMatchObject({ kind: 'unknown', nearest: ['b/[2]/conv', 'b/[1]/conv'] });
  });

  it('sees what follows directly', () => {
    const { graph, module } = compilation;
    const [a, b] = graph ? convolutionsOf(graph) : [];
    if (!graph || !a || !b) throw new Error('no graph');
    expect(surroundingsOf(graph, a.node)).toMatchObject({ between: 'batchnorm -> relu', activation: true });
    expect(surroundingsOf(graph, b.node)).toMatchObject({ between: 'relu', activation: false });
    expect(stepAt(module, a.node.span)?.step.label?.text).toBe('a');
  });

  it('says what cannot be factorised', () => {
    const { graph } = compilation;
    const dense = graph?.nodes.find(({ op }) => op === 'dense');
    expect(graph && dense && convolutionAt(graph, dense)).toEqual({
      kind: 'none',
      reason: 'is a dense layer; conv and depthwise layers can be factorised',
    });
    const original = examine(read('examples/lenet5_1998.arch'), testHost(), { cache }).compilation.graph;
    const table = original?.nodes.find(({ name }) => name === 'c3');
    expect(original && table && convolutionAt(original, table)).toMatchObject({ kind: 'none' });
  });
});
