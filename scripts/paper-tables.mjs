/** Prints the tables of the papers beside our counts; with --write, writes docs/paper-tables.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, withBundle } from './bundle.mjs';

const page = 'docs/paper-tables.md';
await withBundle('src/cli/paper-tables.ts', async (bundle) => {
  const { paperTablesMarkdown } = await import(pathToFileURL(bundle).href);
  const text = paperTablesMarkdown();
  if (process.argv.includes('--write')) {
    writeFileSync(join(root, page), text);
    console.log(`wrote ${page}`);
  } else {
    process.stdout.write(text);
  }
});
