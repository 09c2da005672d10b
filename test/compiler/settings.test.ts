/** Values for the network's parameters from outside. */
import { describe, expect, it } from 'vitest';
import { examineText } from '../support/host.ts';

const source = `network Test(option = "B", mode: string = "b", units = 3) {
  require option == "A" or option == "B", "an option is A or B"
  input image [3, 8, 8]
  flatten
  dense(if option == "A" and mode == "a" { 1 } else { units })
}
`;

function codes(set: Readonly<Record<string, string>>): string[] {
  return examineText(source, { set: new Map(Object.entries(set)) }).diagnostics.map(({ code }) => code);
}

describe('a value set from outside', () => {
  it('may be a string without its quotes, which shells take away', () => {
    const shape = (set: Readonly<Record<string, string>>): readonly number[] | undefined =>
      examineText(source, { set: new Map(Object.entries(set)) }).compilation.graph?.nodes.at(-1)?.shape;
    expect(shape({ option: '"A"', mode: '"a"' })).toEqual([1]);
    expect(shape({ option: 'A', mode: 'a' })).toEqual([1]);
    expect(shape({ option: 'A' })).toEqual([3]);
    expect(codes({ option: 'C' })).toEqual(['requirement-failed']);
  });

  it('stays a name where the parameter is no string', () => {
    expect(codes({ units: 'A' })).toEqual(['unknown-name']);
  });
});
