/** `netwright fmt`: writes sources in the language's one layout. */

import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics, renderSummary } from '../diagnostics/render.ts';
import { writeWhole } from '../machine/files.ts';
import { format } from '../syntax/format.ts';
import { gather, stdinPath } from './files.ts';
import { complain, type ExitCode, exit, print, printLine, type Style, strong } from './output.ts';

export interface FormatSettings {
  /** Only tells which files are not formatted. */
  readonly check: boolean;
  readonly style: Style;
}

type Result = 'formatted' | 'unchanged' | 'wrong' | 'unwritable';

export async function formatFiles(names: readonly string[], settings: FormatSettings): Promise<ExitCode> {
  const { files, failures, folders } = await gather(names);
  for (const failure of failures) complain(failure);
  const results: Result[] = [];
  for (const file of files) results.push(await formatOne(file, settings));
  const count = (wanted: Result): number => results.filter((result) => result === wanted).length;
  const piped = files.some(({ path }) => path === stdinPath);
  const several = names.length > 1 || folders.length > 0;
  if (several && !piped) await printLine(strong(summary(count, settings), settings.style));
  if (failures.length > 0 || count('unwritable') > 0) return exit.usage;
  return count('wrong') > 0 || (settings.check && count('formatted') > 0) ? exit.source : exit.ok;
}

async function formatOne(file: SourceFile, { check, style }: FormatSettings): Promise<Result> {
  const { value: text, diagnostics } = format(file);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const rendered = renderDiagnostics(errors, new Map([[file.path, file]]), style);
    await print(`${rendered}\n\n${strong(`${file.path} is left as it is: ${renderSummary(errors)}`, style)}\n`);
    return 'wrong';
  }
  const changed = text !== file.text;
  if (file.path === stdinPath) {
    if (!check) await print(text);
    else if (changed) await printLine('standard input is not formatted');
    return changed ? 'formatted' : 'unchanged';
  }
  if (!changed) return 'unchanged';
  if (check) {
    await printLine(`${file.path} is not formatted`);
    return 'formatted';
  }
  const reason = writeWhole(file.path, text);
  if (reason !== undefined) {
    complain(`cannot write ${file.path}: ${reason}`);
    return 'unwritable';
  }
  await printLine(`formatted ${file.path}`);
  return 'formatted';
}

function summary(count: (result: Result) => number, { check }: FormatSettings): string {
  const parts = [
    part(count('formatted'), check ? 'not formatted' : 'formatted'),
    part(count('unchanged'), check ? 'formatted' : 'unchanged'),
    part(count('wrong'), 'left alone because of errors'),
    part(count('unwritable'), 'not writable'),
  ];
  return parts.filter((text) => text !== undefined).join(', ') || 'no files';
}

function part(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${count === 1 ? '1 file' : `${count} files`} ${what}`;
}
