/** Values and arguments that are wrong: found while expressions are evaluated and calls are bound. */
import { entry } from '../entry.ts';
import { counted, numberText, quoted } from './text.ts';

export const valueEntries = {
  'wrong-type': entry<{
    readonly callee: string;
    readonly argument: string;
    /** A phrase: "a whole number". */
    readonly wanted: string;
    /** A phrase: "the string \"three\"". */
    readonly found: string;
  }>({
    severity: 'error',
    title: 'an argument of the wrong type',
    message: ({ callee, argument, wanted, found }) =>
      `${quoted(argument)} of ${quoted(callee)} must be ${wanted}, found ${found}`,
    explanation:
      'Each argument has a type: a whole number, a number, true or false, a size such as 3 or 7x1, a padding, one of some ' +
      'words, or a block. `netwright explain OPERATOR` lists the arguments of an operator with their types.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, "three")
}
`,
  }),

  'out-of-range': entry<{
    readonly callee: string;
    readonly argument: string;
    /** A phrase: "at least 1". */
    readonly wanted: string;
    readonly found: string;
  }>({
    severity: 'error',
    title: 'an argument outside its limits',
    message: ({ callee, argument, wanted, found }) =>
      `${quoted(argument)} of ${quoted(callee)} must be ${wanted}, found ${found}`,
    explanation:
      'The argument has the right type, but no layer can be made with this value: a stride of 0 never advances, a ' +
      'dropout rate lies between 0 and 1.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3, stride = 0)
}
`,
  }),

  'missing-argument': entry<{
    readonly callee: string;
    readonly argument: string;
    /** What the argument is, where its record or comment says so. */
    readonly doc: string | undefined;
  }>({
    severity: 'error',
    title: 'an argument that has no default is not given',
    message: ({ callee, argument }) => `${quoted(callee)} needs the argument ${quoted(argument)}`,
    hint: ({ argument, doc }) => (doc === undefined || doc === '' ? undefined : `${quoted(argument)}: ${clause(doc)}`),
    explanation:
      'Parameters without a default must be given, by position or by name. For an operator, `netwright explain OPERATOR` ' +
      'lists them.',
    example: `network Example {
  input [1, 28, 28]
  conv(8)
}
`,
  }),

  'too-many-arguments': entry<{ readonly callee: string; readonly given: number; readonly accepted: number }>({
    severity: 'error',
    title: 'more arguments than the call takes',
    message: ({ callee, given, accepted }) =>
      accepted === 0
        ? `${quoted(callee)} takes no arguments, ${given} ${given === 1 ? 'is' : 'are'} given`
        : `${quoted(callee)} takes at most ${counted(accepted, 'argument')}, ${given} are given`,
    hint: ({ accepted }) => (accepted === 0 ? 'take them away' : undefined),
    explanation:
      'Positional arguments fill the parameters in order, those of type `block` left out. There are more of them than ' +
      'parameters.',
    example: `network Example {
  input [1, 28, 28]
  flatten(1)
}
`,
  }),

  'duplicate-argument': entry<{ readonly callee: string; readonly argument: string }>({
    severity: 'error',
    title: 'an argument that is given twice',
    message: ({ callee, argument }) => `${quoted(argument)} of ${quoted(callee)} is given twice`,
    hint: () => 'positional arguments count too: they fill the parameters in order',
    explanation: 'An argument may be given once, by position or by name.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3, kernel = 5)
}
`,
  }),

  'positional-after-named': entry<{ readonly callee: string }>({
    severity: 'error',
    title: 'a positional argument after a named one',
    message: ({ callee }) => `in the call of ${quoted(callee)} an argument without a name follows one with a name`,
    hint: () => 'give it its name too, or move it before the named ones',
    explanation:
      'Arguments by position come first, then those by name; otherwise it would be hard to see which parameter a value ' +
      'belongs to.',
    example: `network Example {
  input [1, 28, 28]
  conv(channels = 8, kernel = 3, 2)
}
`,
  }),

  'inexact-division': entry<{ readonly left: number; readonly right: number }>({
    severity: 'error',
    title: 'a division of whole numbers that leaves a remainder',
    message: ({ left, right }) =>
      `${numberText(left)} / ${numberText(right)} is not a whole number (${numberText(left / right)})`,
    hint: ({ left, right }) =>
      `say how to round: \`floor_div(${left}, ${right})\` is ${Math.floor(left / right)}, ` +
      `\`ceil_div(${left}, ${right})\` is ${Math.ceil(left / right)}`,
    explanation:
      'The quotient of two whole numbers must be whole, since it nearly always becomes a number of channels or units, and ' +
      'a silent rounding would build another network than the one meant. `floor_div` and `ceil_div` round; with a ' +
      'decimal point, as in `7 / 2.0`, the division is one of real numbers.',
    example: `network Example {
  input [10, 28, 28]
  conv(in.channels / 4, 1)
}
`,
  }),

  'division-by-zero': entry<Record<string, never>>({
    severity: 'error',
    title: 'a division by zero',
    message: () => 'the divisor is 0',
    explanation: 'A division, a remainder, `floor_div` and `ceil_div` need a divisor other than zero.',
    example: `network Example(groups = 0) {
  input [16, 28, 28]
  conv(16 / groups, 1)
}
`,
  }),

  'bad-operands': entry<{
    readonly operator: string;
    /** A phrase: "the number 3"; absent for a prefix. */
    readonly left: string | undefined;
    readonly right: string;
  }>({
    severity: 'error',
    title: 'an operator on values that it cannot combine',
    message: ({ operator, left, right }) =>
      left === undefined
        ? `${quoted(operator)} cannot be applied to ${right}`
        : `${quoted(operator)} cannot combine ${left} with ${right}`,
    explanation:
      'Arithmetic and order work on numbers, `and`, `or` and `not` on true and false. `==` and `!=` compare values of the ' +
      'same type. There is no conversion behind the scenes.',
    example: `network Example {
  input [16, 28, 28]
  conv("8" + 8, 1)
}
`,
  }),

  'number-too-large': entry<Record<string, never>>({
    severity: 'error',
    title: 'a number beyond the exact whole numbers',
    message: () => 'this number is beyond 9,007,199,254,740,991 (2^53 - 1), the largest that is counted exactly',
    explanation:
      'Whole numbers are exact up to 2^53 - 1. Beyond that, results would be rounded without a word, so the calculation ' +
      'stops.',
    example: `network Example {
  input [16, 28, 28]
  let many = 9_000T * 9_000T
  conv(8, 3)
}
`,
  }),

  'index-out-of-range': entry<{ readonly index: number; readonly length: number }>({
    severity: 'error',
    title: 'an index that the list does not have',
    message: ({ index, length }) => `index ${numberText(index)} in a list of ${counted(length, 'item')}`,
    hint: ({ length }) =>
      length === 0 ? 'the list is empty' : `items are counted from 0: the indices are 0 to ${length - 1}`,
    explanation: 'The items of a list are counted from 0. There are no negative indices.',
    example: `network Example {
  input [16, 28, 28]
  let widths = [16, 32, 64]
  conv(widths[3], 1)
}
`,
  }),

  'condition-not-boolean': entry<{
    /** A phrase: "the number 3". */
    readonly found: string;
  }>({
    severity: 'error',
    title: 'a condition that is neither true nor false',
    message: ({ found }) => `a condition must be true or false, found ${found}`,
    hint: () => 'compare it: `x != 0`, `stride == 2`',
    explanation: 'Conditions of `if`, `require` and `expect` must be true or false; numbers do not count as either.',
    example: `network Example(residual = 1) {
  input [16, 28, 28]
  if residual { conv(16, 3) } else { conv(16, 1) }
}
`,
  }),

  'requirement-failed': entry<{
    readonly block: string;
    /** As written: "channels % groups == 0". */
    readonly condition: string;
    /** The message that the `require` gives. */
    readonly reason: string | undefined;
  }>({
    severity: 'error',
    title: 'a requirement of a block is not met',
    message: ({ block, condition, reason }) =>
      reason === undefined || reason === ''
        ? `${quoted(block)} requires ${quoted(condition)}, which does not hold here`
        : `${quoted(block)} cannot be made here: ${clause(reason)}`,
    hint: ({ condition, reason }) =>
      reason === undefined || reason === '' ? undefined : `it requires ${quoted(condition)}`,
    explanation:
      'A block says by `require` what its arguments and the feature map that enters must satisfy. It is checked each time ' +
      'the block is used; mend the call, or the layers before it.',
    example: `block Grouped(channels, groups = 32) {
  require channels % groups == 0, "the channels must be a multiple of the groups"
  conv(channels, 3, pad = same, groups = groups)
}

network Example {
  input [64, 28, 28]
  Grouped(100)
}
`,
  }),
};

/** Without its final point, so that it can stand in a sentence. */
function clause(text: string): string {
  return text.replace(/\.\s*$/, '');
}
