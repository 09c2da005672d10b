import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, netwright } from '../support/cli.ts';

const ugly = 'network   Tiny{input   image [1,28,28] // grey\nflatten->dense( 10 )}\n';
const wrong = 'network Tiny { conv( }\n';

function formattedOf(text: string): string {
  const { code, stdout, stderr } = netwright(['fmt', '-'], { input: text });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('netwright fmt', () => {
  it('formats in place and says what it changed', () => {
    const pretty = formattedOf(ugly);
    expect(pretty).not.toBe(ugly);
    expect(formattedOf(pretty)).toBe(pretty);
    const folder = folderWith({ 'a.arch': ugly, 'b.arch': pretty });
    const first = netwright(['fmt', 'a.arch', 'b.arch'], { cwd: folder });
    expect(first).toEqual({
      code: 0,
      stdout: 'formatted a.arch\n1 file formatted, 1 file unchanged\n',
      stderr: '',
    });
    expect(readFileSync(join(folder, 'a.arch'), 'utf8')).toBe(pretty);
    expect(netwright(['fmt', 'a.arch'], { cwd: folder })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(folder).sort()).toEqual(['a.arch', 'b.arch']);
  });

  it('changes nothing with --check', () => {
    const folder = folderWith({ 'a.arch': ugly, 'b.arch': formattedOf(ugly) });
    const { code, stdout } = netwright(['fmt', '--check', '.'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toBe('a.arch is not formatted\n1 file not formatted, 1 file formatted\n');
    expect(readFileSync(join(folder, 'a.arch'), 'utf8')).toBe(ugly);
    expect(netwright(['fmt', '--check', 'b.arch'], { cwd: folder })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(netwright(['fmt', '--check', '-'], { input: ugly }).code).toBe(1);
  });

  it('leaves a file with syntax errors alone and shows them', () => {
    const folder = folderWith({ 'wrong.arch': wrong, 'a.arch': ugly });
    const { code, stdout } = netwright(['fmt', 'wrong.arch', 'a.arch'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error\[[a-z-]+\]: /);
    expect(stdout).toContain('wrong.arch is left as it is');
    expect(stdout).toContain('formatted a.arch');
    expect(readFileSync(join(folder, 'wrong.arch'), 'utf8')).toBe(wrong);
    expect(netwright(['fmt', '-'], { input: wrong }).code).toBe(1);
  });

  it('keeps permissions, and follows a symbolic link', () => {
    const folder = folderWith({ 'real/a.arch': ugly, 'links/.keep': '' });
    chmodSync(join(folder, 'real/a.arch'), 0o646);
    symlinkSync('../real/a.arch', join(folder, 'links/a.arch'));
    expect(netwright(['fmt', 'links/a.arch'], { cwd: folder }).code).toBe(0);
    expect(lstatSync(join(folder, 'links/a.arch')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real/a.arch'), 'utf8')).toBe(formattedOf(ugly));
    expect(statSync(join(folder, 'real/a.arch')).mode & 0o777).toBe(0o646);
    expect(readdirSync(join(folder, 'real'))).toEqual(['a.arch']);
    expect(readdirSync(join(folder, 'links')).sort()).toEqual(['.keep', 'a.arch']);
  });

  it('exits with 2 where a file cannot be read', () => {
    const { code, stderr } = netwright(['fmt', 'none.arch'], { cwd: folderWith({}) });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'netwright: cannot read none.arch: no such file\n' });
  });
});
