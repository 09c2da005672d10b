/**
 * Every name of a file with what it stands for, by the rules of the language (`src/compiler/environment.ts`), but from
 * the text alone: nothing is run, so code that no condition chooses is understood too.
 */
import { builtins } from '../compiler/builtins.ts';
import type { LoadedModule } from '../compiler/modules.ts';
import { recipeSettings, type Setting } from '../compiler/recipe-settings.ts';
import { operators, operatorWords } from '../operators/registry.ts';
import type {
  Argument,
  BlockDefinition,
  Body,
  BranchItem,
  CallStep,
  Expression,
  Name,
  NetworkDefinition,
  Parameter,
  Step,
  TrainStep,
  Use,
  Value,
} from '../syntax/ast.ts';
import { figures } from './figures.ts';
import type { Declared, Meaning, Occurrence } from './meanings.ts';

/** A name and the offset from which it can be used. */
export interface Visible {
  readonly declared: Declared;
  readonly from: number;
}

/** Names that live between one pair of braces, or in one branch. */
export interface NameScope {
  readonly parent: NameScope | undefined;
  /** In the order of the text. */
  readonly names: Visible[];
  /** The last one of each name. */
  readonly latest: Map<string, Declared>;
}

export interface Resolution {
  /** In the order of the text. */
  readonly occurrences: readonly Occurrence[];
  /** By the offset of the opening brace, of a branch's bar, or of a definition's keyword (its parameters). */
  readonly scopes: ReadonlyMap<number, NameScope>;
}

/** Time proportional to the size of the tree, for the usual number of names in a scope. */
export function resolveNames(module: LoadedModule): Resolution {
  const walk: Walk = { module, occurrences: [], scopes: new Map(), heads: newScope(undefined) };
  const { uses, blocks, network } = module.syntax;
  for (const use of uses) resolveUse(walk, use);
  for (const definition of [...blocks, ...(network ? [network] : [])]) resolveDefinition(walk, definition);
  walk.occurrences.sort((a, b) => a.span.start - b.span.start);
  return { occurrences: walk.occurrences, scopes: walk.scopes };
}

/** The names that a scope and those around it show at an offset; inner ones first, each name once. */
export function visibleAt(scope: NameScope | undefined, offset: number): readonly Declared[] {
  const found = new Map<string, Declared>();
  for (let at = scope; at; at = at.parent) {
    for (const { declared, from } of [...at.names].reverse()) {
      const { text } = declared.name;
      if (from <= offset && !found.has(text)) found.set(text, declared);
    }
  }
  return [...found.values()];
}

interface Walk {
  readonly module: LoadedModule;
  readonly occurrences: Occurrence[];
  readonly scopes: Map<number, NameScope>;
  /** Names of heads: unique in the network, but no names for anything else in it. */
  readonly heads: NameScope;
}

const unknown: Meaning = { kind: 'unknown' };

function newScope(parent: NameScope | undefined): NameScope {
  return { parent, names: [], latest: new Map() };
}

function scopeIn(walk: Walk, parent: NameScope | undefined, start: number): NameScope {
  const scope = newScope(parent);
  walk.scopes.set(start, scope);
  return scope;
}

function note(
  walk: Walk,
  name: Name,
  meaning: Meaning,
  role: Occurrence['role'] = 'reference',
  duplicate = false,
): void {
  if (name.text !== '') walk.occurrences.push({ span: name.span, text: name.text, role, meaning, duplicate });
}

function declare(walk: Walk, scope: NameScope | undefined, declared: Declared, from: number): void {
  const { name } = declared;
  if (name.text === '') return;
  const duplicate = scope?.latest.has(name.text) ?? false;
  scope?.names.push({ declared, from });
  scope?.latest.set(name.text, declared);
  note(walk, name, { kind: 'declared', declared }, 'declaration', duplicate);
}

function lookup(scope: NameScope, name: string): Declared | undefined {
  for (let at: NameScope | undefined = scope; at; at = at.parent) {
    const declared = at.latest.get(name);
    if (declared) return declared;
  }
  return undefined;
}

function resolveUse(walk: Walk, { source, block }: Use): void {
  if (source.kind === 'library') note(walk, source.name, { kind: 'module', module: source.name.text });
  else note(walk, { text: source.path, span: source.span }, { kind: 'path', path: source.path });
  if (block) note(walk, block, blockNamed(walk, block.text) ?? unknown);
}

function blockNamed({ module }: Walk, name: string): Meaning | undefined {
  const reference = module.blocks.get(name);
  if (!reference) return undefined;
  const { definition, home } = reference;
  return { kind: 'declared', declared: { kind: 'block', name: definition.name, definition, home: home.file } };
}

