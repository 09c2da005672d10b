/** Which parts of one scope answer to which of another: by labels first, then by how alike they are, in order. */
import type { TreePart } from './tree.ts';

/** One side is missing where a part stands in one network alone. */
export interface Pair {
  readonly a: TreePart | undefined;
  readonly b: TreePart | undefined;
}

/** Above this many comparisons, parts are paired by their names, in time n log n. */
const largestTable = 4_000_000;

/**
 * In the order of both. Equal ends are taken first. Labels that stand in both in the same order are anchors. What
 * is between two anchors is aligned so that as much as possible is alike: equal parts, then parts of one outline,
 * then parts of one kind.
 */
export function alignParts(a: readonly TreePart[], b: readonly TreePart[]): Pair[] {
  let start = 0;
  while (start < a.length && start < b.length && twins(a[start], b[start])) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && twins(a.at(-1 - end), b.at(-1 - end))) end += 1;
  const middleA = a.slice(start, a.length - end);
  const middleB = b.slice(start, b.length - end);
  const head = a.slice(0, start).map((part, index) => ({ a: part, b: b[index] }));
  const tail = a.slice(a.length - end).map((part, index) => ({ a: part, b: b[b.length - end + index] }));
  return [...head, ...between(middleA, middleB), ...tail];
}

function twins(a: TreePart | undefined, b: TreePart | undefined): boolean {
  return a !== undefined && b !== undefined && a.digest === b.digest && a.label === b.label;
}

function between(a: readonly TreePart[], b: readonly TreePart[]): Pair[] {
  const anchors = commonNames(a, b, ({ label }) => label);
  const pairs: Pair[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [atA, atB] of [...anchors, [a.length, b.length] as const]) {
    pairs.push(...gap(a.slice(fromA, atA), b.slice(fromB, atB)));
    if (atA < a.length) pairs.push({ a: a[atA], b: b[atB] });
    fromA = atA + 1;
    fromB = atB + 1;
  }
  return pairs;
}

function gap(a: readonly TreePart[], b: readonly TreePart[]): Pair[] {
  if (a.length * b.length <= largestTable) return mostAlike(a, b);
  const pairs: Pair[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [atA, atB] of [...commonNames(a, b, ({ name }) => name), [a.length, b.length] as const]) {
    pairs.push(...alone(a.slice(fromA, atA), b.slice(fromB, atB)));
    if (atA < a.length) pairs.push({ a: a[atA], b: b[atB] });
    fromA = atA + 1;
    fromB = atB + 1;
  }
  return pairs;
}

function alone(a: readonly TreePart[], b: readonly TreePart[]): Pair[] {
  return [...a.map((part) => ({ a: part, b: undefined })), ...b.map((part) => ({ a: undefined, b: part }))];
}

/** Names that both have, and parts of one kind, in the longest order that both keep: a longest increasing sequence. */
function commonNames(
  a: readonly TreePart[],
  b: readonly TreePart[],
  nameOf: (part: TreePart) => string | undefined,
): (readonly [number, number])[] {
  const places = new Map(b.map((part, index) => [nameOf(part), index] as const));
  const matches = a.flatMap((part, index): (readonly [number, number])[] => {
    const name = nameOf(part);
    const place = name === undefined ? undefined : places.get(name);
    return place === undefined || b[place]?.kind !== part.kind ? [] : [[index, place]];
  });
  // Of each length, the match at which a rising sequence of that length ends lowest; and what came before each.
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, [, place]] of matches.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((matches[ends[middle] ?? 0]?.[1] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const chosen: (readonly [number, number])[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const match = matches[at];
    if (match !== undefined) chosen.push(match);
  }
  return chosen.reverse();
}

/** How much a pair is worth; 0 for parts that are not the same part. */
function likeness(a: TreePart, b: TreePart): number {
  if (a.kind !== b.kind) return 0;
  if (a.digest === b.digest) return 8;
  // Blocks of two names that have no operator in common do different things.
  if (a.block !== b.block && (a.operators & b.operators) === 0) return 0;
  return (a.outline === b.outline ? 4 : 2) + (a.block === b.block ? 1 : 0) + (a.what === b.what ? 1 : 0);
}

/** The alignment of the greatest worth, by a table of (n + 1) * (m + 1) sums from the ends backwards. */
function mostAlike(a: readonly TreePart[], b: readonly TreePart[]): Pair[] {
  const width = b.length + 1;
  const worth = new Int32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => worth[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const value = likeness(a[i] as TreePart, b[j] as TreePart);
      const paired = value === 0 ? 0 : value + at(i + 1, j + 1);
      worth[i * width + j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as TreePart, b[j] as TreePart];
    const value = likeness(left, right);
    if (value > 0 && at(i, j) === value + at(i + 1, j + 1)) {
      pairs.push({ a: left, b: right });
      i += 1;
      j += 1;
    } else if (at(i, j) === at(i + 1, j)) {
      pairs.push({ a: left, b: undefined });
      i += 1;
    } else {
      pairs.push({ a: undefined, b: right });
      j += 1;
    }
  }
  return [...pairs, ...alone(a.slice(i), b.slice(j))];
}
