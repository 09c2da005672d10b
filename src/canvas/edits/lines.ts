/** Lines, margins and comments of a text, for edits that look as if the author had made them. */
import type { SourceFile, TextEdit } from '../../diagnostics/diagnostic.ts';
import { format } from '../../syntax/format.ts';

export interface Page {
  readonly file: SourceFile;
  readonly text: string;
  /** `\r\n` where the text has it. */
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
}

export function pageOf(file: SourceFile): Page {
  const { text } = file;
  const margin = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  // Something indented less than the first indented line does not occur in tidy files; four is rare but exists.
  const unit = margin.startsWith('\t') ? '\t' : margin.length === 4 ? '    ' : '  ';
  return { file, text, eol: text.includes('\r\n') ? '\r\n' : '\n', unit };
}

export function replacing({ file }: Page, start: number, end: number, text: string): TextEdit {
  return { span: { file: file.path, start, end }, text };
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Before the line's end mark. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > at && text.charAt(end - 1) === '\r' ? end - 1 : end;
}

/** Where the next line begins; the text's end where there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The blanks at the beginning of the line of an offset. */
export function marginAt(text: string, at: number): string {
  const start = lineStart(text, at);
  return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? '';
}

/** What stands before an offset on its line. */
export function before(text: string, at: number): string {
  return text.slice(lineStart(text, at), at);
}

export function after(text: string, at: number): string {
  return text.slice(at, lineEnd(text, at));
}

/** Nothing but blanks before it on its line. */
export function begins(text: string, at: number): boolean {
  return /^[ \t]*$/.test(before(text, at));
}

/** Nothing but blanks and a comment behind it on its line. */
export function ends(text: string, at: number): boolean {
  return /^[ \t]*(\/\/.*)?$/.test(after(text, at));
}

/** The beginning of the comment lines directly above the line of an offset, else of that line. */
export function withComments(text: string, at: number): number {
  let start = lineStart(text, at);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!/^[ \t]*\/\//.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

export function hasBreak(text: string): boolean {
  return /[\n\r]/.test(text);
}

/** A text with blanks for its comments. Only for text between tokens: strings may hold slashes. */
export function withoutComments(between: string): string {
  return between.replace(/\/\/[^\n\r]*/g, (comment) => ' '.repeat(comment.length));
}

export function commentsIn(between: string): readonly string[] {
  return (between.match(/\/\/[^\n\r]*/g) ?? []).map((each) => each.trimEnd());
}

export interface MeasuredLine {
  /** Levels of indentation more than the first line has. */
  readonly level: number;
  /** Without the blanks around it. */
  readonly text: string;
}

const surroundings = {
  steps: ['network N {\n', '\n}\n'],
  branches: ['network N {\nadd {\n', '\n}\n}\n'],
} as const;

/**
 * The lines of some steps or branches, with the indentation that the formatter gives them: the same rules also for text
 * that comes from elsewhere. Where the text cannot be read, its own indentation is kept.
 */
export function measure(kind: keyof typeof surroundings, text: string): readonly MeasuredLine[] {
  const [head, tail] = surroundings[kind];
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const { value, diagnostics } = format({ path: 'lines', text: head + text + tail, library: false });
  const readable = !diagnostics.some(({ severity }) => severity === 'error');
  const margins = (readable ? value : `${head}${text}${tail}`)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(head.split('\n').length - 1)
    .map((line) => Math.floor((/^[ \t]*/.exec(line)?.[0].length ?? 0) / 2));
  // In what cannot be read, the first line has lost its margin: the last one's is as good.
  const first = (readable ? margins[0] : margins[lines.filter((line) => line !== '').length - 1]) ?? 0;
  let at = 0;
  return lines.map((line, index) => {
    if (line === '') return { level: 0, text: '' };
    const level = index === 0 ? 0 : Math.max(0, (margins[at] ?? first) - first);
    at += 1;
    return { level, text: line };
  });
}

/** Lines at a margin; the first without it, for it stands behind what is there. */
export function laidOut(lines: readonly MeasuredLine[], margin: string, { unit, eol }: Page): string {
  return lines
    .map(({ level, text }, index) => (index === 0 || text === '' ? text : margin + unit.repeat(level) + text))
    .join(eol);
}
