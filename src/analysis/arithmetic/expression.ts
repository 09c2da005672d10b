/** One output value as it would be written on a blackboard. */
import { formatValue } from './matrix.ts';
import { counts, type Filter, type Step } from './numbers.ts';

/**
 * A line for each row of the kernel, the last with the result:
 *
 *     10*1 + 10*0 + 0*(-1)
 *   + 10*1 + 10*0 + 0*(-1)
 *   + 10*1 + 10*0 + 0*(-1) = 30
 *
 * What takes no part (the padding of a maximum) is left out.
 */
export function expressionLines(step: Step, filter: Filter): readonly string[] {
  const rows = step.taps
    .map((row) => row.filter((tap) => counts(filter, tap)).map(({ value, weight }) => term(value, weight)))
    .filter((row) => row.length > 0);
  const divided = filter.kind === 'mean' || step.divisor !== 1;
  const [separator, open, close] =
    filter.kind === 'max' ? [', ', 'max(', ')'] : divided ? [' + ', '(', `) / ${step.divisor}`] : [' + ', '', ''];
  const plus = filter.kind === 'max' ? '' : '+ ';
  const indent = rows.length === 1 ? '' : ' '.repeat(Math.max(open.length, plus.length));
  return rows.map((row, index) => {
    const first = index === 0;
    const last = index === rows.length - 1;
    const lead = first ? open.padStart(indent.length) : plus.padStart(indent.length);
    const comma = filter.kind === 'max' && !last ? ',' : '';
    return `${lead}${row.join(separator)}${comma}${last ? `${close} = ${formatValue(step.value)}` : ''}`;
  });
}

function term(value: number, weight: number | undefined): string {
  return weight === undefined ? signed(value) : `${signed(value)}*${signed(weight)}`;
}

function signed(value: number): string {
  return value < 0 ? `(${formatValue(value)})` : formatValue(value);
}
