/** Diagnostics as text for a terminal: the source line, carets, related places, the hint and the fix. */
import { type Range, view } from './columns.ts';
import type { Diagnostic, Fix, SourceFile, Span } from './diagnostic.ts';
import { editsByFile, placeEdits } from './edits.ts';
import { type LineIndex, type LineTable, lineIndex, lineTable, lineText, positionAt } from './lines.ts';

export interface RenderOptions {
  /** ANSI colours. */
  readonly color: boolean;
  /** Columns of the terminal, 100 if not said. Source lines are cut to it; sentences are not. */
  readonly width?: number | undefined;
}

const WIDTH = 100;
/** Of a fix that rewrites much, the first lines show what it does. */
const FIX_LINES = 8;

/** `sources` are found by the `file` of spans. The result has no newline at its end. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  sources: ReadonlyMap<string, SourceFile>,
  options: RenderOptions,
): string {
  return render(diagnostic, lineIndex(sources), options);
}

/** All of them, an empty line between two; the lines of a file are counted once. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
  options: RenderOptions,
): string {
  const index = lineIndex(sources);
  return diagnostics.map((diagnostic) => render(diagnostic, index, options)).join('\n\n');
}

/** "2 errors, 1 warning", or "no problems". */
export function renderSummary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts: string[] = [];
  if (errors > 0) parts.push(errors === 1 ? '1 error' : `${errors} errors`);
  if (warnings > 0) parts.push(warnings === 1 ? '1 warning' : `${warnings} warnings`);
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

type Style = 'error' | 'warning' | 'strong' | 'frame' | 'help' | 'insertion';

const styles: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  strong: '1',
  frame: '34',
  help: '36',
  insertion: '32',
};

interface Page {
  /** Columns of the line numbers. */
  readonly gutter: number;
  /** Columns left for source text. */
  readonly room: number;
  readonly paint: (style: Style, text: string) => string;
}

/** The part of a span on its first line, which is where its carets go. */
interface Mark extends Range {
  readonly line: number;
  readonly label: string;
  readonly style: Style;
  readonly sign: '^' | '-';
}

/** The marks of one file; without a table where its text is not known. */
interface Section {
  readonly file: string;
  readonly table: LineTable | undefined;
  /** The first is what the section's heading points at. */
  readonly marks: readonly Mark[];
}

/** A line of the text as it is after a fix, with what the fix put there. */
interface FixedLine {
  readonly line: number;
  readonly text: string;
  readonly inserted: readonly Range[];
  /** Where the line was changed first: what is shown of a long one. */
  readonly focus: Range;
}

interface FixedFile {
  readonly file: string;
  readonly lines: readonly FixedLine[];
  readonly more: boolean;
}

function render(diagnostic: Diagnostic, index: LineIndex, options: RenderOptions): string {
  const sections = sectionsOf(diagnostic, index);
  const fixed = diagnostic.fix === undefined ? [] : fixedFiles(diagnostic.fix, index);
  const numbers = [...sections.flatMap((section) => section.marks), ...fixed.flatMap((file) => file.lines)];
  const gutter = String(numbers.reduce((largest, { line }) => Math.max(largest, line), 1)).length;
  const page: Page = {
    gutter,
    room: Math.max(20, (options.width ?? WIDTH) - gutter - 3),
    paint: options.color ? (style, text) => `\u001b[${styles[style]}m${text}\u001b[0m` : (_style, text) => text,
  };
  const { severity, code, message, hint, node, fix } = diagnostic;
  const lines = [page.paint(severity, `${severity}[${code}]`) + page.paint('strong', `: ${message}`)];
  for (const [order, section] of sections.entries()) lines.push(...sectionLines(section, order === 0, page));
  if (hint !== undefined) lines.push(remark('help', hint, page));
  if (node !== undefined && node !== '') lines.push(remark('layer', node, page));
  if (fix !== undefined) lines.push(remark('fix', fix.title, page));
  for (const file of fixed) lines.push(...fixLines(file, diagnostic.span.file, page));
  if (lines.at(-1) === bar(page)) lines.pop();
  return lines.join('\n');
}

function sectionsOf(diagnostic: Diagnostic, index: LineIndex): readonly Section[] {
  const sections = new Map<string, { file: string; table: LineTable | undefined; marks: Mark[] }>();
  const add = (span: Span, label: string, primary: boolean) => {
    let section = sections.get(span.file);
    if (section === undefined) {
      section = { file: span.file, table: index(span.file), marks: [] };
      sections.set(span.file, section);
    }
    if (section.table === undefined) return;
    const style = primary ? diagnostic.severity : 'frame';
    section.marks.push({ ...firstLine(span, section.table), label, style, sign: primary ? '^' : '-' });
  };
  add(diagnostic.span, '', true);
  for (const related of diagnostic.related ?? []) add(related.span, related.message, false);
  return [...sections.values()];
}

