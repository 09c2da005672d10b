/** `netwright arithmetic`: from options to the lesson, and the lesson to the terminal, to JSON or to a page. */

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { namedKernels, stepImage } from '../analysis/arithmetic/kernels.ts';
import { type Lessoned, numbersLesson, sizesLesson } from '../analysis/arithmetic/lesson.ts';
import { type Matrix, parseMatrix, sizeOf } from '../analysis/arithmetic/matrix.ts';
import type { Filter } from '../analysis/arithmetic/numbers.ts';
import type { Channels, Convolution, Operation, Pooling } from '../analysis/arithmetic/operation.ts';
import { readText, writeWhole } from '../machine/files.ts';
import type { Padding } from '../operators/geometry.ts';
import type { Size } from '../operators/operator.ts';
import { lessonPage } from './arithmetic-html.ts';
import { lessonText } from './arithmetic-text.ts';
import { displayPath, readStdin, stdinArgument } from './files.ts';
import { complain, type ExitCode, exit, print, printLine, type Style } from './output.ts';

export interface ArithmeticOptions {
  readonly topic: 'conv' | 'maxpool' | 'avgpool' | 'edge';
  readonly input?: Size;
  readonly kernel?: Size;
  readonly stride?: Size;
  readonly dilation?: Size;
  readonly pad?: Padding;
  readonly in?: number;
  readonly out?: number;
  readonly groups?: number;
  readonly bias?: boolean;
  readonly ceil?: true;
  readonly excludePad?: true;
  /** Numbers, or a file with them. */
  readonly matrix?: string;
  readonly weights?: string;
  readonly kernelName?: string;
  readonly html?: string;
  readonly json?: true;
  readonly style: Style;
}

export async function arithmetic(options: ArithmeticOptions): Promise<ExitCode> {
  const made = await lessonFor(options);
  if (made.kind === 'refused') {
    for (const reason of made.reasons) complain(reason);
    return exit.usage;
  }
  const { html, json, style } = options;
  if (html !== undefined) {
    const reason = existsSync(dirname(html)) ? writeWhole(html, lessonPage(made.lesson)) : 'no such folder';
    if (reason !== undefined) return refuse(`cannot write ${displayPath(html)}: ${reason}`);
  }
  if (json) await printLine(JSON.stringify(made.lesson));
  else if (html === undefined) await print(lessonText(made.lesson, style));
  else await printLine(`Wrote ${displayPath(html)}: ${made.lesson.title}`);
  return exit.ok;
}

function refuse(reason: string): ExitCode {
  complain(reason);
  return exit.usage;
}

async function lessonFor(options: ArithmeticOptions): Promise<Lessoned> {
  if (options.topic === 'edge') return edgeLesson(options);
  const conflict = conflictIn(options);
  if (conflict !== undefined) return refused(conflict);
  if (options.matrix !== undefined) return matrixLesson(options, options.matrix);
  const { input, kernel, pad } = options;
  if (input === undefined || kernel === undefined) throw new Error('sizes are missing');
  return sizesLesson(operationOf(options, kernel), input, pad);
}

function refused(...reasons: string[]): Lessoned {
  return { kind: 'refused', reasons };
}

/** Options that do not go together, or are missing. */
function conflictIn(options: ArithmeticOptions): string | undefined {
  const { topic, input, kernel, matrix, weights, kernelName } = options;
  const channels = options.in !== undefined || options.out !== undefined;
  const numbers = topic === 'conv' ? '--matrix "1 2 3; 4 5 6; 7 8 9" --kernel-name blur' : '--matrix "1 2; 3 4"';
  const sizes = topic === 'conv' ? '--input 7x7 --kernel 3' : '--input 7x7';
  if (matrix === undefined) {
    if (weights !== undefined || kernelName !== undefined) {
      return `${weights === undefined ? '--kernel-name' : '--weights'} needs numbers to work on: add --matrix "1 2 3; 4 5 6; 7 8 9"`;
    }
    if (input === undefined) return `nothing to work on: give sizes (${sizes}) or numbers (${numbers})`;
    if (kernel === undefined) return 'a convolution needs the size of its kernel: add --kernel 3';
    if (channels && (options.in === undefined || options.out === undefined)) {
      return `parameters and MACs need both numbers of channels: add ${options.in === undefined ? '--in 3' : '--out 64'}`;
    }
    if (!channels && (options.groups !== undefined || options.bias === false)) {
      return `${options.groups === undefined ? '--no-bias' : '--groups'} is about channels: add --in 64 --out 64`;
    }
    return undefined;
  }
  if (input !== undefined) return '--matrix has its own size: leave --input out';
  if (topic !== 'conv') return undefined;
  if (kernel !== undefined) return 'the weights have their own size: leave --kernel out';
  if (channels || options.groups !== undefined || options.bias === false) {
    return 'a matrix is one channel, worked without a bias: leave --in, --out, --groups and --no-bias out';
  }
  if (weights !== undefined && kernelName !== undefined) return 'give --weights or --kernel-name, not both';
  if (weights === undefined && kernelName === undefined) {
    return `a convolution needs weights: add --weights "1 0 -1; 1 0 -1; 1 0 -1" or --kernel-name ${[...namedKernels.keys()].join('|')}`;
  }
  return undefined;
}

