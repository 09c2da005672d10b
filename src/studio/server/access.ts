/**
 * Who may ask. The server listens on this machine alone, but every page that the user's browser shows can send requests
 * there: such a page gives another origin, a name of its own as host (DNS rebinding), and has no token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: 401 | 403;
  readonly problem: string;
}

export function refuseForeign({ headers }: IncomingMessage, port: number): Refusal | undefined {
  const names = ['127.0.0.1', 'localhost'];
  // Browsers leave the standard port out.
  const hosts = [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
  if (!hosts.includes(headers.host ?? '')) return { status: 403, problem: 'this address is not the one of the studio' };
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    return { status: 403, problem: 'another page may not ask this' };
  }
  return undefined;
}

export function refuseWithoutToken({ headers }: IncomingMessage, token: string): Refusal | undefined {
  const [, given = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  // Hashes have one length, and comparing them takes one time, however much of the token was guessed.
  if (timingSafeEqual(hash(given), hash(token))) return undefined;
  return { status: 401, problem: 'the token is wrong or missing: open the address that netwright studio printed' };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
