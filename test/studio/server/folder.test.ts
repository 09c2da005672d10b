import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileText, HostChange, HostProblem } from '../../../src/studio/host.ts';
import { openFolder, type StudioFolder } from '../../../src/studio/server/folder.ts';
import { temporaryFolder, write } from '../../support/studio-server.ts';

const megabyte = 1024 * 1024;

function opened(folder: string, drafts = temporaryFolder()): StudioFolder {
  const host = openFolder(folder, drafts);
  if ('problem' in host) throw new Error(host.problem);
  onTestFinished(() => host.close());
  return host;
}

/** A folder within another, so that there is something outside it. */
function around(files: Readonly<Record<string, string | Uint8Array>>): {
  outer: string;
  inner: string;
  host: StudioFolder;
} {
  const outer = temporaryFolder({ 'secret.arch': 'secret\n', 'nets-of-others/secret.arch': 'secret\n' });
  const inner = join(outer, 'nets');
  mkdirSync(inner);
  write(inner, files);
  return { outer, inner, host: opened(inner) };
}

async function textOf(host: StudioFolder, path: string): Promise<FileText> {
  const file = await host.read(path);
  if ('problem' in file) throw new Error(file.problem);
  return file;
}

describe('a folder of the studio', () => {
  it('lists its sources, sorted, without hidden entries and packages', async () => {
    const { host, inner } = around({
      'b.arch': 'b\n',
      'a/z.arch': 'z\n',
      'notes.txt': '',
      '.hidden.arch': '',
      '.git/x.arch': '',
      'node_modules/p/x.arch': '',
    });
    symlinkSync('b.arch', join(inner, 'link.arch'));
    symlinkSync('../secret.arch', join(inner, 'out.arch'));
    symlinkSync('..', join(inner, 'up'));
    symlinkSync('.', join(inner, 'circle'));
    symlinkSync('nowhere', join(inner, 'broken.arch'));
    expect(host.folder).toBe('nets');
    expect(await host.list()).toEqual([
      { path: 'a/z.arch', size: 2 },
      { path: 'b.arch', size: 2 },
      { path: 'link.arch', size: 2 },
    ]);
  });

  it.each([
    '../secret.arch',
    'a/../../secret.arch',
    './../secret.arch',
    '../nets-of-others/secret.arch',
    '/etc/secret.arch',
    '//server/share/secret.arch',
    '\\\\server\\share\\secret.arch',
    '..\\secret.arch',
    'C:\\secret.arch',
    'C:secret.arch',
    'a\0/../../secret.arch',
    'secret.arch\0.arch',
    'con.arch',
    'a/NUL.arch',
    'COM1.x.arch',
    'net.arch:stream.arch',
    'a./x.arch',
    'a /x.arch',
    '',
    '.',
    '..',
    'a//x.arch',
    'a/./net.arch',
    'net.arch/',
    'notes.txt',
    'net.ARCH',
    `${'x'.repeat(2000)}.arch`,
    `${'x'.repeat(300)}.arch`,
  ])('neither reads nor writes %j', async (path) => {
    const { outer, host } = around({ 'net.arch': 'net\n', 'a/net.arch': 'net\n', 'notes.txt': 'notes\n' });
    const before = execFileSync('find', [outer, '-type', 'f'], { encoding: 'utf8' });
    expect(await host.read(path)).toEqual({ problem: expect.any(String) });
    expect(await host.save(path, 'mine\n', undefined)).toEqual({ problem: expect.any(String) });
    expect(execFileSync('find', [outer, '-type', 'f'], { encoding: 'utf8' })).toBe(before);
    expect(readFileSync(join(outer, 'secret.arch'), 'utf8')).toBe('secret\n');
  });

  it('follows no link out of itself, be it the file’s or a folder’s', async () => {
    const { outer, inner, host } = around({ 'net.arch': 'net\n', 'notes.txt': 'notes\n' });
    symlinkSync('../secret.arch', join(inner, 'file.arch'));
    symlinkSync(join(outer, 'secret.arch'), join(inner, 'absolute.arch'));
    symlinkSync('..', join(inner, 'up'));
    symlinkSync('../nets-of-others', join(inner, 'beside'));
    symlinkSync('../new.arch', join(inner, 'nowhere.arch'));
    symlinkSync('../new', join(inner, 'nofolder'));
    symlinkSync('notes.txt', join(inner, 'notes.arch'));
    const outside = [
      'file.arch',
      'absolute.arch',
      'up/secret.arch',
      'beside/secret.arch',
      'up/new.arch',
      'beside/a/new.arch',
    ];
    for (const path of outside) {
      expect([path, await host.read(path)]).toEqual([path, { problem: 'it leads out of the folder' }]);
      expect([path, await host.save(path, 'mine\n', undefined)]).toEqual([
        path,
        { problem: 'it leads out of the folder' },
      ]);
    }
    for (const path of ['nowhere.arch', 'nofolder/new.arch', 'notes.arch']) {
      expect([path, await host.save(path, 'mine\n', undefined)]).toEqual([path, { problem: expect.any(String) }]);
    }
    expect(readFileSync(join(outer, 'secret.arch'), 'utf8')).toBe('secret\n');
    expect(readFileSync(join(inner, 'notes.txt'), 'utf8')).toBe('notes\n');
    expect(readdirSync(outer).sort()).toEqual(['nets', 'nets-of-others', 'secret.arch']);
    expect(readdirSync(join(outer, 'nets-of-others'))).toEqual(['secret.arch']);
  });

  it('takes a link to one of its own files for that file', async () => {
    const { inner, host } = around({ 'real.arch': 'old\n' });
    symlinkSync('real.arch', join(inner, 'link.arch'));
    const { version } = await textOf(host, 'link.arch');
    expect(await host.save('link.arch', 'new\n', version)).toMatchObject({ kind: 'saved' });
    expect(readFileSync(join(inner, 'real.arch'), 'utf8')).toBe('new\n');
  });

  it('reads text as it is, and says of other files what they are', async () => {
    const { inner, host } = around({
      'marked.arch': '\ufeffone\r\ntwo',
      'binary.arch': Uint8Array.of(0x50, 0x4b, 0, 1),
      'latin.arch': Uint8Array.of(0x66, 0xfc, 0x72),
      'huge.arch': new Uint8Array(16 * megabyte + 1).fill(0x20),
      'folder.arch/x.arch': '',
    });
    execFileSync('mkfifo', [join(inner, 'pipe.arch')]);
    expect((await textOf(host, 'marked.arch')).text).toBe('\ufeffone\r\ntwo');
    expect(await host.read('binary.arch')).toEqual({ problem: 'it is a binary file, not text' });
    expect(await host.read('latin.arch')).toEqual({ problem: 'it is not UTF-8 text' });
    expect(await host.read('huge.arch')).toEqual({ problem: 'it is larger than 16 MiB, the most that is read' });
    expect(await host.read('folder.arch')).toEqual({ problem: 'it is a folder' });
    expect(await host.read('pipe.arch')).toEqual({ problem: 'it is a pipe, a socket or a device, not a file' });
    expect(await host.read('none.arch')).toEqual({ problem: 'no such file' });
    expect(await host.read('marked.arch/x.arch')).toEqual({ problem: expect.any(String) });
  });

  it('writes nothing that it would not read again', async () => {
    const { inner, host } = around({ 'binary.arch': Uint8Array.of(0, 1) });
    const huge = await host.save('huge.arch', ' '.repeat(16 * megabyte + 1), undefined);
    expect(huge).toEqual({ problem: 'it is larger than 16 MiB, the most that is read' });
    expect(await host.save('nul.arch', 'a\0b', undefined)).toEqual({ problem: expect.stringContaining('NUL') });
    expect(await host.save('half.arch', 'a\ud800b', undefined)).toEqual({ problem: expect.stringContaining('half') });
    expect(await host.save('binary.arch', 'mine\n', undefined)).toEqual({ problem: 'it is a binary file, not text' });
    expect(readdirSync(inner)).toEqual(['binary.arch']);
    expect([...readFileSync(join(inner, 'binary.arch'))]).toEqual([0, 1]);
  });

  it('saves only over what the page has seen', async () => {
    const { inner, host } = around({ 'net.arch': 'one\n' });
    const { version } = await textOf(host, 'net.arch');
    writeFileSync(join(inner, 'net.arch'), 'by another\n');
    const now = await textOf(host, 'net.arch');
    expect(await host.save('net.arch', 'mine\n', version)).toEqual({ kind: 'conflict', current: now });
    expect(await host.save('net.arch', 'mine\n', undefined)).toEqual({ kind: 'conflict', current: now });
    expect(readFileSync(join(inner, 'net.arch'), 'utf8')).toBe('by another\n');
    const saved = await host.save('net.arch', 'mine\n', now.version);
    expect(saved).toEqual({ kind: 'saved', version: (await textOf(host, 'net.arch')).version });
    // The answer was lost, and the page tries again.
    expect(await host.save('net.arch', 'mine\n', now.version)).toEqual(saved);
    rmSync(join(inner, 'net.arch'));
    expect(await host.save('net.arch', 'more\n', now.version)).toEqual({ kind: 'conflict', current: undefined });
    expect(readdirSync(inner)).toEqual([]);
  });

  it('makes new files, and folders for them', async () => {
    const { inner, host } = around({});
    expect(await host.save('vision/small/net.arch', 'new\n', undefined)).toMatchObject({ kind: 'saved' });
    expect(readFileSync(join(inner, 'vision/small/net.arch'), 'utf8')).toBe('new\n');
    expect(readdirSync(join(inner, 'vision/small'))).toEqual(['net.arch']);
  });

  it('keeps permissions', async () => {
    const { inner, host } = around({ 'net.arch': 'one\n' });
    chmodSync(join(inner, 'net.arch'), 0o640);
    const { version } = await textOf(host, 'net.arch');
    await host.save('net.arch', 'two\n', version);
    expect(statSync(join(inner, 'net.arch')).mode & 0o777).toBe(0o640);
    expect(readdirSync(inner)).toEqual(['net.arch']);
  });
});

