/** Problems of the network's structure: found while blocks are expanded into layers. */
import { entry } from '../entry.ts';
import { chainText, numberText, quoted } from './text.ts';

export const expansionEntries = {
  'missing-branches': entry<{ readonly callee: string; readonly found: number }>({
    severity: 'error',
    title: 'a merge without enough branches',
    message: ({ callee, found }) =>
      `${quoted(callee)} merges ${callee === 'scale' ? 'two branches' : 'at least two branches'}, found ${found}`,
    hint: ({ callee }) =>
      callee === 'scale'
        ? 'the first branch is the map, the second its factors: `scale { | skip | conv(1, 1) -> sigmoid }`'
        : `write them in its braces: \`${callee} { | conv(64, 3, pad = same) | skip }\``,
    explanation:
      '`concat` and `add` merge two or more branches, `scale` exactly two: the map and its factors. Each branch begins ' +
      'with `|` and works on the same input. `skip` is the branch that passes it on.',
    example: `network Example {
  input [64, 28, 28]
  conv(64, 1) -> add
}
`,
  }),

  'unexpected-body': entry<{ readonly callee: string }>({
    severity: 'error',
    title: 'braces after a call that takes none',
    message: ({ callee }) => `${quoted(callee)} takes no braces: it has no parameter of type block and merges nothing`,
    hint: () => 'take the braces away, or write `->` before the steps in them and drop the braces',
    explanation:
      'Braces after a call hold the branches of a merge, or a stack for the first parameter of type `block`. This call ' +
      'has no use for either.',
    example: `network Example {
  input [64, 28, 28]
  conv(64, 1) { relu }
}
`,
  }),

  'repeat-count': entry<{
    /** A phrase: "2.5", "the string \"two\"". */
    readonly found: string;
  }>({
    severity: 'error',
    title: 'a repeat whose bounds are no counts',
    message: ({ found }) => `a repeat counts in whole numbers from 0 upwards, found ${found}`,
    hint: () => 'write `repeat 3 { ... }`, or `repeat i in 0..3 { ... }` for i = 0, 1, 2',
    explanation:
      '`repeat n` repeats its body n times; `repeat i in a..b` lets i run from a up to, not including, b. Bounds are ' +
      'whole numbers and not negative. A repeat of zero times passes its input on.',
    example: `network Example(depth = 2.5) {
  input [64, 28, 28]
  repeat depth { conv(64, 3, pad = same) }
}
`,
  }),

  'too-deep': entry<{
    readonly limit: number;
    /** Names of blocks, the outermost first. */
    readonly chain: readonly string[];
  }>({
    severity: 'error',
    title: 'blocks that nest without end',
    message: ({ limit, chain }) => `blocks nest more than ${numberText(limit)} deep: ${chainText(chain)}`,
    hint: () => 'a block that calls itself needs an `if` that ends it; for a number of units in a row use `repeat`',
    explanation:
      'A block may call itself, as fractal networks do, as long as an `if` ends it. The expansion stops at a bound, so ' +
      'that a definition that never ends is told, not waited for.',
    example: `block Endless(channels) {
  conv(channels, 1) -> Endless(channels)
}

network Example {
  input [64, 28, 28]
  Endless(64)
}
`,
  }),

  'too-large': entry<{ readonly what: 'layers' | 'steps'; readonly limit: number }>({
    severity: 'error',
    title: 'a network that grows beyond bounds',
    message: ({ what, limit }) => `the network has more than ${numberText(limit)} ${what}, the most that are expanded`,
    hint: () => 'look at the bounds of `repeat`, and at blocks that call themselves more than once',
    explanation:
      'The expansion of a network stops at a bound on its layers and on the steps that are worked through, so that a ' +
      'number with a digit too many is told, not waited for.',
    example: `network Example {
  input [64, 28, 28]
  repeat 1_000_000_000 { relu }
}
`,
  }),

  'missing-input': entry<{ readonly network: string }>({
    severity: 'error',
    title: 'a network without an input',
    message: ({ network }) => `network ${quoted(network)} has no input`,
    hint: () => 'begin it with the shape of an image, channels x height x width: `input image [3, 224, 224]`',
    explanation:
      'All shapes and counts follow from the shape of the input, so every network begins with an `input` step: channels, ' +
      'height and width of one image.',
    example: `network Example {
  conv(64, 3) -> relu
}
`,
  }),

  'duplicate-input': entry<{
    /** The name of the first input. */
    readonly first: string;
  }>({
    severity: 'error',
    title: 'a second input',
    message: ({ first }) => `a network has one input, and this one has ${quoted(first)} already`,
    hint: () => 'take one of the two away; to go back to the image, label its first step and write `from`',
    explanation: 'Networks that classify images take one image. There is one `input` step, at the beginning.',
    example: `network Example {
  input image [3, 224, 224]
  input depth [1, 224, 224]
  conv(64, 3)
}
`,
  }),

  'bad-input-shape': entry<{
    /** A phrase: "the list [224, 224]". */
    readonly found: string;
  }>({
    severity: 'error',
    title: 'an input shape that is no image',
    message: ({ found }) => `the shape of an input is three whole numbers from 1 upwards, found ${found}`,
    hint: () => 'write channels, height and width: `[3, 224, 224]` for colour, `[1, 28, 28]` for grey',
    explanation:
      "An input's shape is [channels, height, width] of one image. The batch is no part of it: all counts are for one " +
      'image.',
    example: `network Example {
  input [224, 224]
  conv(64, 3)
}
`,
  }),

  'step-before-input': entry<Record<string, never>>({
    severity: 'error',
    title: 'a step before the input',
    message: () => 'this step stands before the input, so there is no feature map yet to work on',
    hint: () => 'move `input` to the beginning of the network',
    explanation:
      'Each step works on the feature map that the step before it leaves; the first one is the input. Only `let`, ' +
      '`require`, `expect` and `train`, which take no feature map, may come before it.',
    example: `network Example {
  relu
  input [3, 224, 224]
  conv(64, 3)
}
`,
  }),
};
