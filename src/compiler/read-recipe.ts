/** The recipe from a `train { }` block and from settings given outside, checked against the table of settings. */
import type { Code, DataOf } from '../diagnostics/catalogue.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Argument, Expression, Value as SyntaxValue, TrainStep } from '../syntax/ast.ts';
import { parseValue } from '../syntax/parse.ts';
import { lookup } from './environment.ts';
import { evaluate } from './evaluate.ts';
import type { Recipe } from './recipe.ts';
import {
  recipeSettings,
  type Setting,
  type SettingRecord,
  type SettingType,
  type SettingValue,
  typeInWords,
} from './recipe-settings.ts';
import { describe, type Environment, type Value, wholeNumber } from './values.ts';

/** A block of the source with the names around it. */
export interface TrainBlock {
  readonly step: TrainStep;
  readonly environment: Environment;
}

export interface ReadRecipe {
  readonly recipe: Recipe;
  readonly diagnostics: readonly Diagnostic[];
  /** The settings from outside, as files of their own. */
  readonly sources: readonly SourceFile[];
}

interface Reader {
  readonly environment: Environment;
  report<C extends Code>(code: C, data: DataOf<C>, span: Span): void;
}

type Fields = Record<string, SettingValue>;

/**
 * `outside` maps a setting to source text, as flags give it: `optimizer` to `adam(rate = 0.001)`. `rate` alone is
 * that of the optimizer. Where a value is wrong, the default stands in the recipe.
 */
export function readRecipe(
  blocks: readonly TrainBlock[],
  root: Environment,
  outside: ReadonlyMap<string, string>,
): ReadRecipe {
  const diagnostics: Diagnostic[] = [];
  const report: Reader['report'] = (code, data, span) => diagnostics.push(diagnose(code, data, span));
  const fields: Fields = {};
  for (const { step, environment } of blocks) {
    readSettings('train', recipeSettings, step.settings, { environment, report }, fields);
  }
  const sources = [...outside].map(([name, text]) => ({ name, file: sourceOf(name, text) }));
  for (const { name, file } of sources) {
    const { value, diagnostics: found } = parseValue(file);
    diagnostics.push(...found);
    if (found.length > 0) continue;
    setFromOutside(name, value, { file: file.path, start: 0, end: file.text.length }, fields, {
      environment: root,
      report,
    });
  }
  // The table has every field of a recipe, with a default of its type.
  const recipe = { ...defaultsOf(recipeSettings), ...fields } as unknown as Recipe;
  return { recipe, diagnostics, sources: sources.map(({ file }) => file) };
}

function sourceOf(name: string, text: string): SourceFile {
  return { path: `--${name.replaceAll('_', '-')}`, text, library: false };
}

function setFromOutside(name: string, value: Expression, span: Span, fields: Fields, reader: Reader): void {
  if (name === 'rate') {
    const optimizer = { ...defaultsOf(recipeSettings), ...fields }.optimizer;
    const read = readValue('rate', { kind: 'number', above: 0 }, value, reader);
    if (read !== undefined) fields.optimizer = { ...(optimizer as { kind: string }), rate: read };
    return;
  }
  const argument: Argument = { name: { text: name, span }, value, span };
  const before = fields[fieldOf(name)];
  delete fields[fieldOf(name)];
  readSettings('train', recipeSettings, [argument], reader, fields);
  if (fields[fieldOf(name)] === undefined && before !== undefined) fields[fieldOf(name)] = before;
}

function fieldOf(name: string): string {
  return recipeSettings.find((setting) => setting.name === name)?.field ?? name;
}

function defaultsOf(settings: readonly Setting[]): Fields {
  return Object.fromEntries(
    settings.flatMap(({ field, default: preset }) => (preset === undefined ? [] : [[field, preset]])),
  );
}

function readSettings(
  owner: string,
  settings: readonly Setting[],
  args: readonly Argument[],
  reader: Reader,
  fields: Fields,
): void {
  const given = new Set(Object.keys(fields));
  for (const [position, { name, value, span }] of args.entries()) {
    const known = settings.map((setting) => setting.name);
    const setting = name === undefined ? settings[position] : settings.find((each) => each.name === name.text);
    if (setting === undefined) {
      const written = name?.text ?? `number ${position + 1}`;
      const data = { owner, setting: written, known, nearest: name && nearest(name.text, known) };
      reader.report('unknown-setting', data, name?.span ?? span);
      continue;
    }
    if (given.has(setting.field)) {
      reader.report('repeated-setting', { setting: setting.name }, name?.span ?? span);
      continue;
    }
    given.add(setting.field);
    const read = readValue(setting.name, setting.type, value, reader);
    if (read !== undefined) fields[setting.field] = read;
  }
}

