import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docPages } from '../../src/cli/docs.ts';
import { catalogue, codes } from '../../src/diagnostics/catalogue.ts';
import { operators } from '../../src/operators/registry.ts';
import { root } from '../support/host.ts';

const pages = docPages();

/** The parts of a page by their headings, which are the names of what they show. */
function sections(path: string): ReadonlyMap<string, string> {
  const parts = (pages.get(path) ?? '').split(/^### /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part]));
}

describe('the pages in docs/', () => {
  it.each([...pages])('%s is up to date (npm run docs)', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  it('show every code and every operator', () => {
    expect([...sections('docs/diagnostics.md').keys()].sort()).toEqual([...codes].sort());
    expect([...sections('docs/operators.md').keys()].sort()).toEqual([...operators.keys()].sort());
  });

  it.each(codes)('the example of %s, compiled as users do, causes exactly that', (code) => {
    const shown = sections('docs/diagnostics.md').get(code) ?? '';
    const found = [...shown.matchAll(/^(error|warning)\[([\w-]+)\]: /gm)].map(([, ...parts]) => parts);
    expect(found).toEqual([[catalogue[code].severity, code]]);
  });
});
