import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docPages } from '../../src/cli/docs.ts';
import { examineExample } from '../../src/cli/example.ts';
import { catalogue, codes } from '../../src/diagnostics/catalogue.ts';
import { operators } from '../../src/operators/registry.ts';
import { root } from '../support/host.ts';

describe('the pages in docs/', () => {
  it.each([...docPages()])('%s is up to date (npm run docs)', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  it('show every code and every operator', () => {
    const pages = docPages();
    const headings = (path: string): string[] =>
      [...(pages.get(path) ?? '').matchAll(/^### (\S+)$/gm)].map(([, name]) => name ?? '');
    expect(headings('docs/diagnostics.md').sort()).toEqual([...codes].sort());
    expect(headings('docs/operators.md').sort()).toEqual([...operators.keys()].sort());
  });

  it.each(codes)('the example of %s causes exactly that, as users compile it', (code) => {
    const { diagnostics } = examineExample(code);
    expect(diagnostics.map((each) => [each.severity, each.code])).toEqual([[catalogue[code].severity, code]]);
  });
});
