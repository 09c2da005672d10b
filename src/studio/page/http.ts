/** The host behind a page in the browser: the server of `netwright studio`, over HTTP. */
import type { Draft, FileText, FileVersion, FolderEntry, HostChange, HostProblem, Saved, StudioHost } from '../host.ts';

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

const firstPause = 500;
const longestPause = 15_000;
/** The server says something every 15 seconds. */
const longestSilence = 40_000;

const gone = 'the studio’s server does not answer: it was stopped, or its terminal was closed; start it again';
const foreign = 'this page is of an earlier start of the server: open the address that netwright studio printed';

/** Rejects, in words for the user, where the server cannot be reached or does not take the token. */
export async function httpHost(token: string | undefined, fetch: Fetch): Promise<StudioHost> {
  const headers = { Authorization: `Bearer ${token ?? ''}` };
  /** What the page last knew of each file, to be looked at again after a time without connection. */
  const known = new Map<string, FileVersion | undefined>();

  async function ask<T extends object | undefined>(
    path: string,
    method = 'GET',
    body?: object,
  ): Promise<T | HostProblem> {
    const type = body && { 'Content-Type': 'application/json' };
    const sent = body ? { method, body: JSON.stringify(body) } : { method };
    try {
      const response = await fetch(path, { ...sent, headers: { ...headers, ...type } });
      if (response.status === 401) return { problem: foreign };
      const value: unknown = await response.json();
      return (value ?? undefined) as T | HostProblem;
    } catch {
      return { problem: gone };
    }
  }

  const opened = await ask<{ readonly folder: string }>('/api/folder');
  if ('problem' in opened) throw new Error(opened.problem);

  async function read(path: string): Promise<FileText | HostProblem> {
    const file = await ask<FileText>(`/api/file?path=${encodeURIComponent(path)}`);
    if (!('problem' in file)) known.set(path, file.version);
    return file;
  }

  return {
    folder: opened.folder,
    list: () => ask<readonly FolderEntry[]>('/api/files'),
    read,
    async save(path, text, base) {
      const saved = await ask<Saved>('/api/file', 'PUT', { path, text, base });
      if ('kind' in saved && saved.kind === 'saved') known.set(path, saved.version);
      return saved;
    },
    drafts: () => ask<readonly Draft[]>('/api/drafts'),
    keepDraft: (draft) => ask<undefined>('/api/drafts', 'PUT', draft),
    dropDraft: (path) => ask<undefined>(`/api/drafts?path=${encodeURIComponent(path)}`, 'DELETE'),
    watch(changed) {
      const ended = new AbortController();
      const tell = (change: HostChange): void => {
        known.set(change.path, change.version);
        if (!ended.signal.aborted) changed(change);
      };
      const connected = async (): Promise<void> => {
        for (const [path, version] of [...known]) {
          const file = await ask<FileText>(`/api/file?path=${encodeURIComponent(path)}`);
          // It may be gone, or not answered for: then the stream has broken again.
          if ('problem' in file && file.problem === gone) return;
          const now = 'problem' in file ? undefined : file.version;
          if (now !== version && known.get(path) === version) tell({ path, version: now });
        }
      };
      void follow((signal) => fetch('/api/changes', { headers, signal }), ended.signal, connected, tell);
      return () => ended.abort();
    },
  };
}

/** Reads the stream of changes, and begins again when it breaks, after pauses that grow. */
async function follow(
  connect: (signal: AbortSignal) => Promise<Response>,
  ended: AbortSignal,
  connected: () => Promise<void>,
  tell: (change: HostChange) => void,
): Promise<void> {
  for (let pause = firstPause; !ended.aborted; pause = Math.min(2 * pause, longestPause)) {
    const quiet = silence(ended);
    try {
      const response = await connect(quiet.signal);
      // Of an earlier start of the server: that does not get better.
      if (response.status === 401) return;
      let isFirst = true;
      for await (const line of linesOf(response)) {
        quiet.heard();
        if (isFirst) void connected();
        isFirst = false;
        pause = firstPause;
        if (line !== '') tell(JSON.parse(line) as HostChange);
      }
    } catch {
      // Broken off; tried again below.
    } finally {
      quiet.end();
    }
    await wait(pause, ended);
  }
}

interface Silence {
  readonly signal: AbortSignal;
  heard(): void;
  end(): void;
}

/** Aborts where nothing is heard for too long: a connection may be dead without anyone saying so. */
function silence(ended: AbortSignal): Silence {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let timer = setTimeout(abort, longestSilence);
  ended.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(abort, longestSilence);
    },
    end() {
      clearTimeout(timer);
      ended.removeEventListener('abort', abort);
      abort();
    },
  };
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader || !response.ok) return;
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function wait(milliseconds: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      ended.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    ended.addEventListener('abort', done);
  });
}
