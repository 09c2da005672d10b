/** Fetches one file: continues what was begun, tries again, checks size and SHA-256, and is there whole or not at all. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../../machine/files.ts';
import type { RemoteFile } from '../data/catalogue.ts';
import { counted } from '../data/decoded.ts';
import type { Outcome } from './outcome.ts';

export interface Progress {
  readonly file: string;
  /** Bytes that are there, and bytes in all. */
  readonly done: number;
  readonly total: number;
}

export interface DownloadOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Milliseconds before the second attempt; doubled before each further one. */
  readonly pause?: number | undefined;
  /** Milliseconds without a byte after which a transfer counts as broken. */
  readonly stall?: number | undefined;
}

const attempts = 3;
const defaultPause = 1000;
const defaultStall = 30_000;

/** `again`: the same address may do better; `elsewhere`: it will not. */
type Transfer =
  | { readonly kind: 'complete'; readonly resumed: boolean }
  | { readonly kind: 'again' | 'elsewhere'; readonly reason: string };

/** Gives the path of the file in `folder`. The problem has a line for each address. */
export async function download(
  file: RemoteFile,
  folder: string,
  options: DownloadOptions = {},
): Promise<Outcome<string>> {
  const target = join(folder, file.name);
  const part = `${target}.part`;
  const reasons: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const url of file.urls) {
      const reason = await fromAddress(url, file, part, options);
      if (reason === undefined) {
        await rename(part, target);
        return { value: target };
      }
      reasons.push(`${url}: ${reason}`);
    }
  } catch (error) {
    // Failures of the network are caught where they happen: this one is the disk's.
    return { problem: `cannot write ${part}: ${reasonOf(error)}` };
  }
  return { problem: reasons.join('\n') };
}

/** The reason why it failed; undefined where the file is there and right. */
async function fromAddress(
  url: string,
  file: RemoteFile,
  part: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  let reason = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep((options.pause ?? defaultPause) * 2 ** (attempt - 1));
    const transfer = await transferOnce(url, file, part, options);
    if (transfer.kind === 'complete') {
      const wrong = await sumProblem(file, part);
      if (wrong === undefined) return undefined;
      await rm(part, { force: true });
      reason = wrong;
      // What was there before may have been of another version: once more from the beginning.
      if (transfer.resumed) continue;
      return reason;
    }
    reason = transfer.reason;
    if (transfer.kind === 'elsewhere') break;
  }
  return reason;
}

async function transferOnce(
  url: string,
  file: RemoteFile,
  part: string,
  { onProgress, stall = defaultStall }: DownloadOptions,
): Promise<Transfer> {
  let begun = (await stat(part).catch(() => undefined))?.size ?? 0;
  if (begun > file.bytes) begun = 0;
  if (begun === file.bytes) return { kind: 'complete', resumed: true };
  const patience = patienceOf(stall);
  try {
    const response = await answer(url, begun, patience);
    if (response.kind !== 'response') return response;
    const { body, status, headers } = response.value;
    if (status === 416) await rm(part, { force: true });
    if ((status !== 200 && status !== 206) || body === null) {
      await body?.cancel();
      const kind = status === 416 || status === 429 || status >= 500 ? 'again' : 'elsewhere';
      return { kind, reason: `the server answered ${status} ${response.value.statusText}`.trim() };
    }
    const resumed = status === 206 && headers.get('content-range')?.startsWith(`bytes ${begun}-`) === true;
    if (!resumed) begun = 0;
    const stated = headers.get('content-length');
    if (stated !== null && begun + Number(stated) !== file.bytes) {
      await body.cancel();
      const size = `${counted(begun + Number(stated))} bytes`;
      return { kind: 'elsewhere', reason: `it offers ${size} where ${file.name} has ${counted(file.bytes)}` };
    }
    const handle = await open(part, resumed ? 'a' : 'w');
    try {
      let done = begun;
      onProgress?.({ file: file.name, done, total: file.bytes });
      const reader = body.getReader();
      for (;;) {
        const chunk = await nextChunk(reader);
        if (typeof chunk === 'string')
          return { kind: 'again', reason: `${patience.broken() ?? chunk} after ${counted(done)} bytes` };
        if (chunk === undefined) break;
        patience.renew();
        await handle.write(chunk);
        done += chunk.length;
        onProgress?.({ file: file.name, done: Math.min(done, file.bytes), total: file.bytes });
      }
      if (done < file.bytes) {
        return { kind: 'again', reason: `the connection ended after ${counted(done)} of ${counted(file.bytes)} bytes` };
      }
      return { kind: 'complete', resumed };
    } finally {
      await handle.close();
    }
  } finally {
    patience.end();
  }
}

type Answer =
  | { readonly kind: 'response'; readonly value: Response }
  | Exclude<Transfer, { readonly kind: 'complete' }>;

async function answer(url: string, begun: number, patience: Patience): Promise<Answer> {
  const range = begun > 0 ? { range: `bytes=${begun}-` } : {};
  try {
    const headers = { 'accept-encoding': 'identity', ...range };
    return { kind: 'response', value: await fetch(url, { headers, signal: patience.signal }) };
  } catch (error) {
    return { kind: isUnreachable(error) ? 'elsewhere' : 'again', reason: patience.broken() ?? reasonOf(error) };
  }
}

function isUnreachable(error: unknown): boolean {
  const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
  return ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED'].includes(cause?.code ?? '');
}

/** The bytes, nothing at the end, the reason where the connection broke. */
async function nextChunk(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined | string> {
  try {
    return (await reader.read()).value;
  } catch (error) {
    return reasonOf(error);
  }
}

interface Patience {
  readonly signal: AbortSignal;
  renew(): void;
  broken(): string | undefined;
  end(): void;
}

function patienceOf(stall: number): Patience {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), stall);
  return {
    signal: controller.signal,
    renew: () => timer.refresh(),
    broken: () => (controller.signal.aborted ? `nothing came for ${stall / 1000} s` : undefined),
    end: () => clearTimeout(timer),
  };
}

/** What is wrong with the file's size or sum. */
export async function sumProblem({ name, bytes, sha256 }: RemoteFile, path: string): Promise<string | undefined> {
  const { size } = await stat(path);
  if (size !== bytes) return `${name} has ${counted(size)} bytes; wanted ${counted(bytes)}`;
  if (sha256 === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const found = hash.digest('hex');
  return found === sha256 ? undefined : `${name} has the SHA-256 ${found}; wanted ${sha256}`;
}
