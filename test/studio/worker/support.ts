/** The core with the real library, as a test talks to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CanvasEdit } from '../../../src/canvas/edits/edit.ts';
import { type Wire, type WorkerClient, workerClient } from '../../../src/studio/page/worker-client.ts';
import type { FromWorker, StudioState, ToWorker } from '../../../src/studio/protocol.ts';
import { type CoreOptions, createCore } from '../../../src/studio/worker/core.ts';
import { read, root } from '../../support/host.ts';

export const library: ReadonlyMap<string, string> = new Map(
  readdirSync(join(root, 'blocks')).map((file) => [file.replace(/\.arch$/, ''), read(`blocks/${file}`).text]),
);

export const examples: ReadonlyMap<string, string> = new Map(
  readdirSync(join(root, 'examples'))
    .filter((file) => file.endsWith('.arch'))
    .map((file) => [file, readFileSync(join(root, 'examples', file), 'utf8')]),
);

export interface Talk extends WorkerClient {
  /** What the core told on its own, in order. */
  readonly told: FromWorker[];
  /** Of a file, the last. */
  state(path: string): { readonly revision: number; readonly state: StudioState };
  open(path: string, text: string, revision?: number): void;
  edit(path: string, edit: CanvasEdit): Promise<unknown>;
}

/** What passes is copied, as between a page and its worker. */
export function talk(options?: Partial<CoreOptions>): Talk {
  const told: FromWorker[] = [];
  let receive: (message: FromWorker) => void = () => undefined;
  let time = 0;
  const core = createCore(
    library,
    () => {
      time += 1;
      return time;
    },
    (message) => receive(structuredClone(message)),
    options,
  );
  const wire: Wire = {
    post: (message: ToWorker) => core(structuredClone(message)),
    receive: (listener) => {
      receive = listener;
    },
  };
  const client = workerClient(wire, (message) => told.push(message));
  return {
    ...client,
    told,
    state(path) {
      const last = told.findLast((message) => message.kind === 'state' && message.path === path);
      if (last?.kind !== 'state') throw new Error(`no state of ${path}`);
      return last;
    },
    open: (path, text, revision = 1) => client.send({ kind: 'text', path, revision, text }),
    edit: (path, edit) => client.ask<'edit'>(path, { kind: 'edit', edit }),
  };
}
