/** The import rules of the house hold, and they catch what they are there for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, describe, expect, it } from 'vitest';

const root = process.cwd();
const options = await extractOptions(resolve('.dependency-cruiser.cjs'));
const tsConfig = extractTsConfig('tsconfig.json');

/** Violations as "rule: from -> to". */
async function violations(baseDir: string, folders: string[]): Promise<string[]> {
  const { output } = await cruise(folders, { ...options, baseDir, validate: true }, undefined, { tsConfig });
  const { summary } = output as ICruiseResult;
  return summary.violations
    .map(({ rule, from, to }) => (from === to ? `${rule.name}: ${from}` : `${rule.name}: ${from} -> ${to}`))
    .sort();
}

const scratch: string[] = [];
afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true });
});

/** A small tree with the same folders, in which `files` maps a path to what it imports. */
function tree(files: Record<string, readonly string[]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-imports-'));
  scratch.push(folder);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const name of ['chevrotain', 'commander', 'vitest']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const dependencies = { chevrotain: '1', commander: '1' };
  write('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies: { vitest: '1' } }));
  for (const [path, imports] of Object.entries(files)) {
    write(path, `${imports.map((name) => `import type { X } from '${name}';`).join('\n')}\nexport interface X {}\n`);
  }
  return folder;
}

describe('imports', () => {
  it('point one way in this tree', async () => {
    expect(await violations(root, ['src', 'grammar', 'electron'])).toEqual([]);
  });

  it('are accepted from left to right', async () => {
    const folder = tree({
      'src/diagnostics/a.ts': ['./b.ts'],
      'src/diagnostics/b.ts': [],
      'src/operators/a.ts': ['../diagnostics/a.ts'],
      'src/graph/a.ts': ['../operators/a.ts', '../diagnostics/a.ts'],
      'grammar/a.ts': ['chevrotain'],
      'src/syntax/a.ts': ['../diagnostics/a.ts', '../../grammar/a.ts'],
      'src/compiler/a.ts': ['../graph/a.ts', '../syntax/a.ts', '../operators/a.ts'],
      'src/analysis/a.ts': ['../compiler/a.ts', '../graph/a.ts'],
      'src/codegen/a.ts': ['../graph/a.ts'],
      'src/language/a.ts': ['../analysis/a.ts', '../codegen/a.ts', '../compiler/a.ts'],
      'src/cli/main.ts': ['../language/a.ts', '../analysis/a.ts', 'commander', 'node:fs'],
      'src/studio/worker/a.ts': ['../../language/a.ts'],
      'src/studio/server/a.ts': ['../host.ts', 'node:http'],
      'src/studio/host.ts': [],
      'electron/a.ts': ['../src/studio/server/a.ts', 'node:path'],
    });
    expect(await violations(folder, ['src', 'grammar', 'electron'])).toEqual([]);
  });

  it('are refused from right to left, across one pair of braces, and out of the core', async () => {
    const folder = tree({
      'src/diagnostics/a.ts': ['../operators/a.ts'],
      'src/operators/a.ts': ['node:fs'],
      'src/syntax/a.ts': ['../graph/a.ts'],
      'src/graph/a.ts': ['../syntax/b.ts'],
      'src/syntax/b.ts': ['commander'],
      'grammar/a.ts': ['../src/diagnostics/c.ts', 'chevrotain'],
      'src/diagnostics/c.ts': [],
      'src/compiler/a.ts': ['../analysis/a.ts', '../../grammar/a.ts'],
      'src/analysis/a.ts': ['../codegen/a.ts'],
      'src/codegen/a.ts': ['vitest', './missing.ts'],
      'src/language/a.ts': ['../cli/main.ts'],
      'src/cli/main.ts': ['./b.ts', '../studio/a.ts'],
      'src/cli/b.ts': ['./main.ts'],
      'src/studio/a.ts': ['node:fs'],
      'src/studio/lonely.ts': [],
      'src/elsewhere/a.ts': ['../diagnostics/c.ts'],
    });
    expect(await violations(folder, ['src', 'grammar'])).toEqual([
      'a-folder-outside-the-house: src/elsewhere/a.ts -> src/diagnostics/c.ts',
      'imports-of-analysis: src/analysis/a.ts -> src/codegen/a.ts',
      'imports-of-cli: src/cli/main.ts -> src/studio/a.ts',
      'imports-of-codegen: src/codegen/a.ts -> node_modules/vitest/index.js',
      'imports-of-compiler: src/compiler/a.ts -> grammar/a.ts',
      'imports-of-compiler: src/compiler/a.ts -> src/analysis/a.ts',
      'imports-of-diagnostics: src/diagnostics/a.ts -> src/operators/a.ts',
      'imports-of-grammar: grammar/a.ts -> src/diagnostics/c.ts',
      'imports-of-graph: src/graph/a.ts -> src/syntax/b.ts',
      'imports-of-language: src/language/a.ts -> src/cli/main.ts',
      'imports-of-syntax: src/syntax/a.ts -> src/graph/a.ts',
      'imports-of-syntax: src/syntax/b.ts -> node_modules/commander/index.js',
      'no-cycles: src/cli/b.ts -> src/cli/main.ts',
      'no-orphans: src/studio/lonely.ts',
      'pure-core: src/operators/a.ts -> fs',
      'pure-core: src/studio/a.ts -> fs',
      'resolvable: src/codegen/a.ts -> ./missing.ts',
    ]);
  });
});
