/**
 * The grammar, LL(2), and its error recovery.
 *
 * Recovery never skips over a bracket. The parser is given balanced brackets, and whatever stands between two of them
 * is a loop that takes any token: one that fits nothing is a `stray`, which the builder of the tree reports. So an
 * error inside brackets ends inside the same brackets, and the reader is never a level too high or too low. What is
 * left to Chevrotain is to put in one missing token, or to give up one rule and go on after it, at the very token that
 * did not fit.
 */
import { type CstNode, CstParser, type ITokenGrammarPath, type TokenType } from 'chevrotain';
import { phrases } from './phrases.ts';
import * as t from './tokens.ts';

/** Alternatives that their first token tells apart; where two begin alike, the first is taken. */
function oneOf(...alternatives: readonly (() => unknown)[]) {
  return { MAX_LOOKAHEAD: 1, IGNORE_AMBIGUITIES: true, DEF: alternatives.map((ALT) => ({ ALT })) };
}

/** So many of the rules around a place are looked at for what may follow it. */
const nearRules = 6;

export class ArchParser extends CstParser {
  /** `skipValidations` saves the check of the grammar itself, which a test makes. */
  constructor(options: { readonly skipValidations: boolean } = { skipValidations: true }) {
    super(t.allTokens, {
      recoveryEnabled: true,
      maxLookahead: 2,
      errorMessageProvider: phrases(() => this.errors.length),
      skipValidations: options.skipValidations,
    });
    this.performSelfAnalysis();
  }

