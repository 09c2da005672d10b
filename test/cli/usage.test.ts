import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, netwright } from '../support/cli.ts';
import { root } from '../support/host.ts';

describe('the command line', () => {
  it('prints its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(netwright(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('prints help with examples, for each command', () => {
    const { code, stdout, stderr } = netwright(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const commands = ['compile', 'fmt', 'explain', 'new'];
    for (const command of commands) {
      expect(stdout).toContain(`  ${command} `);
      const help = netwright([command, '--help']);
      expect(help.code).toBe(0);
      expect(help.stdout).toMatch(new RegExp(`Examples:\\n( {2}netwright ${command}.*\\n)+`));
      expect(help.stdout).toContain('--no-color');
      expect(netwright(['help', command]).stdout).toBe(help.stdout);
      for (const line of help.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    }
  });

  it('exits with 2 on wrong usage, says what is wrong on standard error, and prints nothing else', () => {
    const wrong: [string[], string][] = [
      [[], 'Usage: netwright'],
      [['compil'], "unknown command 'compil'\n(Did you mean compile?)"],
      [['compile'], "missing required argument 'FILE'"],
      [['compile', 'x.arch', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
      [['compile', 'x.arch', '--only', 'warnings'], 'Allowed choices are errors'],
      [['compile', 'x.arch', '--set'], 'argument missing'],
      [['compile', '-', '--watch'], 'standard input cannot be watched'],
      [['fmt'], "missing required argument 'FILE'"],
      [['new'], "missing required argument 'NAME'"],
      [['new', 'a', 'b'], 'too many arguments'],
      [['explain', 'conv', 'dense'], 'too many arguments'],
    ];
    for (const [args, words] of wrong) {
      const { code, stdout, stderr } = netwright(args);
      expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(words);
    }
  });

  it('shows a bug on one line, the stack only on request', () => {
    const folder = folderWith({ 'package.json': '{}' });
    const breaking = `data:text/javascript,${encodeURIComponent("JSON.parse = () => { throw new Error('two\\nlines'); };")}`;
    const env = { NODE_OPTIONS: `--import ${breaking}` };
    const plain = netwright(['--version'], { cwd: folder, env });
    expect(plain).toEqual({ code: 70, stdout: '', stderr: 'netwright: internal error: two lines, please report\n' });
    const verbose = netwright(['--version'], { cwd: folder, env: { ...env, NETWRIGHT_DEBUG: '1' } });
    expect(verbose.stderr).toMatch(/please report\nError: two\nlines\n {4}at /);
  });
});
