import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { examineZoo, ownText, zooSource } from '../../src/cli/zoo-networks.ts';
import { zooNetworks } from '../../src/zoo/networks.ts';
import { folderWith, netwright } from '../support/cli.ts';
import { cache, examineText } from '../support/host.ts';

describe('netwright zoo', () => {
  it('lists every network once, within 80 columns, and says which errors are unverified', () => {
    const { code, stdout, stderr } = netwright(['zoo']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name } of zooNetworks) expect(stdout.match(new RegExp(`^${name}  `, 'gm')), name).toHaveLength(1);
    const lines = stdout.split('\n');
    expect(lines.slice(0, zooNetworks.length + 2).filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContain('resnet-50               2015     25.56 M    3.86 G  24.7     7.8');
    expect(lines).toContain('zfnet                   2013     62.36 M    1.17 G  38.4    16.5    10 crops');
    expect(lines).toContain('overfeat-fast           2013    145.92 M    2.80 G  39.28?  17.12?  dense');
    expect(stdout).toContain('? was noted from memory');
    expect(stdout).toMatch(/^ {2}2015 {2}1st {3}3\.57/m);
    expect(stdout).toContain('human, annotator A1');
  });

  it('gives the same as JSON', () => {
    const { code, stdout } = netwright(['zoo', '--json']);
    const rows = JSON.parse(stdout) as { name: string; parameters: number; result: { source: string } | null }[];
    expect(code).toBe(0);
    expect(rows.map(({ name }) => name)).toEqual(zooNetworks.map(({ name }) => name));
    expect(rows.find(({ name }) => name === 'senet-154')).toMatchObject({
      parameters: 115_088_984,
      source: { id: 'senet' },
      result: { top1Error: 18.68, protocol: 'single crop' },
    });
    expect(rows.find(({ name }) => name === 'mobilenet-0.75-192')?.result).toBeNull();
  });

  it('shows a network: citation, errors by protocol with their sources, source, report', () => {
    const { code, stdout } = netwright(['zoo', 'show', 'ResNet50']);
    expect(code).toBe(0);
    const parts = [
      'ResNet-50, 2015',
      'Deep residual learning',
      'ImageNet validation: single crop',
      'ImageNet validation: 10 crops',
      'senet: Hu',
      'Source: examples/resnet50.arch, with the default stride_first = true',
      'network ResNet50(classes = 1000, stride_first = true)',
      'Report',
      '3,857,973,248',
    ];
    const places = parts.map((part) => stdout.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    const table = netwright(['compile', 'examples/resnet50.arch', '--set', 'stride_first=true']).stdout;
    expect(stdout).toContain(table.trim());
  });

  it('shows it as JSON, with the report that compile prints', () => {
    const shown = JSON.parse(netwright(['zoo', 'show', 'lenet-5-1998', '--json']).stdout);
    const report = JSON.parse(netwright(['compile', 'examples/lenet5_1998.arch', '--json']).stdout);
    expect(shown.report).toEqual(report);
    expect(shown.results[0]).toMatchObject({ top1Error: 0.95, verified: true, source: { year: 1998 } });
    expect(shown.text).toBe(readFileSync('examples/lenet5_1998.arch', 'utf8'));
  });

  it('knows what may be meant by a name that it does not know', () => {
    const said = (...args: string[]): string => {
      const { code, stdout, stderr } = netwright(['zoo', ...args]);
      expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(said('show', 'mobilnet-1.0-224')).toContain('did you mean mobilenet-1.0-224?');
    expect(said('show', 'vgg')).toContain('there are vgg-11, vgg-13, vgg-16, vgg-19');
    expect(said('copy', 'qqq')).toContain("the zoo has no network 'qqq'");
    expect(said('resnet-50')).toContain('netwright zoo show resnet-50');
    expect(said('show')).toContain("missing required argument 'NAME'");
  });
});

describe('netwright zoo copy', () => {
  it.each(zooNetworks)('$name, copied, has the figures of $file with its settings', (network) => {
    const copied = examineText(ownText(network), { cache });
    const original = examineZoo(network, { host: nodeHost(), cache });
    expect(copied.diagnostics).toEqual([]);
    expect(copied.analysis?.totals).toEqual(original.analysis?.totals);
    const text = zooSource(network).text.split('\n');
    const changed = ownText(network)
      .split('\n')
      .filter((line, index) => line !== text[index]);
    expect(changed.length).toBeLessThanOrEqual(1);
  });

  it('writes a file that compiles clean where it lies', () => {
    const folder = folderWith({ 'nets/.keep': '' });
    const { code, stdout } = netwright(['zoo', 'copy', 'resnet-34-a'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain('Wrote resnet-34-a.arch, ResNet-34 A of examples/resnet.arch with layers = 34');
    expect(netwright(['zoo', 'copy', 'alexnet', 'nets'], { cwd: folder }).stdout).toContain('nets/alexnet.arch');
    expect(netwright(['zoo', 'copy', 'vgg16', 'nets/mine'], { cwd: folder }).stdout).toContain('nets/mine.arch');
    const report = netwright(['compile', '.', '--json'], { cwd: folder });
    expect(report.code).toBe(0);
    const found = (JSON.parse(report.stdout) as { totals: { parameters: number }; diagnostics: unknown[] }[]).map(
      ({ totals, diagnostics }) => [totals.parameters, diagnostics.length],
    );
    expect(found).toEqual([
      [60_965_224, 0],
      [138_357_544, 0],
      [21_623_848, 0],
    ]);
    expect(netwright(['fmt', '--check', '.'], { cwd: folder }).code).toBe(0);
  });

  it('replaces a file only with --force, and makes no folder', () => {
    const folder = folderWith({ 'vgg-16.arch': '// mine\n' });
    const refused = netwright(['zoo', 'copy', 'vgg-16'], { cwd: folder });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('vgg-16.arch is there already');
    expect(readFileSync(join(folder, 'vgg-16.arch'), 'utf8')).toBe('// mine\n');
    expect(netwright(['zoo', 'copy', 'vgg-16', '--force'], { cwd: folder }).code).toBe(0);
    expect(readFileSync(join(folder, 'vgg-16.arch'), 'utf8')).toContain('network VGG16');
    const lost = netwright(['zoo', 'copy', 'vgg-16', 'none/a'], { cwd: folder });
    expect({ code: lost.code, stderr: lost.stderr }).toEqual({
      code: 2,
      stderr: 'netwright: cannot write none/a.arch: no such folder\n',
    });
  });
});
