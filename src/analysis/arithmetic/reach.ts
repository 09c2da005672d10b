/** Which input rows (or columns) each window reads, which none reads, and how windows overlap; per axis. */
import type { AxisGeometry } from '../../operators/geometry.ts';
import { formatCount } from '../format.ts';

/** Both ends included. */
export type Range = readonly [first: number, last: number];

export interface AxisReach {
  readonly geometry: AxisGeometry;
  /**
   * The positions each window reads, one list an output, where there are few enough to draw. The input counts from 0,
   * so that the padding before it is negative.
   */
  readonly windows?: readonly (readonly number[])[];
  /** How many windows read each input position, where they were counted. */
  readonly reads?: readonly number[];
  /** Input positions that no window reads, where they were counted. */
  readonly unread?: readonly Range[];
  /** f - s: positions that neighbouring windows share; negative for a gap between them. */
  readonly overlap: number;
  /** Positions of the padded input after the last window. */
  readonly leftOver: number;
  /** Positions that the last window reads after the padded input: rounding up makes them. */
  readonly beyond: number;
}

/** Most padded positions, and most windows, of an axis that is drawn. */
export const drawnPositions = 24;
/** Most padded positions of an axis on which reads are counted one by one. */
export const countedPositions = 4096;

/** For an axis on which at least one window fits. */
export function axisReach(geometry: AxisGeometry): AxisReach {
  const { input, before, after, extent, stride, output } = geometry;
  const padded = before + input + after;
  const end = (output - 1) * stride + extent;
  const facts = {
    geometry,
    overlap: extent - stride,
    leftOver: Math.max(0, padded - end),
    beyond: Math.max(0, end - padded),
  };
  if (padded > countedPositions) return facts;
  const reads = countReads(geometry);
  const counted = { ...facts, reads, unread: zeroRanges(reads) };
  if (padded > drawnPositions || output > drawnPositions) return counted;
  return { ...counted, windows: Array.from({ length: output }, (_, index) => positionsOf(geometry, index)) };
}

/** What the window of one output reads, from its first tap to its last. */
export function positionsOf({ kernel, dilation, stride, before }: AxisGeometry, output: number): readonly number[] {
  return Array.from({ length: kernel }, (_, tap) => output * stride - before + tap * dilation);
}

function countReads(geometry: AxisGeometry): readonly number[] {
  const reads = new Array<number>(geometry.input).fill(0);
  for (let output = 0; output < geometry.output; output += 1) {
    for (const position of positionsOf(geometry, output)) {
      const count = reads[position];
      if (count !== undefined) reads[position] = count + 1;
    }
  }
  return reads;
}

function zeroRanges(reads: readonly number[]): readonly Range[] {
  const ranges: Range[] = [];
  for (const [position, count] of reads.entries()) {
    if (count > 0) continue;
    const open = ranges.at(-1);
    if (open !== undefined && open[1] === position - 1) ranges[ranges.length - 1] = [open[0], position];
    else ranges.push([position, position]);
  }
  return ranges;
}

/** True where height and width are the same sum, so that one picture and one line show both. */
export function alike(a: AxisGeometry, b: AxisGeometry): boolean {
  return (
    a.input === b.input &&
    a.kernel === b.kernel &&
    a.dilation === b.dilation &&
    a.stride === b.stride &&
    a.before === b.before &&
    a.after === b.after
  );
}

/** "1 row", "2 rows", of the axis. */
export function positions(count: number, { axis }: AxisGeometry): string {
  const unit = axis === 'height' ? 'row' : 'column';
  return `${formatCount(count)} ${count === 1 ? unit : `${unit}s`}`;
}

/** What a student should see in the picture, in sentences. */
export function reachNotes(reach: AxisReach): readonly string[] {
  const { geometry, beyond } = reach;
  const notes = [...overlapNotes(reach), ...unreadNotes(reach), ...readNotes(reach)];
  if (beyond > 0) {
    notes.push(`Rounded up, the last window reaches ${positions(beyond, geometry)} beyond the input and its padding.`);
  }
  return notes;
}

function overlapNotes({ geometry, overlap }: AxisReach): readonly string[] {
  const { extent, stride, output, dilation } = geometry;
  if (output < 2) return [];
  const spans = dilation === 1 ? 'windows' : 'windows (their gaps included)';
  if (overlap > 0) {
    return [
      `Neighbouring ${spans} overlap by ${positions(overlap, geometry)}: extent ${extent} less stride ${stride}.`,
    ];
  }
  if (overlap === 0) return [`Neighbouring ${spans} touch and do not overlap: extent and stride are both ${stride}.`];
  const gap = positions(-overlap, geometry);
  return [`Neighbouring ${spans} leave ${gap} between them: stride ${stride} less extent ${extent}.`];
}

const shownRanges = 4;

function unreadNotes({ geometry, unread, leftOver }: AxisReach): readonly string[] {
  const { axis, after } = geometry;
  const unit = axis === 'height' ? 'row' : 'column';
  const notes: string[] = [];
  if (unread === undefined) {
    const lost = Math.max(0, leftOver - after);
    notes.push(
      lost === 0
        ? `The windows reach the last ${unit}.`
        : `The last ${lost === 1 ? `${unit} is` : `${positions(lost, geometry)} are`} never read: no further window fits.`,
    );
  } else if (unread.length === 0) notes.push(`Every ${unit} is read.`);
  else {
    const shown = unread
      .slice(0, shownRanges)
      .map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
    const count = unread.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const more = unread.length > shownRanges ? ', ...' : '';
    const many = unread.length > shownRanges ? ` (${formatCount(count)} in all)` : '';
    notes.push(`Never read: ${count === 1 ? unit : `${unit}s`} ${shown.join(', ')}${more}${many}.`);
  }
  const lostPadding = Math.min(leftOver, after);
  if (lostPadding > 0) {
    const side = axis === 'height' ? 'bottom' : 'right';
    const verb = lostPadding === 1 ? 'is' : 'are';
    notes.push(`${positions(lostPadding, geometry)} of the padding at the ${side} ${verb} never read.`);
  }
  return notes;
}

/** The border is read less often than the middle: the second reason for padding, after the size. */
function readNotes({ geometry, reads }: AxisReach): readonly string[] {
  const first = reads?.[0] ?? 0;
  const most = Math.max(0, ...(reads ?? []));
  if (first === 0 || first === most) return [];
  const unit = geometry.axis === 'height' ? 'Row' : 'Column';
  return [`${unit} 0 is read by ${first} ${first === 1 ? 'output' : 'outputs'}, the middle by up to ${most}.`];
}
