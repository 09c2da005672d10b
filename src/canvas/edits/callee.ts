/** What a call on the canvas calls: an operator or a block, the `use` line it needs, and its parameters. */
import { load, type ParseCache } from '../../compiler/modules.ts';
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import { operators } from '../../operators/registry.ts';
import type { BlockDefinition } from '../../syntax/ast.ts';
import { parse } from '../../syntax/parse.ts';
import { type CanvasSource, refused } from './edit.ts';
import { lineEnd, pageOf, replacing, withComments } from './lines.ts';
import { definitionsOf, type Problem } from './locate.ts';

export interface Signature {
  readonly names: readonly string[];
  /** Those that must be given. */
  readonly required: readonly string[];
  /** The one that takes the braces behind a call. */
  readonly receiver: string | undefined;
}

export interface Callee {
  /** As a call writes it. */
  readonly name: string;
  readonly signature: Signature;
  /** An operator that joins branches. */
  readonly merges: boolean;
  readonly definition: BlockDefinition | undefined;
  /** What brings the block into the file, where that is not done yet. */
  readonly use: readonly TextEdit[];
  /** The same as source text; empty where nothing is needed. */
  readonly useText: string;
}

/** The file's blocks by name, its own and those that it uses. */
export function blocksInSight({ file, module, host, cache }: CanvasSource): ReadonlyMap<string, BlockDefinition> {
  const tried = scratch(cache);
  tried.set(file.path, { text: file.text, outcome: { value: module, diagnostics: [] } });
  const { main } = load(file, host, tried);
  // Other files stay parsed; what the main file's errors are, others have to say.
  for (const [path, entry] of tried) if (path !== file.path) cache?.set(path, entry);
  return new Map([...main.blocks].map(([name, { definition }]) => [name, definition]));
}

/** What is only tried out must not stay in the caller's cache. */
export function scratch(cache: ParseCache | undefined): ParseCache {
  return new Map(cache);
}

export function findCallee(source: CanvasSource, wanted: string): Callee | Problem {
  const inSight = blocksInSight(source);
  const [moduleName, blockName, rest] = wanted.split('.');
  if (moduleName !== undefined && blockName !== undefined && rest === undefined) {
    return libraryBlock(source, moduleName, blockName, inSight);
  }
  const definition = inSight.get(wanted);
  const plain = { name: wanted, use: [], useText: '' };
  if (definition) return { ...plain, merges: false, definition, signature: signatureOfBlock(definition) };
  const operator = operators.get(wanted);
  if (!operator) return refused(`There is no operator and no block with the name \`${wanted}\` in this file.`);
  const signature = signatureOf(wanted, inSight) ?? { names: [], required: [], receiver: undefined };
  return { ...plain, merges: operator.inputs === 'many', definition: undefined, signature };
}

function libraryBlock(
  source: CanvasSource,
  moduleName: string,
  blockName: string,
  inSight: ReadonlyMap<string, BlockDefinition>,
): Callee | Problem {
  const { host, module, file } = source;
  const library = host.libraryNames.includes(moduleName) ? host.library(moduleName) : undefined;
  const known = library && source.cache?.get(library.path);
  const syntax = library && (known?.text === library.text ? known.outcome.value : parse(library).value);
  const definition = syntax?.blocks.find(({ name }) => name.text === blockName);
  if (!definition) return refused(`The library has no block ${moduleName}.${blockName}.`);
  const present = inSight.get(blockName);
  const found = { name: blockName, merges: false, definition, signature: signatureOfBlock(definition) };
  if (present?.name.span.file === definition.name.span.file) return { ...found, use: [], useText: '' };
  if (present) {
    return refused(
      `This file already has another block ${blockName}, from ${present.name.span.file}: ` +
        `rename that one before ${moduleName}.${blockName} is used.`,
    );
  }
  const page = pageOf(file);
  const line = `use ${moduleName}.${blockName}`;
  const last = module.uses.at(-1);
  if (last) {
    const at = lineEnd(page.text, last.span.end);
    return { ...found, use: [replacing(page, at, at, page.eol + line)], useText: line };
  }
  // Above the first definition's own comment, which documents it.
  const at = withComments(page.text, definitionsOf(module)[0]?.span.start ?? 0);
  return { ...found, use: [replacing(page, at, at, line + page.eol + page.eol)], useText: line };
}

/** The parameters of what a name calls; undefined where that is not known. */
export function signatureOf(name: string, inSight: ReadonlyMap<string, BlockDefinition>): Signature | undefined {
  const definition = inSight.get(name);
  if (definition) return signatureOfBlock(definition);
  const operator = operators.get(name);
  if (!operator) return undefined;
  const { parameters } = operator;
  return {
    names: parameters.map((parameter) => parameter.name),
    required: parameters
      .filter((parameter) => parameter.default === undefined && parameter.defaultIs === undefined)
      .map((parameter) => parameter.name),
    receiver: undefined,
  };
}

function signatureOfBlock({ parameters }: BlockDefinition): Signature {
  return {
    names: parameters.map(({ name }) => name.text),
    required: parameters.filter((parameter) => !parameter.default).map(({ name }) => name.text),
    receiver: parameters.find(({ type }) => type === 'block')?.name.text,
  };
}
