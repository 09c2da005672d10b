import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, netwright } from '../support/cli.ts';

describe('netwright new', () => {
  it('writes a file that compiles clean and is formatted', () => {
    const folder = folderWith({});
    const { code, stdout, stderr } = netwright(['new', 'my-first_net'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('netwright compile my-first_net.arch');
    const compiled = netwright(['compile', 'my-first_net.arch', '--json'], { cwd: folder });
    expect(compiled.code).toBe(0);
    expect(JSON.parse(compiled.stdout)).toMatchObject({ network: 'MyFirstNet', diagnostics: [] });
    expect(netwright(['fmt', '--check', 'my-first_net.arch'], { cwd: folder }).code).toBe(0);
    const set = ['--set', 'classes=100', '--set', 'width=64'];
    expect(netwright(['compile', 'my-first_net.arch', ...set], { cwd: folder }).code).toBe(0);
  });

  it('makes an identifier of any name', () => {
    const names: Record<string, string> = {
      'net.arch': 'Net',
      '7up': 'Net7up',
      input: 'Input',
      'a b & c': 'ABC',
      élan: 'Elan',
      Basic: 'Basic',
      'v1.2': 'V12',
    };
    for (const [name, network] of Object.entries(names)) {
      const folder = folderWith({});
      expect(netwright(['new', name], { cwd: folder }).code, name).toBe(0);
      const { code, stdout } = netwright(['compile', '.', '--json'], { cwd: folder });
      expect(code, name).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject([{ network, diagnostics: [] }]);
    }
    for (const name of ['', '42', '..', '---', 'ネット', '.arch']) {
      expect(netwright(['new', name], { cwd: folderWith({}) }).code, name).toBe(2);
    }
  });

  it('replaces a file only with --force', () => {
    const folder = folderWith({ 'net.arch': '// mine\n' });
    const refused = netwright(['new', 'net'], { cwd: folder });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('net.arch is there already');
    expect(readFileSync(join(folder, 'net.arch'), 'utf8')).toBe('// mine\n');
    expect(netwright(['new', 'net', '--force'], { cwd: folder }).code).toBe(0);
    expect(readFileSync(join(folder, 'net.arch'), 'utf8')).toContain('network Net(');
  });

  it('writes into a folder that is there, and makes none', () => {
    const folder = folderWith({ 'nets/.keep': '' });
    expect(netwright(['new', 'nets/a'], { cwd: folder }).code).toBe(0);
    expect(existsSync(join(folder, 'nets/a.arch'))).toBe(true);
    const { code, stderr } = netwright(['new', 'none/a'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'netwright: cannot write in none: no such folder\n' });
  });
});
