import { describe, expect, it } from 'vitest';
import type { CanvasEdit } from '../../src/canvas/edits/edit.ts';
import { edited, type Marked, marked } from './edits-support.ts';

interface Case {
  readonly title: string;
  readonly text: string;
  readonly edit: (places: Marked) => CanvasEdit;
}

const here = { file: 'test.arch', start: 0, end: 0 };
const first = ({ spans }: Marked) => spans[0] ?? here;
const second = ({ spans }: Marked) => spans[1] ?? here;
const network = (steps: string) => `network Test(classes = 10) {\n  input image [64, 32, 32]\n${steps}}\n`;

const remove = (title: string, text: string): Case => ({
  title: `delete ${title}`,
  text,
  edit: (m) => ({ kind: 'delete', steps: first(m) }),
});
const insert = (title: string, text: string, callee = 'relu'): Case => ({
  title: `insert ${title}`,
  text,
  edit: ({ gap }) => ({ kind: 'insert', callee, at: gap, shape: [64, 32, 32] }),
});
const paste = (title: string, text: string, pasted: string): Case => ({
  title: `paste ${title}`,
  text,
  edit: ({ gap }) => ({ kind: 'paste', text: pasted, at: gap }),
});
const move = (title: string, text: string): Case => ({
  title: `move ${title}`,
  text,
  edit: (m) => ({ kind: 'move', steps: first(m), to: m.gap }),
});
const duplicate = (title: string, text: string): Case => ({
  title: `duplicate ${title}`,
  text,
  edit: (m) => ({ kind: 'duplicate', steps: first(m) }),
});
const set = (title: string, text: string, name: string, value?: string): Case => ({
  title: `set ${name} ${value === undefined ? 'to its default' : `to ${value}`}${title}`,
  text,
  edit: (m) => ({ kind: 'set-argument', step: first(m), name, value }),
});
const wrap = (title: string, text: string, callee: string): Case => ({
  title: `wrap in ${callee}${title}`,
  text,
  edit: (m) => ({ kind: 'wrap', steps: first(m), callee, shape: [64, 32, 32] }),
});
const unwrap = (title: string, text: string, keep?: number): Case => ({
  title: `unwrap ${title}`,
  text,
  edit: (m) => ({ kind: 'unwrap', step: first(m), ...(keep === undefined ? {} : { keep }) }),
});
const addBranch = (title: string, text: string, branch?: string): Case => ({
  title: `add a branch ${title}`,
  text,
  edit: ({ branchGap }) => ({ kind: 'add-branch', at: branchGap, ...(branch === undefined ? {} : { text: branch }) }),
});
const removeBranch = (title: string, text: string): Case => ({
  title: `remove a branch ${title}`,
  text,
  edit: (m) => ({ kind: 'remove-branch', branch: first(m) }),
});
const moveBranch = (title: string, text: string): Case => ({
  title: `move a branch ${title}`,
  text,
  edit: (m) => ({ kind: 'move-branch', branch: first(m), to: m.branchGap }),
});
const connect = (title: string, text: string, kind: 'merge' | 'step'): Case => ({
  title: `connect ${title}`,
  text,
  edit: (m) => ({ kind: 'connect', from: first(m), to: { kind, step: second(m) } }),
});
const label = (title: string, text: string, name?: string): Case => ({
  title: `label ${title}`,
  text,
  edit: (m) => ({ kind: 'label', step: first(m), name }),
});
const extract = (title: string, text: string, name = 'Unit'): Case => ({
  title: `extract ${title}`,
  text,
  edit: (m) => ({ kind: 'extract', steps: first(m), name }),
});
const setCount = (title: string, text: string, count: string): Case => ({
  title: `count ${title}`,
  text,
  edit: (m) => ({ kind: 'set-count', step: first(m), count }),
});
const setDefault = (title: string, text: string, parameter: string, value?: string): Case => ({
  title: `default ${title}`,
  text,
  edit: () => ({ kind: 'set-default', definition: 'Test', parameter, value }),
});