function resolveDefinition(walk: Walk, definition: BlockDefinition | NetworkDefinition): void {
  const { name, parameters, body, span } = definition;
  const home = walk.module.file;
  declare(
    walk,
    undefined,
    definition.kind === 'block' ? { kind: 'block', name, definition, home } : { kind: 'network', name, definition },
    0,
  );
  const scope = scopeIn(walk, undefined, span.start);
  for (const parameter of parameters) {
    if (parameter.default) resolveValue(walk, parameter.default, scope);
    const declared: Declared = { kind: 'parameter', name: parameter.name, parameter, owner: definition, home };
    declare(walk, scope, declared, parameter.span.end);
  }
  walk.scopes.set(body.span.start, scope);
  resolveItems(walk, body, scope);
}

function resolveBody(walk: Walk, body: Body, parent: NameScope): NameScope {
  const scope = scopeIn(walk, parent, body.span.start);
  resolveItems(walk, body, scope);
  return scope;
}

function resolveItems(walk: Walk, body: Body, scope: NameScope): void {
  for (const step of body.steps) resolveStep(walk, step, scope);
  for (const item of body.branches ?? []) resolveStep(walk, item, scope);
}

function resolveStep(walk: Walk, step: Step | BranchItem, scope: NameScope): void {
  switch (step.kind) {
    case 'branch':
      resolveItems(walk, step.body, scopeIn(walk, scope, step.span.start));
      return;
    case 'input':
      resolveExpression(walk, step.shape, scope);
      if (step.name) declare(walk, scope, { kind: 'input', name: step.name, step }, step.span.end);
      return;
    case 'let':
      resolveValue(walk, step.value, scope);
      declare(walk, scope, { kind: 'let', name: step.name, step }, step.span.end);
      return;
    case 'expect':
      resolveExpression(walk, step.condition, scope, true);
      return;
    case 'require':
      resolveExpression(walk, step.condition, scope);
      if (step.message) resolveExpression(walk, step.message, scope);
      return;
    case 'train':
      resolveTrain(walk, step, scope);
      return;
    case 'head':
      declare(walk, walk.heads, { kind: 'head', name: step.name, step }, 0);
      if (step.from) resolveLabel(walk, step.from, scope);
      if (step.weight) resolveExpression(walk, step.weight, scope);
      resolveBody(walk, step.body, scope);
      return;
    case 'from':
      resolveLabel(walk, step.target, scope);
      break;
    case 'repeat': {
      if (step.start) resolveExpression(walk, step.start, scope);
      resolveExpression(walk, step.end, scope);
      const inner = scopeIn(walk, scope, step.body.span.start);
      if (step.variable) {
        declare(walk, inner, { kind: 'counter', name: step.variable, step }, step.body.span.start);
      }
      resolveItems(walk, step.body, inner);
      break;
    }
    case 'if':
      for (const { condition, body } of step.cases) {
        resolveExpression(walk, condition, scope);
        resolveBody(walk, body, scope);
      }
      if (step.otherwise) resolveBody(walk, step.otherwise, scope);
      break;
    case 'call':
      resolveCall(walk, step, scope);
      break;
    case 'skip':
      break;
  }
  if (step.label) declare(walk, scope, { kind: 'label', name: step.label, step }, step.span.end);
}

function resolveLabel(walk: Walk, name: Name, scope: NameScope): void {
  const declared = lookup(scope, name.text);
  note(walk, name, declared ? { kind: 'declared', declared } : unknown);
}

function resolveCall(walk: Walk, step: CallStep, scope: NameScope): void {
  const meaning = calleeMeaning(walk, step.callee.text, scope);
  note(walk, step.callee, meaning);
  resolveArguments(walk, step.arguments, meaning, scope);
  if (step.trailing) resolveBody(walk, step.trailing, scope);
}

/** A block-valued name goes before the file's blocks, those before the operators. */
function calleeMeaning(walk: Walk, name: string, scope: NameScope): Meaning {
  const local = lookup(scope, name);
  if (local && mayBeBlock(local)) return { kind: 'declared', declared: local };
  const block = blockNamed(walk, name);
  if (block) return block;
  const operator = operators.get(name);
  if (operator) return { kind: 'operator', operator };
  return local ? { kind: 'declared', declared: local } : unknown;
}

/** Whether a name may hold a block, as far as its declaration tells. */
export function mayBeBlock(declared: Declared): boolean {
  if (declared.kind === 'let') return valueMayBeBlock(declared.step.value);
  if (declared.kind !== 'parameter') return declared.kind === 'block';
  const { type, default: otherwise } = declared.parameter;
  if (type) return type === 'block';
  return otherwise === undefined || valueMayBeBlock(otherwise);
}

function valueMayBeBlock(value: Value): boolean {
  switch (value.kind) {
    case 'body':
    case 'missing':
      return true;
    case 'reference':
      return value.name.text !== 'in' && !operatorWords.has(value.name.text);
    case 'call-expression':
      return !builtins.has(value.callee.text);
    case 'conditional':
      return [...value.cases.map((each) => each.value), value.otherwise].every(valueMayBeBlock);
    case 'index':
      return true;
    default:
      return false;
  }
}

