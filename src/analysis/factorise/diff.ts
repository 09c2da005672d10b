/** A change of one place in a text, as a unified diff. */

const contextLines = 3;

/** Line by line, headings first; without the newlines. Texts that are equal have none. */
export function unifiedDiff(path: string, before: string, after: string): readonly string[] {
  if (before === after) return [];
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let same = 0;
  while (same < shorter - start && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  const lead = old.slice(Math.max(0, start - contextLines), start);
  const removed = old.slice(start, old.length - same);
  const added = now.slice(start, now.length - same);
  // The end of the last line is no line of its own.
  const trail = old.slice(old.length - same, old.at(-1) === '' ? -1 : undefined).slice(0, contextLines);
  const from = start - lead.length + 1;
  const range = (lines: readonly string[]): string => `${from},${lead.length + lines.length + trail.length}`;
  return [
    `--- ${path}`,
    `+++ ${path}`,
    `@@ -${range(removed)} +${range(added)} @@`,
    ...lead.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...trail.map((line) => ` ${line}`),
  ];
}
