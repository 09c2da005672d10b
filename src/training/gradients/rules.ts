/** Every operator's rule: whatever a layer is lowered to, is here. */
import { activationRules } from './activation.ts';
import { arrangementRules } from './arrangement.ts';
import { elementwiseRules } from './elementwise.ts';
import { poolingRules } from './pooling.ts';
import { productRules } from './product.ts';
import { reductionRules } from './reduction.ts';
import type { Rule } from './rule.ts';

export const rules: Readonly<Record<string, Rule>> = {
  ...elementwiseRules,
  ...activationRules,
  ...productRules,
  ...poolingRules,
  ...reductionRules,
  ...arrangementRules,
};