function firstLine(span: Span, table: LineTable): Range & { readonly line: number } {
  const from = positionAt(table, span.start);
  const to = positionAt(table, span.end);
  const start = from.column - 1;
  const end = to.line === from.line ? to.column - 1 : lineText(table, from.line).trimEnd().length;
  return { line: from.line, start, end: Math.max(start, end) };
}

function sectionLines(section: Section, primary: boolean, page: Page): readonly string[] {
  const { table } = section;
  const first = section.marks[0];
  const arrow = page.paint('frame', `${' '.repeat(page.gutter)}${primary ? '-->' : ':::'}`);
  if (table === undefined || first === undefined) return [`${arrow} ${section.file}`];
  const lines = [`${arrow} ${section.file}:${first.line}:${first.start + 1}`, bar(page)];
  let last: number | undefined;
  let lastCut = false;
  for (const mark of [...section.marks].sort((a, b) => a.line - b.line || a.start - b.start)) {
    const shown = view(lineText(table, mark.line), [mark], page.room, mark);
    if (last !== undefined && mark.line > last + 1) lines.push(page.paint('frame', '...'));
    // Marks of one line stand below one another, but a cut line is shown anew around each.
    if (mark.line !== last || shown.cut || lastCut) lines.push(numbered(mark.line, shown.text, page));
    const columns = shown.marks[0] ?? { from: 0, to: 1 };
    const carets = mark.sign.repeat(columns.to - columns.from);
    const label = mark.label === '' ? '' : ` ${mark.label}`;
    lines.push(`${bar(page)} ${' '.repeat(columns.from)}${page.paint(mark.style, carets + label)}`);
    last = mark.line;
    lastCut = shown.cut;
  }
  return [...lines, bar(page)];
}

function fixLines(file: FixedFile, primary: string, page: Page): readonly string[] {
  if (file.lines.length === 0) return [];
  const lines: string[] = [];
  if (file.file !== primary) lines.push(`${page.paint('frame', `${' '.repeat(page.gutter)}:::`)} ${file.file}`);
  lines.push(bar(page));
  let last: number | undefined;
  for (const { line, text, inserted, focus } of file.lines) {
    if (last !== undefined && line > last + 1) lines.push(page.paint('frame', '...'));
    const shown = view(text, inserted, page.room, focus);
    lines.push(numbered(line, shown.text, page));
    let marks = '';
    for (const { from, to } of shown.marks)
      marks += ' '.repeat(Math.max(0, from - marks.length)) + '+'.repeat(to - from);
    if (marks !== '') lines.push(`${bar(page)} ${page.paint('insertion', marks)}`);
    last = line;
  }
  if (file.more) lines.push(page.paint('frame', '...'));
  return lines;
}

/** The lines that a fix changes, as they are after it. None for edits that cannot be applied. */
function fixedFiles(fix: Fix, index: LineIndex): readonly FixedFile[] {
  const files: FixedFile[] = [];
  for (const [file, edits] of editsByFile(fix.edits)) {
    const table = index(file);
    const edited = table === undefined ? undefined : placeEdits(table.text, edits);
    if (edited === undefined) continue;
    const result = lineTable(edited.text);
    const lines = new Map<number, { readonly focus: Range; readonly inserted: Range[] }>();
    for (const { edit, start, end } of edited.edits) {
      // Where whole lines are taken away, no line is left to show.
      if (edit.text === '' && table?.text.slice(edit.span.start, edit.span.end).includes('\n')) continue;
      const firstLine = positionAt(result, start).line;
      const lastLine = positionAt(result, end).line;
      for (let line = firstLine; line <= Math.min(lastLine, firstLine + FIX_LINES); line++) {
        const from = Math.max(0, start - (result.starts[line - 1] ?? 0));
        const to = end - (result.starts[line - 1] ?? 0);
        const changed = lines.get(line) ?? { focus: { start: from, end: Math.max(from, to) }, inserted: [] };
        lines.set(line, changed);
        const range = inside(lineText(result, line), from, to);
        if (range !== undefined) changed.inserted.push(range);
      }
    }
    const sorted = [...lines].sort(([a], [b]) => a - b);
    const shown = sorted
      .map(([line, changed]) => ({ line, text: lineText(result, line), ...changed }))
      .filter(({ text }) => text.trim() !== '');
    files.push({ file, lines: shown.slice(0, FIX_LINES), more: shown.length > FIX_LINES });
  }
  return files;
}

/** The part of a range that lies in the line, without the blanks at its ends; undefined where nothing is left. */
function inside(text: string, start: number, end: number): Range | undefined {
  const part = text.slice(start, Math.max(start, end));
  if (part.trim() === '') return undefined;
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}

function remark(lead: string, text: string, page: Page): string {
  return `${' '.repeat(page.gutter)} ${page.paint('frame', '=')} ${page.paint('help', `${lead}:`)} ${text}`;
}

function bar(page: Page): string {
  return page.paint('frame', `${' '.repeat(page.gutter)} |`);
}

function numbered(line: number, text: string, page: Page): string {
  const number = page.paint('frame', `${String(line).padStart(page.gutter)} |`);
  return text === '' ? number : `${number} ${text}`;
}