function operationOf(options: ArithmeticOptions, kernel: Size): Operation {
  return options.topic === 'conv' ? convolutionOf(options, kernel) : poolingOf(options, kernel);
}

function convolutionOf(options: ArithmeticOptions, kernel: Size): Convolution {
  const { in: input, out: output, groups = 1, bias = true } = options;
  const channels: Channels | undefined =
    input === undefined || output === undefined ? undefined : { input, output, groups, bias };
  const { stride = [1, 1], dilation = [1, 1] } = options;
  return { op: 'conv', kernel, stride, dilation, ...(channels === undefined ? {} : { channels }) };
}

function poolingOf(options: ArithmeticOptions, kernel: Size): Pooling {
  const { stride = kernel, ceil = false, excludePad = false } = options;
  const op = options.topic === 'maxpool' ? 'maxpool' : 'avgpool';
  return { op, kernel, stride, ceil, countIncludePad: !excludePad };
}

async function matrixLesson(options: ArithmeticOptions, text: string): Promise<Lessoned> {
  const { pad = 'valid', kernel, topic } = options;
  const read = await readMatrix('--matrix', text);
  if (read.kind === 'refused') return read;
  const { matrix } = read;
  if (topic !== 'conv') {
    if (kernel === undefined) throw new Error('the kernel of a pooling is missing');
    const pooling = poolingOf(options, kernel);
    const mean: Filter = { kind: 'mean', includePadding: pooling.countIncludePad };
    return numbersLesson(pooling, pad, { matrix, filter: pooling.op === 'maxpool' ? { kind: 'max' } : mean });
  }
  if (options.kernelName !== undefined) return namedLesson(options, options.kernelName, matrix, []);
  const weights = await readMatrix('--weights', options.weights ?? '');
  if (weights.kind === 'refused') return weights;
  const filter: Filter = { kind: 'weights', weights: weights.matrix, divisor: 1 };
  return numbersLesson(convolutionOf(options, sizeOf(weights.matrix)), pad, { matrix, filter });
}

function namedLesson(options: ArithmeticOptions, name: string, matrix: Matrix, notes: readonly string[]): Lessoned {
  const named = namedKernels.get(name);
  if (named === undefined) throw new Error(`no kernel ${name}`);
  const { weights, divisor, does } = named;
  const filter: Filter = { kind: 'weights', weights, divisor };
  const numeric = { matrix, filter, kernelName: name, notes: [does, ...notes] };
  return numbersLesson(convolutionOf(options, sizeOf(weights)), options.pad ?? 'valid', numeric);
}

function edgeLesson(options: ArithmeticOptions): Lessoned {
  const note = 'The image is bright (10) on the left and dark (0) on the right, with one vertical edge between.';
  return namedLesson(options, options.kernelName ?? 'vertical-edge', stepImage, [note]);
}

type MatrixRead =
  | { readonly kind: 'matrix'; readonly matrix: Matrix }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** `text` is a file's path, `-`, or the numbers themselves. */
async function readMatrix(option: string, text: string): Promise<MatrixRead> {
  const fromFile = text === stdinArgument || existsSync(text);
  // A semicolon or a blank is no part of a sensible path, and one number is a matrix too.
  if (!fromFile && !/[;\s,]/.test(text) && Number.isNaN(Number(text))) {
    return {
      kind: 'refused',
      reasons: [`${option} '${text}' is neither a file that is there nor rows such as "1 2; 3 4"`],
    };
  }
  const reading = !fromFile
    ? ({ kind: 'text', text } as const)
    : text === stdinArgument
      ? await readStdin()
      : readText(text);
  const source = fromFile ? `${option} ${text === stdinArgument ? 'standard input' : displayPath(text)}` : option;
  if (reading.kind === 'failure') return { kind: 'refused', reasons: [`cannot read ${source}: ${reading.reason}`] };
  const parsed = parseMatrix(reading.text);
  return parsed.kind === 'matrix' ? parsed : { kind: 'refused', reasons: [`${source}: ${parsed.reason}`] };
}
