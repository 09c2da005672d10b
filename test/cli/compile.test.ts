import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, netwright, program } from '../support/cli.ts';

const tiny = `network Tiny(classes = 10) {
  input image [1, 28, 28]
  flatten -> dense(classes)
}
`;
const broken = `network Broken {
  input image [3, 32, 32]
  conv(8, 3) -> add { | skip | conv(16, 1) }
}
`;
const unused = `block Unit { relu }

${tiny}`;

describe('netwright compile', () => {
  it('prints the table of a clean file, and nothing else', () => {
    const { code, stdout, stderr } = netwright(['compile', 'tiny.arch'], { cwd: folderWith({ 'tiny.arch': tiny }) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Tiny');
    expect(stdout).toContain('7,850');
    expect(stdout).not.toContain('error');
    expect(stdout).not.toContain('\u001b');
    expect(stdout.endsWith('\n') && !stdout.endsWith('\n\n')).toBe(true);
  });

  it('exits with 1 on errors, which come last, and says that the figures are incomplete', () => {
    const folder = folderWith({ 'broken.arch': broken });
    const { code, stdout, stderr } = netwright(['compile', 'broken.arch'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('error[add-shape-mismatch]');
    expect(stdout).toContain('--> broken.arch:3:');
    expect(stdout).toContain('incomplete');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 error');
  });

  it('exits with 0 on warnings', () => {
    const folder = folderWith({ 'unused.arch': unused });
    const { code, stdout } = netwright(['compile', 'unused.arch'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain('warning[unused-block]');
  });

  it('prints errors alone with --only errors', () => {
    const folder = folderWith({ 'broken.arch': broken, 'unused.arch': unused, 'tiny.arch': tiny });
    const { code, stdout } = netwright(['compile', 'broken.arch', '--only', 'errors'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout.startsWith('error[add-shape-mismatch]')).toBe(true);
    const silent = netwright(['compile', 'unused.arch', 'tiny.arch', '--only', 'errors'], { cwd: folder });
    expect(silent).toEqual({ code: 0, stdout: '', stderr: '' });
    const json = netwright(['compile', 'unused.arch', '--only', 'errors', '--json'], { cwd: folder });
    expect(JSON.parse(json.stdout).diagnostics).toEqual([]);
    expect(netwright(['compile', 'tiny.arch', '--only', 'tables'], { cwd: folder }).code).toBe(2);
  });

  it('prints one row for each layer with --unfold', () => {
    const source = 'network Deep {\n  input image [8, 8, 8]\n  repeat 5 { conv(8, 3, pad = same) -> relu }\n}\n';
    const folder = folderWith({ 'deep.arch': source });
    const rows = (args: string[]): number =>
      netwright(args, { cwd: folder }).stdout.match(/^ +relu\b.*$/gm)?.length ?? 0;
    expect(rows(['compile', 'deep.arch', '--unfold'])).toBe(5);
    expect(rows(['compile', 'deep.arch'])).toBeLessThan(5);
  });

  it('takes parameters from outside', () => {
    const folder = folderWith({ 'tiny.arch': tiny });
    const run = (...set: string[]) => {
      const args = ['compile', 'tiny.arch', '--json', ...set.flatMap((each) => ['--set', each])];
      return JSON.parse(netwright(args, { cwd: folder }).stdout);
    };
    expect(run('classes=100').totals.parameters).toBe(78_500);
    expect(run('classes = 2 * 3').totals.parameters).toBe(4_710);
    expect(run('classes=7', 'classes=3').totals.parameters).toBe(2_355);
    expect(run('clases=7').diagnostics[0]).toMatchObject({ code: 'unknown-parameter', severity: 'error' });
    for (const wrong of ['classes', 'classes=', '=3', '3=classes', 'a-b=3']) {
      const { code, stdout, stderr } = netwright(['compile', 'tiny.arch', '--set', wrong], { cwd: folder });
      expect({ code, stdout }, wrong).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('--set classes=10');
    }
  });

  it('reads standard input, and files relative to the current folder from there', () => {
    const folder = folderWith({ 'unit.arch': 'block Unit { conv(4, 3) -> relu }\n' });
    const source = 'use "./unit.arch"\nnetwork Piped {\n  input [1, 8, 8]\n  Unit\n}\n';
    const { code, stdout } = netwright(['compile', '-', '--json'], { cwd: folder, input: source });
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ network: 'Piped', file: '<stdin>', totals: { parameters: 40 } });
    expect(report.layers.some((layer: { span: { file: string } }) => layer.span.file === 'unit.arch')).toBe(true);
  });

  it('compiles several files one after another', () => {
    const folder = folderWith({ 'a.arch': tiny, 'b.arch': broken });
    const { code, stdout } = netwright(['compile', 'a.arch', 'b.arch'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout.match(/^== .* ==$/gm)).toEqual(['== a.arch ==', '== b.arch ==']);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2 files: 1 error');
  });

  it('prints JSON on one line: an object for a file, an array for several or for a folder', () => {
    const folder = folderWith({
      'nets/a.arch': tiny,
      'nets/deep/b.arch': broken,
      'nets/.c/c.arch': 'x',
      'nets/d.txt': 'x',
    });
    const one = netwright(['compile', 'nets/a.arch', '--json'], { cwd: folder });
    expect(one.stdout.split('\n')).toHaveLength(2);
    const report = JSON.parse(one.stdout);
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining(['version', 'network', 'file', 'input', 'outputs', 'totals', 'layers', 'diagnostics']),
    );
    const all = netwright(['compile', 'nets', '--json'], { cwd: folder });
    expect(all.code).toBe(1);
    expect(JSON.parse(all.stdout).map((each: { file: string }) => each.file)).toEqual([
      'nets/a.arch',
      'nets/deep/b.arch',
    ]);
    expect(JSON.parse(all.stdout)[0]).toEqual(report);
    const single = netwright(['compile', 'nets/deep', '--json'], { cwd: folder });
    expect(JSON.parse(single.stdout)).toHaveLength(1);
  });

  it('gives a report also of a file without a network', () => {
    const folder = folderWith({ 'empty.arch': '' });
    const { code, stdout } = netwright(['compile', 'empty.arch', '--json'], { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ totals: null, layers: [], diagnostics: [{ code: 'no-network' }] });
  });

  it('says plainly why a file cannot be read, and goes on with the others', () => {
    const folder = folderWith({
      'tiny.arch': tiny,
      'binary.arch': Buffer.from([0x61, 0, 0x62]),
      'latin.arch': Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]),
      'large.arch': Buffer.alloc(17 * 1024 * 1024, 0x20),
      'empty/readme.txt': '',
    });
    symlinkSync('loop.arch', join(folder, 'loop.arch'));
    const reasons: Record<string, string> = {
      'tinny.arch': 'cannot read tinny.arch: no such file; did you mean tiny.arch?',
      tiny: 'cannot read tiny: no such file; did you mean tiny.arch?',
      'zzz/zzz.arch': 'cannot read zzz/zzz.arch: no such file',
      'tiny.arch/x.arch': 'cannot read tiny.arch/x.arch: a part of its path is not a folder',
      'binary.arch': 'cannot read binary.arch: it is a binary file, not text',
      'latin.arch': 'cannot read latin.arch: it is not UTF-8 text',
      'large.arch': 'cannot read large.arch: it is larger than 16 MiB, the most that is read',
      'loop.arch': 'cannot read loop.arch: its symbolic links lead in a circle',
      '/dev/zero': 'cannot read /dev/zero: it is larger than 16 MiB, the most that is read',
      empty: 'no .arch file in empty',
    };
    for (const [path, reason] of Object.entries(reasons)) {
      const { code, stdout, stderr } = netwright(['compile', path], { cwd: folder });
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `netwright: ${reason}\n` });
    }
    const { code, stdout, stderr } = netwright(['compile', 'none.arch', 'tiny.arch', '--json'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot read none.arch');
    expect(JSON.parse(stdout)).toMatchObject([{ network: 'Tiny' }]);
  });

  it('says that a file is forbidden, unless to root, who may read all', () => {
    const folder = folderWith({ 'tiny.arch': tiny });
    chmodSync(join(folder, 'tiny.arch'), 0);
    const { code, stderr } = netwright(['compile', 'tiny.arch'], { cwd: folder });
    const forbidden = { code: 2, stderr: 'netwright: cannot read tiny.arch: permission denied\n' };
    expect({ code, stderr }).toEqual(process.getuid?.() === 0 ? { code: 0, stderr: '' } : forbidden);
  });

  it("tells a user's blocks/residual.arch from the library's", () => {
    const source =
      'use residual.Basic\nuse "./blocks/residual.arch"\nnetwork Two {\n  input [8, 8, 8]\n  Basic(8) -> Mine\n}\n';
    const folder = folderWith({ 'two.arch': source, 'blocks/residual.arch': 'block Mine { conv(4, 1) }\n' });
    const report = JSON.parse(netwright(['compile', 'two.arch', '--json'], { cwd: folder }).stdout);
    expect(report.diagnostics).toEqual([]);
    const files = report.layers.map((layer: { span: { file: string } }) => layer.span.file);
    expect(files.at(-1)).toBe('./blocks/residual.arch');
    expect(files).toContain('blocks/common.arch');
  });

  it('shows paths as they are short: relative within the folder, absolute or upwards outside', () => {
    const folder = folderWith({ 'a/b/c/here.arch': tiny, 'a/up.arch': tiny });
    const path = (name: string): string =>
      JSON.parse(netwright(['compile', name, '--json'], { cwd: join(folder, 'a/b') }).stdout).file;
    expect(path(join(folder, 'a/b/c/here.arch'))).toBe('c/here.arch');
    expect(path('./c/../c/here.arch')).toBe('c/here.arch');
    expect(path('../up.arch')).toBe('../up.arch');
  });

  it('uses colour only on a terminal or where it is forced', () => {
    const folder = folderWith({ 'broken.arch': broken });
    const coloured = (env: Record<string, string>, ...args: string[]): boolean =>
      netwright(['compile', 'broken.arch', ...args], { cwd: folder, env }).stdout.includes('\u001b[');
    expect(coloured({})).toBe(false);
    expect(coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(coloured({ FORCE_COLOR: '0' })).toBe(false);
    expect(coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(coloured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(coloured({ FORCE_COLOR: '1' }, '--json')).toBe(false);
  });

  it('ends quietly when its reader has seen enough', () => {
    const source = 'network Long {\n  input [4, 8, 8]\n  repeat 20_000 { relu }\n}\n';
    const folder = folderWith({ 'long.arch': source });
    const command = `"${process.execPath}" "${program}" compile long.arch --json | head -c 10; echo "$?" >&2`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toHaveLength(10);
    expect(stderr).toBe('0\n');
  });

  it.runIf(existsSync('/dev/full'))('says that its output cannot be written', () => {
    const folder = folderWith({ 'tiny.arch': tiny });
    const command = `"${process.execPath}" "${program}" compile tiny.arch > /dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toBe('netwright: cannot write the output: no space is left\n');
  });

  it('writes a large report whole into a pipe', () => {
    const folder = folderWith({ 'long.arch': 'network Long {\n  input [4, 8, 8]\n  repeat 20_000 { relu }\n}\n' });
    const output = execFileSync('bash', ['-c', `"${process.execPath}" "${program}" compile long.arch --json | cat`], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(JSON.parse(output).layers.length).toBeGreaterThanOrEqual(20_000);
  });
});
