/** Problems of the text itself: found by the lexer, the brackets, the parser and the builder of the tree. */
import { entry } from '../entry.ts';
import { quoted } from './text.ts';

export const syntaxEntries = {
  'unexpected-character': entry<{
    /** One or more characters in a row that begin no token. */
    readonly character: string;
  }>({
    severity: 'error',
    title: 'a character that the language does not use',
    message: ({ character }) => `unexpected ${characterText(character)}`,
    hint: ({ character }) => characterHints.get([...character][0] ?? ''),
    explanation:
      'Outside of comments and strings the language uses letters, digits, `_` and a few signs. The character is left ' +
      'out and the rest of the file is read as if it were not there.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3);
  relu
}
`,
  }),

  'unterminated-string': entry<Record<string, never>>({
    severity: 'error',
    title: 'a string without its closing quote',
    message: () => 'this string is not closed on its line',
    hint: () => 'end it with `"`; for a quote inside the string write `\\"`, for a line break `\\n`',
    explanation: 'A string begins and ends with `"` on the same line.',
    example: `block Even(channels) {
  require channels % 2 == 0, "the channels must be even
  conv(channels, 3)
}

network Example {
  input [1, 28, 28]
  Even(8)
}
`,
  }),

  'unexpected-token': entry<{
    /** A phrase: "`)`", "the end of the file". */
    readonly found: string;
    /** A phrase: "an expression", "`,` or `)`". */
    readonly expected: string;
  }>({
    severity: 'error',
    title: 'something else was expected here',
    message: ({ found, expected }) => `expected ${expected}, found ${found}`,
    explanation:
      'The text does not follow the grammar at this place. The parser goes on behind it, so that one slip does not hide ' +
      'what else there is to say about the file.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, kernel = )
}
`,
  }),

  'unclosed-bracket': entry<{ readonly bracket: string }>({
    severity: 'error',
    title: 'a bracket that is never closed',
    message: ({ bracket }) => `this ${quoted(bracket)} is never closed`,
    hint: ({ bracket }) => `close it with ${quoted(closers.get(bracket) ?? bracket)}`,
    explanation:
      'Every `(`, `[` and `{` needs its `)`, `]` or `}`. For a missing `)` or `]` the rest of the file is read as if it ' +
      'stood at the end of the line, for a missing `}` as if it stood before the next block or network.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3
  relu
}
`,
  }),

  'unmatched-bracket': entry<{ readonly bracket: string }>({
    severity: 'error',
    title: 'a closing bracket without an opening one',
    message: ({ bracket }) => `this ${quoted(bracket)} closes nothing`,
    hint: () => 'take it away, or add the opening bracket',
    explanation: 'No bracket that is open at this place is closed by this one. It is left out and reading goes on.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3))
}
`,
  }),

  'nesting-too-deep': entry<{ readonly limit: number }>({
    severity: 'error',
    title: 'brackets nest too deep',
    message: ({ limit }) => `this nests deeper than ${limit} levels, the limit of the parser`,
    hint: () => 'give a part a name: a `block` for steps, a `let` for a value',
    explanation:
      'Brackets, and the prefixes and accessors of one expression, may nest only so deep, so that no file can overflow ' +
      'the stack of the parser. Networks are deep by their number of layers, which has no such limit: the steps of a body ' +
      'and the blocks that call blocks do not count.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, ${'-'.repeat(40)}3)
}
`,
  }),

  'missing-arrow': entry<Record<string, never>>({
    severity: 'error',
    title: 'two steps on one line without an arrow',
    message: () => 'a step begins here on the line of the step before it',
    hint: () => 'write `->` between the steps of one line, or begin a new line',
    explanation:
      'Steps are separated by a new line or by `->`. Two steps beside each other are most often a slip, such as a ' +
      'missing comma or operator, so they are not read as a stack.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3) relu
}
`,
  }),

  'misplaced-arrow': entry<Record<string, never>>({
    severity: 'error',
    title: 'an arrow that leads from or to no step',
    message: () => 'this `->` has no step on one of its sides',
    hint: () => 'an arrow stands between two steps; take this one away',
    explanation:
      'An arrow leads from one step to the next. At the beginning or the end of a body, or beside another arrow, one of ' +
      'the two is missing. A line may end or begin with an arrow.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3) -> relu ->
}
`,
  }),

  'invalid-number': entry<{
    readonly text: string;
    /** A clause: "a size has two whole numbers, as in 3x3". */
    readonly reason: string;
  }>({
    severity: 'error',
    title: 'a number that cannot be read',
    message: ({ text, reason }) => `${quoted(text)} is no number: ${reason}`,
    explanation:
      'Numbers are written 64, 61_706, 0.9, 1e-4, with the decimal suffixes K, M, G and T as in 25.56M, and sizes as ' +
      'height x width: 3x3, 7x1. Whole numbers are exact up to 2^53 - 1.',
    example: `network Example {
  input [1, 28, 28]
  dropout(1e999)
}
`,
  }),

  'misplaced-branch': entry<{
    /** The call whose braces these are, where there is one. */
    readonly callee: string | undefined;
  }>({
    severity: 'error',
    title: 'a branch outside of a merge',
    message: ({ callee }) =>
      callee === undefined
        ? 'these braces hold branches, but no merge stands before them'
        : `${quoted(callee)} merges nothing, so its braces hold no branches`,
    hint: () => 'branches, which begin with `|`, stand in the braces of `concat`, `add` and `scale`',
    explanation:
      'A `|` begins a branch: a stack of its own on the input of the merge around it. Only the braces of the merging ' +
      'operators hold branches, and a `repeat` or `if` directly in them.',
    example: `network Example {
  input [1, 28, 28]
  repeat 2 {
    | conv(8, 1)
    | conv(8, 1)
  }
}
`,
  }),

  'misplaced-step': entry<{
    /** The step's first word: "input", "conv". */
    readonly step: string;
    /** A phrase: "a block". */
    readonly place: string;
    /** A phrase: "the network's own braces". */
    readonly wanted: string;
  }>({
    severity: 'error',
    title: 'a step in a place where it cannot stand',
    message: ({ step, place, wanted }) => `${quoted(step)} cannot stand in ${place}; it belongs in ${wanted}`,
    explanation:
      "`input`, `head`, `expect` and `train` speak of the whole network and belong in its own braces. A merge's braces " +
      'hold branches, each begun by `|`, and no steps outside of them.',
    example: `block Stem {
  input [3, 224, 224]
  conv(64, 7, stride = 2, pad = same)
}

network Example {
  input [3, 224, 224]
  Stem
}
`,
  }),

  'duplicate-network': entry<{ readonly name: string; readonly first: string }>({
    severity: 'error',
    title: 'a second network in one file',
    message: ({ name, first }) => `a file holds one network: ${quoted(name)} comes after ${quoted(first)}`,
    hint: () => 'move it to a file of its own; blocks that both use can be brought by `use "./FILE.arch"`',
    explanation:
      'A file is one network, with the blocks that it is made of. Variants of one design are one network with ' +
      'parameters, which `--set` changes from outside.',
    example: `network Small {
  input [1, 28, 28]
  flatten -> dense(10)
}

network Large {
  input [1, 28, 28]
  flatten -> dense(100) -> relu -> dense(10)
}
`,
  }),

  'no-network': entry<Record<string, never>>({
    severity: 'warning',
    title: 'a file without a network',
    message: () => 'this file has no network',
    hint: () => 'write `network NAME { input [3, 224, 224] ... }`; a file of blocks is brought by another with `use`',
    explanation:
      'There is nothing to count in a file without a network. A file of blocks alone is all right for `use`; its blocks ' +
      'are checked where a network uses them.',
    example: `// Nothing but a comment.
`,
  }),

  'empty-branch': entry<Record<string, never>>({
    severity: 'error',
    title: 'a branch without a step',
    message: () => 'this branch has no step',
    hint: () => 'write `skip` for a branch that passes its input on unchanged, or take the `|` away',
    explanation:
      'A branch that leaves the feature map as it is, the shortcut of a residual block, is written `skip`. An empty ' +
      'branch could be that or a slip, so it is not allowed.',
    example: `network Example {
  input [64, 56, 56]
  add {
    | conv(64, 3, pad = same)
    |
  }
}
`,
  }),
};

