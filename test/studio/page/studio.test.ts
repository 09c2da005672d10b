import { describe, expect, it } from 'vitest';
import type { FileText, HostChange, Saved, StudioHost } from '../../../src/studio/host.ts';
import { createStudio, type Studio, type Tab, tabOf } from '../../../src/studio/page/studio.ts';
import type { Wire } from '../../../src/studio/page/worker-client.ts';
import type { FromWorker, ToWorker } from '../../../src/studio/protocol.ts';
import { createCore } from '../../../src/studio/worker/core.ts';
import { library } from '../worker/support.ts';

/** The real core on the same thread. */
function localWire(): Wire {
  let listener: (message: FromWorker) => void = () => {};
  const core = createCore(
    library,
    () => 0,
    (message) => listener(structuredClone(message)),
  );
  return {
    post: (message: ToWorker) => core(structuredClone(message)),
    receive: (given) => {
      listener = given;
    },
  };
}

interface Folder {
  readonly host: StudioHost;
  readonly files: Map<string, string>;
  readonly drafts: Map<string, string>;
  /** Another program writes. */
  write(path: string, text: string): void;
  remove(path: string): void;
}

/** A folder in memory: the file's text is its version. */
function folderOf(given: Readonly<Record<string, string>>): Folder {
  const files = new Map(Object.entries(given));
  const drafts = new Map<string, string>();
  let changed: (change: HostChange) => void = () => {};
  const textOf = (path: string): FileText | undefined => {
    const text = files.get(path);
    return text === undefined ? undefined : { text, version: text };
  };
  const host: StudioHost = {
    folder: 'memory',
    list: async () => [...files].map(([path, text]) => ({ path, size: text.length })),
    read: async (path) => textOf(path) ?? { problem: 'no such file' },
    async save(path, text, base): Promise<Saved> {
      if (files.get(path) !== base) return { kind: 'conflict', current: textOf(path) };
      files.set(path, text);
      return { kind: 'saved', version: text };
    },
    drafts: async () => [],
    keepDraft: async ({ path, text }) => void drafts.set(path, text),
    dropDraft: async (path) => void drafts.delete(path),
    watch(listener) {
      changed = listener;
      return () => {};
    },
  };
  return {
    host,
    files,
    drafts,
    write(path, text) {
      files.set(path, text);
      changed({ path, version: text });
    },
    remove(path) {
      files.delete(path);
      changed({ path, version: undefined });
    },
  };
}

const path = 'net.arch';
const text = 'network N {\n  input image [3, 8, 8]\n  conv(4, 3) -> relu\n}\n';

function shown(studio: Studio): Tab {
  const tab = tabOf(studio.store.getState(), path);
  if (!tab) throw new Error('the tab is not there');
  return tab;
}

async function opened(files: Readonly<Record<string, string>> = { [path]: text }) {
  const folder = folderOf(files);
  const studio = createStudio(folder.host, localWire(), () => 0);
  await studio.open(path);
  return { studio, folder };
}

function replace(studio: Studio, found: string, put: string): void {
  const start = shown(studio).document.text.indexOf(found);
  studio.edit(path, [{ span: { file: path, start, end: start + found.length }, text: put }], 'typing');
}

