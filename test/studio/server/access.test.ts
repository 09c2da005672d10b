import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startStudio } from '../../../src/studio/server/server.ts';
import { ask, builtPage, index, send, serve, temporaryFolder } from '../../support/studio-server.ts';

describe('the studio’s server', () => {
  it('gives the page to whoever is on this machine, and the folder to whoever has the token', async () => {
    const server = await serve({ 'net.arch': 'network N {}\n' });
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const page = await send(server, '/');
    expect([page.status, page.text]).toEqual([200, index]);
    expect((await ask(server, '/api/files')).text).toBe('[{"path":"net.arch","size":13}]');
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { Authorization: `Bearer ${'x'.repeat(43)}` }],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: 'Basic eDp5' }],
  ])('refuses %s, whatever is asked', async (_name, headers) => {
    const server = await serve({ 'net.arch': 'network N {}\n' });
    for (const path of [
      '/api/folder',
      '/api/files',
      '/api/file?path=net.arch',
      '/api/drafts',
      '/api/changes',
      '/api/x',
    ]) {
      const reply = await send(server, path, { headers });
      expect([path, reply.status]).toEqual([path, 401]);
      expect(reply.text).not.toContain('network');
    }
    const body = JSON.stringify({ path: 'new.arch', text: 'x' });
    const put = await send(server, '/api/file', {
      method: 'PUT',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
    });
    expect(put.status).toBe(401);
  });

  it('refuses the token of another start', async () => {
    const [one, other] = [await serve(), await serve()];
    expect((await ask({ ...one, token: other.token }, '/api/folder')).status).toBe(401);
    expect((await ask(one, '/api/folder')).status).toBe(200);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80', '0.0.0.0'])(
    'refuses the host %s, as a name that was bound anew to this machine would send it',
    async (Host) => {
      const server = await serve();
      expect((await ask(server, '/api/folder', { headers: { Host } })).status).toBe(403);
      expect((await send(server, '/', { headers: { Host } })).status).toBe(403);
    },
  );

  it('knows both names of this machine', async () => {
    const server = await serve();
    const Host = `localhost:${server.port}`;
    expect((await ask(server, '/api/folder', { headers: { Host } })).status).toBe(200);
    expect((await ask(server, '/api/folder', { headers: { Host, Origin: `http://${Host}` } })).status).toBe(200);
    // Not one by the other: to the browser these are two.
    expect((await ask(server, '/api/folder', { headers: { Origin: `http://${Host}` } })).status).toBe(403);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'file://'])(
    'refuses the origin %s, also with the token',
    async (Origin) => {
      const server = await serve();
      expect((await ask(server, '/api/folder', { headers: { Origin } })).status).toBe(403);
      expect((await ask(server, '/api/folder', { headers: { Origin: server.origin } })).status).toBe(200);
    },
  );

  it('sends its policy with every answer', async () => {
    const server = await serve();
    const answers = [
      await send(server, '/'),
      await send(server, '/assets/main-abc123.js'),
      await send(server, '/nothing'),
      await send(server, '/', { headers: { Host: 'evil.example' } }),
      await send(server, '/api/folder'),
      await ask(server, '/api/folder'),
    ];
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
          "font-src 'self' data:; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
          "frame-ancestors 'none'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      // No other origin is ever let in.
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('listens on this machine alone', async () => {
    const server = await serve();
    const outcome = await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.2');
      socket.on('connect', () => resolve('connected')).on('error', ({ message }) => resolve(message));
    });
    expect(outcome).toContain('ECONNREFUSED');
  });

  it('says in words that a port is taken or a folder is none', async () => {
    const server = await serve({ 'net.arch': '' });
    const [page, drafts] = [builtPage(), temporaryFolder()];
    const start = (folder: string, port: number) => startStudio({ folder, port, page, drafts });
    expect(await start(server.folder, server.port)).toEqual({
      problem: `port ${server.port} is taken by another program`,
    });
    expect(await start(`${server.folder}/none`, 0)).toEqual({ problem: 'no such folder' });
    expect(await start(`${server.folder}/net.arch`, 0)).toEqual({ problem: 'it is not a folder' });
  });
});

describe('the page’s files', () => {
  it('are kept by browsers where their name holds a hash, and asked for anew where not', async () => {
    const server = await serve();
    const { headers } = await send(server, '/assets/main-abc123.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    const page = await send(server, '/index.html');
    expect(page.headers['cache-control']).toBe('no-cache');
    const tag = String(page.headers.etag);
    const again = await send(server, '/index.html', { headers: { 'If-None-Match': tag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%2fpage-of-another%2fsecret.txt',
    '/link.txt',
    '/.hidden.txt',
    '/assets/other.key',
    '/assets',
    '/assets/',
    '/%00.html',
    '/%E0%A4%A',
    '/index.html/x.txt',
  ])('are all that is served: %s', async (path) => {
    const server = await serve();
    expect((await send(server, path)).status).toBe(404);
  });

  it('are only read', async () => {
    const server = await serve();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await send(server, '/', { method })).status).toBe(405);
    }
    const head = await send(server, '/', { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '39']);
  });

  it('takes no address of another server', async () => {
    const server = await serve();
    for (const path of ['//evil.example/', 'http://evil.example/']) {
      expect((await send(server, path)).status).toBe(400);
    }
  });
});
