/** `netwright compile`: checks networks, counts and tabulates them. */
import { stdout } from 'node:process';
import { type Examined, examine } from '../analysis/examine.ts';
import { reportJson } from '../analysis/report.ts';
import { renderTable } from '../analysis/table.ts';
import type { ParseCache } from '../compiler/modules.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics, renderSummary } from '../diagnostics/render.ts';
import { gather, type ReadLog, stdinArgument } from './files.ts';
import { nodeHost } from './host.ts';
import { arrayPieces, mapped, reportPieces } from './json.ts';
import { complain, type ExitCode, exit, faint, print, printPieces, type Style, strong } from './output.ts';
import { runOnChange } from './watch.ts';

export interface CompileSettings {
  readonly json: boolean;
  readonly unfold: boolean;
  /** Neither tables nor warnings. */
  readonly onlyErrors: boolean;
  /** Values for the networks' parameters, as source text. */
  readonly set: ReadonlyMap<string, string>;
  readonly style: Style;
}

interface Compiled {
  readonly code: ExitCode;
  /** The folders among the names. */
  readonly folders: readonly string[];
}

export async function compileFiles(names: readonly string[], settings: CompileSettings): Promise<ExitCode> {
  const { code } = await compileOnce(names, settings, new Map(), new Map());
  return code;
}

/** Compiles now and after each change, until the user ends it. */
export async function compileOnChange(names: readonly string[], settings: CompileSettings): Promise<ExitCode> {
  if (names.includes(stdinArgument)) {
    complain('standard input cannot be watched; name a file');
    return exit.usage;
  }
  const cache: ParseCache = new Map();
  await runOnChange(async () => {
    const reads: ReadLog = new Map();
    if (stdout.isTTY && !settings.json) await print('\u001b[2J\u001b[3J\u001b[H');
    const { folders } = await compileOnce(names, settings, cache, reads);
    if (!settings.json) await print(`\n${faint('Watching for changes; Ctrl-C ends.', settings.style)}\n`);
    return { files: reads, folders };
  });
  return exit.ok;
}

async function compileOnce(
  names: readonly string[],
  settings: CompileSettings,
  cache: ParseCache,
  reads: ReadLog,
): Promise<Compiled> {
  const { files, failures, folders } = await gather(names, reads);
  for (const failure of failures) complain(failure);
  const host = nodeHost(reads);
  // One object or an array depends on what was asked for, not on how many files a folder happens to hold.
  const several = names.length > 1 || folders.length > 0;
  const found: Diagnostic[] = [];
  const examineNext = function* (): Generator<Examined> {
    for (const file of files) {
      const examined = examine(file, host, { set: settings.set, cache });
      found.push(...examined.diagnostics);
      yield examined;
    }
  };
  if (settings.json) await printJson(examineNext(), several, settings);
  else await printText(examineNext(), several, settings);
  if (several && files.length > 0 && !settings.json && !settings.onlyErrors) {
    const count = files.length === 1 ? '1 file' : `${files.length} files`;
    await print(`${strong(`${count}: ${renderSummary(found)}`, settings.style)}\n`);
  }
  const code = failures.length > 0 ? exit.usage : found.some(isError) ? exit.source : exit.ok;
  return { code, folders };
}

/** One line: an object, or an array for several files. */
async function printJson(compilations: Iterable<Examined>, several: boolean, settings: CompileSettings): Promise<void> {
  const reports = mapped(compilations, (examined) => {
    const diagnostics = shownDiagnostics(examined, settings);
    return reportPieces(reportJson({ ...examined, diagnostics }));
  });
  if (several) {
    await printPieces(arrayPieces(reports));
    await print('\n');
    return;
  }
  for (const report of reports) {
    await printPieces(report);
    await print('\n');
  }
}

async function printText(compilations: Iterable<Examined>, several: boolean, settings: CompileSettings): Promise<void> {
  for (const examined of compilations) {
    const text = textOf(examined, settings);
    if (text === '') continue;
    const heading =
      several && !settings.onlyErrors ? `${strong(`== ${examined.compilation.file.path} ==`, settings.style)}\n\n` : '';
    await print(`${heading}${text}\n${several ? '\n' : ''}`);
  }
}

function textOf(examined: Examined, settings: CompileSettings): string {
  const { compilation, analysis } = examined;
  const { style } = settings;
  const parts: string[] = [];
  if (compilation.graph && analysis && !settings.onlyErrors) {
    parts.push(renderTable(compilation.graph, analysis, { unfold: settings.unfold, ...style }).trimEnd());
    if (compilation.diagnostics.some(isError)) {
      parts.push('The figures above are incomplete: they follow what could be made of a source with errors.');
    }
  }
  const diagnostics = shownDiagnostics(examined, settings);
  if (diagnostics.length > 0) {
    parts.push(renderDiagnostics(diagnostics, compilation.sources, style), strong(renderSummary(diagnostics), style));
  }
  return parts.join('\n\n');
}

function shownDiagnostics({ diagnostics }: Examined, settings: CompileSettings): readonly Diagnostic[] {
  return settings.onlyErrors ? diagnostics.filter(isError) : diagnostics;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
