/** Rules of the house that can be read off the source text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const maximumLines = 400;
const generated = ['grammar/cst.d.ts'];
/** The shells may use the clock and keep state; nothing else under src may. */
const shells = /^src\/(cli|machine|studio\/page|studio\/server|studio\/worker\/main\.ts|training\/node)/;

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(tsx?|mjs|cjs)$/.test(entry.name) && !generated.includes(path) ? [path] : [];
  });
}

/** What breaks a rule in one file, each with its line. */
function breaches(path: string, text: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const note = (position: number, what: string): void => {
    found.push(`${path}:${source.getLineAndCharacterOfPosition(position).line + 1}: ${what}`);
  };
  const pure = /^(src|grammar)\//.test(path) && !shells.test(path);

  for (const match of text.matchAll(/(?:\/\/|\/\*)\s*(@ts-(?:ignore|nocheck|expect-error)|biome-ignore)/g)) {
    note(match.index, match[1] ?? '');
  }
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) note(node.getStart(), 'any');
    if (ts.isEnumDeclaration(node)) note(node.getStart(), 'enum');
    if (pure && ts.isNewExpression(node) && node.expression.getText() === 'Date') note(node.getStart(), 'the clock');
    if (pure && ts.isPropertyAccessExpression(node)) {
      const name = node.getText();
      if (name === 'Date.now' || name === 'performance.now') note(node.getStart(), 'the clock');
      if (name === 'Math.random') note(node.getStart(), 'chance');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (pure) {
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) note(statement.getStart(), 'global state');
    }
  }
  const lines = text.split('\n').length - 1;
  if (/^(src|grammar|electron)\//.test(path) && lines > maximumLines) found.push(`${path}: ${lines} lines`);
  return found;
}

describe('the source', () => {
  it('has no any, enum, silenced check, over-long file, clock or global state in the core', () => {
    const files = ['src', 'grammar', 'electron', 'test', 'scripts'].flatMap(filesUnder);
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((path) => breaches(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('is read by rules that find what they forbid', () => {
    const ignore = 'ignore';
    const text = [
      `// @ts-${ignore}`,
      `/* biome-${ignore} lint: no */ let count = 0;`,
      `export const a = (x: any) => Date.now() + Math.random() + new Date().getTime() + count;`,
      `enum Colour { Red }`,
    ].join('\n');
    expect(breaches('src/graph/bad.ts', text)).toEqual([
      'src/graph/bad.ts:1: @ts-ignore',
      'src/graph/bad.ts:2: biome-ignore',
      'src/graph/bad.ts:3: any',
      'src/graph/bad.ts:3: the clock',
      'src/graph/bad.ts:3: chance',
      'src/graph/bad.ts:3: the clock',
      'src/graph/bad.ts:4: enum',
      'src/graph/bad.ts:2: global state',
    ]);
    expect(breaches('src/cli/clock.ts', 'let now = Date.now();')).toEqual([]);
    expect(breaches('src/graph/long.ts', '\n'.repeat(401))).toEqual(['src/graph/long.ts: 401 lines']);
    expect(breaches('src/graph/full.ts', '\n'.repeat(400))).toEqual([]);
  });

  it('is described: ARCHITECTURE.md names every folder under src', () => {
    const architecture = readFileSync('ARCHITECTURE.md', 'utf8');
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !architecture.includes(`${name}/`))).toEqual([]);
  });
});
