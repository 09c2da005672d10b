import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileText, HostChange, StudioHost } from '../../../src/studio/host.ts';
import { httpHost } from '../../../src/studio/page/http.ts';
import { startStudio } from '../../../src/studio/server/server.ts';
import { ask, builtPage, send, serve, type TestServer, temporaryFolder, write } from '../../support/studio-server.ts';

/** A page of that server. */
function page(server: TestServer, token = server.token): Promise<StudioHost> {
  return httpHost(token, (path, init) => fetch(server.origin + path, init));
}

async function textOf(host: StudioHost, path: string): Promise<FileText> {
  const file = await host.read(path);
  if ('problem' in file) throw new Error(file.problem);
  return file;
}

function put(server: TestServer, path: string, value: unknown) {
  return ask(server, path, { method: 'PUT', body: typeof value === 'string' ? value : JSON.stringify(value) });
}

describe('a page and its server', () => {
  it('list, read, save and keep drafts of the real folder', async () => {
    const server = await serve({ 'a/b c%.arch': 'one\n', 'ü.arch': 'ü\n' });
    const host = await page(server);
    expect(host.folder).toBe(server.folder.split('/').at(-1));
    expect(await host.list()).toEqual([
      { path: 'a/b c%.arch', size: 4 },
      { path: 'ü.arch', size: 3 },
    ]);
    const { text, version } = await textOf(host, 'a/b c%.arch');
    expect(text).toBe('one\n');
    expect(await host.save('a/b c%.arch', 'two “2”\r\n', version)).toMatchObject({ kind: 'saved' });
    expect(readFileSync(join(server.folder, 'a/b c%.arch'), 'utf8')).toBe('two “2”\r\n');
    const draft = { path: 'ü.arch', text: 'half', base: undefined };
    expect(await host.keepDraft(draft)).toBeUndefined();
    expect(await host.drafts()).toEqual([draft]);
    expect(await host.dropDraft('ü.arch')).toBeUndefined();
    expect(await host.drafts()).toEqual([]);
  });

  it('say to the second of two tabs that the first has saved', async () => {
    const server = await serve({ 'net.arch': 'one\n' });
    const [first, second] = [await page(server), await page(server)];
    const [seen, alsoSeen] = [await textOf(first, 'net.arch'), await textOf(second, 'net.arch')];
    const saved = await first.save('net.arch', 'first\n', seen.version);
    const late = await second.save('net.arch', 'second\n', alsoSeen.version);
    expect(late).toEqual({ kind: 'conflict', current: await textOf(first, 'net.arch') });
    expect(readFileSync(join(server.folder, 'net.arch'), 'utf8')).toBe('first\n');
    expect(saved).toMatchObject({ kind: 'saved' });
    // Both at once: one of them wins, whole.
    const base = (await textOf(first, 'net.arch')).version;
    const both = await Promise.all([first.save('net.arch', 'x\n', base), second.save('net.arch', 'y\n', base)]);
    expect(both.map((answer) => 'kind' in answer && answer.kind).sort()).toEqual(['conflict', 'saved']);
  });

  it('make a file only where there is none', async () => {
    const host = await page(await serve({ 'net.arch': 'one\n' }));
    expect(await host.save('net.arch', 'new\n', undefined)).toMatchObject({ kind: 'conflict' });
    expect(await host.save('new.arch', 'new\n', undefined)).toMatchObject({ kind: 'saved' });
  });

  it('let nothing through that leads out of the folder', async () => {
    const server = await serve({ 'net.arch': 'one\n' });
    const outside = temporaryFolder({ 'secret.arch': 'secret\n' });
    symlinkSync(outside, join(server.folder, 'out'));
    const host = await page(server);
    for (const path of ['../x.arch', `${outside}/secret.arch`, 'out/secret.arch', 'a\0.arch', '..\\x.arch']) {
      expect(await host.read(path)).toEqual({ problem: expect.any(String) });
      expect(await host.save(path, 'mine\n', undefined)).toEqual({ problem: expect.any(String) });
      expect(await host.keepDraft({ path, text: 'x', base: undefined })).toEqual(
        path.startsWith('out') ? undefined : { problem: expect.any(String) },
      );
    }
    for (const path of ['..%2f..%2fx.arch', '%2e%2e%2fx.arch', '%00.arch', 'out/secret.arch']) {
      expect((await ask(server, `/api/file?path=${path}`)).status).toBe(422);
    }
    expect(readFileSync(join(outside, 'secret.arch'), 'utf8')).toBe('secret\n');
  });

  it('hear of changes on the disk, and of each other’s', async () => {
    const server = await serve({ 'net.arch': 'one\n' });
    const [first, second] = [await page(server), await page(server)];
    const heard = (host: StudioHost): Promise<HostChange> =>
      new Promise((resolve) => {
        const end = host.watch((change) => resolve(change));
        onTestFinished(end);
      });
    const seen = await textOf(first, 'net.arch');
    const changes = [heard(first), heard(second)];
    const answer = await first.save('net.arch', 'two\n', seen.version);
    const version = 'version' in answer ? answer.version : undefined;
    for (const change of changes) expect(await change).toEqual({ path: 'net.arch', version });
  });

  it('find out after a pause of the connection what changed meanwhile', async () => {
    const folder = temporaryFolder({ 'net.arch': 'one\n', 'gone.arch': 'x\n', 'same.arch': 'x\n' });
    const settings = { folder, port: 0, page: builtPage(), drafts: temporaryFolder() };
    const first = await startStudio(settings);
    if ('problem' in first) throw new Error(first.problem);
    let running = first;
    const host = await httpHost('x', (path, init) => {
      const { origin, hash } = new URL(running.url);
      return fetch(origin + path, { ...init, headers: { ...init?.headers, Authorization: `Bearer ${hash.slice(7)}` } });
    });
    for (const path of ['net.arch', 'gone.arch', 'same.arch']) await textOf(host, path);
    const heard: HostChange[] = [];
    const both = new Promise<void>((resolve) => {
      onTestFinished(host.watch((change) => heard.push(change) === 2 && resolve()));
    });
    await running.close();
    expect(await host.list()).toEqual({ problem: expect.stringContaining('does not answer') });
    expect(await host.save('net.arch', 'mine\n', undefined)).toEqual({ problem: expect.any(String) });
    write(folder, { 'net.arch': 'two\n', 'gone.arch': '\0' });
    const second = await startStudio({ ...settings, port: first.port });
    if ('problem' in second) throw new Error(second.problem);
    onTestFinished(() => second.close());
    running = second;
    await both;
    const { version } = await textOf(host, 'net.arch');
    const expected = [
      { path: 'gone.arch', version: undefined },
      { path: 'net.arch', version },
    ];
    expect(heard.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(expected);
  });

  it('part in words: a page of an earlier start, and a server that is gone', async () => {
    const server = await serve();
    await expect(page(server, 'wrong')).rejects.toThrow('open the address that netwright studio printed');
    const host = await page(server);
    await server.close();
    expect(await host.read('net.arch')).toEqual({ problem: expect.stringContaining('start it again') });
    await expect(page(server)).rejects.toThrow('does not answer');
  });
});

describe('a request that is no good', () => {
  it.each([
    ['PUT', '/api/file', '{"path":', 400],
    ['PUT', '/api/file', 'null', 400],
    ['PUT', '/api/file', '[]', 400],
    ['PUT', '/api/file', '{"path":"a.arch"}', 400],
    ['PUT', '/api/file', '{"path":["a.arch"],"text":"x"}', 400],
    ['PUT', '/api/file', '{"path":"a.arch","text":"x","base":null}', 400],
    ['PUT', '/api/drafts', '{"path":"../a.arch","text":"x"}', 400],
    ['PUT', '/api/drafts', '{"path":"a.arch","text":1}', 400],
    ['GET', '/api/file', undefined, 400],
    ['DELETE', '/api/drafts', undefined, 400],
    ['GET', '/api/nothing', undefined, 404],
    ['GET', '/api/__proto__', undefined, 404],
    ['GET', '/api/', undefined, 404],
    ['POST', '/api/file', '{}', 405],
    ['DELETE', '/api/file?path=net.arch', undefined, 405],
    ['PATCH', '/api/folder', '{}', 405],
  ])('%s %s %s is answered with %s%i', async (method, path, body, status) => {
    const server = await serve({ 'net.arch': 'one\n' });
    const reply = await ask(server, path, body === undefined ? { method } : { method, body });
    expect([reply.status, JSON.parse(reply.text)]).toEqual([status, { problem: expect.any(String) }]);
    expect(reply.text).not.toMatch(/\bat \S+:\d+|node:/);
  });

  it('is refused where it is not JSON by type or not UTF-8', async () => {
    const server = await serve();
    const body = JSON.stringify({ path: 'a.arch', text: 'x' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      const reply = await ask(server, '/api/file', { method: 'PUT', body, headers: { 'Content-Type': type } });
      expect([type, reply.status]).toEqual([type, 415]);
    }
    const latin = Buffer.from('{"path":"a.arch","text":"\u00fc"}', 'latin1');
    expect((await ask(server, '/api/file', { method: 'PUT', body: latin })).status).toBe(400);
  });

  it('is refused where it is huge, in words, and the server goes on', async () => {
    const server = await serve();
    const text = 'x'.repeat(16 * 1024 * 1024 + 1);
    const large = await put(server, '/api/file', { path: 'a.arch', text });
    expect([large.status, large.text]).toEqual([422, '{"problem":"it is larger than 16 MiB, the most that is read"}']);
    expect((await put(server, '/api/file', { path: 'a.arch', text: text + text + text })).status).toBe(413);
    expect((await ask(server, '/api/files')).text).toBe('[]');
  });

  it('does no harm where it breaks off', async () => {
    const server = await serve({ 'net.arch': 'one\n' });
    const head =
      `PUT /api/file HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"path":"net.arch",';
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(head, () => socket.resetAndDestroy()));
      socket.on('error', () => {}).on('close', () => resolve());
    });
    // One that never goes on does not keep the server from ending.
    const hanging = connect(server.port, '127.0.0.1', () => hanging.write(head));
    const ended = new Promise((resolve) => hanging.on('error', () => {}).on('close', resolve));
    expect((await ask(server, '/api/files')).text).toBe('[{"path":"net.arch","size":4}]');
    expect(readFileSync(join(server.folder, 'net.arch'), 'utf8')).toBe('one\n');
    await server.close();
    await ended;
  });

  it('holds no stream of changes without a token, and all streams end with the server', async () => {
    const server = await serve();
    expect((await send(server, '/api/changes')).status).toBe(401);
    const response = await fetch(`${server.origin}/api/changes`, {
      headers: { Authorization: `Bearer ${server.token}` },
    });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('\n');
    writeFileSync(join(server.folder, 'new.arch'), 'x\n');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(
      /^\{"path":"new.arch","version":"[\w-]+"\}\n$/,
    );
    await server.close();
    await expect(reader?.read()).rejects.toThrow();
  });
});
