/**
 * Runs the lecture's experiments, all or those that are named, and writes their results and pages into docs/. With
 * --pages nothing is trained: the pages are made anew from the results that are there.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, withBundle } from './bundle.mjs';

const names = process.argv.slice(2).filter((argument) => argument !== '--pages');
const onlyPages = process.argv.includes('--pages');
await withBundle('src/cli/experiment-docs.ts', async (bundle) => {
  const { experimentDocs, experiments } = await import(pathToFileURL(bundle).href);
  mkdirSync(join(root, 'docs/experiments'), { recursive: true });
  const wanted = experiments.map(({ name }) => name).filter((name) => names.length === 0 || names.includes(name));
  for (const name of onlyPages ? [] : wanted) train(name);
  for (const [path, text] of await experimentDocs((path) => readFileSync(join(root, path), 'utf8'))) {
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
});

/** Goes on where an earlier call was stopped. */
function train(name) {
  const command = [join(root, 'dist/netwright.js'), 'experiment', name];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`netwright experiment ${name} ended with ${status}`);
  copyFileSync(join(root, 'runs/experiments', name, 'result.json'), join(root, 'docs/experiments', `${name}.json`));
}
