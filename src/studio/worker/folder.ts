/** The texts that the worker knows of the folder and of the library, and the compiler's way to them. */
import type { Host } from '../../compiler/modules.ts';
import type { SourceFile } from '../../diagnostics/diagnostic.ts';

export interface Folder {
  readonly host: Host;
  /** What is open, by path: it goes before the file on disk. */
  readonly open: Map<string, string>;
  /** Files that the page was asked for; null where there is none. */
  readonly given: Map<string, string | null>;
  /** Paths that the compiler looked for since the set was last emptied, found or not. */
  readonly sought: Set<string>;
  /** The texts of the library by their shown paths. */
  readonly libraryFiles: ReadonlyMap<string, SourceFile>;
}

/** `library`: the text of blocks/NAME.arch by NAME. */
export function newFolder(library: ReadonlyMap<string, string>): Folder {
  const files = new Map(
    [...library].map(([name, text]): [string, SourceFile] => [
      name,
      { path: `blocks/${name}.arch`, text, library: true },
    ]),
  );
  const open = new Map<string, string>();
  const given = new Map<string, string | null>();
  const sought = new Set<string>();
  const host: Host = {
    libraryNames: [...files.keys()].sort(),
    library: (name) => files.get(name),
    file(written, from) {
      // The library uses itself by name alone.
      const path = from.library ? undefined : pathFrom(from.path, written);
      if (path === undefined) return undefined;
      sought.add(path);
      const text = open.get(path) ?? given.get(path) ?? undefined;
      return text === undefined ? undefined : { path, text, library: false };
    },
  };
  return { host, open, given, sought, libraryFiles: new Map([...files.values()].map((file) => [file.path, file])) };
}

/** A path that a file of the folder writes, from the folder's top; undefined where it leads out of the folder. */
export function pathFrom(file: string, written: string): string | undefined {
  if (written.startsWith('/') || written === '') return undefined;
  const parts = file.split('/').slice(0, -1);
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

/** A file of the folder or of the library by the path that spans have. */
export function fileAt({ open, given, libraryFiles }: Folder, path: string): SourceFile | undefined {
  const text = open.get(path) ?? given.get(path) ?? undefined;
  return text === undefined ? libraryFiles.get(path) : { path, text, library: false };
}
