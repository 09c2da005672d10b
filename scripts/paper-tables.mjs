/** Prints the tables of the papers beside our counts; with --write, writes docs/paper-tables.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = 'docs/paper-tables.md';
const folder = mkdtempSync(join(root, 'node_modules', '.tables-'));
try {
  const outfile = join(folder, 'tables.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/paper-tables.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const { paperTablesMarkdown } = await import(pathToFileURL(outfile).href);
  const text = paperTablesMarkdown();
  if (process.argv.includes('--write')) {
    writeFileSync(join(root, page), text);
    console.log(`wrote ${page}`);
  } else {
    process.stdout.write(text);
  }
} finally {
  rmSync(folder, { recursive: true });
}
