import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../../src/studio/protocol.ts';
import { examples, type Talk, talk } from './support.ts';

const path = 'net.arch';
const text = `// Of the test.
block Unit(channels: int, kernel = 3, act: block = relu, plain = false) {
  conv(channels, kernel, pad = same, bias = not plain)
  act
}

network Net(classes = 10, rate: number = 0.5) {
  input image [3, 32, 32]
  stem: Unit(16, 5)
  repeat i in 1..4 {
    add { | Unit(16 * i, plain = true) -> conv(16, 1) | skip }
  }
  maxpool(2, pad = 1)
  batchnorm
  flatten -> dropout(rate) -> dense(classes)
}
`;

/** Of the step that begins with these letters. */
async function inspected(core: Talk, letters: string, node?: string): Promise<Inspection> {
  const start = text.indexOf(letters);
  const span = { file: path, start, end: start + letters.length };
  const found = await core.ask<'inspect'>(path, { kind: 'inspect', span, node });
  if (!found) throw new Error(`nothing at ${letters}`);
  return found;
}

function opened(): Talk {
  const core = talk();
  core.open(path, text);
  return core;
}

describe('the inspector', () => {
  it('shows an operator with its arguments and its arithmetic', async () => {
    const found = await inspected(opened(), 'dense(classes)');
    expect(found).toMatchObject({ kind: 'operator', title: 'dense', entering: [4624], leaving: [10], instances: 1 });
    expect(found.arguments).toEqual([
      {
        name: 'units',
        doc: expect.stringContaining('Number of output values.'),
        written: 'classes',
        preset: undefined,
        required: true,
        input: { kind: 'text' },
      },
      expect.objectContaining({ name: 'bias', written: undefined, preset: 'true', input: { kind: 'boolean' } }),
    ]);
    expect(found.worked).toEqual(['parameters: 10*4624 + 10 = 46,250', 'MACs: 10*4624 = 46,240']);
  });

  it('shows a block with what fits each of its parameters', async () => {
    const found = await inspected(opened(), 'stem: Unit(16, 5)');
    expect(found).toMatchObject({ kind: 'block', title: 'Unit', label: 'stem', leaving: [16, 32, 32], worked: [] });
    expect(found.doc).toBe('Of the test.');
    expect(found.arguments.map(({ name, written, preset, input }) => [name, written, preset, input.kind])).toEqual([
      ['channels', '16', undefined, 'number'],
      ['kernel', '5', '3', 'text'],
      ['act', undefined, 'relu', 'text'],
      ['plain', undefined, 'false', 'boolean'],
    ]);
  });

  it('shows how often a range repeats, and all of its layers', async () => {
    const found = await inspected(opened(), 'repeat');
    expect(found).toMatchObject({ kind: 'repeat', count: '3', instances: 1, entering: [16, 32, 32] });
    expect(found.parameters).toBe([1, 2, 3].reduce((sum, i) => sum + 16 * 16 * i * 9 + (16 * i * 16 + 16), 0));
  });

  it('shows all expansions of a step, or the one of a card', async () => {
    const core = opened();
    const all = await inspected(core, 'conv(channels');
    expect(all).toMatchObject({ instances: 4, parameters: 16 * 75 + 16 + 16 * 9 * (16 + 32 + 48) });
    const one = await inspected(core, 'conv(channels', 'repeat/[2]/add/[1]/Unit/conv');
    expect(one).toMatchObject({ instances: 4, leaving: [32, 32, 32], parameters: 16 * 32 * 9 });
    expect(one.worked).toContain('parameters: 32*16*3*3 = 4,608');
  });

  it('does not take the figures of a merge for those of a branch that does not fit it', async () => {
    const core = talk();
    const wrong = 'network N {\n  input image [8, 4, 4]\n  add { | conv(8, 1, 2) | skip }\n}\n';
    core.open(path, wrong);
    const start = wrong.indexOf('skip');
    const span = { file: path, start, end: start + 'skip'.length };
    const found = await core.ask<'inspect'>(path, { kind: 'inspect', span, node: 'add' });
    expect(found).toMatchObject({ title: 'skip' });
    expect(found?.leaving).not.toEqual([8, 2, 2]);
  });

  it('shows the input by its shape, a merge, and numbers within their limits', async () => {
    const core = opened();
    expect(await inspected(core, 'input image')).toMatchObject({
      kind: 'input',
      arguments: [{ name: 'shape', written: '[3, 32, 32]', required: true }],
      leaving: [3, 32, 32],
    });
    expect(await inspected(core, 'add {')).toMatchObject({ kind: 'merge', leaving: [16, 32, 32] });
    const momentum = (await inspected(core, 'batchnorm')).arguments.find(({ name }) => name === 'momentum');
    expect(momentum).toMatchObject({ preset: '0.1', input: { kind: 'number', min: 0, integer: false } });
  });

  it('shows the network and its blocks by their parameters', async () => {
    const core = opened();
    const network = await inspected(core, 'network Net');
    expect(network).toMatchObject({ definition: 'Net', title: 'Net', entering: [3, 32, 32], leaving: [10] });
    expect(network.parameters).toBe(core.state(path).state.totals?.parameters);
    expect(network.arguments.map(({ name, written, input }) => [name, written, input.kind])).toEqual([
      ['classes', '10', 'text'],
      ['rate', '0.5', 'number'],
    ]);
    expect(await inspected(core, 'block Unit')).toMatchObject({ definition: 'Unit', instances: 0, parameters: 0 });
    expect(await inspected(core, '// Of the test')).toMatchObject({ definition: 'Net' });
  });

  it('names what is wrong in a step', async () => {
    const core = opened();
    core.open(path, text.replace('dense(classes)', 'dense(0)'), 2);
    const start = text.indexOf('dense(');
    const found = await core.ask<'inspect'>(path, {
      kind: 'inspect',
      span: { file: path, start, end: start },
      node: undefined,
    });
    expect(found?.diagnostics.map((index) => core.state(path).state.diagnostics[index]?.code)).toEqual([
      'out-of-range',
    ]);
  });
});