  /** A bracket put in or left out would unbalance the rest. */
  override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return !t.brackets.includes(type);
  }

  override canTokenTypeBeDeletedInRecovery(): boolean {
    return false;
  }

  /**
   * Asked at each missing token: which tokens may follow? The walk over the rules around the place is recursive, and
   * would overflow the stack in deep nesting. The nearest rules tell enough.
   */
  override getNextPossibleTokenTypes(path: ITokenGrammarPath): TokenType[] {
    const ruleStack = path.ruleStack.slice(-nearRules);
    const occurrenceStack = path.occurrenceStack.slice(-nearRules);
    return super.getNextPossibleTokenTypes({ ...path, ruleStack, occurrenceStack });
  }

  declare private readonly CST_STACK: CstNode[];

  /** Chevrotain begins a node here, with a dictionary for its children: a plain object halves the time of the tree. */
  protected cstInvocationStateUpdate(name: string): void {
    this.CST_STACK.push({ name, children: {} });
  }

  private withCommas(item: () => unknown) {
    return oneOf(item, ...[() => this.CONSUME(t.Comma), () => this.SUBRULE(this.stray)]);
  }

  // Alternatives are made once: made anew at each visit they cost half the parsing time.

  private readonly inFile = oneOf(
    () => this.SUBRULE(this.use),
    () => this.SUBRULE(this.block),
    () => this.SUBRULE(this.network),
    () => this.SUBRULE(this.stray),
  );

  private readonly inParameters = this.withCommas(() => this.SUBRULE(this.parameter));
  private readonly inArguments = this.withCommas(() => this.SUBRULE(this.argument));
  private readonly inList = this.withCommas(() => this.SUBRULE(this.expression));

  private readonly types = oneOf(
    () => this.CONSUME2(t.Identifier, { LABEL: 'type' }),
    () => this.CONSUME(t.Block, { LABEL: 'type' }),
  );

  private readonly inBody = oneOf(
    () => this.SUBRULE(this.item),
    () => this.CONSUME(t.Arrow),
    () => this.CONSUME(t.Bar),
    () => this.SUBRULE(this.stray),
  );

  private readonly items = oneOf(
    () => this.SUBRULE(this.inputItem),
    () => this.SUBRULE(this.let),
    () => this.SUBRULE(this.expect),
    () => this.SUBRULE(this.require),
    () => this.SUBRULE(this.train),
    () => this.SUBRULE(this.head),
    () => {
      this.OPTION(() => {
        this.CONSUME(t.Identifier, { LABEL: 'label' });
        this.CONSUME(t.Colon);
      });
      this.OR2(this.steps);
    },
  );

  private readonly steps = oneOf(
    () => this.SUBRULE(this.call),
    () => this.CONSUME(t.Skip),
    () => this.SUBRULE(this.from),
    () => this.SUBRULE(this.repeat),
    () => this.SUBRULE(this.if),
  );

  private readonly values = oneOf(...[() => this.SUBRULE(this.body), () => this.SUBRULE(this.expression)]);

  private readonly operators = oneOf(
    () => this.CONSUME(t.Multiplicative, { LABEL: 'operator' }),
    () => this.CONSUME(t.Plus, { LABEL: 'operator' }),
    () => this.CONSUME(t.Minus, { LABEL: 'operator' }),
    () => this.CONSUME(t.Comparison, { LABEL: 'operator' }),
    () => this.CONSUME(t.And, { LABEL: 'operator' }),
    () => this.CONSUME(t.Or, { LABEL: 'operator' }),
  );

  private readonly prefixes = oneOf(
    () => this.CONSUME(t.Minus, { LABEL: 'prefix' }),
    () => this.CONSUME(t.Not, { LABEL: 'prefix' }),
  );

  private readonly primaries = oneOf(
    () => this.CONSUME(t.Numeral),
    () => this.CONSUME(t.Size),
    () => this.CONSUME(t.Text),
    () => this.CONSUME(t.True, { LABEL: 'Boolean' }),
    () => this.CONSUME(t.False, { LABEL: 'Boolean' }),
    () => {
      this.CONSUME(t.Identifier, { LABEL: 'name' });
      this.OPTION(() => this.SUBRULE(this.arguments));
    },
    () => {
      this.CONSUME(t.In, { LABEL: 'name' });
      this.OPTION2(() => this.SUBRULE2(this.arguments));
    },
    () => this.SUBRULE(this.list),
    () => this.SUBRULE(this.parenthesis),
    () => this.SUBRULE(this.conditional),
  );

  private readonly accessors = oneOf(
    () => {
      this.CONSUME(t.Dot);
      this.CONSUME(t.Identifier);
    },
    () => {
      this.CONSUME(t.LSquare);
      this.SUBRULE(this.expression);
      this.MANY(() => this.SUBRULE(this.stray));
      this.CONSUME(t.RSquare);
    },
  );

  private readonly strays = oneOf(
    ...t.plainTokens.map((type) => () => this.CONSUME(type, { LABEL: 'token' })),
    () => this.SUBRULE(this.arguments),
    () => this.SUBRULE(this.list),
    () => this.SUBRULE(this.body),
  );

  readonly file = this.RULE('file', () => {
    this.MANY(() => this.OR(this.inFile));
  });

  private readonly use = this.RULE('use', () => {
    this.CONSUME(t.Use);
    this.OR([
      { ALT: () => this.CONSUME(t.Text) },
      {
        ALT: () => {
          this.CONSUME(t.Identifier, { LABEL: 'module' });
          this.OPTION(() => {
            this.CONSUME(t.Dot);
            this.CONSUME2(t.Identifier, { LABEL: 'block' });
          });
        },
      },
    ]);
  });

  private readonly block = this.RULE('block', () => {
    this.CONSUME(t.Block);
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.parameters));
    this.SUBRULE(this.body);
  });

  private readonly network = this.RULE('network', () => {
    this.CONSUME(t.Network);
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.parameters));
    this.SUBRULE(this.body);
  });

  private readonly parameters = this.RULE('parameters', () => {
    this.CONSUME(t.LParen);
    this.MANY(() => this.OR(this.inParameters));
    this.CONSUME(t.RParen);
  });

  private readonly parameter = this.RULE('parameter', () => {
    this.CONSUME(t.Identifier, { LABEL: 'name' });
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.OR({ ERR_MSG: 'a type', ...this.types });
    });
    this.OPTION2(() => {
      this.CONSUME(t.Equals);
      this.OR2(this.values);
    });
  });

  /** Also an entry: the part of a text that changed is read as a body of its own. */
  readonly body = this.RULE('body', () => {
    this.CONSUME(t.LBrace);
    this.MANY(() => this.OR(this.inBody));
    this.CONSUME(t.RBrace);
  });

  private readonly item = this.RULE('item', () => {
    this.OR(this.items);
  });

  private readonly inputItem = this.RULE('inputItem', () => {
    this.CONSUME(t.Input);
    this.OPTION(() => this.CONSUME(t.Identifier));
    this.SUBRULE(this.list);
  });

  private readonly let = this.RULE('let', () => {
    this.CONSUME(t.Let);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Equals);
    this.OR(this.values);
  });

  private readonly expect = this.RULE('expect', () => {
    this.CONSUME(t.Expect);
    this.SUBRULE(this.expression);
  });

  private readonly require = this.RULE('require', () => {
    this.CONSUME(t.Require);
    this.SUBRULE(this.expression, { LABEL: 'condition' });
    this.OPTION(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.expression, { LABEL: 'message' });
    });
  });

  private readonly train = this.RULE('train', () => {
    this.CONSUME(t.Train);
    this.CONSUME(t.LBrace);
    this.MANY(() => this.OR(this.inArguments));
    this.CONSUME(t.RBrace);
  });

  private readonly head = this.RULE('head', () => {
    this.CONSUME(t.Head);
    this.CONSUME(t.Identifier, { LABEL: 'name' });
    this.OPTION(() => {
      this.CONSUME(t.From);
      this.CONSUME2(t.Identifier, { LABEL: 'source' });
    });
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE(this.argument);
    });
    this.SUBRULE(this.body);
  });

  private readonly from = this.RULE('from', () => {
    this.CONSUME(t.From);
    this.CONSUME(t.Identifier);
  });

  private readonly repeat = this.RULE('repeat', () => {
    this.CONSUME(t.Repeat);
    this.OPTION(() => {
      this.CONSUME(t.Identifier);
      this.CONSUME(t.In);
    });
    this.SUBRULE(this.expression);
    this.OPTION2(() => {
      this.CONSUME(t.DotDot);
      this.SUBRULE2(this.expression, { LABEL: 'end' });
    });
    this.SUBRULE(this.body);
  });

  private readonly if = this.RULE('if', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.body);
    this.MANY(() => {
      this.CONSUME(t.Else);
      this.CONSUME2(t.If);
      this.SUBRULE2(this.expression);
      this.SUBRULE2(this.body);
    });
    this.OPTION(() => {
      this.CONSUME2(t.Else, { LABEL: 'otherwise' });
      this.SUBRULE3(this.body, { LABEL: 'otherwiseBody' });
    });
  });

  private readonly call = this.RULE('call', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.arguments));
    this.OPTION2(() => this.SUBRULE(this.body));
  });

  private readonly arguments = this.RULE('arguments', () => {
    this.CONSUME(t.LParen);
    this.MANY(() => this.OR(this.inArguments));
    this.CONSUME(t.RParen);
  });

  private readonly argument = this.RULE('argument', () => {
    this.OPTION(() => {
      this.CONSUME(t.Identifier);
      this.CONSUME(t.Equals);
    });
    this.OR(this.values);
  });

  /** Also an entry: the value of a setting from outside. */
  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.OR(this.operators);
      this.SUBRULE2(this.operand);
    });
  });

  private readonly operand = this.RULE('operand', () => {
    this.MANY(() => this.OR(this.prefixes));
    this.OR2(this.primaries);
    this.MANY2(() => this.SUBRULE(this.accessor));
  });

  private readonly list = this.RULE('list', () => {
    this.CONSUME(t.LSquare);
    this.MANY(() => this.OR(this.inList));
    this.CONSUME(t.RSquare);
  });

  private readonly parenthesis = this.RULE('parenthesis', () => {
    this.CONSUME(t.LParen);
    this.SUBRULE(this.expression);
    this.MANY(() => this.SUBRULE(this.stray));
    this.CONSUME(t.RParen);
  });

  private readonly accessor = this.RULE('accessor', () => {
    this.OR(this.accessors);
  });

  private readonly conditional = this.RULE('conditional', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.choice);
    this.MANY(() => {
      this.CONSUME(t.Else);
      this.CONSUME2(t.If);
      this.SUBRULE2(this.expression);
      this.SUBRULE2(this.choice);
    });
    // Required; not consumed here as such because a terminal behind a loop invites Chevrotain to recover in the loop.
    this.SUBRULE(this.otherwise);
  });

  private readonly otherwise = this.RULE('otherwise', () => {
    this.CONSUME(t.Else);
    this.SUBRULE(this.choice);
  });

  private readonly choice = this.RULE('choice', () => {
    this.CONSUME(t.LBrace);
    this.SUBRULE(this.expression);
    this.MANY(() => this.SUBRULE(this.stray));
    this.CONSUME(t.RBrace);
  });

  /** Any token but a closing bracket, or brackets with what they hold: what fits nowhere. */
  private readonly stray = this.RULE('stray', () => {
    this.OR(this.strays);
  });
}
