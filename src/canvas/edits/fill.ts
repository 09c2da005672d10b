/**
 * A call with its required arguments filled in. What fits is found by trying: each candidate is compiled on the map that
 * enters, and the first that compiles is taken; one that keeps the map's shape before others, but where it is a pooling.
 */
import { compile } from '../../compiler/compile.ts';
import { isMap, type Operator, type OperatorParameter, type Shape } from '../../operators/operator.ts';
import { operators } from '../../operators/registry.ts';
import type { Parameter } from '../../syntax/ast.ts';
import { type Callee, scratch } from './callee.ts';
import type { CanvasSource } from './edit.ts';

/** Where the map at the place is not known. */
const usualShape: Shape = [64, 32, 32];

/** More are never tried. */
const mostCandidates = 64;

/** `conv(64, 3, pad = same)`, without the braces that a block value takes. */
export function filledCall(source: CanvasSource, callee: Callee, shape: Shape = usualShape): string {
  const candidates = [...new Set(candidatesOf(callee, shape))].slice(0, mostCandidates);
  const [first = callee.name] = candidates;
  if (candidates.length === 1 || callee.merges) return first;
  const operator = operators.get(callee.name);
  const mayShrink = !callee.definition && operator !== undefined && strideIsKernel(operator);
  let working: string | undefined;
  for (const candidate of candidates) {
    const result = tried(source, callee, candidate, shape);
    if (result && (mayShrink || result.join() === shape.join())) return candidate;
    working ??= result && candidate;
  }
  return working ?? first;
}

/** The shape that leaves; undefined where the call does not compile. */
function tried(source: CanvasSource, callee: Callee, call: string, shape: Shape): Shape | undefined {
  const { file, module, host, cache } = source;
  const written = (span: { readonly start: number; readonly end: number }): string =>
    file.text.slice(span.start, span.end);
  const [channels, height = 1, width = 1] = shape;
  const text = [
    ...module.uses.map(({ span }) => written(span)),
    callee.useText,
    ...module.blocks.map(({ span }) => written(span)),
    `network Trial {\ninput image [${channels}, ${height}, ${width}]`,
    isMap(shape) ? '' : 'flatten',
    call + bracesOf(callee),
    '}',
  ].join('\n');
  const { graph, diagnostics } = compile({ ...file, text }, host, { cache: scratch(cache) });
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  return graph?.nodes[graph.outputs[0]?.node ?? 0]?.shape;
}

/** What a callee takes behind its call when nothing is known of what will stand there. */
export function bracesOf({ merges, signature }: Callee): string {
  if (merges) return ' { | skip | skip }';
  return signature.receiver !== undefined && signature.required.includes(signature.receiver) ? ' { skip }' : '';
}

function candidatesOf(callee: Callee, shape: Shape): readonly string[] {
  const { name, definition } = callee;
  if (definition) return blockCandidates(callee, definition.parameters, shape[0]);
  const operator = operators.get(name);
  return operator ? operatorCandidates(operator, shape[0]) : [name];
}

function operatorCandidates(operator: Operator, channels: number): readonly string[] {
  const { name, parameters } = operator;
  const required = parameters.filter((each) => each.default === undefined && each.defaultIs === undefined);
  const given = combinations(required.map((parameter) => operatorValues(parameter, operator, channels)));
  // A window that would shrink the map at its borders keeps its size where the operator can pad.
  const pads = parameters.some(({ type }) => type.kind === 'padding') && !strideIsKernel(operator);
  const padded = pads && required.some(({ type }) => type.kind === 'size') ? ['pad = same'] : [];
  return [
    ...given.map((values) => called(name, [...values, ...padded])),
    ...given.map((values) => called(name, values)),
  ];
}

function operatorValues(parameter: OperatorParameter, operator: Operator, channels: number): readonly string[] {
  const { name, type } = parameter;
  switch (type.kind) {
    case 'int':
      return (name === 'channels' || name === 'units' ? [channels] : [2, 1, 0, channels]).map(String);
    case 'number':
      return ['1', '0.5'];
    case 'bool':
      return ['false', 'true'];
    case 'size':
      return strideIsKernel(operator) ? ['2', '1'] : ['3', '1'];
    case 'padding':
      return ['1'];
    case 'word':
      return type.words;
    case 'table':
      return ['[[0]]'];
  }
}

/** Windows that do not overlap, as those of pooling. */
function strideIsKernel({ parameters }: Operator): boolean {
  return parameters.some(({ name, defaultIs }) => name === 'stride' && defaultIs !== undefined);
}

/** Numbers of channels: all of the map's, or one part of them for each, as in a bottleneck or beside other branches. */
function blockCandidates({ name, signature }: Callee, parameters: readonly Parameter[], channels: number): string[] {
  const required = parameters.filter((each) => !each.default && each.name.text !== signature.receiver);
  const parts = [1, 2, 4, 8].map((divisor) => channels / divisor).filter(Number.isInteger);
  const call = (part: number, switches: number): string => {
    let place = 0;
    const values = required.map((parameter) => {
      const value = blockValue(parameter, part);
      const isSwitch = value === String(part) && (switches >> (required.length - 1 - place)) % 2 === 1;
      place += 1;
      return isSwitch ? 'false' : value;
    });
    return called(name, values);
  };
  const numbers = parts.map((part) => call(part, 0));
  // A parameter without a type may be a switch: the last ones are tried first.
  const ways = required.length > 6 ? 1 : 2 ** required.length;
  const switched = Array.from({ length: ways - 1 }, (_, way) => parts.map((part) => call(part, way + 1)));
  return [...numbers, ...switched.flat()];
}

function blockValue({ name, type }: Parameter, part: number): string {
  switch (type) {
    case 'bool':
      return 'false';
    case 'string':
      return '""';
    case 'list':
    case 'shape':
      return `[${part}]`;
    case 'block':
      return 'relu';
    case 'size':
      return '3';
    default:
      if (/kernel|size/.test(name.text)) return '3';
      return /stride|dilation|groups/.test(name.text) ? '1' : String(part);
  }
}

function called(name: string, values: readonly string[]): string {
  return values.length === 0 ? name : `${name}(${values.join(', ')})`;
}

/** All ways to take one from each list, the first list's choices varying slowest. */
function combinations(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (done, list) => done.flatMap((taken) => list.map((each) => [...taken, each])),
    [[]],
  );
}
