/**
 * The syntax tree. Each node holds the exact span of its text; comments live in the token list
 * (`Module.comments`), in order, so that nothing written is lost.
 *
 * Left-associative chains are flat lists, not nested pairs: `a + b + c + ...` of any length is one node,
 * so no walk over the tree is deeper than the brackets the author wrote.
 */
import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';

export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** One parsed file. `network` is the first network; a second one is a diagnostic. */
export interface Module {
  readonly file: SourceFile;
  readonly uses: readonly Use[];
  readonly blocks: readonly BlockDefinition[];
  readonly network: NetworkDefinition | undefined;
  /** All `//` comments, in order of position. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  /** Without the slashes and the blank after them. */
  readonly text: string;
  readonly span: Span;
}

/** `use residual`, `use residual.Bottleneck`, `use "./my.arch"`. */
export interface Use {
  readonly kind: 'use';
  readonly span: Span;
  /** A library module's name or a path relative to the file. */
  readonly source:
    | { readonly kind: 'library'; readonly name: Name }
    | { readonly kind: 'path'; readonly path: string; readonly span: Span };
  /** The one block that is brought; without it, all of the module's blocks. */
  readonly block: Name | undefined;
}

export type ParameterType = 'int' | 'number' | 'bool' | 'string' | 'size' | 'shape' | 'list' | 'block';

export interface Parameter {
  readonly name: Name;
  /** Absent where none is written or what is written is no type (then diagnosed). */
  readonly type: ParameterType | undefined;
  readonly default: Value | undefined;
  readonly span: Span;
}

export interface BlockDefinition {
  readonly kind: 'block';
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
  /** The comment lines directly above, joined by newlines; empty where there are none. */
  readonly doc: string;
  readonly span: Span;
}

export interface NetworkDefinition {
  readonly kind: 'network';
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
  readonly doc: string;
  readonly span: Span;
}

/** A stack between braces: each step takes the current feature map and leaves a new one. */
export interface Body {
  readonly kind: 'body';
  readonly steps: readonly Step[];
  /** Branches, where the body is a merge's: `{ | a | b }`. Then `steps` holds what stands in none of them, an error. */
  readonly branches: readonly BranchItem[] | undefined;
  readonly span: Span;
}

/**
 * What stands in a merge's braces: a branch, or a `repeat` or `if` around further branches
 * (`concat { repeat i in 0..32 { | split(32, i) -> conv(4, 3) } }`).
 */
export type BranchItem = Branch | RepeatStep | IfStep;

export interface Branch {
  readonly kind: 'branch';
  readonly body: Body;
  readonly span: Span;
}

export type Step =
  | InputStep
  | LetStep
  | ExpectStep
  | RequireStep
  | TrainStep
  | HeadStep
  | CallStep
  | SkipStep
  | FromStep
  | RepeatStep
  | IfStep;

/** `input image [3, 224, 224]` */
export interface InputStep {
  readonly kind: 'input';
  readonly name: Name | undefined;
  readonly shape: Expression;
  readonly span: Span;
}

export interface LetStep {
  readonly kind: 'let';
  readonly name: Name;
  readonly value: Value;
  readonly span: Span;
}

/** `expect parameters == 25.56M`: checked when everything is counted. */
export interface ExpectStep {
  readonly kind: 'expect';
  readonly condition: Expression;
  readonly span: Span;
}

/** `require channels % groups == 0, "message"`: checked where a block is expanded. */
export interface RequireStep {
  readonly kind: 'require';
  readonly condition: Expression;
  readonly message: Expression | undefined;
  readonly span: Span;
}

/** `train { epochs = 10 ... }`: kept as written; an engine's recipe is read from it. */
export interface TrainStep {
  readonly kind: 'train';
  readonly settings: readonly Argument[];
  readonly span: Span;
}

/** `head aux from inception4a, weight = 0.3, training_only { ... }` */
export interface HeadStep {
  readonly kind: 'head';
  readonly name: Name;
  readonly from: Name | undefined;
  readonly weight: Expression | undefined;
  readonly trainingOnly: boolean;
  readonly body: Body;
  readonly span: Span;
}

/** An operator, a block, or a block-valued name: `conv(64, 3)`, `SE(reduction = 8) { ... }`, `body`. */
export interface CallStep {
  readonly kind: 'call';
  readonly label: Name | undefined;
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  /** The braces after the call: a stack for a block-valued parameter, or a merge's branches. */
  readonly trailing: Body | undefined;
  readonly span: Span;
}

export interface SkipStep {
  readonly kind: 'skip';
  readonly label: Name | undefined;
  readonly span: Span;
}

export interface FromStep {
  readonly kind: 'from';
  readonly label: Name | undefined;
  readonly target: Name;
  readonly span: Span;
}

export interface RepeatStep {
  readonly kind: 'repeat';
  readonly label: Name | undefined;
  readonly variable: Name | undefined;
  /** `repeat n`: start is absent and end is n. `repeat i in a..b`: a up to, not including, b. */
  readonly start: Expression | undefined;
  readonly end: Expression;
  readonly body: Body;
  readonly span: Span;
}

export interface IfStep {
  readonly kind: 'if';
  readonly label: Name | undefined;
  /** The chain `if / else if / else if`, flat. */
  readonly cases: readonly { readonly condition: Expression; readonly body: Body }[];
  readonly otherwise: Body | undefined;
  readonly span: Span;
}

export interface Argument {
  readonly name: Name | undefined;
  readonly value: Value;
  readonly span: Span;
}

/** Where a block may stand as a value: arguments, defaults, `let`. */
export type Value = Expression | Body;

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | ListLiteral
  | Reference
  | CallExpression
  | Member
  | Index
  | Unary
  | Chain
  | Conditional
  | Missing;

/** `61_706`, `0.9`, `1e-4`, `25.56M`. */
export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  /** True when written with a point or an exponent and without a suffix: arithmetic with it is not exact. */
  readonly float: boolean;
  /**
   * Half a unit of the last digit written, for numbers with a suffix (K, M, G, T): 25.56M has 5,000.
   * `==` with such a number holds within it. Zero for others.
   */
  readonly tolerance: number;
  readonly span: Span;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

export interface BooleanLiteral {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

/** `[3, 224, 224]`; `7x1` is the list [7, 1] of its two numbers. */
export interface ListLiteral {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** A name; `in` is the reference with the name "in". */
export interface Reference {
  readonly kind: 'reference';
  readonly name: Name;
  readonly span: Span;
}

/** `max(a, b)`, `shape(conv5_x)`, or a block with its arguments as a value: `ConvBN(64, 3)`. */
export interface CallExpression {
  readonly kind: 'call-expression';
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

/** `in.channels` */
export interface Member {
  readonly kind: 'member';
  readonly object: Expression;
  readonly property: Name;
  readonly span: Span;
}

/** `widths[i]` */
export interface Index {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
  readonly span: Span;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: Expression;
  readonly span: Span;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** Operands joined by operators of one precedence level, evaluated from the left. */
export interface Chain {
  readonly kind: 'chain';
  readonly first: Expression;
  readonly rest: readonly {
    readonly operator: BinaryOperator;
    readonly operatorSpan: Span;
    readonly operand: Expression;
  }[];
  readonly span: Span;
}

/** `if c { a } else { b }` as a value. */
export interface Conditional {
  readonly kind: 'conditional';
  readonly cases: readonly { readonly condition: Expression; readonly value: Expression }[];
  readonly otherwise: Expression;
  readonly span: Span;
}

/** Stands where an expression is missing and the parser has said so; later stages stay silent about it. */
export interface Missing {
  readonly kind: 'missing';
  readonly span: Span;
}
