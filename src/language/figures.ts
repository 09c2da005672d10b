/** The figures that `expect` knows, with their rules. */
import type { Totals } from '../analysis/analyse.ts';
import { metricsOf } from '../analysis/examine.ts';
import { type Rule, rules } from '../analysis/rules.ts';

const zero: Totals = {
  ...{ parameters: 0, trainable: 0, buffers: 0, macs: 0, flops: 0, activationBytes: 0, trainingBytes: 0, depth: 0 },
  receptiveField: [0, 0],
  training: { parameters: 0, macs: 0 },
};
const named = metricsOf(zero);

export const figures: ReadonlyMap<string, Rule> = new Map(
  rules.filter(({ name }) => Object.hasOwn(named, name)).map((rule) => [rule.name, rule]),
);
