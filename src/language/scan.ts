/**
 * Where a caret stands, told from the tokens before it alone: what is half typed has no tree yet. One pass over the
 * tokens keeps the open brackets, and for each what was begun in it and what may come next.
 */
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { lex } from '../syntax/lex.ts';

type Token = ReturnType<typeof lex>['tokens'][number];

/** What may come next. `more`: the value or step at hand may end here or go on. */
export type Wanted =
  | 'item'
  | 'operand'
  | 'more'
  | 'name'
  | 'label'
  | 'type'
  | 'property'
  | 'module'
  | 'module-block'
  /** Punctuation, of which there is no choice. */
  | 'sign';

/** An open bracket, or the file. */
export interface Level {
  readonly kind: 'file' | 'body' | 'choice' | 'train' | 'parameters' | 'arguments' | 'list' | 'group';
  /** Of the opening bracket; of the `|` where a branch has begun in it. 0 for the file. */
  start: number;
  readonly opened: number;
  /** Arguments: what is called. A body: the word it belongs to (`network`, `repeat`), or what is called. */
  readonly owner: string;
  /** The word that began what is under way: `let`, `call`, `->`, `:`, `|`; empty where nothing is. */
  construct: string;
  /** Of the call under way. */
  callee: string;
  wanted: Wanted;
  /** Where an `if` that is a value stands: in its condition, behind a chosen value, behind `else`. */
  conditional: 'none' | 'condition' | 'chosen' | 'else';
  /** Nothing of the value has been read. */
  direct: boolean;
  /** Name of the argument or setting under way. */
  argument: string | undefined;
  /** Positional arguments before this one. */
  position: number;
  readonly given: string[];
  /** What stands before a dot. */
  object: string;
}

export interface Scan {
  /** Outermost first; never empty. */
  readonly levels: readonly Level[];
  /** The last token before the caret's word. */
  readonly previous: Token | undefined;
  /** A line ends between it and the word. */
  readonly newLine: boolean;
  /** The word that the caret touches. */
  readonly word: { readonly start: number; readonly end: number };
  /** The caret is in a comment, a string or a number. */
  readonly inert: boolean;
}

export function scan(file: SourceFile, offset: number): Scan {
  const { text } = file;
  const word = wordAt(text, offset);
  const { tokens, comments } = lex(file);
  const levels: Level[] = [level('file', 0, '')];
  let previous: Token | undefined;
  let inside: Token | undefined;
  for (const token of tokens) {
    if (token.startOffset >= word.start) break;
    if (token.startOffset + token.image.length > word.start) inside = token;
    read(levels, token, previous);
    previous = token;
  }
  const between = text.slice(previous ? previous.startOffset + previous.image.length : 0, word.start);
  const comment = comments.some((each) => each.startOffset < offset && offset <= each.startOffset + each.image.length);
  const openText = previous?.tokenType.name === 'Text' && isOpen(previous.image) && !/[\r\n]/.test(between);
  const number = /\d/.test(text.charAt(word.start));
  return {
    levels,
    previous,
    newLine: previous === undefined || /[\r\n]/.test(between),
    word,
    inert: comment || inside !== undefined || openText || number,
  };
}

export function wordAt(text: string, offset: number): { readonly start: number; readonly end: number } {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text.charAt(start - 1))) start -= 1;
  while (/\w/.test(text.charAt(end))) end += 1;
  return { start, end };
}

function isOpen(image: string): boolean {
  return image.length < 2 || !image.endsWith('"');
}

function level(kind: Level['kind'], start: number, owner: string): Level {
  const wanted =
    kind === 'parameters' ? 'name' : kind === 'file' || kind === 'body' || kind === 'train' ? 'item' : 'operand';
  return {
    ...{ kind, start, opened: start, owner, construct: '', callee: '', wanted, conditional: 'none', direct: true },
    ...{ argument: undefined, position: 0, given: [], object: '' },
  };
}

const brackets: Readonly<Record<string, readonly Level['kind'][]>> = {
  RParen: ['parameters', 'arguments', 'group'],
  RSquare: ['list'],
  RBrace: ['body', 'choice', 'train'],
};

function read(levels: Level[], token: Token, previous: Token | undefined): void {
  const type = token.tokenType.name;
  const top = levels.at(-1);
  if (!top) return;
  if (top.conditional === 'chosen' && type !== 'Else') top.conditional = 'none';
  const opened = openedBy(top, type, token, previous);
  const closes = brackets[type];
  if (opened) levels.push(opened);
  else if (closes) close(levels, closes);
  else if (top.kind === 'file') readInFile(top, type, token);
  else if (top.kind === 'body') readInBody(top, type, token);
  else if (top.kind === 'parameters') readInParameters(top, type, token);
  else readInValues(top, type, token, previous);
}

function openedBy(top: Level, type: string, token: Token, previous: Token | undefined): Level | undefined {
  const at = token.startOffset;
  const behindName = previous?.tokenType.name === 'Identifier' || previous?.tokenType.name === 'In';
  switch (type) {
    case 'LParen':
      if (top.kind === 'file') return level('parameters', at, top.construct);
      return behindName && top.wanted === 'more'
        ? level('arguments', at, previous?.image ?? '')
        : level('group', at, '');
    case 'LSquare':
      return level('list', at, '');
    case 'LBrace': {
      if (top.kind === 'file') return level('body', at, top.construct);
      if (top.conditional === 'condition' || top.conditional === 'else') return level('choice', at, '');
      if (top.kind !== 'body' || top.wanted === 'operand') return level('body', at, 'value');
      if (top.construct === 'train') return level('train', at, '');
      return level('body', at, top.construct === 'call' ? top.callee : top.construct);
    }
    default:
      return undefined;
  }
}