/** The value as the recipe has it; undefined where it is wrong, which has then been said. */
function readValue(name: string, type: SettingType, value: SyntaxValue, reader: Reader): SettingValue | undefined {
  if (value.kind === 'body') return wrong(name, type, 'a block', value.span, reader);
  switch (type.kind) {
    case 'record':
      return readRecord(name, type, value, reader);
    case 'records': {
      if (value.kind !== 'list') return wrong(name, type, describeSyntax(value, reader), value.span, reader);
      const items = value.items.map((item) => readRecord(name, { ...type, kind: 'record' }, item, reader));
      return items.includes(undefined) ? undefined : (items as SettingValue[]);
    }
    case 'word': {
      const word = wordOf(value, reader);
      const known = word !== undefined && type.words.includes(word);
      return known ? word : wrong(name, type, describeSyntax(value, reader), value.span, reader);
    }
    default: {
      const found = evaluate(value, reader.environment, { report: reader.report, guessed: false });
      if (found.kind === 'unknown') return undefined;
      return plainValue(type, found) ?? wrong(name, type, describe(found), value.span, reader);
    }
  }
}

function plainValue(type: SettingType, value: Value): SettingValue | undefined {
  switch (type.kind) {
    case 'int': {
      const whole = wholeNumber(value);
      return whole !== undefined && inRange(whole, type) ? whole : undefined;
    }
    case 'number':
      return value.kind === 'number' && inRange(value.value, type) ? value.value : undefined;
    case 'string':
      return value.kind === 'string' ? value.value : undefined;
    case 'bool':
      return value.kind === 'boolean' ? value.value : undefined;
    case 'numbers': {
      const items = value.kind === 'list' ? value.items : [];
      const numbers = items.flatMap((item) => (item.kind === 'number' && item.value > 0 ? [item.value] : []));
      return value.kind === 'list' && numbers.length === items.length ? numbers : undefined;
    }
    default:
      return undefined;
  }
}

function inRange(
  value: number,
  {
    above = Number.NEGATIVE_INFINITY,
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
  }: {
    readonly above?: number;
    readonly min?: number;
    readonly max?: number;
  },
): boolean {
  return value > above && value >= min && value <= max;
}

/** `sgd(rate = 0.1)`, or `flip` alone. A name of the source does not hide the names of records. */
function readRecord(
  name: string,
  type: Extract<SettingType, { kind: 'record' }>,
  value: Expression,
  reader: Reader,
): SettingValue | undefined {
  const call = value.kind === 'call-expression' ? value.callee : value.kind === 'reference' ? value.name : undefined;
  const record = type.records.find((each) => each.name === call?.text);
  if (record === undefined) return wrong(name, type, describeSyntax(value, reader), value.span, reader);
  const fields: Fields = {};
  const args = value.kind === 'call-expression' ? value.arguments : [];
  readSettings(record.name, record.settings, args, reader, fields);
  if (missing(record, args, fields, value.span, reader)) return undefined;
  return { kind: record.name, ...defaultsOf(record.settings), ...fields };
}

function missing(
  { name: owner, settings }: SettingRecord,
  args: readonly Argument[],
  fields: Fields,
  span: Span,
  reader: Reader,
): boolean {
  const absent = settings.find(({ field, default: preset }) => preset === undefined && fields[field] === undefined);
  if (absent === undefined) return false;
  const written = args.some((argument) => argument.name?.text === absent.name);
  if (!written) {
    reader.report('missing-setting', { owner, setting: absent.name, wanted: typeInWords(absent.type) }, span);
  }
  return true;
}

function wrong(name: string, type: SettingType, found: string, span: Span, reader: Reader): undefined {
  reader.report('bad-setting', { setting: name, wanted: typeInWords(type), found }, span);
  return undefined;
}

/** A bare word, or a value of the source that is a string. */
function wordOf(value: Expression, { environment }: Reader): string | undefined {
  if (value.kind === 'string') return value.value;
  if (value.kind !== 'reference') return undefined;
  const bound = lookup(environment, value.name.text)?.value;
  return bound?.kind === 'string' ? bound.value : value.name.text;
}

/** Where a name or a call was not what was wanted, it is shown as written: it may mean nothing else. */
function describeSyntax(value: Expression, { environment }: Reader): string {
  if (value.kind === 'reference') return `\`${value.name.text}\``;
  if (value.kind === 'call-expression') return `\`${value.callee.text}(...)\``;
  return describe(evaluate(value, environment, { report: () => {}, guessed: false }));
}
