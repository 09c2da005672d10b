/**
 * Prints what a keystroke costs, medians in milliseconds: parsing the whole and parsing after one digit was replaced,
 * one letter put in, for two networks of examples/ and for 10,000 generated steps; and the stages behind the parser.
 */
import { readFileSync } from 'node:fs';
import { stdout } from 'node:process';
import { analyse } from '../../src/analysis/analyse.ts';
import { examine } from '../../src/analysis/examine.ts';
import { drawing } from '../../src/canvas/drawing.ts';
import { compile } from '../../src/compiler/compile.ts';
import { load, type ParseCache } from '../../src/compiler/modules.ts';
import type { SourceFile } from '../../src/diagnostics/diagnostic.ts';
import { resolveNames } from '../../src/language/resolve.ts';
import { balance } from '../../src/syntax/brackets.ts';
import { lex } from '../../src/syntax/lex.ts';
import { parse, parseWhole } from '../../src/syntax/parse.ts';
import { changed } from '../../src/syntax/reparse.ts';
import { libraryHost } from './library.ts';
import { asLines } from './networks.ts';
import { median, repeat, time } from './statistics.ts';

const host = libraryHost();
const example = (name: string): string => readFileSync(`examples/${name}.arch`, 'utf8');
const sources: readonly (readonly [string, string])[] = [
  ['resnet50', example('resnet50')],
  ['senet154', example('senet154')],
  ['10,000 steps', asLines(10_000)],
];

function row(name: string, run: () => unknown, runs: number): void {
  repeat(Math.ceil(runs / 2), () => time(run));
  const times = repeat(runs, () => time(run));
  stdout.write(`  ${name.padEnd(34)} ${median(times).toFixed(2).padStart(8)} ms\n`);
}

/** In the middle and at the start, where nearly all that is known moves. */
function keystrokes(file: SourceFile, runs: number): void {
  const known = parseWhole(file);
  const body = file.text.indexOf('\n', file.text.indexOf('input'));
  const places = [...file.text.matchAll(/\d(?=[,)])/g)].map(({ index }) => index).filter((at) => at > body);
  const edited = (at: number, put: string): SourceFile => {
    return { ...file, text: file.text.slice(0, at) + put + file.text.slice(at + 1) };
  };
  const typed = (name: string, at: number, put: string): void => {
    const next = edited(at, put);
    if (!changed(known, next)) throw new Error(`${file.path}: the whole is parsed where ${name}`);
    row(name, () => changed(known, next), runs);
  };
  const middle = places[places.length >> 1] ?? 0;
  typed('a digit replaced, in the middle', middle, '7');
  typed('a digit put in, in the middle', middle, '77');
  typed('a digit put in, at the start', places[0] ?? 0, '77');
}

function stages(file: SourceFile, runs: number): void {
  const cache: ParseCache = new Map();
  const examined = examine(file, host, { cache });
  const { graph } = examined.compilation;
  if (!graph) throw new Error(`${file.path} has no graph`);
  row('load, parsed', () => load(file, host, cache), runs);
  row('names', () => resolveNames(load(file, host, cache).main), runs);
  row('compile, parsed', () => compile(file, host, { cache }), runs);
  row('analyse', () => analyse(graph), runs);
  row('drawing', () => drawing(examined, { folded: new Map() }), runs);
}

for (const [name, text] of sources) {
  const file: SourceFile = { path: `${name}.arch`, text, library: false };
  const runs = text.length > 100_000 ? 15 : 300;
  stdout.write(`${name}, ${text.length.toLocaleString('en')} characters\n`);
  row('parse the whole', () => parse(file), runs);
  row('  of it tokens', () => lex(file), runs);
  const { tokens } = lex(file);
  row('  of it brackets', () => balance(file, tokens), runs);
  keystrokes(file, runs);
  stages(file, runs);
}
