import type { CstNode, ICstVisitor, IToken } from "chevrotain";

export interface FileCstNode extends CstNode {
  name: "file";
  children: FileCstChildren;
}

export type FileCstChildren = {
  use?: UseCstNode[];
  block?: BlockCstNode[];
  network?: NetworkCstNode[];
  stray?: StrayCstNode[];
};

export interface UseCstNode extends CstNode {
  name: "use";
  children: UseCstChildren;
}

export type UseCstChildren = {
  Use: IToken[];
  Text?: IToken[];
  module?: IToken[];
  Dot?: IToken[];
  block?: IToken[];
};

export interface BlockCstNode extends CstNode {
  name: "block";
  children: BlockCstChildren;
}

export type BlockCstChildren = {
  Block: IToken[];
  Identifier: IToken[];
  parameters?: ParametersCstNode[];
  body: BodyCstNode[];
};

export interface NetworkCstNode extends CstNode {
  name: "network";
  children: NetworkCstChildren;
}

export type NetworkCstChildren = {
  Network: IToken[];
  Identifier: IToken[];
  parameters?: ParametersCstNode[];
  body: BodyCstNode[];
};

export interface ParametersCstNode extends CstNode {
  name: "parameters";
  children: ParametersCstChildren;
}

export type ParametersCstChildren = {
  LParen: IToken[];
  parameter?: ParameterCstNode[];
  Comma?: IToken[];
  stray?: StrayCstNode[];
  RParen: IToken[];
};

export interface ParameterCstNode extends CstNode {
  name: "parameter";
  children: ParameterCstChildren;
}

export type ParameterCstChildren = {
  name: IToken[];
  Colon?: IToken[];
  type?: (IToken)[];
  Equals?: IToken[];
  body?: BodyCstNode[];
  expression?: ExpressionCstNode[];
};

export interface BodyCstNode extends CstNode {
  name: "body";
  children: BodyCstChildren;
}

export type BodyCstChildren = {
  LBrace: IToken[];
  item?: ItemCstNode[];
  Arrow?: IToken[];
  Bar?: IToken[];
  stray?: StrayCstNode[];
  RBrace: IToken[];
};

export interface ItemCstNode extends CstNode {
  name: "item";
  children: ItemCstChildren;
}

export type ItemCstChildren = {
  inputItem?: InputItemCstNode[];
  let?: LetCstNode[];
  expect?: ExpectCstNode[];
  require?: RequireCstNode[];
  train?: TrainCstNode[];
  head?: HeadCstNode[];
  label?: IToken[];
  Colon?: IToken[];
  call?: CallCstNode[];
  Skip?: IToken[];
  from?: FromCstNode[];
  repeat?: RepeatCstNode[];
  if?: IfCstNode[];
};

export interface InputItemCstNode extends CstNode {
  name: "inputItem";
  children: InputItemCstChildren;
}

export type InputItemCstChildren = {
  Input: IToken[];
  Identifier?: IToken[];
  list: ListCstNode[];
};

export interface LetCstNode extends CstNode {
  name: "let";
  children: LetCstChildren;
}

export type LetCstChildren = {
  Let: IToken[];
  Identifier: IToken[];
  Equals: IToken[];
  body?: BodyCstNode[];
  expression?: ExpressionCstNode[];
};

export interface ExpectCstNode extends CstNode {
  name: "expect";
  children: ExpectCstChildren;
}

export type ExpectCstChildren = {
  Expect: IToken[];
  expression: ExpressionCstNode[];
};

export interface RequireCstNode extends CstNode {
  name: "require";
  children: RequireCstChildren;
}

export type RequireCstChildren = {
  Require: IToken[];
  condition: ExpressionCstNode[];
  Comma?: IToken[];
  message?: ExpressionCstNode[];
};

export interface TrainCstNode extends CstNode {
  name: "train";
  children: TrainCstChildren;
}

export type TrainCstChildren = {
  Train: IToken[];
  LBrace: IToken[];
  argument?: ArgumentCstNode[];
  Comma?: IToken[];
  stray?: StrayCstNode[];
  RBrace: IToken[];
};

export interface HeadCstNode extends CstNode {
  name: "head";
  children: HeadCstChildren;
}

export type HeadCstChildren = {
  Head: IToken[];
  name: IToken[];
  From?: IToken[];
  source?: IToken[];
  Comma?: IToken[];
  argument?: ArgumentCstNode[];
  body: BodyCstNode[];
};

