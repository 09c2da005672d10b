/**
 * Names in code that never ran: blocks that nothing calls, branches that no condition chose. Their shapes are unknown,
 * but a misspelt operator, argument or variable in them is found all the same.
 */
import type { Code, DataOf } from '../diagnostics/catalogue.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { operators, operatorWords } from '../operators/registry.ts';
import type {
  Argument,
  BlockDefinition,
  Body,
  BranchItem,
  CallStep,
  Module,
  Parameter,
  Step,
  Value,
} from '../syntax/ast.ts';
import { builtins } from './builtins.ts';
import { limits } from './limits.ts';
import type { LoadedModule } from './modules.ts';
import { bodiesOf, expressionsOf, partsOf, walkSteps } from './walk.ts';

interface Check {
  readonly module: LoadedModule;
  readonly visited: ReadonlySet<Body>;
  /** Names of the definition at hand, whatever braces they stand in: this check must not cry wolf. */
  readonly names: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[];
}

/** Checks the bodies of the main file that are not in `visited`. */
export function checkUnvisited(module: LoadedModule, visited: ReadonlySet<Body>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const { blocks, network } = module.syntax;
  for (const { parameters, body } of [...blocks, ...(network ? [network] : [])]) {
    const check: Check = { module, visited, names: namesOf(parameters, body), diagnostics };
    if (!visited.has(body)) for (const { default: value } of parameters) if (value) checkValue(value, check);
    descend(body, check);
  }
  return diagnostics;
}

function namesOf(parameters: readonly Parameter[], body: Body): ReadonlySet<string> {
  const names = new Set(parameters.map((parameter) => parameter.name.text));
  walkSteps(body, (step) => {
    if (step.kind === 'let') names.add(step.name.text);
    if (step.kind === 'input' && step.name) names.add(step.name.text);
    if ('label' in step && step.label) names.add(step.label.text);
    if (step.kind === 'repeat' && step.variable) names.add(step.variable.text);
  });
  return names;
}

/** Goes down to the outermost bodies that did not run, and checks all that is in them. */
function descend(body: Body, check: Check): void {
  const ran = check.visited.has(body);
  for (const item of [...body.steps, ...(body.branches ?? [])]) {
    if (!ran) checkStep(item, check);
    for (const inner of bodiesOf(item)) descend(inner, check);
  }
}

function checkStep(step: Step | BranchItem, check: Check): void {
  if (step.kind === 'expect') return;
  if (step.kind === 'call') checkCall(step, check);
  for (const expression of expressionsOf(step)) checkValue(expression, check);
}

function checkCall(step: CallStep, check: Check): void {
  const name = step.callee.text;
  if (check.names.has(name)) return;
  const known = parametersOf(name, check.module);
  if (known) checkArguments(name, step.arguments, known, check);
  else {
    const close = nearest(name, [...check.names, ...check.module.blocks.keys(), ...operators.keys()]);
    report(check, 'unknown-step', { name, nearest: close }, step.callee.span);
  }
}

function parametersOf(callee: string, module: LoadedModule): readonly string[] | undefined {
  const block: BlockDefinition | undefined = module.blocks.get(callee)?.definition;
  if (block) return block.parameters.map((parameter) => parameter.name.text);
  return operators.get(callee)?.parameters.map((parameter) => parameter.name);
}

function checkArguments(callee: string, args: readonly Argument[], known: readonly string[], check: Check): void {
  for (const { name } of args) {
    if (!name || known.includes(name.text)) continue;
    const close = nearest(name.text, known);
    const data = { callee, argument: name.text, known: [...known], nearest: close };
    report(check, 'unknown-argument', data, name.span);
  }
}

function checkValue(value: Value, check: Check): void {
  // Braces inside expressions are rare and have no steps of their own context here: `descend` meets those of calls.
  if (value.kind === 'body') return;
  if (value.kind === 'reference') {
    const name = value.name.text;
    if (!inSight(name, check)) {
      const close = nearest(name, [
        ...check.names,
        ...operatorWords,
        ...check.module.blocks.keys(),
        ...operators.keys(),
      ]);
      report(check, 'unknown-name', { name, nearest: close }, value.span);
    }
  }
  if (value.kind === 'call-expression') {
    const name = value.callee.text;
    const known = parametersOf(name, check.module);
    if (known && !check.names.has(name)) checkArguments(name, value.arguments, known, check);
    else if (!builtins.has(name) && !check.names.has(name)) {
      const close = nearest(name, [...builtins.keys(), ...check.module.blocks.keys(), ...operators.keys()]);
      report(check, 'unknown-function', { name, nearest: close }, value.callee.span);
    }
  }
  for (const part of partsOf(value)) checkValue(part, check);
}

function inSight(name: string, { names, module }: Check): boolean {
  return name === 'in' || names.has(name) || operatorWords.has(name) || module.blocks.has(name) || operators.has(name);
}

function report<C extends Code>(check: Check, code: C, data: DataOf<C>, span: Span): void {
  if (check.diagnostics.length < limits.diagnostics) check.diagnostics.push(diagnose(code, data, span));
}

/** Blocks of the main file that neither the network nor a used block names. A file without network is a library. */
export function unusedBlocks(module: Module): readonly Diagnostic[] {
  if (!module.network || module.blocks.length === 0) return [];
  const byName = new Map(module.blocks.map((block) => [block.name.text, block]));
  const used = new Set<BlockDefinition>();
  const queue: (BlockDefinition | NonNullable<Module['network']>)[] = [module.network];
  for (let definition = queue.pop(); definition; definition = queue.pop()) {
    for (const name of namesMentioned(definition.parameters, definition.body)) {
      const block = byName.get(name);
      if (!block || used.has(block)) continue;
      used.add(block);
      queue.push(block);
    }
  }
  return module.blocks
    .filter((block) => !used.has(block))
    .map((block) => diagnose('unused-block', { name: block.name.text }, block.name.span));
}

function namesMentioned(parameters: readonly Parameter[], body: Body): ReadonlySet<string> {
  const names = new Set<string>();
  const inValue = (value: Value): void => {
    if (value.kind === 'reference') names.add(value.name.text);
    if (value.kind === 'call-expression') names.add(value.callee.text);
    if (value.kind === 'body') inBody(value);
    else for (const part of partsOf(value)) inValue(part);
  };
  const inBody = (inner: Body): void =>
    walkSteps(inner, (item) => {
      if (item.kind === 'call') names.add(item.callee.text);
      for (const expression of expressionsOf(item)) inValue(expression);
    });
  for (const parameter of parameters) if (parameter.default) inValue(parameter.default);
  inBody(body);
  return names;
}