const merged = network('\n  add {\n    | conv(64, 3, pad = same)\n      ⟦relu⟧\n    | skip\n  }\n');

const cases: readonly Case[] = [
  remove('a line', network('\n  conv(8, 3)\n  ⟦relu⟧\n  tanh\n')),
  remove('a line with its comments', network('\n  conv(8, 3)\n\n  // about relu\n  ⟦relu⟧  // indeed\n\n  tanh\n')),
  remove('a line between blank lines', network('\n  conv(8, 3)\n\n  ⟦relu⟧\n\n  tanh\n')),
  remove('the last line', network('\n  conv(8, 3)\n\n  ⟦relu⟧\n')),
  remove('the first of a chain', network('  ⟦conv(8, 3)⟧ -> relu -> tanh\n')),
  remove('a link of a chain', network('  conv(8, 3) -> ⟦relu⟧ -> tanh\n')),
  remove('the end of a chain', network('  conv(8, 3) -> ⟦relu⟧  // stays\n  tanh\n')),
  remove('several lines', network('  ⟦conv(8, 3) -> relu\n  tanh⟧\n  flatten\n')),
  remove('from within a chain to the next line', network('  conv(8, 3) -> ⟦relu\n  tanh⟧ -> sigmoid\n  flatten\n')),
  remove('a line before an arrow', network('  conv(8, 3)\n    -> ⟦relu⟧\n    -> tanh\n')),
  remove('the last line before an arrow', network('  conv(8, 3)\n    -> relu\n    -> ⟦tanh⟧\n')),
  remove('a line behind an arrow', network('  conv(8, 3) ->\n    ⟦relu⟧ ->\n    tanh\n')),
  remove('the last line behind an arrow', network('  conv(8, 3) ->\n    ⟦relu⟧\n')),
  remove('all of a branch', network('  add {\n    | ⟦conv(64, 3, pad = same)⟧\n    | skip\n  }\n')),
  remove('the end of a branch', merged),
  remove('the beginning of a branch', network('  add {\n    | ⟦relu⟧\n      tanh\n    | skip\n  }\n')),
  remove('all of a repetition', network('  repeat 3 { ⟦relu⟧ }\n')),
  remove('a skip that is all there is', network('  add { | relu | ⟦skip⟧ }\n')),
  remove('the input', 'network Test {\n  ⟦input image [1, 8, 8]⟧\n  relu\n}\n'),
  {
    title: 'delete a step of the library',
    text: network('  relu\n'),
    edit: () => ({ kind: 'delete', steps: { file: 'blocks/se.arch', start: 500, end: 504 } }),
  },
  remove('what is no longer there', network('  relu\n')),
  insert('behind a line', network('\n  conv(64, 3)\n  ▸tanh\n')),
  insert('into a chain', network('  conv(64, 3) -> ▸tanh\n')),
  insert('before an arrow', network('  conv(64, 3)  // comment\n    -> ▸tanh\n')),
  insert('behind an arrow', network('  conv(64, 3) ->\n    ▸tanh\n')),
  insert('behind the input', network('\n  // The stem.\n  ▸tanh\n')),
  insert('at the end', network('\n  tanh  // last\n▸\n  expect depth == 1\n')),
  insert('into a skip branch', network('  add {\n    | tanh\n    | ▸skip\n  }\n'), 'conv'),
  insert('at the beginning of a branch', network('  add {\n    | ▸tanh\n      relu\n    | skip\n  }\n'), 'conv'),
  insert('at the end of a branch', network('  add {\n    | tanh\n      relu▸\n    | skip\n  }\n'), 'conv'),
  insert('into empty braces', network('  repeat 3 { ▸ }\n')),
  insert('into empty braces on two lines', network('  repeat 3 {▸\n  }\n')),
  insert('a merge', network('\n  tanh\n▸'), 'add'),
  insert('a pooling', network('\n  tanh\n▸'), 'maxpool'),
  insert('a slice', network('\n  tanh\n▸'), 'slice'),
  insert('a library block', network('\n  tanh\n▸'), 'residual.Bottleneck'),
  insert('a block of many widths', network('\n  tanh\n▸'), 'inception.InceptionV1'),
  insert('a block that takes a switch', network('\n  tanh\n▸'), 'inception.InceptionConv'),
  insert('a block around steps', `use common.Zeros\n\n${network('\n  tanh\n▸')}`, 'se.SE'),
  insert('what does not exist', network('\n  tanh\n▸'), 'convolution'),
  paste('labels that are taken', network('\n  a: tanh\n▸'), 'a: relu\nb: conv(64, 1)\nadd { | skip | from b }'),
  paste(
    'labels that are taken and used',
    network('\n  b: tanh\n▸'),
    '// pasted\nb: conv(64, 1)\nadd { | skip | from b }',
  ),
  paste('several lines into a chain', network('  relu -> ▸tanh\n'), '// why\nadd {\n| skip\n    | relu\n}\nsigmoid'),
  paste(
    'with another indentation',
    network('  relu\n▸'),
    '      add {\n            | skip\n            | relu\n      }',
  ),
  paste('no steps', network('  relu\n▸'), '}'),
  duplicate('a labelled line', network('  c: conv(64, 1)  // one\n  ⟦d: relu⟧\n  tanh\n')),
  duplicate('a link', network('  conv(64, 1) -> ⟦relu⟧\n')),
  duplicate('braces', network('  ⟦repeat 2 {\n    relu\n  }⟧\n  tanh\n')),
  move(
    'a line down with its comments',
    network('\n  // about relu\n  ⟦relu⟧  // it\n  tanh\n▸\n  expect depth == 0\n'),
  ),
  move('a line into a chain', network('  // about relu\n  ⟦relu⟧  // it\n  c: tanh -> ▸sigmoid\n')),
  move('a link to a line', network('  tanh -> ⟦relu⟧ -> sigmoid\n  flatten\n▸')),
  move('a link along its chain', network('  ⟦tanh⟧ -> relu -> ▸sigmoid\n')),
  move('into a branch', network('  ⟦repeat 2 {\n    relu\n  }⟧\n  add {\n    | tanh▸\n    | skip\n  }\n')),
  move('out of a branch', `${merged.slice(0, -2)}▸}\n`),
  move('into itself', network('  ⟦repeat 2 {\n    ▸relu\n  }⟧\n')),
  move('nowhere', network('  ⟦relu⟧\n  ▸tanh\n')),
  move('away from a name', network('  repeat i in 0..2 { ⟦conv(64 * i + 64, 1)⟧ }\n▸')),
  move('away from those that use it', network('  ⟦a: relu⟧\n  add {\n    | tanh▸\n    | skip\n  }\n  from a\n')),
  set(' where it is written', network('  ⟦conv(64, 3, pad = same)⟧\n'), 'kernel', '5x5'),
  set('', network('  ⟦conv(64, 3, pad = same)⟧\n'), 'stride', '2'),
  set('', network('  ⟦conv(64, 3, pad = same)⟧\n'), 'pad'),
  set(' before another without a name', network('  ⟦conv(64, 3, 2, 1)⟧\n'), 'stride'),
  set(', the only one', network('  ⟦dropout(0.3)⟧ -> relu\n'), 'rate'),
  set(' of a call without parentheses', network('  ⟦dropout⟧\n'), 'rate', '0.3'),
  set(' of half a call', network('  ⟦conv()⟧\n'), 'channels', '8'),
  set('', network('  ⟦conv(64, 3)⟧\n'), 'kernel'),
  set('', network('  ⟦conv(64, 3)⟧\n'), 'size', '3'),
  set('', network('  ⟦conv(64, 3)⟧\n'), 'kernel', '3) -> relu('),
  set(' of the input', 'network Test {\n  ⟦input image [1, 8, 8]⟧\n}\n', 'shape', '[3, 8, 8]'),
  set(' of a block', `use se.SE\n${network('  ⟦SE { relu }⟧\n')}`, 'reduction', '8'),
  wrap(' on lines', network('\n  // one\n  ⟦conv(64, 3, pad = same) -> relu⟧  // two\n  tanh\n'), 'add'),
  wrap(', several', network('  ⟦conv(64, 3, pad = same)\n  repeat 2 {\n    relu\n  }⟧\n  tanh\n'), 'add'),
  wrap(' within a chain', network('  tanh -> ⟦relu⟧ -> sigmoid\n'), 'scale'),
  wrap('', network('  c1: relu -> ⟦conv(64, 1)\n  tanh⟧ -> sigmoid\n'), 'concat'),
  wrap(', a labelled unit', network('  ⟦unit: conv(64, 1)⟧\n  expect shape(unit) == [64, 32, 32]\n'), 'se.SE'),
  wrap(
    ', several that end in a used label',
    network('  ⟦relu\n  unit: conv(64, 1)⟧\n  expect shape(unit) == [64, 32, 32]\n'),
    'se.SE',
  ),
  wrap(', which needs arguments', network('  ⟦conv(64, 1)⟧\n'), 'residual.Residual'),
  wrap('', network('  relu -> ⟦conv(64, 1)⟧\n'), 'repeat 3'),
  wrap(', a branch', network('  concat {\n    | ⟦relu\n      tanh⟧\n    | skip\n  }\n'), 'add'),
  wrap(', a name lost', network('  ⟦a: relu\n  tanh⟧\n  add { | skip | from a }\n'), 'add'),
  wrap(', another in', network('  relu\n  ⟦conv(in.channels, 1)⟧\n'), 'add'),
  wrap('', network('  ⟦relu⟧\n'), 'conv'),
  unwrap(
    'one branch',
    network('  x: relu\n  ⟦add {\n    | conv(64, 1)  // the branch\n      relu\n    | skip\n  }⟧\n  tanh\n'),
  ),
  unwrap(
    'a labelled block',
    `use se.SE\n\n${network('  ⟦u: SE(reduction = 4) {\n    conv(64, 1)\n    relu\n  }⟧\n  tanh -> from u\n')}`,
  ),
  unwrap('a chosen branch in a chain', network('  tanh -> ⟦add { | conv(64, 1) -> relu | sigmoid }⟧ -> flatten\n'), 1),
  unwrap('two branches', network('  ⟦add { | conv(64, 1) | sigmoid }⟧\n')),
  unwrap('a repetition that counts', network('  ⟦repeat i in 1..3 { conv(64 * i, 1) }⟧\n')),
  unwrap(
    'in a branch',
    network('  add {\n    | ⟦repeat 2 {\n      relu\n      conv(64, 1)\n    }⟧\n    | skip\n  }\n'),
  ),
  addBranch('at the end', network('  add {\n    | relu\n    | skip  // short\n ▸ }\n')),
  addBranch('before the first', network('  add {▸\n    // relu\n    | relu\n    | skip\n  }\n'), 'conv(64, 1)\nrelu'),
  addBranch('on one line', network('  add { | relu▸ | skip }\n'), 'tanh'),
  addBranch('behind branches that are repeated', network('  concat {\n    repeat 2 {\n      | relu\n    }\n ▸ }\n')),
  removeBranch(
    'on a line',
    network('  add {\n    | relu\n    // twice\n    ⟦| conv(64, 1)\n      relu⟧\n    | skip\n  }\n'),
  ),
  removeBranch('on one line', network('  add { ⟦| relu⟧ | tanh | skip }\n')),
  removeBranch('at the end of one line', network('  add { | relu | tanh ⟦| skip⟧ }\n')),
  removeBranch('alone', network('  add {\n    repeat 2 {\n      ⟦| relu⟧\n    }\n  }\n')),
  moveBranch('up', network('  add {▸\n    | relu\n    // twice\n    ⟦| conv(64, 1)\n      relu⟧  // end\n  }\n')),
  moveBranch('on one line', network('  add { ⟦| relu⟧ | tanh | skip▸ }\n')),
  connect('past steps', network('  ⟦conv(64, 1)⟧\n  relu\n  conv(64, 3, pad = same)\n  ⟦tanh⟧\n'), 'step'),
  connect('to a merge', network('  ⟦conv(64, 1)⟧\n  relu\n  ⟦add {\n    | skip\n    | tanh\n  }⟧\n'), 'merge'),
  connect('to a merge next to it', network('  ⟦conv(64, 1)⟧\n  ⟦add {\n    | relu\n    | tanh\n  }⟧\n'), 'merge'),
  connect('into a branch', network('  ⟦c: conv(64, 1)⟧\n  relu\n  add { | ⟦tanh⟧ | skip }\n'), 'step'),
  connect(
    'past a used name',
    network('  ⟦conv(64, 1)⟧\n  a: relu\n  ⟦tanh⟧\n  expect shape(a) == [64, 32, 32]\n'),
    'step',
  ),
  connect('the input', 'network Test {\n  ⟦input [8, 4, 4]⟧\n  relu\n  ⟦concat { | skip | tanh }⟧\n}\n', 'merge'),
  connect('neighbours', network('  ⟦relu⟧\n  ⟦tanh⟧\n'), 'step'),
  connect('out of sight', network('  add { | ⟦relu⟧ | skip }\n  ⟦tanh⟧\n'), 'step'),
  label('a step', network('  relu -> ⟦tanh⟧\n'), 'act'),
  label('again', network('  ⟦a: relu⟧\n  add { | skip | from a }\n  expect shape(a) == [a.channels, 32, 32]\n'), 'act'),
  label('with a word', network('  ⟦relu⟧\n'), 'repeat'),
  label('with a name that is taken', network('  ⟦relu⟧\n  conv(64, 3, pad = same)\n'), 'same'),
  label('no more', network('  ⟦a: relu⟧\n'), undefined),
  label('no more, though it is used', network('  ⟦a: relu⟧\n  from a\n'), undefined),
  extract(
    'steps with their names',
    network('  let width = 64\n  repeat i in 0..2 {\n    ⟦conv(width, 3 + 2 * i)\n    relu⟧\n  }\n'),
  ),
  extract('one labelled step', network('  ⟦fc: dense(classes)⟧\n  expect shape(fc) == [10]\n')),
  extract(
    'steps that call a block they were given',
    `block B(act: block) {\n  conv(8, 1)\n  ⟦act -> tanh⟧\n}\n${network('  B(relu)\n')}`,
  ),
  extract('under a name that is taken', network('  ⟦relu⟧\n'), 'conv'),
  setCount('of a number', network('  ⟦repeat 3 { relu }⟧\n'), '5'),
  setCount('of a range', network('  ⟦repeat i in 1..3 { conv(i * 8, 1) }⟧\n'), '5'),
  setCount('of a range from an expression', network('  ⟦repeat i in classes..20 { conv(i * 8, 1) }⟧\n'), '5'),
  setCount('to half', network('  ⟦repeat 3 { relu }⟧\n'), '0.5'),
  setDefault('changed', network('  relu\n'), 'classes', '100'),
  setDefault('taken away', network('  relu\n'), 'classes'),
  setDefault('unknown', network('  relu\n'), 'width', '3'),
];

describe('canvas edits', () => {
  it('become text as their golden file shows', async () => {
    const shown = cases.map(({ title, text, edit }) => {
      const places = marked(text);
      return `## ${title}\n\n${text.trimEnd()}\n\n=>\n\n${edited(places.source, edit(places)).trimEnd()}\n`;
    });
    await expect(shown.join('\n')).toMatchFileSnapshot('edits.golden.txt');
  });
});
