/** Kinds of words, for colouring: the lexer's kinds, and for names what they mean. */
import { lex } from '../syntax/lex.ts';
import { type Document, fileOf } from './document.ts';
import { keywordTable } from './keywords.ts';
import type { Declared, Meaning } from './meanings.ts';

/** In a fixed order: the protocols of editors speak of them by number. */
export const tokenKinds = [
  ...(['keyword', 'comment', 'string', 'number', 'operator', 'block', 'network'] as const),
  ...(['layer', 'function', 'parameter', 'variable', 'label', 'argument', 'word', 'figure', 'type', 'module'] as const),
] as const;

export type TokenKind = (typeof tokenKinds)[number];

export interface SemanticToken {
  readonly start: number;
  readonly length: number;
  readonly kind: TokenKind;
  readonly declaration: boolean;
}

/** In order and without overlap; brackets and commas have none. */
export function semanticTokens(document: Document): readonly SemanticToken[] {
  const file = fileOf(document);
  const meanings = new Map(document.names.occurrences.map((each) => [each.span.start, each]));
  const { tokens, comments } = lex(file);
  const found: SemanticToken[] = comments.map(({ startOffset, image }) => token(startOffset, image, 'comment'));
  let previous = '';
  for (const { tokenType, startOffset, image } of tokens) {
    const occurrence = meanings.get(startOffset);
    const type = tokenType.name;
    const kind =
      type === 'Identifier' || type === 'Block'
        ? occurrence
          ? kindOfMeaning(occurrence.meaning)
          : previous === 'Colon'
            ? 'type'
            : type === 'Block'
              ? 'keyword'
              : 'variable'
        : kindOfToken(type, image);
    if (kind) found.push(token(startOffset, image, kind, occurrence?.role === 'declaration'));
    previous = type;
  }
  return found.sort((a, b) => a.start - b.start);
}

function token(start: number, image: string, kind: TokenKind, declaration = false): SemanticToken {
  return { start, length: image.length, kind, declaration };
}

const operatorTypes: ReadonlySet<string> = new Set([
  ...['Arrow', 'DotDot', 'Bar', 'Plus', 'Minus', 'Multiplicative', 'Comparison', 'Equals'],
]);

function kindOfToken(type: string, image: string): TokenKind | undefined {
  if (keywordTable.has(image)) return 'keyword';
  if (type === 'Text') return 'string';
  if (type === 'Numeral' || type === 'Size') return 'number';
  return operatorTypes.has(type) ? 'operator' : undefined;
}

function kindOfMeaning(meaning: Meaning): TokenKind {
  switch (meaning.kind) {
    case 'declared':
      return kindOfDeclared(meaning.declared);
    case 'operator':
      return 'layer';
    case 'function':
    case 'record':
      return 'function';
    case 'operator-parameter':
    case 'setting':
    case 'property':
      return 'argument';
    case 'figure':
      return 'figure';
    case 'word':
      return 'word';
    case 'module':
    case 'path':
      return 'module';
    case 'in':
      return 'keyword';
    case 'unknown':
      return 'variable';
  }
}

function kindOfDeclared({ kind }: Declared): TokenKind {
  switch (kind) {
    case 'block':
    case 'network':
    case 'parameter':
      return kind;
    case 'label':
    case 'input':
    case 'head':
      return 'label';
    case 'let':
    case 'counter':
      return 'variable';
  }
}
