/** Names that lead nowhere, or to something of another kind: found while names are resolved. */
import { entry } from '../entry.ts';
import { chainText, didYouMean, nearestOrKnown, quoted } from './text.ts';

type Nearest = { readonly nearest?: string | undefined };

export const nameEntries = {
  'unknown-name': entry<{ readonly name: string } & Nearest>({
    severity: 'error',
    title: 'a value that is not defined',
    message: ({ name }) => `no value is called ${quoted(name)} here`,
    hint: ({ nearest }) => didYouMean(nearest) ?? 'define it with `let`, or make it a parameter',
    explanation:
      'A value is a parameter of the block or network, a `let` before this place, or the variable of a `repeat`. Each ' +
      'lives until the brace that encloses it closes. A block sees its own parameters, not the names of its caller.',
    example: `network Example(classes = 10) {
  input [1, 28, 28]
  flatten -> dense(clases)
}
`,
  }),

  'unknown-step': entry<{ readonly name: string } & Nearest>({
    severity: 'error',
    title: 'an operator or block that does not exist',
    message: ({ name }) => `no operator or block is called ${quoted(name)}`,
    hint: ({ nearest }) =>
      didYouMean(nearest) ?? 'a block of the standard library or of another file is brought by `use`',
    explanation:
      'A step calls an operator of the language, a block of this file, or a block that `use` brings: ' +
      '`use residual.Bottleneck` from the standard library, `use "./my.arch"` from a file.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3) -> rellu
}
`,
  }),

  'unknown-argument': entry<
    { readonly callee: string; readonly argument: string; readonly known: readonly string[] } & Nearest
  >({
    severity: 'error',
    title: 'an argument that the call does not take',
    message: ({ callee, argument }) => `${quoted(callee)} has no argument ${quoted(argument)}`,
    hint: ({ callee, nearest, known }) =>
      nearestOrKnown(nearest, known, `${quoted(callee)} takes`, `${quoted(callee)} takes no arguments`),
    explanation:
      'The named arguments of a call are the parameters of its operator or block. `netwright explain OPERATOR` lists ' +
      'those of an operator.',
    example: `network Example {
  input [1, 28, 28]
  conv(8, 3, strides = 2)
}
`,
  }),

  'unknown-module': entry<{ readonly name: string; readonly known: readonly string[] } & Nearest>({
    severity: 'error',
    title: 'a library module that does not exist',
    message: ({ name }) => `the standard library has no module ${quoted(name)}`,
    hint: ({ nearest, known }) =>
      nearestOrKnown(nearest, known, 'it has', 'for a file of your own write its path: `use "./my.arch"`'),
    explanation:
      '`use NAME` brings the blocks of a module of the standard library; a file of your own is brought by its path in ' +
      'quotes, relative to the file that uses it.',
    example: `use residul

network Example {
  input [1, 28, 28]
  flatten -> dense(10)
}
`,
  }),

  'unknown-block': entry<{ readonly module: string; readonly block: string } & Nearest>({
    severity: 'error',
    title: 'a block that its module does not have',
    message: ({ module, block }) => `module ${quoted(module)} has no block ${quoted(block)}`,
    hint: ({ module, nearest }) => didYouMean(nearest) ?? `\`use ${module}\` brings all its blocks`,
    explanation: '`use MODULE.BLOCK` brings one block of a library module, `use MODULE` brings all of them.',
    example: `use residual.Botleneck

network Example {
  input [1, 28, 28]
  flatten -> dense(10)
}
`,
  }),

  'missing-file': entry<{ readonly path: string }>({
    severity: 'error',
    title: 'a used file that cannot be read',
    message: ({ path }) => `there is no readable file ${quoted(path)}`,
    hint: () => 'the path is relative to the file that says `use`',
    explanation: '`use "./my.arch"` brings the blocks of another file. Its path is relative to the file that uses it.',
    example: `use "./missing.arch"

network Example {
  input [1, 28, 28]
  flatten -> dense(10)
}
`,
  }),

  'import-cycle': entry<{
    /** Paths; the last is the first again. */
    readonly chain: readonly string[];
  }>({
    severity: 'error',
    title: 'files that use each other',
    message: ({ chain }) => `files use each other in a circle: ${chainText(chain)}`,
    hint: () => 'move the blocks that both need to a third file',
    explanation: 'A file may not use itself, neither directly nor through other files.',
    example: `use "./first.arch"

network Example {
  input [1, 28, 28]
  First
}
`,
    files: {
      'first.arch': `use "./second.arch"

block First { Second -> relu }
`,
      'second.arch': `use "./first.arch"

block Second { conv(8, 3) }
`,
    },
  }),

  'duplicate-name': entry<{
    readonly name: string;
    /** A noun: "block", "parameter", "label". */
    readonly what: string;
  }>({
    severity: 'error',
    title: 'a name that is given twice',
    message: ({ name, what }) => `a second ${what} is called ${quoted(name)}`,
    hint: () => 'give one of them another name',
    explanation:
      'A name means one thing at a time: blocks within a file and what it uses, parameters within their list, labels and ' +
      '`let` within the braces around them. Operators cannot be redefined.',
    example: `network Example {
  input [1, 28, 28]
  stem: conv(8, 3)
  stem: conv(16, 3)
}
`,
  }),

  'unused-block': entry<{ readonly name: string }>({
    severity: 'warning',
    title: 'a block that is never used',
    message: ({ name }) => `block ${quoted(name)} is never used`,
    hint: () => 'use it, or take it away',
    explanation:
      'The network does not call this block, neither directly nor through other blocks, so it is not checked either. ' +
      'Blocks of files that hold no network are not reported.',
    example: `block Unit(channels) {
  conv(channels, 3, pad = same) -> relu
}

network Example {
  input [1, 28, 28]
  flatten -> dense(10)
}
`,
  }),

  'unknown-label': entry<{ readonly label: string } & Nearest>({
    severity: 'error',
    title: 'a label that no step has',
    message: ({ label }) => `no step is labelled ${quoted(label)}`,
    hint: ({ label, nearest }) => didYouMean(nearest) ?? `a label stands before its step: \`${label}: conv(64, 3)\``,
    explanation: '`from`, `head ... from` and `shape(...)` name a feature map by the label of the step that leaves it.',
    example: `network Example {
  input [1, 28, 28]
  stem: conv(8, 3)
  relu
  from stm
}
`,
  }),

  'unreachable-label': entry<{ readonly label: string; readonly reason: 'later' | 'closed' }>({
    severity: 'error',
    title: 'a label that cannot be seen from here',
    message: ({ label, reason }) =>
      reason === 'later'
        ? `the step labelled ${quoted(label)} comes only after this place`
        : `label ${quoted(label)} stands inside braces that have closed before this place`,
    hint: ({ reason }) =>
      reason === 'later'
        ? 'data flow forwards only: move this behind the labelled step'
        : 'label the step that the braces belong to, or use the label inside them',
    explanation:
      'A label can be used after its step and until the brace that encloses it closes. In a `repeat` there is a new ' +
      'feature map in each iteration, and in a block one for each call, so from outside it is not clear which is meant.',
    example: `network Example {
  input [1, 28, 28]
  repeat 2 { inner: conv(8, 3) }
  from inner
}
`,
  }),

  'unknown-parameter': entry<{
    readonly network: string;
    readonly parameter: string;
    readonly known: readonly string[];
    /** Not `nearest`: the name was given on the command line, where no fix can write it. */
    readonly closest: string | undefined;
  }>({
    severity: 'error',
    title: 'a parameter set from outside that the network does not have',
    message: ({ network, parameter }) => `network ${quoted(network)} has no parameter ${quoted(parameter)} to set`,
    hint: ({ network, closest, known }) =>
      nearestOrKnown(closest, known, `${quoted(network)} has`, `${quoted(network)} has no parameters`),
    explanation:
      '`--set classes=10` gives a parameter of the network another value than its default. What shall be set from ' +
      'outside has to be a parameter: `network NAME(classes = 1000) { ... }`.',
    example: `network Example(classes = 10) {
  input [1, 28, 28]
  flatten -> dense(classes)
}
`,
    set: { clases: '100' },
  }),

  'unknown-type': entry<{ readonly name: string } & Nearest>({
    severity: 'error',
    title: 'a type that does not exist',
    message: ({ name }) => `there is no type ${quoted(name)}`,
    hint: ({ nearest }) =>
      didYouMean(nearest) ??
      'the types are `int`, `number`, `bool`, `string`, `size`, `shape`, `list` and `block`; a type may be left out',
    explanation:
      'The type of a parameter is one of `int`, `number`, `bool`, `string`, `size`, `shape`, `list` and `block`. It may ' +
      'be left out; then any value is accepted and checked where it is used.',
    example: `block Unit(channels: integer) {
  conv(channels, 3)
}

network Example {
  input [1, 28, 28]
  Unit(8)
}
`,
  }),

  'unknown-property': entry<{
    /** A phrase: "a feature map", "a list". */
    readonly object: string;
    readonly property: string;
    readonly known: readonly string[];
  }>({
    severity: 'error',
    title: 'a property that the value does not have',
    message: ({ object, property }) => `${object} has no property ${quoted(property)}`,
    hint: ({ object, known }) => nearestOrKnown(undefined, known, 'it has', `${object} has no properties at all`),
    explanation:
      '`in`, the feature map that enters the body, has `.channels`, `.height` and `.width`. Items of a list are taken by ' +
      'an index: `widths[0]`.',
    example: `network Example {
  input [16, 28, 28]
  conv(in.depth, 3)
}
`,
  }),

  'unknown-function': entry<{ readonly name: string } & Nearest>({
    severity: 'error',
    title: 'a function that does not exist',
    message: ({ name }) => `there is no function ${quoted(name)}`,
    hint: ({ nearest }) =>
      didYouMean(nearest) ??
      'the functions are `min`, `max`, `abs`, `floor`, `ceil`, `round`, `floor_div`, `ceil_div`, `length`, `sum` and `shape`',
    explanation:
      'Expressions may call the functions `min`, `max`, `abs`, `floor`, `ceil`, `round`, `floor_div`, `ceil_div`, ' +
      '`length`, `sum` and `shape`. Blocks are not functions: they are steps.',
    example: `network Example {
  input [16, 28, 28]
  conv(maxi(8, 16), 3)
}
`,
  }),

  'used-as-value': entry<{ readonly name: string }>({
    severity: 'error',
    title: 'an operator, block or label where a value is wanted',
    message: ({ name }) => `${quoted(name)} is a step, not a value to compute with`,
    hint: ({ name }) => `for the shape that a labelled step leaves, write \`shape(${name})\` in an \`expect\``,
    explanation:
      'Operators, blocks and labels name steps. Numbers come from literals, parameters, `let` and the properties of ' +
      '`in`. A block can be handed on whole, to a parameter of type `block`, but not computed with.',
    example: `network Example {
  input [16, 28, 28]
  stem: conv(8, 3)
  conv(2 * stem, 3)
}
`,
  }),

  'used-as-step': entry<{
    readonly name: string;
    /** A phrase: "the number 64". */
    readonly found: string;
  }>({
    severity: 'error',
    title: 'a value where a step is wanted',
    message: ({ name, found }) => `${quoted(name)} is ${found}, not a step`,
    hint: ({ name }) =>
      `a step is an operator or a block; to go back to a labelled feature map, write \`from ${name}\``,
    explanation:
      'A body is a stack of steps: operators, blocks, and names that hold a block. To go back to a labelled feature map, ' +
      'write `from LABEL`.',
    example: `network Example(width = 16) {
  input [16, 28, 28]
  conv(width, 3)
  width
}
`,
  }),
};
