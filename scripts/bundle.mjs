import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles a source of the repository and hands the bundle's path to `use`; the bundle is gone afterwards. */
export async function withBundle(entry, use) {
  // Within node_modules, so that packages are found from there.
  const folder = mkdtempSync(join(root, 'node_modules', '.bundle-'));
  try {
    const outfile = join(folder, 'bundle.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    return await use(outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
