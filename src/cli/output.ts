/** What the commands print, and how: streams, colours, width. */

import { once } from 'node:events';
import { env, stderr, stdout } from 'node:process';
import { reasonOf } from '../machine/files.ts';

/** How text looks on standard output. */
export interface Style {
  /** ANSI colours. */
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

/** Exit codes, the same for every command. */
export const exit = {
  ok: 0,
  /** Errors in the source; for `fmt --check`, a file that is not formatted; for `train`, a loss that is no number. */
  source: 1,
  /** A wrong command line, or a file that cannot be read or written. */
  usage: 2,
  /** A bug in Netwright. */
  internal: 70,
  /** Ended by Ctrl-C, as shells count it. */
  stopped: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

const defaultWidth = 80;
/** Narrower than this, tables and carets make no sense. */
const smallestWidth = 40;

type Stream = Pick<typeof stdout, 'isTTY' | 'columns'>;

/** `wanted` is false after `--no-color`. */
export function styleOf(stream: Stream, wanted: boolean): Style {
  return { color: wanted && usesColor(stream), width: Math.max(smallestWidth, widthOf(stream)) };
}

/** NO_COLOR and FORCE_COLOR as no-color.org and Node define them, NO_COLOR first; else colour on a terminal only. */
function usesColor(stream: Stream): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

function widthOf(stream: Stream): number {
  if (stream.isTTY && stream.columns > 0) return stream.columns;
  const columns = Number(env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : defaultWidth;
}

/** Waits until the stream has room again, so that a large report is not held twice. */
export async function print(text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain');
}

export async function printLine(text = ''): Promise<void> {
  await print(`${text}\n`);
}

/** Many small pieces, few writes. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < 1 << 16) continue;
    await print(waiting.join(''));
    waiting = [];
    length = 0;
  }
  await print(waiting.join(''));
}

/** To standard error, so that standard output stays what was asked for. */
export function complain(message: string): void {
  stderr.write(`netwright: ${message}\n`);
}

export function strong(text: string, style: Style): string {
  return style.color ? `\u001b[1m${text}\u001b[0m` : text;
}

export function faint(text: string, style: Style): string {
  return style.color ? `\u001b[2m${text}\u001b[0m` : text;
}

/** A reader that has seen enough (`| head`) ends the program without a word; a full disk with one. */
export function endOnClosedOutput(): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === stdout) complain(`cannot write the output: ${reasonOf(error)}`);
      process.exit(exit.usage);
    });
  }
}

/** Paragraphs wrapped at blanks; a word that is longer than the width keeps its own line. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
      if (line !== '' && indent.length + line.length + 1 + word.length > width) {
        lines.push(indent + line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line === '' ? '' : indent + line);
  }
  return lines.join('\n');
}

export function indented(text: string, indent = '  '): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
}
