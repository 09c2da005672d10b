/** The lesson as one page that needs nothing else: no script, no font, no image. */
import type { Lesson, Numbers, WrittenStep } from '../analysis/arithmetic/lesson.ts';
import { formatValue, type Matrix, sizeOf } from '../analysis/arithmetic/matrix.ts';
import { type Axes, counts, type Filter, type Tap } from '../analysis/arithmetic/numbers.ts';
import { type AxisReach, drawnPositions } from '../analysis/arithmetic/reach.ts';
import { type Fit, type PaddingCase, reachText, sizeText } from '../analysis/arithmetic/sizes.ts';
import { formatCount, formatShort } from '../analysis/format.ts';
import { lessonStyle } from './arithmetic-style.ts';
import { type Cell, escapeText, type Grid, gridSvg, pixelsSvg } from './arithmetic-svg.ts';

/** Most windows that are drawn, each with its picture, under one padding. */
const drawnWindows = 36;
/** Longest side of a map that is drawn once for each of its windows. */
const drawnSide = 16;
/** Longest side of a matrix of which each step is drawn; of a larger one the sums are written. */
const drawnMatrixSide = 16;
/** Longest side of a matrix whose values are shown in the overview. */
const shownSide = 32;
/** Longest side of a matrix that is shown as an image. */
const pixelSide = 256;

