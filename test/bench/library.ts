import { readdirSync, readFileSync } from 'node:fs';
import type { Host } from '../../src/compiler/modules.ts';
import type { SourceFile } from '../../src/diagnostics/diagnostic.ts';

/** The examples' host: the library of blocks, read once, as an editor holds it. */
export function libraryHost(): Host {
  const names = readdirSync('blocks').map((file) => file.replace(/\.arch$/, ''));
  const files = new Map(
    names.map((name): [string, SourceFile] => {
      const path = `blocks/${name}.arch`;
      return [name, { path, text: readFileSync(path, 'utf8'), library: true }];
    }),
  );
  return { libraryNames: names, library: (name) => files.get(name), file: () => undefined };
}
