/** `netwright compare --diff`: two networks, layer by layer. */
import { differenceOf } from '../analysis/difference/difference.ts';
import { differenceJson } from '../analysis/difference/outline.ts';
import { renderDifference } from '../analysis/difference/render.ts';
import { loadCandidates } from './compare-arguments.ts';
import { complain, type ExitCode, exit, print, printLine, type Style } from './output.ts';

export interface DiffSettings {
  readonly json: boolean;
  readonly style: Style;
}

export async function compareLayers(args: readonly string[], { json, style }: DiffSettings): Promise<ExitCode> {
  const { candidates, broken, skipped, failures } = await loadCandidates(args, style);
  for (const failure of failures) complain(failure);
  for (const text of broken) process.stderr.write(`${text}\n\n`);
  if (failures.length > 0) return exit.usage;
  if (broken.length > 0) return exit.source;
  const [a, b, more] = candidates;
  if (a === undefined || b === undefined || more !== undefined) {
    const found = candidates.length === 1 ? 'one network' : `${candidates.length} networks`;
    const without = skipped.length === 0 ? '' : `, and ${skipped.join(', ')} without one`;
    complain(`--diff takes two different networks; the arguments name ${found}${without}`);
    return exit.usage;
  }
  const difference = differenceOf(a, b);
  if (json) await printLine(JSON.stringify(differenceJson(difference)));
  else await print(renderDifference(difference, style));
  return exit.ok;
}
