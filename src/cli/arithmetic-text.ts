/** The lesson on a terminal. */
import type { Lesson, Numbers, WrittenStep } from '../analysis/arithmetic/lesson.ts';
import { formatValue, type Matrix, sizeOf } from '../analysis/arithmetic/matrix.ts';
import { type AxisReach, drawnPositions } from '../analysis/arithmetic/reach.ts';
import { type Fit, type PaddingCase, reachText, sizeText } from '../analysis/arithmetic/sizes.ts';
import { formatCount, formatShort } from '../analysis/format.ts';
import { formatShape } from '../operators/operator.ts';
import { faint, indented, type Style, strong, wrap } from './output.ts';

/** Long lines tire the eye, however wide the terminal is. */
const widestText = 100;
/** Most output values that are all written out; of more, the first `firstSteps` are. */
const writtenSteps = 16;
const firstSteps = 3;
/** Most values of a result that is shown whole. */
const shownSide = 24;

export function lessonText(lesson: Lesson, style: Style): string {
  const { title, rule, cases, numbers } = lesson;
  const parts = [
    strong(title, style),
    ...(numbers === undefined ? [] : overviewParts(numbers, lesson, style)),
    section('Size', rule.map((line) => hanging(line, narrower(style))).join('\n'), style),
    indented(cases.map((shown) => caseText(shown, lesson, style)).join('\n\n')),
    ...(numbers === undefined ? reachParts(cases, style) : stepParts(numbers, style)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A long line goes on below, indented. */
function hanging(line: string, style: Style): string {
  const [first = '', ...rest] = wrap(line, Math.min(style.width, widestText) - 4).split('\n');
  return [first, ...rest.map((part) => `    ${part}`)].join('\n');
}

function section(title: string, text: string, style: Style): string {
  return `${strong(title, style)}\n${indented(text)}`;
}

function paragraph(text: string, style: Style, indent = ''): string {
  return wrap(text, Math.min(style.width, widestText), indent);
}

/** Padding, sums, costs. */
function caseText({ pad, padding, call, fit, sameAs }: PaddingCase, lesson: Lesson, style: Style): string {
  const head = `${strong(`pad = ${pad}`, style)}  ${faint(padding === 'none' ? 'no padding' : padding, style)}`;
  if (sameAs !== undefined) return `${head}\n  the same as pad = ${sameAs} here`;
  if (fit.kind === 'refused') {
    return [head, ...fit.reasons.map((reason) => paragraph(`does not work: ${reason}`, narrower(style), '  '))].join(
      '\n',
    );
  }
  const lines = [`${head}  ${formatFrom(lesson, fit)}`, ...sumLines(fit, style)];
  if (fit.costs !== undefined) {
    const { parameters, macs } = fit.costs;
    const short = macs.value < 1e6 ? '' : faint(`  (${formatShort(macs.value)})`, style);
    lines.push(`  parameters: ${parameters.text}`, `  MACs: ${macs.text}${short}`);
  }
  if (lesson.numbers === undefined) lines.push(faint(`  in a file: ${call}`, style));
  return lines.join('\n');
}

function narrower(style: Style): Style {
  return { ...style, width: style.width - 2 };
}

function formatFrom({ input, operation }: Lesson, { output }: Fit): string {
  const channels = operation.op === 'conv' && operation.channels !== undefined;
  const [from, to] = channels ? [input, output] : [input.slice(1), output.slice(1)];
  return `${formatShape(from)} -> ${formatShape(to)}`;
}

/** One sum for conv; floor and ceil for a pooling. */
function sumLines({ roundings }: Fit, style: Style): readonly string[] {
  const [chosen, other] = roundings;
  const lines = chosen.worked.map((line) => `  ${line}`);
  if (other === undefined) return lines;
  const same = sizeText(chosen.size) === sizeText(other.size);
  const word = other.rounding === 'ceil' ? 'up (--ceil)' : 'down';
  if (same) return [...lines, faint(`  rounded ${word} it would be the same`, style)];
  const [first, ...rest] = other.worked;
  return [...lines, faint(`  rounded ${word} it would be ${sizeText(other.size)}:`, style)].concat(
    [first, ...rest].map((line) => faint(`    ${line}`, style)),
  );
}

type Fitting = PaddingCase & { readonly fit: Fit };

function reachParts(cases: readonly PaddingCase[], style: Style): readonly string[] {
  const fitting = cases.filter((shown): shown is Fitting => shown.fit.kind === 'fits' && shown.sameAs === undefined);
  const [first] = fitting;
  const blocks = fitting.flatMap(({ pad, fit }) => reachBlocks(pad, fit, fitting.length > 1, style));
  const maps = fitting.length === 1 && first !== undefined ? mapBlocks(first.fit, style) : [];
  const drawn = fitting.some(({ fit }) => fit.axes.some(({ windows }) => windows !== undefined));
  const marks = `■ input that is read, □ padding that is read, · padding${maps.length > 0 ? ', ░ input' : ''}`;
  const legend = `${marks}. One line an output; the last line counts the outputs that read each position.`;
  return [
    section('Which input each output reads', sideBySide(blocks, style.width - 2), style),
    indented(sideBySide(maps, style.width - 2)),
    drawn ? faint(paragraph(legend, style, '  '), style) : '',
    noteLines(fitting, style).join('\n'),
  ];
}

/** What holds for all paddings is said once, and then what is special to each. */
function noteLines(cases: readonly Fitting[], style: Style): readonly string[] {
  const [first, ...rest] = cases;
  const common = (first?.fit.notes ?? []).filter((note) => rest.every(({ fit }) => fit.notes.includes(note)));
  const item = (text: string): string => {
    const [line = '', ...more] = wrap(text, Math.min(style.width, widestText) - 4).split('\n');
    return [`  - ${line}`, ...more.map((part) => `    ${part}`)].join('\n');
  };
  const special = cases.flatMap(({ pad, fit }) => {
    const notes = fit.notes.filter((note) => !common.includes(note));
    return notes.length === 0 ? [] : [item(`pad = ${pad}: ${notes.join(' ')}`)];
  });
  return [...common.map(item), ...special];
}

/** Longest side of a padded map that is drawn whole. */
const mapSide = 12;

/** The map under its first window, the next, and the last. */
function mapBlocks({ axes }: Fit, style: Style): readonly Block[] {
  const [height, width] = axes;
  const [rows, columns] = [height, width].map(({ geometry }) => geometry.before + geometry.input + geometry.after);
  if (height.windows === undefined || width.windows === undefined) return [];
  if (Math.max(rows ?? 0, columns ?? 0) > mapSide) return [];
  const last = [height.geometry.output - 1, width.geometry.output - 1] as const;
  const places = [[0, 0], last[1] > 0 ? [0, 1] : [Math.min(1, last[0]), 0], last] as const;
  const titles = places.map(([row, column]) => `output row ${row}, column ${column}`);
  return places.flatMap(([row, column], index) => {
    const title = titles[index] ?? '';
    return titles.indexOf(title) < index ? [] : [mapBlock(title, height, width, row, column, style)];
  });
}

function mapBlock(
  title: string,
  height: AxisReach,
  width: AxisReach,
  row: number,
  column: number,
  style: Style,
): Block {
  const rows = height.windows?.[row] ?? [];
  const columns = width.windows?.[column] ?? [];
  const lines = positionsIn(height).map((y) => {
    const marks = positionsIn(width).map((x) => {
      const inside = isInside(height, y) && isInside(width, x);
      if (rows.includes(y) && columns.includes(x)) return inside ? '■' : '□';
      return inside ? '░' : '·';
    });
    const plain = marks.join(' ');
    return cells(plain, style.color ? colored(plain, 0) : plain);
  });
  return [cells(title, faint(title, style)), ...lines];
}

/** All positions of a padded axis; the input's first is 0. */
function positionsIn({ geometry: { before, input, after } }: AxisReach): readonly number[] {
  return Array.from({ length: before + input + after }, (_, index) => index - before);
}

function isInside({ geometry }: AxisReach, position: number): boolean {
  return position >= 0 && position < geometry.input;
}

function reachBlocks(pad: string, { axes, alike }: Fit, several: boolean, style: Style): readonly Block[] {
  const [height, width] = axes;
  const title = several ? `pad = ${pad}` : undefined;
  if (alike) return [reachBlock(height, title ?? 'rows, and columns likewise', style)];
  const lead = title === undefined ? '' : `${title}, `;
  return [reachBlock(height, `${lead}rows`, style), reachBlock(width, `${lead}columns`, style)];
}

/** Lines of a picture, to be set beside others. Colours take no columns. */
type Block = readonly Cells[];

interface Cells {
  readonly plain: string;
  readonly shown: string;
}

function cells(plain: string, shown = plain): Cells {
  return { plain, shown };
}

function reachBlock(reach: AxisReach, title: string, style: Style): Block {
  const { geometry, windows, reads } = reach;
  const heading = cells(title, strong(title, style));
  const positions = positionsIn(reach);
  if (windows === undefined || 2 * positions.length + 4 > style.width - 2) {
    const limit = `(too long to draw: pictures go up to ${drawnPositions} positions)`;
    return [heading, ...reachText(geometry).map((line) => cells(line)), cells(limit, faint(limit, style))];
  }
  const label = (text: string): string => `${text.padStart(2)}  `;
  const inside = (position: number): boolean => isInside(reach, position);
  const ruler = label('') + positions.map((at) => (inside(at) ? String(at % 10) : '·')).join(' ');
  const rows = windows.map((window, output) => {
    const marks = positions.map((at) => (window.includes(at) ? (inside(at) ? '■' : '□') : ' '));
    const plain = (label(String(output)) + marks.join(' ')).trimEnd();
    return cells(plain, style.color ? colored(plain, output) : plain);
  });
  const counts =
    label('') + positions.map((at) => (inside(at) ? String(Math.min(9, reads?.[at] ?? 0)) : ' ')).join(' ');
  return [heading, cells(ruler, faint(ruler, style)), ...rows, cells(counts.trimEnd(), faint(counts.trimEnd(), style))];
}

/** Neighbouring windows in turn cyan and yellow, so that overlaps are seen. */
function colored(text: string, output: number): string {
  return text.replace(/[■□](?: [■□])*/g, (run) => `\u001b[${output % 2 === 0 ? 36 : 33}m${run}\u001b[39m`);
}

/** Pictures beside one another as far as the width goes, the rest below. */
function sideBySide(blocks: readonly Block[], width: number): string {
  const gap = 4;
  const bands: Block[][] = [];
  let room = 0;
  for (const block of blocks) {
    const wide = widthOf(block);
    const band = bands.at(-1);
    if (band !== undefined && room + gap + wide <= width) {
      band.push(block);
      room += gap + wide;
    } else {
      bands.push([block]);
      room = wide;
    }
  }
  return bands.map((band) => bandText(band, gap)).join('\n\n');
}

function bandText(band: readonly Block[], gap: number): string {
  const height = Math.max(...band.map((block) => block.length));
  const lines = Array.from({ length: height }, (_, row) => {
    let line = '';
    let due = 0;
    for (const block of band) {
      const { plain, shown } = block[row] ?? cells('');
      if (plain !== '') line += ' '.repeat(due) + shown;
      due = (plain === '' ? due : 0) + widthOf(block) - plain.length + gap;
    }
    return line;
  });
  return lines.join('\n');
}

function widthOf(block: Block): number {
  return Math.max(0, ...block.map(({ plain }) => plain.length));
}

/** Input, kernel and result beside one another, and what to know about them. */
function overviewParts({ matrix, filter, kernelName, result, notes }: Numbers, lesson: Lesson, style: Style): string[] {
  const { op } = lesson.operation;
  const blocks = [matrixBlock(`input ${sizeText(sizeOf(matrix))}`, matrix, style)];
  if (filter.kind === 'weights') {
    const name = kernelName === undefined ? `kernel ${sizeText(sizeOf(filter.weights))}` : `kernel ${kernelName}`;
    const divided = filter.divisor === 1 ? name : `${name}, / ${filter.divisor}`;
    blocks.push(matrixBlock(divided, filter.weights, style));
  }
  const title = filter.kind === 'weights' ? 'result' : op;
  blocks.push(matrixBlock(`${title} ${sizeText(sizeOf(result))}`, result, style));
  const rounded = result.some((row) => row.some((value) => Number(formatValue(value)) !== value));
  const all = rounded ? [...notes, 'Values are shown to six significant digits.'] : notes;
  return [indented(sideBySide(blocks, style.width - 2)), ...all.map((note) => paragraph(note, narrower(style), '  '))];
}

function matrixBlock(title: string, matrix: Matrix, style: Style): Block {
  const [rows, columns] = sizeOf(matrix);
  const shown = matrix.slice(0, shownSide).map((row) => row.slice(0, shownSide).map(formatValue));
  const wide = Math.max(...shown.flat().map((text) => text.length));
  const fitting = Math.max(1, Math.min(shownSide, Math.floor((style.width - 6) / (wide + 1))));
  const lines = shown.map((row) => {
    const text = row.slice(0, fitting).map((value) => value.padStart(wide));
    return cells(`${text.join(' ')}${columns > fitting ? ' ...' : ''}`);
  });
  if (rows > shownSide) lines.push(cells('...'));
  return [cells(title, strong(title, style)), ...lines];
}

function stepParts({ steps, stepCount, result }: Numbers, style: Style): readonly string[] {
  const shown = stepCount <= writtenSteps ? steps : steps.slice(0, firstSteps);
  const blocks = shown.map((step) => stepBlock(step, style));
  const [rows, columns] = sizeOf(result);
  const text = sideBySide(blocks, style.width - 2);
  const rest = `The other ${formatCount(stepCount - shown.length)} come about in the same way; --html and --json have more.`;
  return [
    section(`Step by step: ${formatCount(rows)} x ${formatCount(columns)} values`, text, style),
    shown.length === stepCount ? '' : paragraph(rest, narrower(style), '  '),
  ];
}

function stepBlock({ row, column, written }: WrittenStep, style: Style): Block {
  const title = `row ${row}, column ${column}`;
  return [cells(title, faint(title, style)), ...written.map((line) => cells(line))];
}
