/** The network of a run as a run records it: every source of the user's, so that it can be compiled anywhere again. */
import { basename, dirname, posix, relative, sep } from 'node:path';
import { type Examined, examine } from '../analysis/examine.ts';
import { type Compilation, compile } from '../compiler/compile.ts';
import type { Host } from '../compiler/modules.ts';
import type { Recipe } from '../compiler/recipe.ts';
import { settingText } from '../compiler/recipe-reference.ts';
import { recipeSettings, type SettingValue } from '../compiler/recipe-settings.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../graph/graph.ts';
import type { Outcome } from '../training/node/outcome.ts';
import type { RunRecord } from '../training/node/run-directory.ts';
import { nodeHost } from './host.ts';

export type RecordedNetwork = Pick<RunRecord, 'network' | 'file' | 'sources' | 'set'>;

/** Paths in the record are relative to the folder of the main source. */
export function recordNetwork(
  { file, sources, graph }: Compilation,
  set: ReadonlyMap<string, string>,
): RecordedNetwork {
  const folder = dirname(file.path);
  const own = [...sources.values()].filter(({ path, library }) => !library && !path.startsWith('--'));
  return {
    network: graph?.name ?? 'network',
    file: basename(file.path),
    sources: Object.fromEntries(own.map(({ path, text }) => [portable(relative(folder, path)), text])),
    set: Object.fromEntries(set),
  };
}

function portable(path: string): string {
  return path.split(sep).join('/');
}

/** Compiles it again, with settings of the recipe that go before those of the record. */
export function examineRecorded(
  record: RecordedNetwork & Pick<RunRecord, 'recipe'>,
  changes: ReadonlyMap<string, string> = new Map(),
): Examined {
  const main: SourceFile = { path: record.file, text: record.sources[record.file] ?? '', library: false };
  const recipe = new Map([...recipeAsSource(record.recipe), ...changes]);
  return examine(main, recordedHost(record), { set: new Map(Object.entries(record.set)), recipe });
}

function recordedHost({ sources }: RecordedNetwork): Host {
  const { library, libraryNames } = nodeHost();
  return {
    library,
    libraryNames,
    file: (path, from) => {
      const target = posix.join(posix.dirname(from.path), path);
      const text = sources[target];
      return text === undefined ? undefined : { path: target, text, library: false };
    },
  };
}

/** Every setting as a source would give it. */
export function recipeAsSource(recipe: Recipe): ReadonlyMap<string, string> {
  const fields = recipe as unknown as Readonly<Record<string, SettingValue | undefined>>;
  return new Map(
    recipeSettings.flatMap(({ name, field }) => {
      const value = fields[field];
      return value === undefined ? [] : [[name, settingText(value)] as const];
    }),
  );
}

/** The network for images of another size, or in words why it takes none. What it expects of its figures is not asked. */
export function recordedAtSize(
  record: RecordedNetwork,
  shape: readonly [channels: number, height: number, width: number],
): Outcome<Graph> {
  const host = recordedHost(record);
  const options = { set: new Map(Object.entries(record.set)) };
  const main: SourceFile = { path: record.file, text: record.sources[record.file] ?? '', library: false };
  const input = compile(main, host, options).module.network?.body.steps.find((step) => step.kind === 'input');
  if (input === undefined) return { problem: 'its input is not written in the network itself' };
  const { start, end } = input.shape.span;
  const text = `${main.text.slice(0, start)}[${shape.join(', ')}]${main.text.slice(end)}`;
  const { graph, diagnostics } = compile({ ...main, text }, host, options);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return error || !graph ? { problem: error?.message ?? 'it has no network' } : { value: graph };
}
