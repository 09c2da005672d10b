/** Where the labels at the ends of lines go, one below the other. */

interface Group {
  /** Places wanted, highest first. */
  readonly wanted: readonly number[];
  /** Of the group's first label. */
  readonly first: number;
}

/**
 * For each wanted place the one that it gets: in the same order, at least `gap` apart, within `from` and `to` where
 * they fit there at all, and otherwise as near as can be (the sum of squared moves is smallest).
 */
export function placeInColumn(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const last = Math.max(from, to);
  let groups: Group[] = [];
  for (const index of order) {
    groups.push(grouped([wanted[index] ?? 0], gap, from, last));
    // A group that comes too near the one before becomes one with it, and both move half way.
    for (;;) {
      const [before, own] = [groups.at(-2), groups.at(-1)];
      if (before === undefined || own === undefined) break;
      if (before.first + before.wanted.length * gap <= own.first) break;
      groups = [...groups.slice(0, -2), grouped([...before.wanted, ...own.wanted], gap, from, last)];
    }
  }
  const places = groups.flatMap(({ wanted: members, first }) => members.map((_, index) => first + index * gap));
  const result: number[] = wanted.map(() => 0);
  order.forEach((index, rank) => {
    result[index] = places[rank] ?? 0;
  });
  return result;
}

function grouped(wanted: readonly number[], gap: number, from: number, to: number): Group {
  const mean = wanted.reduce((sum, place, index) => sum + place - index * gap, 0) / wanted.length;
  const highest = to - (wanted.length - 1) * gap;
  return { wanted, first: Math.max(from, Math.min(mean, highest)) };
}