const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

const quoteHint = 'strings stand between straight quotes, `"`';

const characterHints: ReadonlyMap<string, string> = new Map([
  [';', 'steps end with their line, or are joined by `->`; no semicolon is needed'],
  ['#', 'a comment begins with `//`'],
  ["'", quoteHint],
  ['\u2018', quoteHint],
  ['\u2019', quoteHint],
  ['\u201c', quoteHint],
  ['\u201d', quoteHint],
  ['\u00d7', 'a size is written with the letter x, as in `3x3`; a product with `*`'],
  ['\u2192', 'the arrow is written `->`'],
  ['\u2212', 'the minus sign is the plain `-`'],
  ['\u2013', 'the minus sign is the plain `-`'],
  ['\u2264', 'write `<=`'],
  ['\u2265', 'write `>=`'],
  ['\u2260', 'write `!=`'],
  ['&', 'write `and`'],
  ['!', 'write `not`, or `!=` for unequal'],
  ['^', 'there is no power: write the product'],
  ['\u00a0', 'this is a no-break space; replace it by a plain one'],
]);

/** The character itself where it can be seen, its code point where it cannot or looks like another. */
function characterText(characters: string): string {
  const all = [...characters];
  const first = all[0] ?? '';
  if (all.length > 1 && /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(characters)) {
    const shown = all.length > 20 ? `${all.slice(0, 20).join('')}...` : characters;
    return `characters ${quoted(shown)}`;
  }
  const point = `U+${(first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const noun = all.length > 1 ? `run of ${all.length} characters, the first of them` : 'character';
  if (/^[!-~]$/.test(first)) return `${noun} ${quoted(first)}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(first) ? `${noun} ${quoted(first)} (${point})` : `${noun} ${point}`;
}
