/** The fields of the inspector: a callee's parameters with what is written for them. */

import type { LoadedModule } from '../../compiler/modules.ts';
import { blockCallee, type Callee, type CalleeParameter, operatorCallee } from '../../language/callee.ts';
import type { Operator } from '../../operators/operator.ts';
import { operators } from '../../operators/registry.ts';
import type { BlockDefinition, CallStep, Value } from '../../syntax/ast.ts';
import type { InspectedArgument } from '../protocol.ts';

type Input = InspectedArgument['input'];
const text: Input = { kind: 'text' };

/** What a step calls; undefined for a name that stands for a block, and for one that means nothing. */
export type Called =
  | { readonly kind: 'operator'; readonly callee: Callee; readonly operator: Operator }
  | { readonly kind: 'block'; readonly callee: Callee; readonly definition: BlockDefinition };

export function calledBy({ blocks }: LoadedModule, name: string): Called | undefined {
  const block = blocks.get(name);
  if (block) return { kind: 'block', callee: blockCallee(block), definition: block.definition };
  const operator = operators.get(name);
  return operator && { kind: 'operator', callee: operatorCallee(operator), operator };
}

/** Without the one that the braces behind the call give. */
export function callArguments({ file }: LoadedModule, step: CallStep, called: Called): readonly InspectedArgument[] {
  const { parameters } = called.callee;
  const receiver =
    step.trailing && called.kind === 'block'
      ? called.definition.parameters.find(({ type }) => type === 'block')?.name.text
      : undefined;
  const fields = parameters.filter(({ name }) => name !== receiver);
  const unnamed = step.arguments.filter((argument) => !argument.name);
  return fields.map((parameter, position) => {
    const named = step.arguments.find((argument) => argument.name?.text === parameter.name);
    const given = (named ?? unnamed[position])?.value;
    const { name, doc, preset, required } = parameter;
    const written = given && file.text.slice(given.span.start, given.span.end);
    return { name, doc, written, preset, required, input: fieldFor(inputOf(called, parameter), given) };
  });
}

function inputOf(called: Called, { name, accepts }: CalleeParameter): Input {
  const type =
    called.kind === 'operator'
      ? called.operator.parameters.find((each) => each.name === name)?.type
      : called.definition.parameters.find((each) => each.name.text === name)?.type;
  const { kind, min } = typeof type === 'object' ? { min: undefined, ...type } : { kind: type, min: undefined };
  if (kind === 'int' || kind === 'number') return { kind: 'number', min, integer: kind === 'int' };
  const { numbers, booleans, blocks, words } = accepts;
  if (booleans && !numbers) return { kind: 'boolean' };
  return words.length > 0 && !numbers && !blocks ? { kind: 'choice', options: words } : text;
}

/** A written `2 * width` is no number to be counted up and down: then any text may take its place. */
function fieldFor(input: Input, written: Value | undefined): Input {
  switch (input.kind) {
    case 'number':
      return !written || written.kind === 'number' ? input : text;
    case 'boolean':
      return !written || written.kind === 'boolean' ? input : text;
    case 'choice': {
      const isOption = written?.kind === 'reference' && input.options.includes(written.name.text);
      return !written || isOption ? input : text;
    }
    case 'text':
      return input;
  }
}

/** The parameters of a block or a network, with their defaults as what is written. */
export function parameterFields({ file }: LoadedModule, definition: BlockDefinition): readonly InspectedArgument[] {
  const called: Called = { kind: 'block', callee: blockCallee({ definition, home: { file } }), definition };
  return called.callee.parameters.map((parameter, index) => {
    const { name, doc, preset, required } = parameter;
    const given = definition.parameters[index]?.default;
    return {
      name,
      doc,
      written: preset,
      preset: undefined,
      required,
      input: fieldFor(inputOf(called, parameter), given),
    };
  });
}
