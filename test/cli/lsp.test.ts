/** The real program, spoken to as an editor does. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { folderWith, netwright, start } from '../support/cli.ts';

interface Client {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  /** The next diagnostics that are published for an address. */
  published(uri: string): Promise<readonly Published[]>;
}

interface Published {
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

interface Edit {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly newText: string;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

async function client(cwd: string, snippetSupport = true): Promise<Client> {
  const process = start(['lsp', '--stdio'], { cwd });
  running.push(process);
  const { stdin, stdout } = process;
  if (!stdin || !stdout) throw new Error('no pipes');
  const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  const waiting = new Map<string, (diagnostics: readonly Published[]) => void>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) =>
    waiting.get(uri)?.(diagnostics),
  );
  connection.listen();
  const capabilities = { textDocument: { completion: { completionItem: { snippetSupport } } } };
  const result = await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
  expect(result).toMatchObject({ serverInfo: { name: 'netwright' }, capabilities: { hoverProvider: true } });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    process,
    exited: new Promise((done) => process.once('exit', done)),
    published: (uri) => new Promise((done) => waiting.set(uri, done)),
  };
}

const text = [
  '// Ein Netz für Ziffern 🙂',
  'use "./my.arch"',
  '',
  'network A(classes = 10) {',
  '  input image [1, 28, 28]',
  '  stem: Mine(n = 8)  // 🙂',
  '  /* no comment */',
  '  flatten',
  '  dense(classes)',
  '}',
  '',
].join('\n');
const good = text.replace('  /* no comment */\n', '');

function setUp() {
  const folder = folderWith({ 'my.arch': 'block Mine(n) { conv(n, 3) }\n', 'net.arch': good });
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  return { folder, uri: uriOf('net.arch'), library: uriOf('my.arch') };
}

async function open({ connection, published }: Client, uri: string, content: string): Promise<readonly Published[]> {
  const diagnostics = published(uri);
  const textDocument = { uri, languageId: 'arch', version: 1, text: content };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  return diagnostics;
}

/** The place of the first character of `what` in the good text, moved on. */
function at(what: string, shift = 0) {
  const before = good.slice(0, good.indexOf(what) + shift).split('\n');
  return { line: before.length - 1, character: (before.at(-1) ?? '').length };
}

