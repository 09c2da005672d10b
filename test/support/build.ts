/** Builds dist/netwright.js and dist-studio before any test, where they are missing or older than their sources. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why the studio's page could not be built; empty where it was. */
    pageProblem: string;
  }
}

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'dist/netwright.js');

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestUnder(folder: string): number {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return Math.max(...names.map((name) => changedAt(join(root, folder, name))));
}

export function setup(project: TestProject): void {
  const sources = Math.max(newestUnder('src'), newestUnder('grammar'), changedAt(join(root, 'build.mjs')));
  if (changedAt(bundle) < sources) execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'pipe' });
  project.provide('pageProblem', buildPage(sources));
}

/** A page that cannot be built fails its own tests, not all others. */
function buildPage(sources: number): string {
  if (changedAt(join(root, 'dist-studio/index.html')) > sources) return '';
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'pipe',
      encoding: 'utf8',
    });
    return '';
  } catch (error) {
    return String(error);
  }
}
