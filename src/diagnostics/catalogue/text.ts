/** Small pieces of sentences that many messages share. */

/** "64x56x56", or "4096". */
export function shapeText(shape: readonly number[]): string {
  return shape.join('x');
}

/** "256x56x56", or "a vector of 4096" where the rank is the point. */
export function formText(shape: readonly number[]): string {
  return shape.length === 1 ? `a vector of ${shape[0]}` : `a map, ${shapeText(shape)}`;
}

/** Thousands separated by commas; what is no whole number is cut to six significant digits. */
export function numberText(value: number): string {
  if (!Number.isSafeInteger(value)) return String(Number(value.toPrecision(6)));
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function counted(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function quoted(name: string): string {
  return `\`${name}\``;
}

/** "`a`, `b` and `c`"; a long list is cut after twelve names. */
export function listed(names: readonly string[], last = 'and'): string {
  const shown = names.slice(0, 12).map(quoted);
  if (names.length > shown.length) return `${shown.join(', ')} ${last} ${names.length - shown.length} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${last} ${shown[shown.length - 1]}`;
}

export function didYouMean(nearest: string | undefined): string | undefined {
  return nearest === undefined ? undefined : `did you mean ${quoted(nearest)}?`;
}

/** The nearest name where there is one, else all that are known. */
export function nearestOrKnown(
  nearest: string | undefined,
  known: readonly string[],
  lead: string,
  none: string,
): string {
  return didYouMean(nearest) ?? (known.length === 0 ? none : `${lead} ${listed(known)}`);
}

/** "a -> b -> c"; of a long chain the first four links and the last two. */
export function chainText(chain: readonly string[]): string {
  const links = chain.length <= 7 ? chain : [...chain.slice(0, 4), '...', ...chain.slice(-2)];
  return links.join(' -> ');
}
