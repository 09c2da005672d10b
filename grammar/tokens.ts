/**
 * The tokens of the language. Newlines are blanks: the grammar needs no separator between steps, since each begins
 * with a name or a keyword and no value goes on with one.
 *
 * No token type has categories: Chevrotain then compares plain integers.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

// The label is what diagrams show.
const Whitespace = createToken({ name: 'Whitespace', pattern: /[ \t\r\n\f\uFEFF]+/, group: Lexer.SKIPPED });

export const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\n\r]*/, group: 'comments' });

export const Identifier = createToken({ name: 'Identifier', label: 'NAME', pattern: /[A-Za-z_]\w*/ });

/** A string, closed or not: the closing quote is checked afterwards, so that a missing one costs only its line. */
export const Text = createToken({
  name: 'Text',
  label: 'STRING',
  pattern: /"[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*(?:"|\\)?/,
});

export const Size = createToken({ name: 'Size', label: 'SIZE', pattern: /\d[\d_]*x\d[\d_]*(?!\w)/ });

/** With whatever letters follow: what is no number is reported as one token. */
export const Numeral = createToken({
  name: 'Numeral',
  label: 'NUMBER',
  pattern: /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?\w*/,
});

function keyword(text: string): TokenType {
  const name = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return createToken({ name, label: text, pattern: text, longer_alt: Identifier });
}

export const Network = keyword('network');
export const Block = keyword('block');
export const Use = keyword('use');
export const Input = keyword('input');
export const Let = keyword('let');
export const Repeat = keyword('repeat');
export const In = keyword('in');
export const If = keyword('if');
export const Else = keyword('else');
export const Head = keyword('head');
export const From = keyword('from');
export const Expect = keyword('expect');
export const Require = keyword('require');
export const Train = keyword('train');
export const Skip = keyword('skip');
export const True = keyword('true');
export const False = keyword('false');
export const And = keyword('and');
export const Or = keyword('or');
export const Not = keyword('not');

function sign(name: string, text: string): TokenType {
  return createToken({ name, label: text, pattern: text });
}

export const Arrow = sign('Arrow', '->');
export const DotDot = sign('DotDot', '..');
export const Dot = sign('Dot', '.');
export const Comma = sign('Comma', ',');
export const Colon = sign('Colon', ':');
export const Bar = sign('Bar', '|');
export const LParen = sign('LParen', '(');
export const RParen = sign('RParen', ')');
export const LSquare = sign('LSquare', '[');
export const RSquare = sign('RSquare', ']');
export const LBrace = sign('LBrace', '{');
export const RBrace = sign('RBrace', '}');
export const Plus = sign('Plus', '+');
export const Minus = sign('Minus', '-');
export const Multiplicative = createToken({ name: 'Multiplicative', label: '* / %', pattern: /[*/%]/ });
export const Comparison = createToken({ name: 'Comparison', label: '== != < <= > >=', pattern: /==|!=|<=|>=|<|>/ });
export const Equals = sign('Equals', '=');

export const keywords: readonly TokenType[] = [
  ...[Network, Block, Use, Input, Let, Repeat, If, Else, Head, From, Expect, Require, Train, Skip],
  ...[In, True, False, And, Or, Not],
];

/** In the order of matching: comments before `/`, `->` before `-`, sizes before numbers, `==` before `=`. */
export const allTokens: TokenType[] = [
  ...[Whitespace, Comment, ...keywords, Identifier, Text, Size, Numeral],
  ...[Arrow, DotDot, Dot, Comma, Colon, Bar, LParen, RParen, LSquare, RSquare, LBrace, RBrace],
  ...[Plus, Minus, Multiplicative, Comparison, Equals],
];

export const brackets: readonly TokenType[] = [LParen, RParen, LSquare, RSquare, LBrace, RBrace];

/** All that the parser sees but brackets. */
export const plainTokens = allTokens.filter((type) => type.GROUP === undefined && !brackets.includes(type));

/** Offsets alone: lines are counted when they are shown, which most of them never are. */
export const lexer = new Lexer(allTokens, { positionTracking: 'onlyOffset', ensureOptimizations: true });
