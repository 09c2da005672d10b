/**
 * A user's own measurements. The file is a JSON array of objects:
 *
 *     [{ "network": "my.arch", "top1Error": 27.3, "top5Error": 8.9, "dataSet": "imagenet",
 *        "protocol": "single crop", "source": "run of 3 May" }]
 *
 * `network` names one of the compared networks: what was typed for it, its file, or its title. Errors are in per
 * cent. `dataSet` is any text; figures of different data sets are never ranked together. `protocol` is one of
 * those in protocols.ts. `source` may be left out, and one of the two errors.
 */
import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../../diagnostics/lines.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { findNetwork } from '../../zoo/lookup.ts';
import type { Protocol } from '../../zoo/zoo.ts';
import type { Candidate } from './candidate.ts';
import { type Located, readJson } from './json-text.ts';
import { protocols } from './protocols.ts';

export interface MeasuredResult {
  /** As the file has it. */
  readonly network: string;
  /** Offset of `network` in the file. */
  readonly at: number;
  readonly dataSet: string;
  readonly protocol: Protocol;
  readonly top1Error?: number;
  readonly top5Error?: number;
  readonly source?: string;
}

export interface Results {
  readonly file: SourceFile;
  readonly results: readonly MeasuredResult[];
  /** One line each, with place and fix: `results.json:3:18: "top1Error" is ...`. */
  readonly errors: readonly string[];
}

/** Never throws: what is wrong is in `errors`. */
export function parseResults(file: SourceFile): Results {
  const say = complaints(file);
  const reading = readJson(file.text);
  if (reading.kind === 'failure') {
    say.error(reading.at, `this is no JSON: ${reading.reason}`);
    return { file, results: [], errors: say.errors };
  }
  const { value, at } = reading.root;
  if (!isArray(value)) {
    say.error(at, 'the file holds an array of results: [{ "network": ..., "top1Error": ... }]');
    return { file, results: [], errors: say.errors };
  }
  const results = value.flatMap((entry) => resultOf(entry, say) ?? []);
  return { file, results, errors: say.errors };
}

export interface Assigned {
  /** By the candidate's name. */
  readonly byCandidate: ReadonlyMap<string, readonly MeasuredResult[]>;
  readonly errors: readonly string[];
  /** Results of networks that are not compared. */
  readonly warnings: readonly string[];
}

export function assignResults({ file, results }: Results, candidates: readonly Candidate[]): Assigned {
  const byCandidate = new Map<string, MeasuredResult[]>();
  const say = complaints(file);
  const warnings = complaints(file);
  for (const result of results) {
    const [found, second] = meant(result.network, candidates);
    if (found === undefined) {
      const close = nearest(
        result.network,
        candidates.flatMap(({ name, title }) => [name, title]),
      );
      const hint = close === undefined ? '' : `; did you mean "${close}"?`;
      warnings.error(result.at, `"${result.network}" is none of the compared networks and is left out${hint}`);
    } else if (second !== undefined) {
      const both = `"${found.name}" or "${second.name}"`;
      say.error(result.at, `"${result.network}" is more than one of the compared networks; write ${both}`);
    } else {
      byCandidate.set(found.name, [...(byCandidate.get(found.name) ?? []), result]);
    }
  }
  return { byCandidate, errors: say.errors, warnings: warnings.errors };
}

/** What was typed comes first: it is unique. */
function meant(network: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const exact = candidates.filter(({ name }) => name === network);
  if (exact.length > 0) return exact;
  const wanted = network.replace(/^\.\//, '');
  const known = findNetwork(network)?.name;
  return candidates.filter(
    ({ title, file, graph, zoo }) =>
      title === network || file === wanted || graph.name === network || (known !== undefined && zoo?.name === known),
  );
}

interface Complaints {
  readonly errors: string[];
  error(at: number, text: string): undefined;
}

function complaints({ path, text }: SourceFile): Complaints {
  const table = lineTable(text);
  const errors: string[] = [];
  return {
    errors,
    error(at, message) {
      const { line, column } = positionAt(table, at);
      errors.push(`${path}:${line}:${column}: ${message}`);
      return undefined;
    },
  };
}

const names = ['network', 'top1Error', 'top5Error', 'dataSet', 'protocol', 'source'];

function resultOf(entry: Located, say: Complaints): MeasuredResult | undefined {
  const members = entry.value;
  if (!isObject(members)) return say.error(entry.at, 'each result is an object: { "network": "my.arch", ... }');
  const before = say.errors.length;
  for (const [name, { at }] of members) {
    if (names.includes(name)) continue;
    const close = nearest(name, names);
    const hint = close === undefined ? `known are ${names.join(', ')}` : `did you mean "${close}"?`;
    say.error(at, `a result has no "${name}"; ${hint}`);
  }
  const text = (name: string): string | undefined => {
    const member = members.get(name);
    if (member === undefined) return say.error(entry.at, `this result has no "${name}"`);
    if (typeof member.value === 'string' && member.value.trim() !== '') return member.value;
    return say.error(member.at, `"${name}" is ${shown(member)}; it must be a text`);
  };
  const network = text('network');
  const dataSet = text('dataSet');
  const protocol = protocolOf(text('protocol'), members.get('protocol')?.at ?? entry.at, say);
  const source = members.has('source') ? text('source') : undefined;
  const top1Error = errorOf('top1Error', members, say);
  const top5Error = errorOf('top5Error', members, say);
  if (!members.has('top1Error') && !members.has('top5Error')) {
    say.error(entry.at, 'this result has neither "top1Error" nor "top5Error"');
  }
  if (top1Error !== undefined && top5Error !== undefined && top5Error > top1Error) {
    say.error(
      members.get('top5Error')?.at ?? entry.at,
      `"top5Error" is ${top5Error}, more than "top1Error", ${top1Error}: an image that is right at once is right among five`,
    );
  }
  if (say.errors.length > before || network === undefined || dataSet === undefined || protocol === undefined) return;
  return {
    network,
    at: members.get('network')?.at ?? entry.at,
    dataSet,
    protocol,
    ...(top1Error !== undefined && { top1Error }),
    ...(top5Error !== undefined && { top5Error }),
    ...(source !== undefined && { source }),
  };
}

function protocolOf(text: string | undefined, at: number, say: Complaints): Protocol | undefined {
  if (text === undefined) return undefined;
  const known = protocols.find((protocol) => protocol === text);
  return known ?? say.error(at, `"protocol" is "${text}"; it must be one of: ${protocols.join('; ')}`);
}

function errorOf(name: string, members: ReadonlyMap<string, Located>, say: Complaints): number | undefined {
  const member = members.get(name);
  if (member === undefined) return undefined;
  const { value } = member;
  if (typeof value !== 'number') return say.error(member.at, `"${name}" is ${shown(member)}; it must be a number`);
  if (value < 0 || value > 100) {
    return say.error(member.at, `"${name}" is ${value}; it must be an error in per cent, from 0 to 100`);
  }
  return value;
}

function shown({ value }: Located): string {
  if (isArray(value)) return 'an array';
  return isObject(value) ? 'an object' : JSON.stringify(value);
}

function isArray(value: Located['value']): value is readonly Located[] {
  return Array.isArray(value);
}

function isObject(value: Located['value']): value is ReadonlyMap<string, Located> {
  return value instanceof Map;
}
