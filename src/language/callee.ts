/** What is called: an operator, a block, a function or a record of the recipe, in one form for all services. */
import { typeNames } from '../compiler/arguments.ts';
import { type Builtin, builtins } from '../compiler/builtins.ts';
import { recordSignature, settingFacts, settingText } from '../compiler/recipe-reference.ts';
import { recipeSettings, type Setting, type SettingRecord } from '../compiler/recipe-settings.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Operator } from '../operators/operator.ts';
import { describeType, operatorSignature } from '../operators/reference.ts';
import { formatArgument, operators } from '../operators/registry.ts';
import type { BlockDefinition, Parameter } from '../syntax/ast.ts';
import { type Accepts, acceptsArgument, acceptsParameter, acceptsSetting, anyMap, anyNumber } from './accepts.ts';
import type { Document } from './document.ts';
import type { Level } from './scan.ts';

export interface Callee {
  readonly kind: 'operator' | 'block' | 'function' | 'record';
  readonly name: string;
  /** "conv(channels, kernel, stride = 1)" */
  readonly signature: string;
  readonly doc: string;
  readonly parameters: readonly CalleeParameter[];
  /** What the braces behind it hold. */
  readonly braces: 'branches' | 'stack' | 'none';
}

export interface CalleeParameter {
  readonly name: string;
  /** As the signature has it: "stride = 1". */
  readonly text: string;
  readonly doc: string;
  /** As the source writes it; undefined where the argument must be given, or the default depends on others. */
  readonly preset: string | undefined;
  readonly required: boolean;
  readonly accepts: Accepts;
  /** Takes a place among arguments without names. */
  readonly positional: boolean;
  /** Can be given by name. */
  readonly named: boolean;
  /** Where it is a setting: what it may be. */
  readonly setting?: Setting;
}

/** A block and the file in which it is written. */
export interface WrittenBlock {
  readonly definition: BlockDefinition;
  readonly home: { readonly file: SourceFile };
}

export function operatorCallee(operator: Operator): Callee {
  return {
    kind: 'operator',
    name: operator.name,
    signature: operatorSignature(operator),
    doc: operator.summary,
    braces: operator.inputs === 'many' ? 'branches' : 'none',
    parameters: operator.parameters.map(({ name, type, doc, default: value, defaultIs }) => {
      const preset = value === undefined ? undefined : formatArgument(value);
      const otherwise = preset ?? defaultIs;
      return {
        name,
        text: otherwise === undefined ? name : `${name} = ${otherwise}`,
        doc: `${doc} (${describeType(type)})`,
        preset,
        required: otherwise === undefined,
        accepts: acceptsArgument(type),
        positional: true,
        named: true,
      };
    }),
  };
}

export function blockCallee({ definition, home }: WrittenBlock): Callee {
  const { name, parameters, doc } = definition;
  const { text } = home.file;
  const written = ({ span }: Parameter): string => text.slice(span.start, span.end);
  // A stack that must be given stands in braces behind the call; the other parameters are filled by position.
  const first = parameters.find(({ type }) => type === 'block');
  const braces = first?.default === undefined ? first : undefined;
  return {
    kind: 'block',
    name: name.text,
    signature: blockSignature({ definition, home }),
    doc,
    braces: braces ? 'stack' : 'none',
    parameters: parameters.map((parameter) => {
      const { type, default: preset } = parameter;
      const presetText = preset && text.slice(preset.span.start, preset.span.end);
      return {
        name: parameter.name.text,
        text: written(parameter),
        doc: type ? typeNames[type] : '',
        preset: presetText,
        required: preset === undefined && parameter !== braces,
        accepts: acceptsParameter(parameter),
        positional: parameter !== braces,
        named: true,
      };
    }),
  };
}

export function blockSignature({ definition, home }: WrittenBlock): string {
  const parts = definition.parameters.map(({ span }) => home.file.text.slice(span.start, span.end));
  return parts.length === 0 ? definition.name.text : `${definition.name.text}(${parts.join(', ')})`;
}

export function functionCallee({ name, parameters, takes, doc }: Builtin): Callee {
  return {
    kind: 'function',
    name,
    signature: `${name}(${parameters.join(', ')})`,
    doc: `${doc}; takes ${takes}`,
    braces: 'none',
    parameters: parameters.map((parameter) => ({
      name: parameter,
      text: parameter,
      doc: takes,
      preset: undefined,
      required: parameter !== '...',
      accepts: parameter === 'label' ? anyMap : anyNumber,
      positional: true,
      named: false,
    })),
  };
}

export function recordCallee(record: SettingRecord): Callee {
  return {
    kind: 'record',
    name: record.name,
    signature: recordSignature(record),
    doc: record.doc,
    braces: 'none',
    parameters: record.settings.map(settingParameter),
  };
}

export function settingParameter(setting: Setting): CalleeParameter {
  const { name, doc, type, default: value, optional } = setting;
  const preset = value === undefined ? undefined : type.kind === 'word' ? String(value) : settingText(value);
  return {
    name,
    text: preset === undefined ? name : `${name} = ${preset}`,
    doc: `${doc} (${settingFacts(setting)})`,
    preset,
    required: preset === undefined && !optional,
    accepts: acceptsSetting(type),
    positional: false,
    named: true,
    setting,
  };
}

/** The record that a name is within a setting's value. */
export function recordNamed(setting: Setting | undefined, name: string): SettingRecord | undefined {
  const type = setting?.type;
  return type?.kind === 'record' || type?.kind === 'records'
    ? type.records.find((each) => each.name === name)
    : undefined;
}

/** The setting of a `train` block whose value holds the last of these levels. */
export function settingAround(levels: readonly Level[]): Setting | undefined {
  const train = levels.find(({ kind }) => kind === 'train');
  return train && recipeSettings.find(({ name }) => name === train.argument);
}

/** What is called in the arguments that the last of these levels opened. */
export function calleeAt({ module }: Document, levels: readonly Level[]): Callee | undefined {
  const level = levels.at(-1);
  if (level?.kind !== 'arguments') return undefined;
  const { owner } = level;
  const record = recordNamed(settingAround(levels), owner);
  if (record) return recordCallee(record);
  const around = levels.at(-2);
  const isStep = around?.kind === 'body' && around.construct === 'call';
  const builtin = isStep ? undefined : builtins.get(owner);
  if (builtin) return functionCallee(builtin);
  const block = module.blocks.get(owner);
  if (block) return blockCallee(block);
  const operator = operators.get(owner);
  return operator && operatorCallee(operator);
}

/** The parameter that the argument under way fills. */
export function parameterAt(callee: Callee, level: Level): CalleeParameter | undefined {
  const { argument, position } = level;
  if (argument !== undefined) return callee.parameters.find(({ name }) => name === argument);
  const last = callee.parameters.at(-1);
  const positional = callee.parameters.filter((each) => each.positional);
  return positional[position] ?? (last?.name === '...' ? last : undefined);
}
