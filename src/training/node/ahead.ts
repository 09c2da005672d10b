/** Work that is done before it is asked for. */

/** The results for `from` to `to - 1`, in order; at most `depth` are under way or waiting at a time. */
export async function* ahead<T>(
  from: number,
  to: number,
  depth: number,
  make: (number: number) => Promise<T>,
): AsyncGenerator<T, void, void> {
  const waiting: Promise<T>[] = [];
  let next = from;
  const fill = (): void => {
    for (; waiting.length < depth && next < to; next += 1) {
      const result = make(next);
      // Failures are thrown where the result is asked for; until then they are no one's.
      result.catch(() => undefined);
      waiting.push(result);
    }
  };
  fill();
  for (let head = waiting.shift(); head !== undefined; head = waiting.shift()) {
    fill();
    yield await head;
  }
}