describe('netwright lsp', () => {
  it('publishes what is wrong, follows edits, and stops when told to', async () => {
    const { folder, uri } = setUp();
    const editor = await client(folder);
    expect((await open(editor, uri, text)).map(({ code, range }) => [code, range.start.line])).toEqual([
      ['unexpected-token', 6],
    ]);
    const next = editor.published(uri);
    const range = { start: { line: 6, character: 0 }, end: { line: 7, character: 0 } };
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: '' }],
    });
    expect(await next).toEqual([]);
    await editor.connection.sendRequest('shutdown');
    await editor.connection.sendNotification('exit');
    expect(await editor.exited).toBe(0);
  });

  it('answers every request about a text', async () => {
    const { folder, uri, library } = setUp();
    const editor = await client(folder);
    await open(editor, uri, good);
    const ask = (method: string, params: object = {}): Promise<unknown> =>
      editor.connection.sendRequest(method, { textDocument: { uri }, ...params });

    const completions = (await ask('textDocument/completion', { position: at('flatten') })) as { label: string }[];
    expect(completions.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['conv', 'Mine', 'Bottleneck', 'repeat']),
    );
    const conv = completions.find(({ label }) => label === 'conv');
    expect(conv).toMatchObject({ insertTextFormat: 2, textEdit: { newText: `conv(\${1:channels}, \${2:kernel})` } });

    // The emoji before it on no line counts: lines and UTF-16 units.
    expect(await ask('textDocument/hover', { position: at('Mine(n', 1) })).toMatchObject({
      contents: { kind: 'markdown', value: expect.stringContaining('1x28x28 → 8x26x26') },
      range: { start: at('Mine(n'), end: at('Mine(n', 4) },
    });
    expect(await ask('textDocument/definition', { position: at('Mine(n') })).toMatchObject({
      uri: library,
      range: { start: { line: 0, character: 6 } },
    });
    const places = await ask('textDocument/references', {
      position: at('classes)'),
      context: { includeDeclaration: true },
    });
    expect(places).toHaveLength(2);
    expect(await ask('textDocument/documentHighlight', { position: at('classes)') })).toHaveLength(2);
    expect(await ask('textDocument/prepareRename', { position: at('classes)') })).toMatchObject({
      placeholder: 'classes',
    });
    const { changes } = (await ask('textDocument/rename', { position: at('Mine(n'), newName: 'Ours' })) as {
      changes: Record<string, Edit[]>;
    };
    expect(Object.keys(changes).sort()).toEqual([library, uri].sort());
    await expect(ask('textDocument/rename', { position: at('classes)'), newName: 'image' })).rejects.toThrow(
      '`image` is taken',
    );
    await expect(ask('textDocument/prepareRename', { position: at('flatten') })).rejects.toThrow(
      'belongs to the language',
    );
    expect(await ask('textDocument/signatureHelp', { position: at('classes)') })).toMatchObject({
      signatures: [{ label: 'dense(units, bias = true)' }],
      activeParameter: 0,
    });
    expect(await ask('textDocument/documentSymbol')).toMatchObject([
      { name: 'A', children: [{ name: 'image' }, { name: 'stem', detail: expect.stringContaining('Mine') }] },
    ]);
    expect(await ask('textDocument/foldingRange')).toContainEqual({ startLine: 3, endLine: 7 });
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    expect(await ask('textDocument/inlayHint', { range })).toMatchObject([
      { label: '1x28x28' },
      { label: '8x26x26', position: at('  // 🙂\n') },
      { label: '5408' },
      { label: '10' },
    ]);
    const { data } = (await ask('textDocument/semanticTokens/full')) as { data: number[] };
    expect(data.length % 5).toBe(0);
    // The comment of the first line is one token, as long as UTF-16 counts it.
    expect(data.slice(0, 3)).toEqual([0, 0, (good.split('\n')[0] ?? '').length]);
    expect(await ask('textDocument/formatting', { options: { tabSize: 2, insertSpaces: true } })).toEqual([]);
  });

  it('offers the fixes, and says what is wrong in a file that is used', async () => {
    const { folder, uri, library } = setUp();
    const editor = await client(folder, false);
    const crowded = good.replace('flatten\n ', 'flatten');
    const [problem] = await open(editor, uri, crowded);
    expect(problem?.code).toBe('missing-arrow');
    const context = { diagnostics: [problem] };
    const params = { textDocument: { uri }, range: problem?.range, context };
    expect(await editor.connection.sendRequest('textDocument/codeAction', params)).toMatchObject([
      {
        title: 'put an arrow between them',
        kind: 'quickfix',
        isPreferred: true,
        diagnostics: [problem],
        edit: { changes: { [uri]: [{ newText: ' ->' }] } },
      },
    ]);
    // Not on the disk, but in the editor: the other file has a mistake now.
    const next = editor.published(uri);
    await open(editor, library, 'block Mine(n) { convv(n, 3) }\n');
    expect(
      (await next).map(({ code, message, range }) => [code, message.split(':')[0], range.start.line]),
    ).toContainEqual(['unknown-step', expect.stringContaining('my.arch'), 1]);
    const completions = (await editor.connection.sendRequest('textDocument/completion', {
      textDocument: { uri },
      position: at('flatten'),
    })) as { label: string }[];
    expect(completions.find(({ label }) => label === 'conv')).toMatchObject({
      insertTextFormat: 1,
      textEdit: { newText: 'conv(channels, kernel)' },
    });
  });

  it('has nothing to say about texts that are not open, and ends when the editor goes away', async () => {
    const { folder, uri } = setUp();
    const editor = await client(folder);
    const position = { line: 0, character: 0 };
    expect(await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })).toBeNull();
    editor.process.stdin?.end();
    expect(await editor.exited).not.toBeNull();
  });

  it('is explained', () => {
    const { code, stdout } = netwright(['lsp', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Language Server Protocol');
    expect(stdout).toContain('vim.lsp');
  });
});
