/** The server behind the page: the built page itself, and one folder of the user's by the token in the page's address. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { reasonOf } from '../../machine/files.ts';
import type { HostProblem } from '../host.ts';
import { refuseForeign, refuseWithoutToken } from './access.ts';
import { handle } from './api.ts';
import { openFolder } from './folder.ts';
import { securityHeaders } from './headers.ts';
import { answer } from './messages.ts';
import { readPageFile } from './page.ts';

export interface StudioSettings {
  readonly folder: string;
  /** 0: one that is free. */
  readonly port: number;
  /** Folder of the built page. */
  readonly page: string;
  /** Folder of all drafts. */
  readonly drafts: string;
}

export interface RunningStudio {
  /** With the token in its fragment, which browsers send to no server. */
  readonly url: string;
  readonly port: number;
  /** The folder's real path. */
  readonly folder: string;
  close(): Promise<void>;
}

const address = '127.0.0.1';

export async function startStudio(settings: StudioSettings): Promise<RunningStudio | HostProblem> {
  const folder = openFolder(settings.folder, settings.drafts);
  if ('problem' in folder) return folder;
  const opened = folder;
  const token = randomBytes(32).toString('base64url');
  let port = settings.port;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const foreign = refuseForeign(request, port);
    if (foreign) return answer(response, foreign.status, { problem: foreign.problem });
    const url = urlOf(request);
    if (!url) return answer(response, 400, { problem: 'that is no address' });
    if (url.pathname.startsWith('/api/')) {
      const refusal = refuseWithoutToken(request, token);
      if (refusal) return answer(response, refusal.status, { problem: refusal.problem });
      return handle({ folder: opened, request, response, query: url.searchParams }, url.pathname);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answer(response, 405, { problem: 'the page can only be read' });
    }
    return sendPage(request, response, settings.page, url.pathname);
  }

  const server = createServer((request, response) => {
    response.on('error', () => {}); // The other side has gone: the request ends with it.
    // What fails here is a fault of the program; what it was is not for whoever asked.
    take(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else answer(response, 500, { problem: 'the studio failed at this' });
    });
  });
  // A request that comes byte by byte does not hold its connection for ever.
  server.requestTimeout = 60_000;
  server.headersTimeout = 10_000;
  const problem = await listen(server, port);
  if (problem !== undefined) {
    await folder.close();
    return { problem };
  }
  const bound = server.address();
  if (typeof bound === 'object' && bound !== null) port = bound.port;
  return {
    url: `http://${address}:${port}/#token=${token}`,
    port,
    folder: folder.path,
    async close() {
      await folder.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function sendPage(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  page: string,
  pathname: string,
): Promise<void> {
  const file = await readPageFile(page, pathname);
  if (!file) return answer(response, 404, { problem: 'the page has no such file' });
  const isKnown = headers['if-none-match'] === file.headers.ETag;
  response.writeHead(isKnown ? 304 : 200, {
    ...file.headers,
    ...(!isKnown && { 'Content-Length': file.bytes.length }),
  });
  response.end(isKnown || method === 'HEAD' ? undefined : file.bytes);
}

function urlOf({ url = '/' }: IncomingMessage): URL | undefined {
  // The path alone: `//elsewhere` would be another server's, and a whole address is for proxies.
  return url.startsWith('/') && !url.startsWith('//') ? new URL(url, `http://${address}`) : undefined;
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(portProblem(error, port)));
    server.listen({ host: address, port, exclusive: true }, () => resolve(undefined));
  });
}

function portProblem(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is taken by another program`;
  if (error.code === 'EACCES') return `port ${port} is not for ordinary users; take one from 1024 on`;
  return `port ${port} cannot be used: ${reasonOf(error)}`;
}
