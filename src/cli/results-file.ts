/** Adds an evaluation to a file that `netwright compare --results` reads. */

import { existsSync } from 'node:fs';
import type { MeasuredResult } from '../analysis/compare/results.ts';
import { parseResults } from '../analysis/compare/results.ts';
import { readText, writeWhole } from '../machine/files.ts';
import type { Evaluation } from './evaluation.ts';

type Written = Omit<MeasuredResult, 'at'>;

/** The reason if it fails. An earlier result of the same network, data and protocol is replaced. */
export function addResult(path: string, evaluation: Evaluation): string | undefined {
  const earlier = existsSync(path) ? readResults(path) : [];
  if (typeof earlier === 'string') return earlier;
  const { networks, data, protocol, score, checkpoints } = evaluation;
  const result: Written = {
    network: networks.join(' + '),
    top1Error: rounded(score.top1Error),
    top5Error: rounded(score.top5Error),
    dataSet: data,
    protocol,
    source: checkpoints.map(({ file }) => file).join(', '),
  };
  const same = (each: Written): boolean =>
    each.network === result.network && each.dataSet === data && each.protocol === protocol;
  const failure = writeWhole(path, `${JSON.stringify([...earlier.filter((each) => !same(each)), result], null, 2)}\n`);
  return failure === undefined ? undefined : `cannot write ${path}: ${failure}`;
}

function readResults(path: string): readonly Written[] | string {
  const reading = readText(path);
  if (reading.kind === 'failure') return `cannot read ${path}: ${reading.reason}`;
  const { results, errors } = parseResults({ path, text: reading.text, library: false });
  if (errors.length > 0) return errors.join('\n');
  return results.map(({ at, ...rest }) => rest);
}

/** A hundredth of a per cent is one image in ten thousand. */
function rounded(error: number): number {
  return Number(error.toFixed(4));
}
