/** Builds dist/netwright.js before any test, where it is missing or older than its sources. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'dist/netwright.js');

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestUnder(folder: string): number {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return Math.max(...names.map((name) => changedAt(join(root, folder, name))));
}

export function setup(): void {
  const sources = Math.max(newestUnder('src'), newestUnder('grammar'), changedAt(join(root, 'build.mjs')));
  if (changedAt(bundle) < sources) execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'pipe' });
}