/** "64*3*7*7 + 64" */
function value(formula: string): number {
  return formula
    .split(' + ')
    .map((term) => term.split(/ ?\* ?/).reduce((product, factor) => product * Number(factor), 1))
    .reduce((sum, term) => sum + term, 0);
}

describe('the arithmetic', () => {
  it.each([...examples])('gives the counted numbers in %s', async (name, source) => {
    const core = talk();
    core.open(name, source);
    core.send({ kind: 'folding', path: name, folding: 'none' });
    const last = core.told.at(-1);
    const layers = last?.kind === 'drawing' ? last.drawing.nodes.filter(({ kind }) => kind === 'layer') : [];
    const rows = new Map((await core.ask<'layers'>(name, { kind: 'layers' })).map((row) => [row.id, row]));
    const apart = Math.ceil(layers.length / 40);
    for (const { id, span, shape, title } of layers.filter((_, index) => index % apart === 0)) {
      const found = await core.ask<'inspect'>(name, { kind: 'inspect', span, node: id });
      const { parameters, macs } = rows.get(id) ?? {};
      expect(found, id).toMatchObject({ leaving: shape, parameters, macs });
      // A parameter that stands for a block has its own name.
      if (found?.kind !== 'other') expect(found?.title).toBe(title);
      expect(found?.step, id).toEqual(span.file === name ? span : undefined);
      for (const [word, count] of [
        ['parameters', parameters],
        ['MACs', macs],
      ] as const) {
        const line = found?.worked.find((each) => each.startsWith(`${word}: `)) ?? `${word}: 0 = 0`;
        const [formula = '', result] = line.slice(word.length + 2).split(' = ');
        expect(value(formula), `${id}: ${line}`).toBe(count);
        expect(result?.replaceAll(',', ''), id).toBe(String(count));
      }
    }
    expect(layers.length).toBeGreaterThan(3);
  });

  it.each(['googlenet.arch', 'resnet.arch', 'senet154.arch'])('adds up what is folded in %s', async (name) => {
    const core = talk();
    core.open(name, examples.get(name) ?? '');
    const { nodes, groups } = core.state(name).state.drawing;
    const folded = nodes.filter(({ kind }) => kind === 'folded');
    for (const { id, span, figures, shape } of [...folded, ...groups]) {
      const found = await core.ask<'inspect'>(name, { kind: 'inspect', span, node: id });
      expect(found, id).toMatchObject({ ...figures, leaving: shape });
    }
    expect(folded.length).toBeGreaterThan(0);
  });
});