export interface FromCstNode extends CstNode {
  name: "from";
  children: FromCstChildren;
}

export type FromCstChildren = {
  From: IToken[];
  Identifier: IToken[];
};

export interface RepeatCstNode extends CstNode {
  name: "repeat";
  children: RepeatCstChildren;
}

export type RepeatCstChildren = {
  Repeat: IToken[];
  Identifier?: IToken[];
  In?: IToken[];
  expression: ExpressionCstNode[];
  DotDot?: IToken[];
  end?: ExpressionCstNode[];
  body: BodyCstNode[];
};

export interface IfCstNode extends CstNode {
  name: "if";
  children: IfCstChildren;
}

export type IfCstChildren = {
  If: (IToken)[];
  expression: (ExpressionCstNode)[];
  body: (BodyCstNode)[];
  Else?: IToken[];
  otherwise?: IToken[];
  otherwiseBody?: BodyCstNode[];
};

export interface CallCstNode extends CstNode {
  name: "call";
  children: CallCstChildren;
}

export type CallCstChildren = {
  Identifier: IToken[];
  arguments?: ArgumentsCstNode[];
  body?: BodyCstNode[];
};

export interface ArgumentsCstNode extends CstNode {
  name: "arguments";
  children: ArgumentsCstChildren;
}

export type ArgumentsCstChildren = {
  LParen: IToken[];
  argument?: ArgumentCstNode[];
  Comma?: IToken[];
  stray?: StrayCstNode[];
  RParen: IToken[];
};

export interface ArgumentCstNode extends CstNode {
  name: "argument";
  children: ArgumentCstChildren;
}

export type ArgumentCstChildren = {
  Identifier?: IToken[];
  Equals?: IToken[];
  body?: BodyCstNode[];
  expression?: ExpressionCstNode[];
};

export interface ExpressionCstNode extends CstNode {
  name: "expression";
  children: ExpressionCstChildren;
}

export type ExpressionCstChildren = {
  operand: (OperandCstNode)[];
  operator?: (IToken)[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  prefix?: (IToken)[];
  Numeral?: IToken[];
  Size?: IToken[];
  Text?: IToken[];
  Boolean?: (IToken)[];
  name?: (IToken)[];
  arguments?: (ArgumentsCstNode)[];
  list?: ListCstNode[];
  parenthesis?: ParenthesisCstNode[];
  conditional?: ConditionalCstNode[];
  accessor?: AccessorCstNode[];
};

export interface ListCstNode extends CstNode {
  name: "list";
  children: ListCstChildren;
}

export type ListCstChildren = {
  LSquare: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  stray?: StrayCstNode[];
  RSquare: IToken[];
};

export interface ParenthesisCstNode extends CstNode {
  name: "parenthesis";
  children: ParenthesisCstChildren;
}

export type ParenthesisCstChildren = {
  LParen: IToken[];
  expression: ExpressionCstNode[];
  stray?: StrayCstNode[];
  RParen: IToken[];
};

export interface AccessorCstNode extends CstNode {
  name: "accessor";
  children: AccessorCstChildren;
}

export type AccessorCstChildren = {
  Dot?: IToken[];
  Identifier?: IToken[];
  LSquare?: IToken[];
  expression?: ExpressionCstNode[];
  stray?: StrayCstNode[];
  RSquare?: IToken[];
};

export interface ConditionalCstNode extends CstNode {
  name: "conditional";
  children: ConditionalCstChildren;
}

export type ConditionalCstChildren = {
  If: (IToken)[];
  expression: (ExpressionCstNode)[];
  choice: (ChoiceCstNode)[];
  Else?: IToken[];
  otherwise: OtherwiseCstNode[];
};

export interface OtherwiseCstNode extends CstNode {
  name: "otherwise";
  children: OtherwiseCstChildren;
}

export type OtherwiseCstChildren = {
  Else: IToken[];
  choice: ChoiceCstNode[];
};

export interface ChoiceCstNode extends CstNode {
  name: "choice";
  children: ChoiceCstChildren;
}

export type ChoiceCstChildren = {
  LBrace: IToken[];
  expression: ExpressionCstNode[];
  stray?: StrayCstNode[];
  RBrace: IToken[];
};

export interface StrayCstNode extends CstNode {
  name: "stray";
  children: StrayCstChildren;
}

export type StrayCstChildren = {
  token?: (IToken)[];
  arguments?: ArgumentsCstNode[];
  list?: ListCstNode[];
  body?: BodyCstNode[];
};