/** Closes the innermost bracket of the kind; none where there is none, as the parser does. */
function close(levels: Level[], kinds: readonly Level['kind'][]): void {
  let index = levels.length - 1;
  while (index > 0 && !kinds.includes(levels[index]?.kind ?? 'file')) index -= 1;
  if (index === 0) return;
  const closed = levels[index]?.kind;
  levels.length = index;
  const around = levels.at(-1);
  if (!around) return;
  around.direct = false;
  if (around.kind === 'file') {
    around.wanted = closed === 'parameters' ? 'sign' : 'item';
    if (closed !== 'parameters') around.construct = '';
    return;
  }
  around.wanted = 'more';
  if (closed === 'choice') around.conditional = around.conditional === 'else' ? 'none' : 'chosen';
}

function readInFile(top: Level, type: string, token: Token): void {
  if (type === 'Use' || type === 'Block' || type === 'Network') {
    top.construct = token.image;
    top.wanted = type === 'Use' ? 'module' : 'name';
  } else if (type === 'Dot' && top.construct === 'use') top.wanted = 'module-block';
  else if (type === 'Identifier' && top.wanted === 'module') {
    top.object = token.image;
    top.wanted = 'more';
  } else if (type === 'Identifier' && top.wanted === 'name') top.wanted = 'sign';
  else {
    top.construct = '';
    top.wanted = 'item';
  }
}

const beginners: ReadonlySet<string> = new Set([
  ...['Input', 'Let', 'Expect', 'Require', 'Train', 'Head', 'Skip', 'From', 'Repeat', 'If'],
]);
const afterBeginner: Readonly<Record<string, Wanted>> = {
  ...{ Input: 'name', Let: 'name', Head: 'name', From: 'label', Train: 'sign', Skip: 'more' },
};

function readInBody(top: Level, type: string, token: Token): void {
  const inHead = top.construct === 'head';
  const isValue = top.wanted === 'operand' || top.wanted === 'property';
  if (type === 'If' && top.construct === 'else' && top.wanted === 'sign') begin(top, 'if', 'operand');
  else if (type === 'From' && inHead && top.wanted === 'more') top.wanted = 'label';
  else if (beginners.has(type) && !(isValue && type === 'If'))
    begin(top, token.image, afterBeginner[type] ?? 'operand');
  else if (type === 'Arrow') begin(top, '->', 'item');
  else if (type === 'Bar') {
    begin(top, '|', 'item');
    top.start = token.startOffset;
  } else if (type === 'Colon') begin(top, ':', 'item');
  else if (type === 'Else' && top.conditional === 'none') begin(top, 'else', 'sign');
  else if (type === 'In' && top.construct === 'repeat' && top.wanted === 'more') wantOperand(top);
  else if (type === 'Equals' || type === 'DotDot') wantOperand(top);
  else if (type === 'Comma') {
    if (inHead) top.wanted = 'name';
    else wantOperand(top);
    if (inHead) top.argument = '';
  } else if (type === 'Identifier' && !isValue) readWord(top, token.image);
  else readValue(top, type, token);
}

function begin(top: Level, construct: string, wanted: Wanted): void {
  top.construct = construct;
  top.wanted = wanted;
  top.direct = true;
  top.conditional = 'none';
  top.argument = undefined;
  top.given.length = 0;
}

function wantOperand(top: Level): void {
  top.wanted = 'operand';
  top.direct = true;
}

/** A name in a stack that is no part of a value. */
function readWord(top: Level, image: string): void {
  if (top.wanted === 'name') {
    if (top.argument === '') top.given.push(image);
    top.wanted = top.construct === 'head' ? 'more' : 'sign';
  } else if (top.wanted === 'label') {
    top.wanted = 'more';
    top.object = image;
  } else {
    begin(top, 'call', 'more');
    top.callee = image;
  }
}

function readInParameters(top: Level, type: string, token: Token): void {
  if (top.wanted === 'name') top.wanted = 'sign';
  else if (type === 'Colon') top.wanted = 'type';
  else if (top.wanted === 'type') top.wanted = 'sign';
  else if (type === 'Equals') wantOperand(top);
  else if (type === 'Comma') top.wanted = 'name';
  else readValue(top, type, token);
}

function readInValues(top: Level, type: string, token: Token, previous: Token | undefined): void {
  if (type === 'Comma') {
    if (top.argument === undefined) top.position += 1;
    top.argument = undefined;
    if (top.kind === 'train') top.wanted = 'item';
    else wantOperand(top);
  } else if (type === 'Equals') {
    const name = previous?.image ?? '';
    top.argument = name;
    top.given.push(name);
    wantOperand(top);
  } else if (top.kind === 'train' && type === 'Identifier' && top.wanted !== 'operand') {
    top.argument = undefined;
    top.wanted = 'sign';
  } else readValue(top, type, token);
}

const operands: ReadonlySet<string> = new Set(['Identifier', 'In', 'Numeral', 'Size', 'Text', 'True', 'False']);
const binary: ReadonlySet<string> = new Set(['Plus', 'Minus', 'Multiplicative', 'Comparison', 'And', 'Or']);

function readValue(top: Level, type: string, token: Token): void {
  if (type === 'Dot') {
    top.wanted = 'property';
    return;
  }
  if (type === 'If') {
    top.conditional = 'condition';
    top.wanted = 'operand';
  } else if (type === 'Else') top.conditional = 'else';
  else if (operands.has(type)) {
    top.wanted = 'more';
    top.object = token.image;
  } else if (binary.has(type) || type === 'Not') top.wanted = 'operand';
  top.direct = false;
}
