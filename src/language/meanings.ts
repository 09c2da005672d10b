/** What a name in the source can stand for. */
import type { Builtin } from '../compiler/builtins.ts';
import type { Setting, SettingRecord } from '../compiler/recipe-settings.ts';
import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { Operator, OperatorParameter } from '../operators/operator.ts';
import type {
  BlockDefinition,
  HeadStep,
  InputStep,
  LetStep,
  Name,
  NetworkDefinition,
  Parameter,
  RepeatStep,
  Step,
} from '../syntax/ast.ts';

/** A name that some source declares. */
export type Declared =
  | { readonly kind: 'network'; readonly name: Name; readonly definition: NetworkDefinition }
  | { readonly kind: 'block'; readonly name: Name; readonly definition: BlockDefinition; readonly home: SourceFile }
  | {
      readonly kind: 'parameter';
      readonly name: Name;
      readonly parameter: Parameter;
      readonly owner: BlockDefinition | NetworkDefinition;
      readonly home: SourceFile;
    }
  | { readonly kind: 'let'; readonly name: Name; readonly step: LetStep }
  | { readonly kind: 'input'; readonly name: Name; readonly step: InputStep }
  | { readonly kind: 'label'; readonly name: Name; readonly step: Step }
  /** The counter of a `repeat`. */
  | { readonly kind: 'counter'; readonly name: Name; readonly step: RepeatStep }
  | { readonly kind: 'head'; readonly name: Name; readonly step: HeadStep };

export type Meaning =
  | { readonly kind: 'declared'; readonly declared: Declared }
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'operator-parameter'; readonly operator: Operator; readonly parameter: OperatorParameter }
  | { readonly kind: 'function'; readonly builtin: Builtin }
  /** A name of a figure in `expect`. */
  | { readonly kind: 'figure'; readonly name: string }
  /** `same`, `nearest`: an operator's keyword. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'in' }
  /** `in.channels` */
  | { readonly kind: 'property'; readonly property: string }
  /** A module of the library behind `use`. */
  | { readonly kind: 'module'; readonly module: string }
  /** The path behind `use`. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'setting'; readonly setting: Setting }
  | { readonly kind: 'record'; readonly record: SettingRecord; readonly setting: Setting }
  | { readonly kind: 'unknown' };

/** A name at its place. */
export interface Occurrence {
  readonly span: Span;
  readonly text: string;
  readonly role: 'declaration' | 'reference';
  readonly meaning: Meaning;
  /** A declaration whose scope has the name already. */
  readonly duplicate: boolean;
}

/** The same for all occurrences of one name, and for nothing else. */
export function keyOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'declared': {
      const { span } = meaning.declared.name;
      return `${span.file} ${span.start}`;
    }
    case 'operator':
      return `operator ${meaning.operator.name}`;
    case 'operator-parameter':
      return `operator ${meaning.operator.name} ${meaning.parameter.name}`;
    case 'function':
      return `function ${meaning.builtin.name}`;
    case 'record':
      return `record ${meaning.setting.name} ${meaning.record.name}`;
    case 'setting':
      return `setting ${meaning.setting.name}`;
    case 'figure':
      return `figure ${meaning.name}`;
    case 'word':
      return `word ${meaning.word}`;
    case 'property':
      return `property ${meaning.property}`;
    case 'module':
      return `module ${meaning.module}`;
    case 'path':
      return `path ${meaning.path}`;
    default:
      return meaning.kind;
  }
}

/** "the operator relu", "the label conv1". */
export function meaningInWords(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'declared':
      return `the ${meaning.declared.kind} ${meaning.declared.name.text}`;
    case 'operator':
      return `the operator ${meaning.operator.name}`;
    case 'operator-parameter':
      return `the argument ${meaning.parameter.name} of ${meaning.operator.name}`;
    case 'function':
      return `the function ${meaning.builtin.name}`;
    case 'figure':
      return `the figure ${meaning.name}`;
    case 'word':
      return `the word ${meaning.word}`;
    case 'in':
      return 'the map that enters';
    case 'property':
      return `the property ${meaning.property}`;
    case 'module':
      return `the module ${meaning.module}`;
    case 'path':
      return `the file ${meaning.path}`;
    case 'setting':
      return `the setting ${meaning.setting.name}`;
    case 'record':
      return `${meaning.record.name} for ${meaning.setting.name}`;
    case 'unknown':
      return 'an unknown name';
  }
}
