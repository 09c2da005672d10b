/** The examples of the catalogue of diagnostics, compiled: what the compiler really says to each. */
import { dirname, join } from 'node:path/posix';
import { type Examined, examine } from '../analysis/examine.ts';
import { type Code, catalogue } from '../diagnostics/catalogue.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { nodeHost } from './host.ts';
import type { Style } from './output.ts';

/** What entries have in common, whatever their data. */
interface Example {
  readonly example: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
}

/** With the real library; other files are those of the entry, none from the disk. */
export function examineExample(code: Code): Examined {
  const { example, files = {}, set = {} }: Example = catalogue[code];
  const host = {
    ...nodeHost(),
    file: (path: string, from: { readonly path: string }) => {
      const target = join(dirname(from.path), path);
      const text = files[target];
      return text === undefined ? undefined : { path: target, text, library: false };
    },
  };
  return examine({ path: 'example.arch', text: example, library: false }, host, { set: new Map(Object.entries(set)) });
}

/** The diagnostics of the code's example as a terminal shows them. */
export function renderedExample(code: Code, style: Style): string {
  const { diagnostics, compilation } = examineExample(code);
  return renderDiagnostics(diagnostics, compilation.sources, style);
}
