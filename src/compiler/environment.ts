/** Lexical scoping: making environments, binding names, looking them up. */

import { operators } from '../operators/registry.ts';
import type { LoadedModule } from './modules.ts';
import type { Binding, Environment, MapReference, Target } from './values.ts';

export function childOf(parent: Environment, entering: MapReference | undefined = parent.in): Environment {
  return { parent, module: parent.module, in: entering, names: undefined };
}

export function rootOf(module: LoadedModule, entering: MapReference | undefined): Environment {
  return { parent: undefined, module, in: entering, names: undefined };
}

export function bind(environment: Environment, name: string, binding: Binding): void {
  environment.names ??= new Map();
  environment.names.set(name, binding);
}

export function lookup(environment: Environment, name: string): Binding | undefined {
  for (let at: Environment | undefined = environment; at; at = at.parent) {
    const found = at.names?.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Enough for "did you mean"; it bounds the work in a file of very many names. */
const mostNames = 1_000;

/** Names that `lookup` would find, for "did you mean": the nearest scopes first. */
export function namesInSight(environment: Environment, kind?: Binding['kind']): string[] {
  const names = new Set<string>();
  for (let at: Environment | undefined = environment; at; at = at.parent) {
    for (const [name, binding] of at.names ?? []) {
      if (names.size >= mostNames) return [...names];
      if (!kind || binding.kind === kind) names.add(name);
    }
  }
  return [...names];
}

/** What a name means as a step: a block-valued name before the file's blocks before the operators. */
export function resolve(environment: Environment, name: string): Target | undefined {
  const value = lookup(environment, name)?.value;
  if (value?.kind === 'block') return { kind: 'value', value };
  const reference = environment.module.blocks.get(name);
  if (reference) return { kind: 'definition', reference };
  const operator = operators.get(name);
  return operator && { kind: 'operator', operator };
}