describe('drafts', () => {
  const draft = { path: 'net.arch', text: 'half', base: 'v' };

  it('are kept for their folder alone, until they are saved or dropped', async () => {
    const [folder, other, home] = [temporaryFolder({ 'net.arch': 'one\n' }), temporaryFolder(), temporaryFolder()];
    const host = opened(folder, home);
    expect(await host.drafts()).toEqual([]);
    await host.keepDraft(draft);
    await host.keepDraft({ path: 'a/new.arch', text: 'new', base: undefined });
    await host.keepDraft({ ...draft, text: 'more' });
    const kept = [
      { path: 'a/new.arch', text: 'new', base: undefined },
      { path: 'net.arch', text: 'more', base: 'v' },
    ];
    expect(await opened(folder, home).drafts()).toEqual(kept);
    expect(await opened(other, home).drafts()).toEqual([]);
    // By another way to the same folder.
    symlinkSync(folder, join(other, 'link'));
    expect(await opened(join(other, 'link'), home).drafts()).toEqual(kept);

    const { version } = await textOf(host, 'net.arch');
    await host.save('net.arch', 'less', version);
    expect(await host.drafts()).toHaveLength(2);
    await host.save('net.arch', 'more', (await textOf(host, 'net.arch')).version);
    expect(await host.drafts()).toEqual(kept.slice(0, 1));
    await host.dropDraft('a/new.arch');
    await host.dropDraft('never/was.arch');
    expect(await host.drafts()).toEqual([]);
    expect(readdirSync(join(home, readdirSync(home)[0] ?? ''))).toEqual([]);
  });

  it('are dropped once the file says the same', async () => {
    const [folder, home] = [temporaryFolder({ 'net.arch': 'one\n' }), temporaryFolder()];
    const host = opened(folder, home);
    await host.keepDraft(draft);
    writeFileSync(join(folder, 'net.arch'), 'half');
    expect(await host.drafts()).toEqual([]);
    writeFileSync(join(folder, 'net.arch'), 'one\n');
    expect(await host.drafts()).toEqual([]);
    await host.keepDraft({ ...draft, text: 'other' });
    await host.keepDraft({ ...draft, text: 'one\n' });
    expect(await host.drafts()).toEqual([]);
  });

  it('are of files that can be opened, and for their owner’s eyes', async () => {
    const [folder, home] = [temporaryFolder(), temporaryFolder()];
    const host = opened(folder, home);
    expect(await host.keepDraft({ ...draft, path: '../x.arch' })).toEqual({ problem: expect.any(String) });
    expect(readdirSync(home)).toEqual([]);
    await host.keepDraft(draft);
    const own = join(home, readdirSync(home)[0] ?? '');
    expect(statSync(own).mode & 0o777).toBe(0o700);
    // Half a file, or another program's, is no draft and does not hide the others.
    write(own, { 'x.json': '{"path":', 'y.json': '{"path":"../x.arch","text":"t"}', 'z.json': 'null' });
    expect(await host.drafts()).toEqual([draft]);
  });
});

