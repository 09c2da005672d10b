/** Names and values that come from outside the text: whether they may stand in it. */
import type { Expression, Value } from '../../syntax/ast.ts';
import { parse } from '../../syntax/parse.ts';

/** Why a text cannot be a name; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    return `\`${name}\` cannot be a name: names are letters, digits and _, and do not begin with a digit.`;
  }
  const text = `network N {\n${name}: skip\n}\n`;
  const { value: module, diagnostics } = parse({ path: 'name', text, library: false });
  const [step] = module.network?.body.steps ?? [];
  const isLabel = diagnostics.length === 0 && step?.kind === 'skip' && step.label?.text === name;
  return isLabel ? undefined : `\`${name}\` is a word of the language and cannot be a name.`;
}

/** A text that is one value, in an argument's place; undefined where it is not. */
export function readValue(text: string): Value | undefined {
  const source = `network N {\nx(v = ${text}\n)\n}\n`;
  const { value: module, diagnostics } = parse({ path: 'value', text: source, library: false });
  const [step, second] = module.network?.body.steps ?? [];
  if (diagnostics.length > 0 || second || step?.kind !== 'call' || step.trailing) return undefined;
  const [argument, other] = step.arguments;
  return argument && !other && step.callee.text === 'x' ? argument.value : undefined;
}

export function readExpression(text: string): Expression | undefined {
  const value = readValue(text);
  return value?.kind === 'body' ? undefined : value;
}

/** `1 place`, `3 places`. */
export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