export function lessonPage(lesson: Lesson): string {
  const { title, rule, cases, numbers } = lesson;
  const body = [
    `<h1>${escapeText(title)}</h1>`,
    ...(numbers === undefined ? [] : [overview(numbers)]),
    `<section><h2>Size</h2><pre>${escapeText(rule.join('\n'))}</pre></section>`,
    numbers === undefined ? legend(true) : '',
    `<div class="cases">${cases.map((shown) => caseHtml(shown, lesson)).join('\n')}</div>`,
    ...(numbers === undefined ? [] : [stepsHtml(numbers)]),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>${lessonStyle}</style>
</head>
<body>
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

function legend(output: boolean): string {
  const cells: readonly (readonly [Cell, string])[] = [
    [{ kind: 'input' }, 'input'],
    [{ kind: 'read' }, 'input that is read'],
    [{ kind: 'padding' }, 'padding'],
    [{ kind: 'padding-read' }, 'padding that is read'],
    ...(output ? ([[{ kind: 'now' }, 'the output that reads it']] as const) : []),
  ];
  const items = cells.map(([cell, text]) => `<span>${gridSvg([[cell]], text, 18)} ${text}</span>`);
  return `<p class="legend">${items.join(' ')}</p>`;
}

function caseHtml({ pad, padding, call, fit, sameAs }: PaddingCase, lesson: Lesson): string {
  const head = `<h3>pad = ${escapeText(pad)} <small>${padding === 'none' ? 'no padding' : padding}</small></h3>`;
  if (sameAs !== undefined) return `<section>${head}<p>The same as pad = ${escapeText(sameAs)} here.</p></section>`;
  if (fit.kind === 'refused') {
    const reasons = fit.reasons.map((reason) => `<p>Does not work: ${escapeText(reason)}.</p>`);
    return `<section>${head}${reasons.join('')}</section>`;
  }
  const numeric = lesson.numbers !== undefined;
  const channels = lesson.operation.op === 'conv' && lesson.operation.channels !== undefined;
  const [from, to] = channels ? [lesson.input, fit.output] : [lesson.input.slice(1), fit.output.slice(1)];
  const code = numeric ? '' : `<p>In a file: <code>${escapeText(call)}</code></p>`;
  return `<section>${head}
<p class="sizes">${from.join(' × ')} → <strong>${to.join(' × ')}</strong></p>
${sumsHtml(fit)}${costsHtml(fit)}${code}
${numeric ? '' : reachHtml(fit)}
</section>`;
}

function sumsHtml({ roundings }: Fit): string {
  const [chosen, other] = roundings;
  const sums = `<pre>${escapeText(chosen.worked.join('\n'))}</pre>`;
  if (other === undefined) return sums;
  const word = other.rounding === 'ceil' ? 'up (ceil)' : 'down (floor)';
  if (sizeText(chosen.size) === sizeText(other.size)) return `${sums}<p>Rounded ${word} it would be the same.</p>`;
  return `${sums}<p>Rounded ${word} it would be ${sizeText(other.size)}:</p><pre>${escapeText(other.worked.join('\n'))}</pre>`;
}

function costsHtml({ costs }: Fit): string {
  if (costs === undefined) return '';
  const { parameters, macs } = costs;
  const short = macs.value < 1e6 ? '' : ` (${formatShort(macs.value)})`;
  return `<pre>parameters: ${parameters.text}\nMACs: ${macs.text}${short}</pre>`;
}

function reachHtml(fit: Fit): string {
  const [height, width] = fit.axes;
  const axes = fit.alike
    ? [axisHtml(height, 'Rows, and columns likewise')]
    : [axisHtml(height, 'Rows'), axisHtml(width, 'Columns')];
  const notes = fit.notes.map((note) => `<li>${escapeText(note)}</li>`);
  return `<div class="row">${axes.join('')}</div><ul>${notes.join('')}</ul>${windowsHtml(fit)}`;
}

function isInside({ geometry }: AxisReach, position: number): boolean {
  return position >= 0 && position < geometry.input;
}

function positionsIn({ geometry: { before, input, after } }: AxisReach): readonly number[] {
  return Array.from({ length: before + input + after }, (_, index) => index - before);
}

/** All windows of one axis, one below the other. */
function axisHtml(reach: AxisReach, title: string): string {
  const { windows, geometry, reads } = reach;
  if (windows === undefined) {
    const lines = reachText(geometry).map(escapeText).join('<br>');
    return `<figure><figcaption>${title}</figcaption><p>${lines}</p><p>Too long to draw: pictures go up to ${drawnPositions} positions.</p></figure>`;
  }
  const places = positionsIn(reach);
  const lines = windows.map((window) =>
    places.map((at): Cell => {
      const inside = isInside(reach, at);
      if (!window.includes(at)) return { kind: inside ? 'input' : 'padding' };
      return inside ? { kind: 'read', text: String(at) } : { kind: 'padding-read' };
    }),
  );
  const counts = places.map(
    (at): Cell => (isInside(reach, at) ? { kind: 'count', text: `${reads?.[at]}` } : { kind: 'count' }),
  );
  const label = `${title}: a line for each of ${windows.length} outputs, then how many outputs read each position`;
  const caption = `${title}: one line an output; below, how many outputs read each position`;
  return `<figure><figcaption>${caption}</figcaption>${gridSvg([...lines, counts], label, 22)}</figure>`;
}

/** The map once for each window, and the output that it makes. */
function windowsHtml({ axes }: Fit): string {
  const [height, width] = axes;
  const longest = Math.max(positionsIn(height).length, positionsIn(width).length);
  if (height.windows === undefined || width.windows === undefined || longest > drawnSide) return '';
  const [rows, columns] = [height.geometry.output, width.geometry.output];
  const count = rows * columns;
  const shown = Math.min(count, drawnWindows);
  const items = Array.from({ length: shown }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const map: Grid = positionsIn(height).map((y) =>
      positionsIn(width).map((x) => {
        const read = height.windows?.[row]?.includes(y) === true && width.windows?.[column]?.includes(x) === true;
        if (isInside(height, y) && isInside(width, x)) return { kind: read ? 'read' : 'input' };
        return { kind: read ? 'padding-read' : 'padding' };
      }),
    );
    const output: Grid = Array.from({ length: rows }, (_row, y) =>
      Array.from({ length: columns }, (_column, x) => ({ kind: y === row && x === column ? 'now' : 'open' })),
    );
    const where = `row ${row}, column ${column}`;
    const pictures = `${gridSvg(map, `the input under the window of output ${where}`, 10)}<span>→</span>${gridSvg(output, `output ${where}`, 10)}`;
    return `<li><figure><figcaption>${where}</figcaption><div class="row">${pictures}</div></figure></li>`;
  });
  const more = count > shown ? `<p>The first ${shown} of ${formatCount(count)} windows are drawn.</p>` : '';
  return `<h4>Every window</h4><ol class="windows">${items.join('')}</ol>${more}`;
}

/** Input, kernel and result; a value of the result leads to its step. */
function overview(numbers: Numbers): string {
  const { matrix, filter, kernelName, result, notes } = numbers;
  const small = Math.max(...sizeOf(matrix), ...sizeOf(result)) <= shownSide;
  const figures: string[] = [];
  if (small) {
    figures.push(figure(`Input ${sizeText(sizeOf(matrix))}`, gridSvg(valueGrid(matrix, 'input'), 'the input')));
    if (filter.kind === 'weights') {
      const name = kernelName ?? sizeText(sizeOf(filter.weights));
      const divided = filter.divisor === 1 ? '' : `, divided by ${filter.divisor}`;
      const picture = gridSvg(valueGrid(filter.weights, 'weight'), 'the kernel');
      figures.push(figure(`Kernel ${escapeText(name)}${divided}`, picture));
    }
    figures.push(figure(`Result ${sizeText(sizeOf(result))}`, resultTable(numbers)));
  }
  const pixels =
    Math.max(...sizeOf(matrix)) <= pixelSide
      ? `<div class="row">${figure('The input as an image', pixelsSvg(matrix, 'the input as an image'))}${figure(
          'The result as an image',
          pixelsSvg(result, 'the result as an image'),
        )}</div>`
      : '';
  const more = small ? '' : `<p>A side is longer than ${shownSide}, so that the values are left to --json.</p>`;
  const texts = notes.map((note) => `<p>${escapeText(note)}</p>`);
  return `<section><h2>Numbers</h2><div class="row">${figures.join('')}</div>${pixels}${more}${texts.join('')}</section>`;
}

function figure(caption: string, picture: string): string {
  return `<figure><figcaption>${caption}</figcaption>${picture}</figure>`;
}

function valueGrid(matrix: Matrix, kind: 'input' | 'weight'): Grid {
  return matrix.map((row) => row.map((value) => ({ kind, text: formatValue(value) })));
}

function resultTable({ result, steps }: Numbers): string {
  const columns = sizeOf(result)[1];
  const rows = result.map((row, y) => {
    const values = row.map((value, x) => {
      const index = y * columns + x;
      const text = formatValue(value);
      return `<td>${index < steps.length ? `<a href="#step-${index + 1}">${text}</a>` : text}</td>`;
    });
    return `<tr>${values.join('')}</tr>`;
  });
  return `<table class="result">${rows.join('')}</table>`;
}

function stepsHtml(numbers: Numbers): string {
  const { steps, stepCount, matrix, result } = numbers;
  const drawn = Math.max(...sizeOf(matrix), ...sizeOf(result)) <= drawnMatrixSide;
  const items = steps.map((step, index) => stepHtml(step, index, numbers, drawn));
  const more =
    stepCount > steps.length ? `<p>The first ${steps.length} of ${formatCount(stepCount)} steps are shown.</p>` : '';
  return `<section><h2>Step by step</h2>${drawn ? legend(false) : ''}<ol class="steps">${items.join('\n')}</ol>${more}</section>`;
}

function stepHtml(step: WrittenStep, index: number, numbers: Numbers, drawn: boolean): string {
  const { row, column, written } = step;
  const pictures = drawn
    ? `<div class="row">${gridSvg(stepGrid(step, numbers), `the input under the window of row ${row}, column ${column}`)}<span>→</span>${gridSvg(
        progressGrid(index, numbers.result),
        `the result so far, up to row ${row}, column ${column}`,
      )}</div>`
    : '';
  const sum = `<pre>${escapeText(written.join('\n'))}</pre>`;
  return `<li id="step-${index + 1}"><figure><figcaption>row ${row}, column ${column}</figcaption>${pictures}${sum}</figure></li>`;
}

/** The padded input, and the window with its weights. */
function stepGrid(step: WrittenStep, { matrix, axes, filter }: Numbers): Grid {
  const read = new Map(step.taps.flat().map((tap) => [`${tap.row} ${tap.column}`, tap]));
  const [rows, columns] = paddedPositions(axes, step.taps.flat());
  return rows.map((y) => columns.map((x) => stepCell(matrix[y]?.[x], read.get(`${y} ${x}`), filter)));
}

function stepCell(value: number | undefined, tap: Tap | undefined, filter: Filter): Cell {
  const corner = tap?.weight === undefined ? {} : { corner: `×${formatValue(tap.weight)}` };
  if (value === undefined) {
    if (tap === undefined || tap.where === 'beyond') return { kind: 'padding' };
    return { kind: 'padding-read', ...(counts(filter, tap) ? { text: '0' } : {}), ...corner };
  }
  const text = formatValue(value);
  return tap === undefined ? { kind: 'input', text } : { kind: 'read', text, ...corner };
}

/** Rows and columns of the padded input, and further ones that a window reads when the size is rounded up. */
function paddedPositions(axes: Axes, taps: readonly Tap[]): readonly [readonly number[], readonly number[]] {
  const [rows, columns] = axes.map(({ before, input, after }, index) => {
    const last = Math.max(...taps.map((tap) => (index === 0 ? tap.row : tap.column)));
    const end = Math.max(input + after, last + 1);
    return Array.from({ length: before + end }, (_, place) => place - before);
  });
  return [rows ?? [], columns ?? []];
}

function progressGrid(index: number, result: Matrix): Grid {
  const columns = sizeOf(result)[1];
  return result.map((row, y) =>
    row.map((value, x): Cell => {
      const place = y * columns + x;
      if (place > index) return { kind: 'open' };
      return { kind: place === index ? 'now' : 'done', text: formatValue(value) };
    }),
  );
}
