/** JSON in pieces: the report of a network with a million layers is longer than one string may be. */

interface Layered {
  readonly layers: readonly object[];
}

/** The text of one report, its layers piece by piece, the keys in their order. */
export function* reportPieces(report: Layered): Generator<string> {
  let lead = '{';
  for (const [key, value] of Object.entries(report)) {
    yield `${lead}${JSON.stringify(key)}:`;
    if (value === report.layers) yield* arrayPieces(mapped(report.layers, (layer) => [JSON.stringify(layer)]));
    else yield JSON.stringify(value);
    lead = ',';
  }
  yield '}';
}

/** An array of items that come in pieces themselves. */
export function* arrayPieces(items: Iterable<Iterable<string>>): Generator<string> {
  let lead = '[';
  for (const item of items) {
    yield lead;
    yield* item;
    lead = ',';
  }
  yield lead === '[' ? '[]' : ']';
}

export function* mapped<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item);
}
