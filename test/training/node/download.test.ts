/** Downloads against a server that behaves and one that does not. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteFile } from '../../../src/training/data/catalogue.ts';
import { download, type Progress } from '../../../src/training/node/download.ts';
import { folderWith } from '../../support/cli.ts';

const content = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 251);
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse, visit: number) => void;

const ranges: string[] = [];
const visits = new Map<string, number>();
let base = '';

/** From the byte that is asked for, and how that is said. */
function partial(request: IncomingMessage, response: ServerResponse, length = content.length): number {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = { 'content-length': content.length - from };
  if (from === 0) response.writeHead(200, headers);
  else
    response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
  response.write(content.subarray(from, length));
  return from;
}

const answers: Readonly<Record<string, Answer>> = {
  '/good': (request, response) => {
    partial(request, response);
    response.end();
  },
  /** Breaks off at 100,000 bytes, at first. */
  '/breaks': (request, response, visit) => {
    partial(request, response, visit === 0 ? 100_000 : content.length);
    if (visit === 0) setTimeout(() => response.destroy(), 50);
    else response.end();
  },
  '/no-ranges': (_, response, visit) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, visit === 0 ? 100_000 : content.length));
    if (visit === 0) setTimeout(() => response.destroy(), 50);
    else response.end();
  },
  /** Without a length, and too short. */
  '/short': (_, response) => {
    response.writeHead(200);
    response.end(content.subarray(0, 1000));
  },
  '/wrong': (_, response) => {
    response.writeHead(200);
    response.end(content.map((byte) => 255 - byte));
  },
  '/page': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': 20 });
    response.end('<html>sorry</html>  ');
  },
  '/busy': (request, response, visit) => {
    if (visit === 0) response.writeHead(503).end();
    else answers['/good']?.(request, response, visit);
  },
  '/silent': (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 500));
  },
};

const server = createServer((request, response) => {
  const path = request.url ?? '';
  const visit = visits.get(path) ?? 0;
  visits.set(path, visit + 1);
  ranges.push(request.headers.range ?? 'all');
  const answer = answers[path];
  if (answer === undefined) response.writeHead(404).end();
  else answer(request, response, visit);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Tried {
  readonly folder: string;
  readonly problem: string | undefined;
  readonly progress: readonly Progress[];
  /** The ranges that were asked for. */
  readonly asked: readonly string[];
}

async function tried(paths: readonly string[], change: Partial<RemoteFile> = {}, begun?: Uint8Array): Promise<Tried> {
  const folder = folderWith({});
  if (begun !== undefined) writeFileSync(join(folder, 'set.gz.part'), begun);
  visits.clear();
  ranges.length = 0;
  const progress: Progress[] = [];
  const file = { name: 'set.gz', urls: paths.map((path) => base + path), bytes: content.length, sha256, ...change };
  const { problem } = await download(file, folder, {
    onProgress: (now) => progress.push(now),
    pause: 1,
    stall: 400,
  });
  return { folder, problem: problem?.replaceAll(base, 'BASE'), progress, asked: [...ranges] };
}

function expectWhole({ folder, problem }: Tried): void {
  expect(problem).toBeUndefined();
  expect(readdirSync(folder)).toEqual(['set.gz']);
  expect(readFileSync(join(folder, 'set.gz')).equals(content)).toBe(true);
}

describe('download', () => {
  it('brings a file, and says how far it is', async () => {
    const result = await tried(['/good']);
    expectWhole(result);
    expect(result.progress[0]).toEqual({ file: 'set.gz', done: 0, total: 300_000 });
    expect(result.progress.at(-1)?.done).toBe(300_000);
  });

  it('goes on where it broke off', async () => {
    const result = await tried(['/breaks']);
    expectWhole(result);
    expect(result.asked).toEqual(['all', 'bytes=100000-']);
  });

  it('begins again where the server knows no ranges', async () => {
    const result = await tried(['/no-ranges']);
    expectWhole(result);
    expect(result.asked).toEqual(['all', 'bytes=100000-']);
  });

  it('goes on with what an earlier run left', async () => {
    const result = await tried(['/good'], {}, content.subarray(0, 200_000));
    expectWhole(result);
    expect(result.asked).toEqual(['bytes=200000-']);
    expectWhole(await tried(['/good'], {}, content));
  });

  it('begins again where what was left is of another file', async () => {
    const result = await tried(['/good'], {}, new Uint8Array(200_000));
    expectWhole(result);
    expect(result.asked).toEqual(['bytes=200000-', 'all']);
    expectWhole(await tried(['/good'], {}, new Uint8Array(400_000)));
  });

  it('tries a busy server again, and another address after a missing file', async () => {
    expectWhole(await tried(['/busy']));
    const result = await tried(['/missing', '/good']);
    expectWhole(result);
    expect(result.asked).toHaveLength(2);
  });

  it('leaves no file under its name where the sum, the size or the server is wrong', async () => {
    const results = [
      await tried(['/wrong']),
      await tried(['/short']),
      await tried(['/page', '/missing']),
      await tried(['/silent']),
      await tried(['/good'], { bytes: 299_999 }),
      await tried(['/good'], { sha256: '0'.repeat(64) }),
    ];
    for (const { folder } of results) expect(existsSync(join(folder, 'set.gz'))).toBe(false);
    expect(results.map(({ problem }) => problem)).toMatchInlineSnapshot(`
      [
        "BASE/wrong: set.gz has the SHA-256 b67d868b5827dbd95d386ba0ca9fbf8f1cd6c39f05f1edfde2292246e1a96eb9; wanted fa7deae4b0504401a056ca3b1e6007902a7e681efda07fd7ca8819760caeff95",
        "BASE/short: the connection ended after 1,000 of 300,000 bytes",
        "BASE/page: it offers 20 bytes where set.gz has 300,000
      BASE/missing: the server answered 404 Not Found",
        "BASE/silent: nothing came for 0.4 s after 500 bytes",
        "BASE/good: it offers 300,000 bytes where set.gz has 299,999",
        "BASE/good: set.gz has the SHA-256 fa7deae4b0504401a056ca3b1e6007902a7e681efda07fd7ca8819760caeff95; wanted 0000000000000000000000000000000000000000000000000000000000000000",
      ]
    `);
  });

  it('says which server cannot be reached', async () => {
    const folder = folderWith({});
    // A port that was free a moment ago.
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/set.gz`;
    await new Promise((resolve) => closed.close(resolve));
    const { problem } = await download({ name: 'set.gz', urls: [url], bytes: 1 }, folder, { pause: 1 });
    expect(problem).toBe(`${url}: it refused the connection`);
  });

  it('says where it cannot write', async () => {
    const folder = folderWith({ file: 'in the way' });
    const path = join(folder, 'file', 'cache');
    const file = { name: 'set.gz', urls: [`${base}/good`], bytes: content.length };
    const { problem } = await download(file, path, { pause: 1 });
    expect(problem).toBe(`cannot write ${join(path, 'set.gz.part')}: a part of its path is not a folder`);
  });
});
