/** The words of the grammar: how they are written and what they do. For completion and hover. */
import { place as at } from './snippet.ts';

export interface Keyword {
  readonly name: string;
  readonly form: string;
  readonly doc: string;
  /** With places to fill in. */
  readonly snippet: string;
  /** `file`: between definitions; `network`: only in the network's own stack; `item`: at the start of a line of a stack. */
  readonly place: 'file' | 'network' | 'item' | 'step' | 'value' | 'other';
}

const keyword = (
  place: Keyword['place'],
  name: string,
  form: string,
  doc: string,
  snippet: string = name,
): Keyword => ({ place, name, form, doc, snippet });

const all: readonly Keyword[] = [
  keyword(
    'file',
    'network',
    'network NAME(parameter = value) { ... }',
    'The network of the file; its parameters can be set from outside. The end of the stack is its output.',
    `network ${at(1, 'Name')}(${at(2, 'classes = 10')}) {\n  input image [${at(3, '3, 224, 224')}]\n\n  $0\n}`,
  ),
  keyword(
    'file',
    'block',
    'block NAME(parameter, parameter = value) { ... }',
    'A stack with a name. It sees its own parameters and the map that enters, `in`, and nothing of its caller.',
    `block ${at(1, 'Name')}(${at(2, 'channels')}) {\n  $0\n}`,
  ),
  keyword(
    'file',
    'use',
    'use residual.Bottleneck',
    'Brings one block, or all, of a module of the library (`use residual`) or of a file (`use "./my.arch"`).',
    'use $0',
  ),
  keyword(
    'network',
    'input',
    'input image [3, 224, 224]',
    'The map that enters the network: channels, height, width.',
    `input ${at(1, 'image')} [${at(2, '3, 224, 224')}]`,
  ),
  keyword(
    'network',
    'expect',
    'expect parameters == 25.56M',
    'Checked when all is counted; a number with a suffix holds within its last digit.',
    `expect ${at(0, 'parameters == 1M')}`,
  ),
  keyword(
    'network',
    'head',
    'head NAME from LABEL, weight = 0.3, training_only { ... }',
    'A further output; `training_only` is dropped after training.',
    `head ${at(1, 'aux')} from ${at(2, 'label')}, weight = ${at(3, '0.3')}, training_only {\n  $0\n}`,
  ),
  keyword(
    'network',
    'train',
    'train { epochs = 10 }',
    'How the network is trained; every setting has a default.',
    'train {\n  $0\n}',
  ),
  keyword(
    'item',
    'let',
    'let NAME = value',
    'A name for a value, until the braces around it close.',
    `let ${at(1, 'name')} = $0`,
  ),
  keyword(
    'item',
    'require',
    'require channels % groups == 0, "why"',
    'Checked wherever the block is called; the call is at fault.',
    `require ${at(1, 'condition')}, "${at(2, 'why')}"`,
  ),
  keyword('step', 'skip', 'skip', 'Hands on the map that enters: the bare edge of a merge.'),
  keyword('step', 'from', 'from LABEL', 'Goes on from a labelled map.', 'from $0'),
  keyword(
    'step',
    'repeat',
    'repeat 3 { ... }, repeat i in 0..3 { ... }',
    'The stack so many times in a row; within it, `in` is the map that enters the iteration.',
    `repeat ${at(1, '3')} { $0 }`,
  ),
  keyword(
    'step',
    'if',
    'if condition { ... } else { ... }',
    'One stack or another; without `else`, none.',
    `if ${at(1, 'condition')} { $0 }`,
  ),
  keyword('other', 'else', 'else { ... }', 'The stack, or the value, where no condition holds.', 'else { $0 }'),
  keyword(
    'value',
    'in',
    'in.channels, in.height, in.width',
    'The map that enters the nearest stack around: a block, a branch, an iteration.',
  ),
  keyword('value', 'not', 'not condition', 'True where the condition is false.', 'not $0'),
  keyword('value', 'true', 'true', 'The condition that holds.'),
  keyword('value', 'false', 'false', 'The condition that does not hold.'),
  keyword('other', 'and', 'a and b', 'True where both are.', 'and $0'),
  keyword('other', 'or', 'a or b', 'True where one of them is.', 'or $0'),
];

export const keywordTable: ReadonlyMap<string, Keyword> = new Map(all.map((each) => [each.name, each]));

export function keywordsFor(...places: readonly Keyword['place'][]): readonly Keyword[] {
  return all.filter(({ place }) => places.includes(place));
}
