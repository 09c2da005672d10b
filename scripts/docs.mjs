/**
 * Writes docs/diagnostics.md, docs/operators.md and docs/recipe.md from the catalogue and the registries, with what the compiler says
 * to each example.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(root, 'node_modules', '.docs-'));
try {
  const outfile = join(folder, 'docs.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/docs.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const { docPages } = await import(pathToFileURL(outfile).href);
  for (const [path, text] of docPages()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
