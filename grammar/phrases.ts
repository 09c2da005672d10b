/** What the parser expected, in words. The sentence around it belongs to the catalogue of diagnostics. */
import type { IParserErrorMessageProvider, TokenType } from 'chevrotain';
import { Identifier, Numeral } from './tokens.ts';

/** A token type in the words of a message. */
export function describeToken(type: TokenType): string {
  if (type === Identifier) return 'a name';
  if (type === Numeral) return 'a number';
  if (type.name === 'EOF') return 'the end';
  return `\`${type.LABEL ?? type.name}\``;
}

const wantedInRule: Readonly<Record<string, string>> = {
  use: 'the name of a library module or the path of a file',
  parameter: 'a value',
  let: 'a value',
  item: 'a step',
  argument: 'a value',
  operand: 'an expression',
};

/** Past this number of errors the parser throws `tooManyErrors`: recovery takes time, and no one reads so many. */
export const errorLimit = 100;
export const tooManyErrors = new Error('too many syntax errors');

/** Makes the message of an error the phrase for what was expected; the rest is said by the catalogue. */
export function phrases(errorsSoFar: () => number): IParserErrorMessageProvider {
  const say = (phrase: string): string => {
    if (errorsSoFar() >= errorLimit) throw tooManyErrors;
    return phrase;
  };
  const wanted = (ruleName: string, said: string | undefined): string =>
    say(said || (wantedInRule[ruleName] ?? 'something else'));
  return {
    buildMismatchTokenMessage: ({ expected }) => say(describeToken(expected)),
    buildNotAllInputParsedMessage: () => say('the end'),
    buildNoViableAltMessage: ({ ruleName, customUserDescription }) => wanted(ruleName, customUserDescription),
    buildEarlyExitMessage: ({ ruleName, customUserDescription }) => wanted(ruleName, customUserDescription),
  };
}