describe('changes', () => {
  /** The next change that will do; others on the way are let pass. */
  function next(host: StudioFolder, wanted: (change: HostChange) => boolean): Promise<HostChange> {
    return new Promise((resolve) => {
      const end = host.watch((change) => {
        if (!wanted(change)) return;
        end();
        resolve(change);
      });
    });
  }

  it('are told with the version that is there then', async () => {
    const { inner, host } = around({ 'net.arch': 'one\n', 'a/b.arch': 'b\n' });
    await host.ready;
    const changed = next(host, ({ path }) => path === 'net.arch');
    writeFileSync(join(inner, 'net.arch'), 'two\n');
    expect(await changed).toEqual({ path: 'net.arch', version: (await textOf(host, 'net.arch')).version });

    const saved = next(host, ({ path }) => path === 'a/b.arch');
    const answer = await host.save('a/b.arch', 'own\n', (await textOf(host, 'a/b.arch')).version);
    expect(answer).toMatchObject({ kind: 'saved' });
    expect(await saved).toEqual({ path: 'a/b.arch', version: (await textOf(host, 'a/b.arch')).version });

    const made = next(host, ({ path }) => path === 'new/c.arch');
    write(inner, { 'new/c.arch': 'c\n' });
    expect((await made).version).toBe((await textOf(host, 'new/c.arch')).version);

    const gone = next(host, ({ path, version }) => path === 'net.arch' && version === undefined);
    rmSync(join(inner, 'net.arch'));
    expect(await gone).toEqual({ path: 'net.arch', version: undefined });
  });

  it('are of sources only', async () => {
    const { inner, host } = around({ 'net.arch': 'one\n' });
    await host.ready;
    const heard: string[] = [];
    host.watch(({ path }) => heard.push(path));
    const last = next(host, ({ path }) => path === 'z.arch');
    write(inner, { 'notes.txt': 'x', '.git/x.arch': 'x', 'node_modules/x.arch': 'x', '.hidden.arch': 'x' });
    write(inner, { 'z.arch': 'z\n' });
    await last;
    expect(heard).toEqual(['z.arch']);
  });
});

it('names the folder, also where its path ends in a slash', () => {
  const folder = temporaryFolder();
  expect(opened(`${folder}/`).folder).toBe(basename(folder));
  expect(openFolder(join(folder, 'none'), folder) as HostProblem).toEqual({ problem: 'no such folder' });
});