function resolveArguments(walk: Walk, args: readonly Argument[], callee: Meaning, scope: NameScope): void {
  for (const { name, value } of args) {
    if (name) note(walk, name, argumentMeaning(callee, name.text));
    resolveValue(walk, value, scope);
  }
}

function argumentMeaning(callee: Meaning, name: string): Meaning {
  if (callee.kind === 'operator') {
    const { operator } = callee;
    const parameter = operator.parameters.find((each) => each.name === name);
    return parameter ? { kind: 'operator-parameter', operator, parameter } : unknown;
  }
  if (callee.kind !== 'declared' || callee.declared.kind !== 'block') return unknown;
  const { definition, home } = callee.declared;
  const parameter: Parameter | undefined = definition.parameters.find((each) => each.name.text === name);
  if (!parameter) return unknown;
  return {
    kind: 'declared',
    declared: { kind: 'parameter', name: parameter.name, parameter, owner: definition, home },
  };
}

function resolveValue(walk: Walk, value: Value, scope: NameScope): void {
  if (value.kind === 'body') resolveBody(walk, value, scope);
  else resolveExpression(walk, value, scope);
}

/** Within `expect` the figures of the network have names. */
function resolveExpression(walk: Walk, expression: Expression, scope: NameScope, inExpect = false): void {
  const into = (inner: Expression): void => resolveExpression(walk, inner, scope, inExpect);
  switch (expression.kind) {
    case 'reference':
      note(walk, expression.name, referenceMeaning(walk, expression.name.text, scope, inExpect));
      return;
    case 'call-expression': {
      const { callee, arguments: args } = expression;
      const builtin = builtins.get(callee.text);
      const meaning: Meaning = builtin ? { kind: 'function', builtin } : calleeMeaning(walk, callee.text, scope);
      note(walk, callee, meaning);
      for (const { name, value } of args) {
        if (name) note(walk, name, argumentMeaning(meaning, name.text));
        if (value.kind === 'body') resolveBody(walk, value, scope);
        else into(value);
      }
      return;
    }
    case 'member':
      into(expression.object);
      note(walk, expression.property, { kind: 'property', property: expression.property.text });
      return;
    case 'list':
      expression.items.forEach(into);
      return;
    case 'index':
      into(expression.object);
      into(expression.index);
      return;
    case 'unary':
      into(expression.operand);
      return;
    case 'chain':
      into(expression.first);
      for (const { operand } of expression.rest) into(operand);
      return;
    case 'conditional':
      for (const { condition, value } of expression.cases) {
        into(condition);
        into(value);
      }
      into(expression.otherwise);
      return;
  }
}

function referenceMeaning(walk: Walk, name: string, scope: NameScope, inExpect: boolean): Meaning {
  if (name === 'in') return { kind: 'in' };
  const declared = lookup(scope, name);
  if (declared) return { kind: 'declared', declared };
  if (inExpect && figures.has(name)) return { kind: 'figure', name };
  if (operatorWords.has(name)) return { kind: 'word', word: name };
  const operator = operators.get(name);
  return blockNamed(walk, name) ?? (operator ? { kind: 'operator', operator } : unknown);
}

function resolveTrain(walk: Walk, step: TrainStep, scope: NameScope): void {
  for (const { name, value } of step.settings) {
    const setting = recipeSettings.find((each) => each.name === name?.text);
    if (name) note(walk, name, setting ? { kind: 'setting', setting } : unknown);
    resolveSetting(walk, value, setting, scope);
  }
}

/** The value of a setting: what is no record of it and no word is an expression like any other. */
function resolveSetting(walk: Walk, value: Value, setting: Setting | undefined, scope: NameScope): void {
  const type = setting?.type;
  const name = value.kind === 'reference' ? value.name : value.kind === 'call-expression' ? value.callee : undefined;
  if (type?.kind === 'records' && value.kind === 'list') {
    for (const item of value.items) resolveSetting(walk, item, setting, scope);
  } else if (setting && type?.kind === 'word' && name && type.words.includes(name.text)) {
    note(walk, name, { kind: 'word', word: name.text });
  } else if (setting && (type?.kind === 'record' || type?.kind === 'records') && name) {
    const record = type.records.find((each) => each.name === name.text);
    if (!record) {
      resolveValue(walk, value, scope);
      return;
    }
    note(walk, name, { kind: 'record', record, setting });
    for (const argument of value.kind === 'call-expression' ? value.arguments : []) {
      const inner = record.settings.find((each) => each.name === argument.name?.text);
      if (argument.name) note(walk, argument.name, inner ? { kind: 'setting', setting: inner } : unknown);
      resolveSetting(walk, argument.value, inner, scope);
    }
  } else resolveValue(walk, value, scope);
}
