/**
 * Which name of a definition means which declaration, by the language's one rule: a name lives until the brace that
 * encloses it closes. From the syntax alone, so it also holds for what no run of the network reaches.
 */
import { builtins } from '../../compiler/builtins.ts';
import { partsOf } from '../../compiler/walk.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Body, Name, Parameter, Step, Value } from '../../syntax/ast.ts';
import { type Definition, type Item, within } from './locate.ts';

export interface Declared {
  readonly name: Name;
  readonly kind: 'parameter' | 'let' | 'label' | 'loop';
  /** The stack at whose end it is forgotten. */
  readonly body: Body;
  /** May a step call it, and must what it is passed on to take a block? */
  readonly block: 'no' | 'maybe' | 'yes';
}

export interface Use {
  readonly name: Name;
  readonly kind: 'value' | 'map' | 'callee' | 'in';
  /** Undefined for operators, blocks, words, and for what is not known. */
  readonly to: Declared | undefined;
  /** Whose entering map `in` is, and in which stack the use stands. */
  readonly body: Body;
}

export interface Names {
  readonly declared: readonly Declared[];
  readonly uses: readonly Use[];
}

interface Scope {
  readonly outer: Scope | undefined;
  readonly names: Map<string, Declared>;
  readonly body: Body;
  /** The nearest stack that has a map of its own. */
  readonly entered: Body;
}

interface Reading {
  readonly declared: Declared[];
  readonly uses: Use[];
}

export function namesOf({ parameters, body }: Definition): Names {
  const reading: Reading = { declared: [], uses: [] };
  const scope: Scope = { outer: undefined, names: new Map(), body, entered: body };
  for (const parameter of parameters) {
    if (parameter.default) readValue(parameter.default, scope, reading);
    declare(parameter.name, 'parameter', kindOf(parameter), scope, reading);
  }
  readBody(body, scope, reading);
  return reading;
}

function kindOf({ type, default: value }: Parameter): Declared['block'] {
  if (type === 'block') return 'yes';
  return type === undefined && (!value || canBeBlock(value)) ? 'maybe' : 'no';
}

function canBeBlock(value: Value): boolean {
  return ['body', 'reference', 'call-expression', 'conditional'].includes(value.kind);
}

function declare(
  name: Name,
  kind: Declared['kind'],
  block: Declared['block'],
  scope: Scope,
  { declared }: Reading,
): void {
  const entry: Declared = { name, kind, body: scope.body, block };
  declared.push(entry);
  scope.names.set(name.text, entry);
}

/** `own`: whether a map enters here, so that `in` is another one. */
function inner(body: Body, scope: Scope, own: boolean): Scope {
  return { outer: scope, names: new Map(), body, entered: own ? body : scope.entered };
}

function readBody(body: Body, scope: Scope, reading: Reading): void {
  for (const item of [...body.steps, ...(body.branches ?? [])]) {
    if (item.kind !== 'expect') readItem(item, scope, reading);
  }
  // Expectations are looked at when everything has run.
  for (const step of body.steps) if (step.kind === 'expect') readValue(step.condition, scope, reading);
}

function readItem(item: Item, scope: Scope, reading: Reading): void {
  const value = (each: Value | undefined): void => {
    if (each) readValue(each, scope, reading);
  };
  switch (item.kind) {
    case 'branch':
      readBody(item.body, inner(item.body, scope, true), reading);
      return;
    case 'input':
      value(item.shape);
      if (item.name) declare(item.name, 'label', 'no', scope, reading);
      return;
    case 'let':
      value(item.value);
      declare(item.name, 'let', canBeBlock(item.value) ? 'maybe' : 'no', scope, reading);
      return;
    case 'require':
      value(item.condition);
      value(item.message);
      return;
    case 'head':
      if (item.from) use(item.from, 'map', scope, reading);
      value(item.weight);
      readBody(item.body, inner(item.body, scope, true), reading);
      return;
    case 'repeat': {
      value(item.start);
      value(item.end);
      const body = inner(item.body, scope, true);
      if (item.variable) declare(item.variable, 'loop', 'no', body, reading);
      readBody(item.body, body, reading);
      break;
    }
    case 'if':
      for (const { condition, body } of item.cases) {
        value(condition);
        readBody(body, inner(body, scope, false), reading);
      }
      if (item.otherwise) readBody(item.otherwise, inner(item.otherwise, scope, false), reading);
      break;
    case 'call':
      use(item.callee, 'callee', scope, reading);
      for (const each of item.arguments) value(each.value);
      value(item.trailing);
      break;
    case 'from':
      use(item.target, 'map', scope, reading);
      break;
    default:
      break;
  }
  const { label } = item as Extract<Step, { label: unknown }>;
  if (label) declare(label, 'label', 'no', scope, reading);
}

function readValue(value: Value, scope: Scope, reading: Reading): void {
  if (value.kind === 'body') {
    // Braces with branches have no map of their own: each branch has.
    readBody(value, inner(value, scope, value.branches === undefined), reading);
    return;
  }
  if (value.kind === 'reference') use(value.name, value.name.text === 'in' ? 'in' : 'value', scope, reading);
  if (value.kind === 'call-expression' && !builtins.has(value.callee.text)) use(value.callee, 'callee', scope, reading);
  for (const part of partsOf(value)) readValue(part, scope, reading);
}

function use(name: Name, kind: Use['kind'], scope: Scope, { uses }: Reading): void {
  const body = kind === 'in' ? scope.entered : scope.body;
  let found: Declared | undefined;
  for (let at: Scope | undefined = scope; at && !found; at = at.outer) found = at.names.get(name.text);
  // A map or a number cannot be called: the name is then that of an operator or a block.
  const to = kind === 'callee' && found?.block === 'no' ? undefined : found;
  uses.push({ name, kind, to: kind === 'in' ? undefined : to, body });
}

/** Declarations outside of a range that it uses, in the order of their first use. */
export function takenFrom({ uses }: Names, range: Span): readonly Declared[] {
  const inside = uses.filter(({ name }) => within(name.span, range));
  const outer = inside.flatMap(({ to }) => (to && !within(to.name.span, range) ? [to] : []));
  return [...new Set(outer)];
}

/** Uses outside of a range of what is declared in it. */
export function usedBeyond({ uses }: Names, range: Span): readonly Use[] {
  return uses.filter(({ name, to }) => to && within(to.name.span, range) && !within(name.span, range));
}

export function usesOf({ uses }: Names, declared: Declared): readonly Use[] {
  return uses.filter(({ to }) => to === declared);
}

/** The first `in` of a range that is the map which enters the stack `body`, or one around it. */
export function firstIn({ uses }: Names, range: Span, body: Body): Use | undefined {
  return uses.find((each) => each.kind === 'in' && within(each.name.span, range) && within(body.span, each.body.span));
}

/** Every name that means something anywhere in the definition. */
export function allNames({ declared, uses }: Names): ReadonlySet<string> {
  return new Set([...declared, ...uses.filter(({ kind }) => kind !== 'callee')].map(({ name }) => name.text));
}

/** `base`, or with the first number behind it that makes it new. */
export function freshName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number++) if (!taken.has(`${base}${number}`)) return `${base}${number}`;
}
