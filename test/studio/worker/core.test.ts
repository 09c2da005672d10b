import { describe, expect, it } from 'vitest';
import type { FromWorker } from '../../../src/studio/protocol.ts';
import { createCore } from '../../../src/studio/worker/core.ts';
import { examples, library, talk } from './support.ts';

const main = 'vision/net.arch';
const using = (path: string, kernel = 3): string =>
  `use "${path}"\n\nnetwork Net {\n  input image [3, 32, 32]\n  Unit(16, ${kernel})\n}\n`;
const unit = (channels: string): string =>
  `block Unit(channels, kernel) {\n  conv(${channels}, kernel, pad = same)\n}\n`;

describe('texts', () => {
  it('are told as states of their revision, with drawing and totals', () => {
    const core = talk();
    core.open('vgg16.arch', examples.get('vgg16.arch') ?? '', 7);
    const { revision, state } = core.state('vgg16.arch');
    expect(revision).toBe(7);
    expect(state.network).toBe('VGG16');
    expect(state.totals?.parameters).toBe(138_357_544);
    expect(state.drawing.nodes.length).toBeGreaterThan(10);
    expect(state.milliseconds).toBeGreaterThan(0);
  });

  it('that are older than the one that is known are passed over', () => {
    const core = talk();
    core.open('a.arch', 'network A { input image [3, 8, 8] }', 3);
    core.open('a.arch', 'network Old { input image [3, 8, 8] }', 2);
    expect(core.state('a.arch')).toMatchObject({ revision: 3, state: { network: 'A' } });
    expect(core.told).toHaveLength(1);
  });

  it('without a network have none', () => {
    const core = talk();
    core.open('blocks.arch', unit('channels'));
    const { network, totals, diagnostics } = core.state('blocks.arch').state;
    expect({ network, totals }).toEqual({ network: undefined, totals: undefined });
    expect(diagnostics.map(({ code }) => code)).toEqual(['no-network']);
  });

  it('that come before there was time are examined once, as the last of them', () => {
    const waiting: (() => void)[] = [];
    const core = talk({ later: (work) => waiting.push(work) });
    for (const [index, kernel] of [3, 5, 7].entries()) {
      core.open('a.arch', `network A { input image [3, 8, 8]\n conv(8, ${kernel}, pad = same) }`, index + 1);
    }
    expect(core.told).toEqual([]);
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    expect(core.told).toHaveLength(1);
    expect(core.state('a.arch')).toMatchObject({ revision: 3, state: { totals: { parameters: 8 * 3 * 49 + 8 } } });
  });

  it('are seen by a question at once', async () => {
    const waiting: (() => void)[] = [];
    const core = talk({ later: (work) => waiting.push(work) });
    core.open('a.arch', 'network A { input image [3, 8, 8]\n conv(8, 3) }');
    core.open('a.arch', 'network A { input image [3, 8, 8]\n conv(8, 3) -> relu -> conv(4, 1) }', 2);
    const rows = await core.ask<'layers'>('a.arch', { kind: 'layers' });
    expect(rows.map(({ op }) => op)).toEqual(['conv', 'relu', 'conv']);
    waiting[0]?.();
    expect(core.told.map((message) => message.kind === 'state' && message.revision)).toEqual([2]);
  });
});

describe('files that others use', () => {
  it('are asked for once, and the states follow when they come', () => {
    const core = talk();
    core.open(main, using('../shared/unit.arch'));
    core.open(main, using('../shared/unit.arch', 5), 2);
    expect(core.told.filter(({ kind }) => kind === 'needs')).toEqual([{ kind: 'needs', paths: ['shared/unit.arch'] }]);
    expect(core.state(main).state.diagnostics.map(({ code }) => code)).toContain('missing-file');
    core.send({ kind: 'files', files: [['shared/unit.arch', unit('channels')]] });
    const { revision, state } = core.state(main);
    expect(revision).toBe(2);
    expect(state).toMatchObject({ diagnostics: [], totals: { parameters: 16 * 3 * 25 + 16 } });
  });

  it('are asked for as far as they are found to be used', () => {
    const core = talk();
    core.open('net.arch', using('one.arch'));
    core.send({ kind: 'files', files: [['one.arch', `use "sub/two.arch"\n${unit('channels')}`]] });
    core.send({ kind: 'files', files: [['sub/two.arch', 'use "../one.arch"\n']] });
    expect(core.told.flatMap((message) => (message.kind === 'needs' ? message.paths : []))).toEqual([
      'one.arch',
      'sub/two.arch',
    ]);
    expect(core.state('net.arch').state.diagnostics.map(({ code }) => code)).toEqual(['import-cycle']);
  });

  it('that are missing stay so until the page sends them', () => {
    const core = talk();
    core.open('net.arch', using('unit.arch'));
    core.send({ kind: 'files', files: [['unit.arch', null]] });
    core.open('net.arch', using('unit.arch', 5), 2);
    expect(core.told.filter(({ kind }) => kind === 'needs')).toHaveLength(1);
    expect(core.state('net.arch').state.diagnostics[0]).toMatchObject({ code: 'missing-file' });
    core.send({ kind: 'files', files: [['unit.arch', unit('channels')]] });
    expect(core.state('net.arch').state.diagnostics).toEqual([]);
  });

  it('are taken from what is open before what is on disk, and again from disk when that is closed', () => {
    const core = talk();
    core.open('net.arch', using('unit.arch'));
    core.send({ kind: 'files', files: [['unit.arch', unit('channels')]] });
    core.open('unit.arch', unit('2 * channels'));
    expect(core.state('net.arch').state.totals?.parameters).toBe(2 * (16 * 3 * 9 + 16));
    core.open('unit.arch', unit('4 * channels'), 2);
    expect(core.state('net.arch')).toMatchObject({ revision: 1, state: { totals: { parameters: 4 * 448 } } });
    core.send({ kind: 'close', path: 'unit.arch' });
    expect(core.told.filter(({ kind }) => kind === 'needs')).toHaveLength(2);
    core.send({ kind: 'files', files: [['unit.arch', unit('channels')]] });
    expect(core.state('net.arch').state.totals?.parameters).toBe(448);
  });

  it('above the folder are not there, and nobody is asked for them', () => {
    const core = talk();
    core.open(main, using('../../unit.arch'));
    core.open('net.arch', using('/etc/unit.arch'));
    expect(core.told.map(({ kind }) => kind)).toEqual(['state', 'state']);
    expect(core.state(main).state.diagnostics.map(({ code }) => code)).toContain('missing-file');
  });

  it('are looked through for the places of a name', async () => {
    const core = talk();
    const text = unit('channels');
    core.open('unit.arch', text);
    core.open('net.arch', using('unit.arch'));
    const places = await core.ask<'references'>('unit.arch', { kind: 'references', offset: text.indexOf('Unit') });
    expect(places.map(({ span, line, lineNumber }) => [span.file, lineNumber, line])).toEqual([
      ['unit.arch', 1, 'block Unit(channels, kernel) {'],
      ['net.arch', 5, '  Unit(16, 3)'],
    ]);
    const renamed = await core.ask<'rename'>('net.arch', {
      kind: 'rename',
      offset: using('unit.arch').indexOf('Unit'),
      name: 'Cell',
    });
    expect(renamed).toMatchObject({ kind: 'edits', edits: [{ text: 'Cell' }, { text: 'Cell' }] });
  });
});

