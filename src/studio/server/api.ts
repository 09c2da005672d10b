/** The host's functions over HTTP. Problems that the user can read come as `{ problem }`, with a status that says so. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDraft } from './drafts.ts';
import type { StudioFolder } from './folder.ts';
import { answer, readBody } from './messages.ts';

/** So that the page notices a server that is gone, and the server a page that is. */
const beatMilliseconds = 15_000;

interface Exchange {
  readonly folder: StudioFolder;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

type Handler = (exchange: Exchange) => Promise<void>;

const handlers: Readonly<Record<string, Handler>> = {
  'GET /api/folder': async ({ folder, response }) => answer(response, 200, { folder: folder.folder }),
  'GET /api/files': async ({ folder, response }) => reply(response, await folder.list()),
  'GET /api/file': async (exchange) => {
    const path = pathIn(exchange);
    if (path !== undefined) reply(exchange.response, await exchange.folder.read(path));
  },
  'PUT /api/file': async ({ folder, request, response }) => {
    const body = await json(request, response);
    if (body === undefined) return;
    // A text to be saved has the parts of a draft; which paths will do is the folder's to say.
    const { path, text, base } = body.value as Record<string, unknown>;
    if (typeof path !== 'string' || typeof text !== 'string' || !(base === undefined || typeof base === 'string')) {
      return answer(response, 400, { problem: 'a file has a path, a text and the version that it was made from' });
    }
    const saved = await folder.save(path, text, base);
    if ('kind' in saved && saved.kind === 'conflict') answer(response, 409, saved);
    else reply(response, saved);
  },
  'GET /api/drafts': async ({ folder, response }) => reply(response, await folder.drafts()),
  'PUT /api/drafts': async ({ folder, request, response }) => {
    const body = await json(request, response);
    if (body === undefined) return;
    if (!isDraft(body.value)) return answer(response, 400, { problem: 'a draft has the path of a source and a text' });
    reply(response, await folder.keepDraft(body.value));
  },
  'DELETE /api/drafts': async (exchange) => {
    const path = pathIn(exchange);
    if (path !== undefined) reply(exchange.response, await exchange.folder.dropDraft(path));
  },
  'GET /api/changes': streamChanges,
};

export async function handle(exchange: Exchange, pathname: string): Promise<void> {
  const method = exchange.request.method ?? 'GET';
  const handler = Object.hasOwn(handlers, `${method} ${pathname}`) ? handlers[`${method} ${pathname}`] : undefined;
  if (handler) return handler(exchange);
  const allowed = Object.keys(handlers).flatMap((key) => (key.endsWith(` ${pathname}`) ? [key.split(' ')[0]] : []));
  if (allowed.length === 0) return answer(exchange.response, 404, { problem: 'there is no such thing here' });
  exchange.response.setHeader('Allow', allowed.join(', '));
  answer(exchange.response, 405, { problem: `${method} is not for this` });
}

function reply(response: ServerResponse, value: object | undefined): void {
  answer(response, value && 'problem' in value ? 422 : 200, value);
}

function pathIn({ query, response }: Exchange): string | undefined {
  const path = query.get('path');
  if (path === null) answer(response, 400, { problem: 'a path is wanted' });
  return path ?? undefined;
}

/** An object; where there is none, that has been answered. */
async function json(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ readonly value: object } | undefined> {
  const body = await readBody(request);
  if (body.kind === 'json' && typeof body.value === 'object' && body.value !== null) return { value: body.value };
  if (body.kind === 'refused') answer(response, body.status, { problem: body.problem });
  else if (body.kind === 'json') answer(response, 400, { problem: 'a JSON object is wanted' });
  return undefined;
}

/** A change a line; empty lines say that the server is there. The first: from here on, no change is missed. */
async function streamChanges({ folder, response }: Exchange): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  const end = folder.watch((change) => response.write(`${JSON.stringify(change)}\n`));
  const beat = setInterval(() => response.write('\n'), beatMilliseconds);
  response.on('close', () => {
    end();
    clearInterval(beat);
  });
  await folder.ready;
  response.write('\n');
}
