/** An evaluation for a terminal: the errors, the classes, what is taken for what. */
import { counted } from '../training/data/decoded.ts';
import type { Evaluation } from './evaluation.ts';
import { faint, type Style, strong } from './output.ts';
import { columns } from './zoo-columns.ts';

/** With more classes than this the matrix is wider than a terminal. */
const largestMatrix = 20;
const longestName = 16;
const confusionsShown = 3;

export function evaluationText(evaluation: Evaluation, style: Style): string {
  const { networks, checkpoints, data, images, protocol, score, classes } = evaluation;
  const wrong = (error: number): string => counted(Math.round((error * images) / 100));
  const many = checkpoints.length === 1 ? '' : `, ${checkpoints.length} networks averaged`;
  const facts = columns(
    [
      ['top-1 error', `${score.top1Error.toFixed(2)} %`, `${wrong(score.top1Error)} of ${counted(images)} images`],
      ['top-5 error', `${score.top5Error.toFixed(2)} %`, wrong(score.top5Error)],
      ['loss', score.loss.toFixed(4), 'mean cross-entropy'],
    ],
    ['left', 'right', 'left'],
  );
  const lines = [
    `${strong(networks.join(', '), style)} on ${data}: ${protocol}${many}`,
    ...checkpoints.map(({ file, epoch }) => faint(`${file}, after epoch ${epoch}`, style)),
    '',
    ...facts,
    '',
    ...titled(classRows(evaluation), ['left', 'right', 'right', 'left'], style),
  ];
  if (classes.length <= largestMatrix) lines.push('', ...matrix(evaluation, style));
  return `${lines.join('\n')}\n`;
}

/** The classes with the largest error first. */
function classRows({ classes, confusion }: Evaluation): string[][] {
  const rows = classes.map((name, index) => {
    const row = confusion[index] ?? [];
    const images = row.reduce((sum, count) => sum + count, 0);
    const error = images === 0 ? 0 : (100 * (images - (row[index] ?? 0))) / images;
    const others = row
      .map((count, other) => ({ name: classes[other] ?? '', count, other }))
      .filter(({ count, other }) => count > 0 && other !== index)
      .sort((a, b) => b.count - a.count)
      .slice(0, confusionsShown)
      .map((each) => `${each.name} (${each.count})`);
    return { error, cells: [name, counted(images), images === 0 ? '-' : error.toFixed(2), others.join(', ')] };
  });
  return [
    ['class', 'images', 'error %', 'most often taken for'],
    ...rows.sort((a, b) => b.error - a.error).map(({ cells }) => cells),
  ];
}

function matrix({ classes, confusion }: Evaluation, style: Style): string[] {
  const rows = classes.map((name, index) => [
    short(name),
    ...(confusion[index] ?? []).map((count) => (count === 0 ? '.' : String(count))),
  ]);
  const heads = ['is \\ taken for', ...classes.map((name) => name.slice(0, 5))];
  return titled([heads, ...rows], ['left', ...classes.map(() => 'right' as const)], style);
}

function short(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 3)}...`;
}

function titled(
  rows: readonly (readonly string[])[],
  alignments: readonly ('left' | 'right')[],
  style: Style,
): string[] {
  const [head = '', ...lines] = columns(rows, alignments);
  const width = [head, ...lines].reduce((most, line) => Math.max(most, line.length), 0);
  return [strong(head, style), faint('-'.repeat(width), style), ...lines];
}