describe('the studio', () => {
  it('draws and counts what it opens, and again after every edit', async () => {
    const { studio } = await opened();
    expect(shown(studio).state?.totals?.parameters).toBe(3 * 4 * 9 + 4);
    replace(studio, 'conv(4', 'conv(8');
    expect(shown(studio).state?.totals?.parameters).toBe(3 * 8 * 9 + 8);
    expect(shown(studio).stateRevision).toBe(shown(studio).document.revision);
    expect(shown(studio).drawing?.nodes.map(({ title }) => title)).toContain('conv');
  });

  it('undoes typing and drawing in the order in which they were done', async () => {
    const { studio } = await opened();
    replace(studio, '3)', '5)');
    const node = shown(studio).drawing?.nodes.find(({ title }) => title === 'relu');
    if (!node) throw new Error('no card');
    expect(await studio.canvasEdit(path, { kind: 'delete', steps: node.span })).toBe(true);
    expect(shown(studio).document.text).toBe('network N {\n  input image [3, 8, 8]\n  conv(4, 5)\n}\n');
    studio.undo(path);
    expect(shown(studio).document.text).toContain('conv(4, 5) -> relu');
    studio.undo(path);
    expect(shown(studio).document.text).toBe(text);
    studio.redo(path);
    studio.redo(path);
    expect(shown(studio).document.text).not.toContain('relu');
  });

  it('tells views of every change, and says what stands against an edit', async () => {
    const { studio } = await opened();
    const seen: string[] = [];
    studio.onEdits((_, edits, origin) => seen.push(`${origin} ${edits.length}`));
    replace(studio, '4', '8');
    studio.undo(path);
    expect(seen).toEqual(['typing 1', 'undo 1']);
    const input = shown(studio).drawing?.nodes.find(({ kind }) => kind === 'input');
    if (!input) throw new Error('no card');
    expect(await studio.canvasEdit(path, { kind: 'duplicate', steps: input.span })).toBe(false);
    expect(studio.store.getState().notices).toHaveLength(1);
  });

  it('keeps the last drawing of a text that cannot be drawn', async () => {
    const { studio } = await opened();
    const before = shown(studio).drawing;
    replace(studio, 'network N {', 'netw');
    expect(shown(studio).isStale).toBe(true);
    expect(shown(studio).drawing).toBe(before);
    studio.undo(path);
    expect(shown(studio).isStale).toBe(false);
  });

  it('reads what a file uses, open or not, and follows it', async () => {
    const net = 'use "./unit.arch"\n\nnetwork N {\n  input image [3, 8, 8]\n  Unit\n}\n';
    const unit = 'block Unit {\n  conv(4, 3)\n}\n';
    const { studio } = await opened({ [path]: net, 'unit.arch': unit });
    await expect.poll(() => shown(studio).state?.totals?.parameters).toBe(3 * 4 * 9 + 4);
    await studio.open('unit.arch');
    const start = unit.indexOf('4');
    studio.edit('unit.arch', [{ span: { file: 'unit.arch', start, end: start + 1 }, text: '2' }], 'typing');
    await expect.poll(() => shown(studio).state?.totals?.parameters).toBe(3 * 2 * 9 + 2);
  });

  it('saves, and does not write over what another program wrote', async () => {
    const { studio, folder } = await opened();
    replace(studio, '4', '8');
    expect(await studio.save(path)).toBe(true);
    expect(folder.files.get(path)).toContain('conv(8');
    replace(studio, '8, 3', '16, 3');
    folder.write(path, '// theirs\n');
    await expect.poll(() => shown(studio).conflict?.file?.text).toBe('// theirs\n');
    expect(await studio.save(path)).toBe(false);
    expect(folder.files.get(path)).toBe('// theirs\n');
    expect(await studio.save(path, { over: true })).toBe(true);
    expect(folder.files.get(path)).toContain('conv(16');
    expect(shown(studio).conflict).toBeUndefined();
  });

  it('sees a conflict end when the other program writes the own text, or what was there before', async () => {
    const { studio, folder } = await opened();
    replace(studio, '4', '8');
    folder.write(path, '// theirs\n');
    await expect.poll(() => shown(studio).conflict).toBeDefined();
    folder.write(path, text);
    await expect.poll(() => shown(studio).conflict).toBeUndefined();
    folder.remove(path);
    await expect.poll(() => shown(studio).conflict).toBeDefined();
    folder.write(path, shown(studio).document.text);
    await expect.poll(() => shown(studio).conflict).toBeUndefined();
    expect(await studio.save(path)).toBe(true);
  });

  it('saves twice at once without a conflict with itself', async () => {
    const { studio, folder } = await opened();
    replace(studio, '4', '8');
    const first = studio.save(path);
    replace(studio, '8, 3', '16, 3');
    expect(await Promise.all([first, studio.save(path)])).toEqual([true, true]);
    expect(folder.files.get(path)).toContain('conv(16');
    expect(shown(studio).conflict).toBeUndefined();
  });

  it('takes a change on disk where nothing is unsaved, as a change that can be undone', async () => {
    const { studio, folder } = await opened();
    folder.write(path, text.replace('4', '6'));
    await expect.poll(() => shown(studio).document.text).toContain('conv(6');
    expect(shown(studio).conflict).toBeUndefined();
    studio.undo(path);
    expect(shown(studio).document.text).toBe(text);
  });

  it('knows its own save when the change is told before the answer', async () => {
    const { studio, folder } = await opened();
    const { host } = folder;
    const saving = host.save;
    const slow = {
      ...host,
      async save(...given: Parameters<typeof saving>) {
        const answer = await saving(...given);
        folder.write(path, given[1]);
        replace(studio, 'relu', 'tanh');
        await new Promise((done) => setTimeout(done, 5));
        return answer;
      },
    };
    Object.assign(host, slow);
    replace(studio, '4', '8');
    const conflicts: unknown[] = [];
    studio.store.subscribe((data) => conflicts.push(tabOf(data, path)?.conflict));
    expect(await studio.save(path)).toBe(true);
    expect(conflicts.every((each) => each === undefined)).toBe(true);
    expect(shown(studio).document.text).toContain('tanh');
  });

  it('says when the file is gone, and writes it again if it is told to', async () => {
    const { studio, folder } = await opened();
    folder.remove(path);
    await expect.poll(() => shown(studio).conflict).toEqual({ file: undefined });
    expect(await studio.save(path, { over: true })).toBe(true);
    expect(folder.files.get(path)).toBe(text);
  });

  it('saves under another name and goes on there', async () => {
    const { studio, folder } = await opened();
    replace(studio, '4', '8');
    expect(await studio.save(path, { to: 'other.arch' })).toBe(true);
    expect(folder.files.get(path)).toBe(text);
    expect(studio.store.getState().active).toBe('other.arch');
    expect(studio.store.getState().tabs).toHaveLength(1);
  });
});