describe('a closed file', () => {
  it('is told no more, and questions about it are faults with their number', async () => {
    const core = talk();
    core.open('a.arch', 'network A { input image [3, 8, 8] }');
    core.send({ kind: 'close', path: 'a.arch' });
    core.send({ kind: 'folding', path: 'a.arch', folding: 'all' });
    expect(core.told).toHaveLength(1);
    await expect(core.ask('a.arch', { kind: 'symbols' })).rejects.toThrow('a.arch is not open');
  });

  it('begins anew when it is opened again', () => {
    const core = talk();
    core.open('a.arch', 'network A { input image [3, 8, 8] }', 9);
    core.send({ kind: 'close', path: 'a.arch' });
    core.open('a.arch', 'network B { input image [3, 8, 8] }', 1);
    expect(core.state('a.arch')).toMatchObject({ revision: 1, state: { network: 'B' } });
  });
});

describe('folding', () => {
  const path = 'resnet50.arch';
  const text = examples.get(path) ?? '';

  it('is told as a drawing alone', () => {
    const core = talk();
    core.open(path, text);
    const folded = core.state(path).state.drawing.nodes.find(({ kind }) => kind === 'folded');
    core.send({ kind: 'folding', path, folding: new Map([[folded?.id ?? '', false]]) });
    const last = core.told.at(-1);
    expect(core.told.map(({ kind }) => kind)).toEqual(['state', 'drawing']);
    expect(last?.kind === 'drawing' && last.drawing.groups.some(({ id }) => id === folded?.id)).toBe(true);
  });

  it('of all holds for what is written later, and single groups go before it', () => {
    const core = talk();
    core.open(path, text);
    const before = core.state(path).state.drawing.nodes.length;
    core.send({ kind: 'folding', path, folding: 'none' });
    core.open(path, text.replace('global_avgpool', 'repeat 2 { conv(8, 1) -> relu }\n  global_avgpool'), 2);
    const { nodes } = core.state(path).state.drawing;
    expect(nodes.length).toBeGreaterThan(4 * before);
    expect(nodes.filter(({ kind }) => kind === 'folded')).toEqual([]);
    const [group] = core.state(path).state.drawing.groups;
    core.send({ kind: 'folding', path, folding: new Map([[group?.id ?? '', true]]) });
    core.open(path, text, 3);
    expect(core.state(path).state.drawing.nodes.filter(({ kind }) => kind === 'folded')).toMatchObject([
      { id: group?.id },
    ]);
  });
});

describe('faults', () => {
  it('of the program are told, and the core goes on', () => {
    const told: FromWorker[] = [];
    let broken = true;
    const clock = (): number => {
      if (broken) throw new Error('no clock');
      return 0;
    };
    const core = createCore(library, clock, (message) => told.push(message));
    core({ kind: 'text', path: 'a.arch', revision: 1, text: 'network A { input image [3, 8, 8] }' });
    broken = false;
    core({ kind: 'text', path: 'a.arch', revision: 2, text: 'network B { input image [3, 8, 8] }' });
    expect(told.map(({ kind }) => kind)).toEqual(['fault', 'state']);
    expect(told[0]).toMatchObject({ id: undefined, message: 'no clock' });
  });

  it.each(['resnet.arch', 'inception_v4.arch', 'senet154.arch', 'lenet5_1998.arch'])(
    'are none on %s half typed',
    async (name) => {
      const core = talk();
      const text = examples.get(name) ?? '';
      for (let end = 0; end < text.length; end += 50) {
        core.open(name, text.slice(0, end), end + 1);
        await core.ask(name, { kind: 'completion', offset: end });
        await core.ask(name, { kind: 'inspect', span: { file: name, start: end, end }, node: undefined });
        await core.ask(name, { kind: 'signature', offset: end });
      }
      expect(core.told.filter(({ kind }) => kind !== 'state')).toEqual([]);
    },
  );
});
