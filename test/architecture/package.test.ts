/** What would be published: the bundle, the studio's page, the library of blocks, the examples, the words about them. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

describe('the package', () => {
  it('holds what is built, blocks, examples and the papers, and nothing else', () => {
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
    const [packed] = JSON.parse(output) as Packed[];
    const paths = packed?.files.map(({ path }) => path) ?? [];
    const allowed =
      /^(dist\/(netwright\.js|[a-z-]+-worker\.js|chunks\/[\w.-]+\.js|THIRD-PARTY-LICENCES\.txt)|dist-studio\/(index\.html|assets\/[\w.-]+)|(blocks|examples)\/.+|README\.md|LICENSE|package\.json)$/;
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    for (const path of ['LICENSE', 'README.md', 'package.json']) expect(paths).toContain(path);
    expect(paths.some((path) => path.startsWith('blocks/') && path.endsWith('.arch'))).toBe(true);
    expect(paths.some((path) => path.startsWith('examples/') && path.endsWith('.arch'))).toBe(true);
    expect(packed?.size).toBeLessThan(4_000_000);
  });

  it('runs away from here, without node_modules', () => {
    const folder = mkdtempSync(join(tmpdir(), 'netwright-package-'));
    try {
      for (const path of ['dist', 'blocks', 'examples', 'package.json']) {
        cpSync(path, join(folder, path), { recursive: true });
      }
      const command = [join(folder, 'dist/netwright.js'), 'compile', 'examples/resnet50.arch', '--json'];
      const report = execFileSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
      expect(JSON.parse(report).totals.parameters).toBe(25_557_032);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
