/**
 * Bundles the desktop application into dist-desktop/app: the main process, the preload script and the built page, with a
 * package.json of its own. `electron dist-desktop/app` runs it, electron-builder packs it.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'dist-studio');
const folder = join(root, 'dist-desktop/app');
if (!existsSync(join(page, 'index.html'))) throw new Error('the page is not built: npm run build:studio');

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  external: ['electron'],
  target: 'node22',
  charset: 'utf8',
  legalComments: 'eof',
  logLevel: 'warning',
};
await build({ ...shared, entryPoints: ['electron/main.ts'], outfile: join(folder, 'main.js'), format: 'esm' });
// In the sandbox there are no ES modules.
await build({ ...shared, entryPoints: ['electron/preload.ts'], outfile: join(folder, 'preload.cjs'), format: 'cjs' });
cpSync(page, join(folder, 'page'), { recursive: true });
const { name, version, description, license, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const own = { name, productName: 'Netwright', version, description, license, author, type: 'module', main: 'main.js' };
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
