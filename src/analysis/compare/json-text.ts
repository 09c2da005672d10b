/** JSON with the place of every value, so that what is wrong in a file can be said with line and column. */

export interface Located {
  /** Offset of its first character. */
  readonly at: number;
  readonly value: string | number | boolean | null | readonly Located[] | ReadonlyMap<string, Located>;
}

export type JsonReading =
  | { readonly kind: 'value'; readonly root: Located }
  | { readonly kind: 'failure'; readonly at: number; readonly reason: string };

/** Deeper nesting than this is no file of results. */
const deepest = 100;

/** RFC 8259; of a name that an object has twice, the last counts. */
export function readJson(text: string): JsonReading {
  const state: State = { text, at: text.startsWith('\ufeff') ? 1 : 0, failure: undefined };
  const root = readValue(state, 0);
  skipBlanks(state);
  if (root !== undefined && state.at < text.length) fail(state, 'something follows the end of the value');
  if (root === undefined || state.failure !== undefined) {
    return { kind: 'failure', ...(state.failure ?? { at: 0, reason: 'it is no JSON' }) };
  }
  return { kind: 'value', root };
}

interface State {
  readonly text: string;
  at: number;
  failure: { readonly at: number; readonly reason: string } | undefined;
}

function fail(state: State, reason: string): undefined {
  state.failure ??= { at: state.at, reason };
  return undefined;
}

function skipBlanks(state: State): void {
  state.at += matchHere(/[ \t\r\n]*/y, state).length;
}

function matchHere(pattern: RegExp, { text, at }: State): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function readValue(state: State, depth: number): Located | undefined {
  skipBlanks(state);
  const { at } = state;
  if (depth > deepest) return fail(state, `it is nested deeper than ${deepest} levels`);
  const first = state.text[at];
  if (first === '[') return readArray(state, depth);
  if (first === '{') return readObject(state, depth);
  if (first === '"') {
    const value = readString(state);
    return value === undefined ? undefined : { at, value };
  }
  const word = matchHere(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b/y, state);
  if (word === '') return fail(state, first === undefined ? 'the file ends too early' : 'a value is wanted here');
  state.at += word.length;
  return { at, value: JSON.parse(word) as number | boolean | null };
}

function readString(state: State): string | undefined {
  const quoted = matchHere(/"(?:[^"\\]|\\.)*"/y, state);
  if (quoted === '') return fail(state, 'this text has no closing quote');
  try {
    const value = JSON.parse(quoted) as string;
    state.at += quoted.length;
    return value;
  } catch {
    return fail(state, 'this text has a line break or a \\ that JSON does not know');
  }
}

function readArray(state: State, depth: number): Located | undefined {
  const { at } = state;
  const items: Located[] = [];
  state.at += 1;
  if (closes(state, ']')) return { at, value: items };
  for (;;) {
    const item = readValue(state, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    if (closes(state, ']')) return { at, value: items };
    if (!separates(state, ']')) return undefined;
  }
}

function readObject(state: State, depth: number): Located | undefined {
  const { at } = state;
  const members = new Map<string, Located>();
  state.at += 1;
  if (closes(state, '}')) return { at, value: members };
  for (;;) {
    skipBlanks(state);
    if (state.text[state.at] !== '"') return fail(state, 'a name in double quotes is wanted here');
    const name = readString(state);
    if (name === undefined) return undefined;
    skipBlanks(state);
    if (state.text[state.at] !== ':') return fail(state, `a : is wanted after the name "${name}"`);
    state.at += 1;
    const value = readValue(state, depth + 1);
    if (value === undefined) return undefined;
    members.set(name, value);
    if (closes(state, '}')) return { at, value: members };
    if (!separates(state, '}')) return undefined;
  }
}

function closes(state: State, bracket: string): boolean {
  skipBlanks(state);
  if (state.text[state.at] !== bracket) return false;
  state.at += 1;
  return true;
}

function separates(state: State, bracket: string): boolean {
  if (state.text[state.at] !== ',') {
    fail(state, state.at < state.text.length ? `a , or a ${bracket} is wanted here` : 'the file ends too early');
    return false;
  }
  state.at += 1;
  return true;
}
