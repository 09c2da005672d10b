/**
 * Writes docs/diagnostics.md, docs/operators.md and docs/recipe.md from the catalogue and the registries, with what the compiler says
 * to each example.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, withBundle } from './bundle.mjs';

await withBundle('src/cli/docs.ts', async (bundle) => {
  const { docPages } = await import(pathToFileURL(bundle).href);
  for (const [path, text] of docPages()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
});
