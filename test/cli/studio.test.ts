import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpHost } from '../../src/studio/page/http.ts';
import { folderWith, netwright, start } from '../support/cli.ts';
import { builtPage, send } from '../support/studio-server.ts';

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  readonly folder: string;
}

async function started(folder: string, state: string, ...args: readonly string[]): Promise<Started> {
  const child = start(['studio', folder, '--json', '--page', builtPage(), ...args], { env: { XDG_STATE_HOME: state } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const { stdout } = child;
  if (!stdout) throw new Error('it has no output');
  const [line] = await once(stdout.setEncoding('utf8'), 'data');
  return { child, ...JSON.parse(String(line)) };
}

/** As a page that was opened with that address. */
function hostAt(url: string) {
  const { origin, hash } = new URL(url);
  return httpHost(hash.slice('#token='.length), (path, init) => fetch(origin + path, init));
}

describe.runIf(process.platform === 'linux')('netwright studio', () => {
  it('serves the folder until Ctrl-C, and then ends well', async () => {
    const folder = folderWith({ 'net.arch': 'network N {}\n' });
    const { child, url, port, folder: shown } = await started(folder, folderWith({}));
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#token=[\\w-]{43}$`));
    expect(shown).toBe(realpathSync(folder));
    expect((await send({ port }, '/')).text).toContain('<title>Netwright</title>');
    const host = await hostAt(url);
    expect(await host.list()).toEqual([{ path: 'net.arch', size: 13 }]);
    // A page that listens does not keep it from ending.
    onTestFinished(host.watch(() => {}));
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('loses no draft when it is killed', async () => {
    const [folder, state] = [folderWith({ 'net.arch': 'network N {}\n' }), folderWith({})];
    const first = await started(folder, state);
    const draft = { path: 'net.arch', text: 'network N { conv(', base: 'v' };
    expect(await (await hostAt(first.url)).keepDraft(draft)).toBeUndefined();
    first.child.kill('SIGKILL');
    expect(await once(first.child, 'exit')).toEqual([null, 'SIGKILL']);
    const second = await started(folder, state);
    expect(second.url).not.toBe(first.url);
    expect(await (await hostAt(second.url)).drafts()).toEqual([draft]);
  });

  it('says that a port is taken', async () => {
    const folder = folderWith({});
    const { port } = await started(folder, folderWith({}));
    const { code, stdout, stderr } = netwright(['studio', folder, '--port', String(port), '--page', builtPage()]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`netwright: cannot open ${folder}: port ${port} is taken by another program\n`);
  });

  it('says what is wrong with its arguments', () => {
    const folder = folderWith({ 'net.arch': '' });
    const page = builtPage();
    const wrong = (...args: readonly string[]): string => {
      const { code, stdout, stderr } = netwright(['studio', ...args, '--page', page], { cwd: folder });
      expect([code, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(wrong('none')).toBe('netwright: cannot open none: no such folder\n');
    expect(wrong('net.arch')).toBe('netwright: cannot open net.arch: it is not a folder\n');
    for (const port of ['-1', '65536', '1.5', 'http']) expect(wrong('--port', port)).toContain('from 0 to 65535');
  });

  it('says how the page is built where there is none', () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'page'));
    const { code, stderr } = netwright(['studio', '.', '--page', 'page'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toBe(
      "netwright: the studio's page is not built: page has no index.html; run `npm run build:studio`\n",
    );
  });
});
