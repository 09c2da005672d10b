/** What kinds of value a place takes, as far as that is known before anything is run. */
import { builtins } from '../compiler/builtins.ts';
import type { SettingType } from '../compiler/recipe-settings.ts';
import type { ArgumentType } from '../operators/operator.ts';
import { operators, operatorWords } from '../operators/registry.ts';
import type { Parameter, Value } from '../syntax/ast.ts';

export interface Accepts {
  /** Numbers, sizes, lists, and the names and functions that give them. */
  readonly numbers: boolean;
  readonly booleans: boolean;
  readonly blocks: boolean;
  /** Labels and `in`, for their own sake. */
  readonly maps: boolean;
  readonly words: readonly string[];
}

const nothing: Accepts = { numbers: false, booleans: false, blocks: false, maps: false, words: [] };
export const anyNumber: Accepts = { ...nothing, numbers: true };
export const anyMap: Accepts = { ...nothing, maps: true };
export const anyCondition: Accepts = { ...nothing, numbers: true, booleans: true };
export const anyValue: Accepts = {
  numbers: true,
  booleans: true,
  blocks: true,
  maps: false,
  words: [...operatorWords],
};

export function acceptsArgument(type: ArgumentType): Accepts {
  switch (type.kind) {
    case 'bool':
      return { ...nothing, booleans: true };
    case 'padding':
      return { ...anyNumber, words: ['same', 'valid'] };
    case 'word':
      return { ...nothing, words: type.words };
    default:
      return anyNumber;
  }
}

/** From the type that is written, else from the default. */
export function acceptsParameter({ type, default: preset }: Parameter): Accepts {
  switch (type) {
    case undefined:
      return preset ? acceptsLike(preset) : anyValue;
    case 'bool':
      return { ...nothing, booleans: true };
    case 'block':
      return { ...nothing, blocks: true };
    case 'string':
      return nothing;
    default:
      return anyNumber;
  }
}

export function acceptsSetting(type: SettingType): Accepts {
  switch (type.kind) {
    case 'bool':
      return { ...nothing, booleans: true };
    case 'word':
      return { ...nothing, words: type.words };
    case 'int':
    case 'number':
    case 'numbers':
      return anyNumber;
    default:
      return nothing;
  }
}

function acceptsLike(preset: Value): Accepts {
  switch (preset.kind) {
    case 'number':
    case 'list':
    case 'member':
    case 'index':
      return anyNumber;
    case 'boolean':
      return { ...nothing, booleans: true };
    case 'string':
      return nothing;
    case 'body':
      return { ...nothing, blocks: true };
    case 'reference': {
      const { text } = preset.name;
      if (operatorWords.has(text)) return { ...anyNumber, words: wordsBeside(text) };
      return operators.has(text) ? { ...nothing, blocks: true } : anyValue;
    }
    case 'call-expression':
      return builtins.has(preset.callee.text) ? anyNumber : { ...nothing, blocks: true };
    case 'unary':
      return preset.operator === 'not' ? { ...nothing, booleans: true } : anyNumber;
    default:
      return anyCondition;
  }
}

/** The words of the parameters that have this one: `valid` beside `same`. */
function wordsBeside(word: string): readonly string[] {
  const words = [...operators.values()].flatMap(({ parameters }) =>
    parameters.map(({ type }) => acceptsArgument(type).words).filter((each) => each.includes(word)),
  );
  return [...new Set(words.flat())];
}
