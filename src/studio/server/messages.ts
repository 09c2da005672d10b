/** Bodies of requests and answers: JSON, of bounded length. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { maximumBytes, tooLarge } from '../../machine/files.ts';

/** A source as a JSON string, where quotes and line ends take two bytes, and something around it. */
const longestBody = 2 * maximumBytes + 64 * 1024;

export function answer(response: ServerResponse, status: number, body: unknown): void {
  // The other side may have gone, or the answer have begun when something failed.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body ?? null));
}

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly problem: string }
  /** The other side broke off: there is nobody to answer. */
  | { readonly kind: 'aborted' };

export async function readBody(request: IncomingMessage): Promise<Body> {
  // Other types are those that a foreign page's form could send without asking first.
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) {
    return { kind: 'refused', status: 415, problem: 'JSON is wanted' };
  }
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    // Read to its end also where it is too long, as browsers read no answer before they have sent everything.
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      total += bytes.length;
      if (total <= longestBody) chunks.push(bytes);
      else chunks.length = 0;
    }
  } catch {
    return { kind: 'aborted' };
  }
  if (total > longestBody) {
    return { kind: 'refused', status: 413, problem: tooLarge().reason };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'refused', status: 400, problem: 'the request is no JSON in UTF-8' };
  }
}
