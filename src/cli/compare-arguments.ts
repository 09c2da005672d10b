/** What the command line of `compare` names: files, folders and networks of the zoo, each with its own settings. */

import { type Candidate, distinctTitles } from '../analysis/compare/candidate.ts';
import { formatSettings, identify } from '../analysis/compare/identity.ts';
import { type Examined, examine } from '../analysis/examine.ts';
import type { ParseCache } from '../compiler/modules.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { findNetwork } from '../zoo/lookup.ts';
import { zooNetworks } from '../zoo/networks.ts';
import type { ZooNetwork } from '../zoo/zoo.ts';
import { gather, stdinArgument } from './files.ts';
import { nodeHost } from './host.ts';
import type { Style } from './output.ts';
import { zooSource } from './zoo-networks.ts';

export interface Loaded {
  readonly candidates: readonly Candidate[];
  /** Wrong arguments and files that cannot be read, a line each. */
  readonly failures: readonly string[];
  /** Sources with errors, as a terminal shows them; these networks are not among the candidates. */
  readonly broken: readonly string[];
  /** Files of a folder that have no network. */
  readonly skipped: readonly string[];
}

/** The word for all networks of the zoo that take ImageNet's images. */
const zooWord = 'zoo';

type Settings = Readonly<Record<string, string>>;

/** Each network once, in the order of the arguments. */
export async function loadCandidates(args: readonly string[], style: Style): Promise<Loaded> {
  const loader = newLoader(style);
  for (const arg of args) await load(arg, loader);
  return { ...loader, candidates: distinctTitles([...loader.found.values()]) };
}

interface Loader {
  readonly host: ReturnType<typeof nodeHost>;
  readonly cache: ParseCache;
  readonly style: Style;
  /** By name. */
  readonly found: Map<string, Candidate>;
  /** Files of examples/ by their text. */
  readonly examples: Map<string, string>;
  readonly failures: string[];
  readonly broken: string[];
  readonly skipped: string[];
}

function newLoader(style: Style): Loader {
  const examples = new Map(zooNetworks.map((network) => [zooSource(network).text, network.file]));
  const lists = { failures: [], broken: [], skipped: [] };
  return { host: nodeHost(), cache: new Map(), style, found: new Map(), examples, ...lists };
}

async function load(arg: string, loader: Loader): Promise<void> {
  const { base, settings, wrong } = splitArgument(arg);
  if (wrong !== undefined) {
    loader.failures.push(`cannot read the setting '${wrong}' of ${base}: write NAME=VALUE, as in ${base}:classes=10`);
  } else if (base === zooWord) {
    for (const network of zooNetworks) addZoo(network, settings, loader, takesImageNet);
  } else {
    const network = /[/\\]|\.arch$/.test(base) ? undefined : findNetwork(base);
    if (network === undefined) await addFiles(base, settings, loader);
    else addZoo(network, settings, loader, () => true);
  }
}

/** `my.arch:width=0.5,layers=18`; a comma inside brackets or quotes belongs to its value. */
export function splitArgument(arg: string): { base: string; settings: Settings; wrong?: string } {
  const [, base, list] = /^(.+?):(\s*[A-Za-z_]\w*\s*=.*)$/s.exec(arg) ?? [];
  if (base === undefined || list === undefined) {
    // A drive's letter is no file with settings.
    const [, file, rest] = /^(.{2,}?):([^\\/]*)$/s.exec(arg) ?? [];
    return file === undefined || rest === undefined
      ? { base: arg, settings: {} }
      : { base: file, settings: {}, wrong: rest };
  }
  const parts = list.match(/(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\([^)]*\)|[^,])+/gs) ?? [];
  const settings: Record<string, string> = {};
  for (const part of parts) {
    const [, name, value] = /^\s*([A-Za-z_]\w*)\s*=(.*\S.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) return { base, settings: {}, wrong: part.trim() };
    settings[name] = value.trim();
  }
  return { base, settings };
}

function addZoo(network: ZooNetwork, more: Settings, loader: Loader, wanted: (examined: Examined) => boolean): void {
  const settings = { ...network.settings, ...more };
  const examined = run(zooSource(network), settings, loader);
  if (!wanted(examined)) return;
  add(examined, settings, network.name + suffix(more), loader, { file: network.file, fallback: network.title, more });
}

/** Three channels, sides of 128 pixels or more, a thousand classes. */
function takesImageNet({ compilation: { graph } }: Examined): boolean {
  const output = graph?.nodes[graph.outputs[0]?.node ?? -1]?.shape;
  const [channels, height] = graph?.input.shape ?? [0, 0];
  return channels === 3 && height >= 128 && output?.[0] === 1000;
}

async function addFiles(base: string, settings: Settings, loader: Loader): Promise<void> {
  if (base === stdinArgument) {
    loader.failures.push('standard input cannot be compared; name a file');
    return;
  }
  const { files, failures, folders } = await gather([base]);
  loader.failures.push(...failures.map((failure) => failure + zooHint(base)));
  for (const file of files) {
    const examined = run(file, settings, loader);
    if (examined.compilation.module.network === undefined && folders.length > 0) {
      loader.skipped.push(file.path);
      continue;
    }
    const title = examined.compilation.graph?.name ?? file.path;
    const example = loader.examples.get(file.text);
    add(examined, settings, file.path + suffix(settings), loader, { file: example, fallback: title, more: settings });
  }
}

/** A name without a dot or a slash may be meant for the zoo. */
function zooHint(base: string): string {
  if (/[./\\]/.test(base)) return '';
  const close = nearest(
    base,
    zooNetworks.map(({ name }) => name),
  );
  const hint = close === undefined ? '`netwright zoo` lists the names there' : `did you mean ${close}?`;
  return `, and no network of the zoo; ${hint}`;
}

interface Origin {
  /** In examples/, where the text is that of one there. */
  readonly file: string | undefined;
  readonly fallback: string;
  /** What was set on the command line. */
  readonly more: Settings;
}

function add(examined: Examined, settings: Settings, name: string, loader: Loader, origin: Origin): void {
  const { compilation, analysis, diagnostics } = examined;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    loader.broken.push(renderDiagnostics(errors, compilation.sources, loader.style));
    return;
  }
  if (compilation.graph === undefined || analysis === undefined) {
    loader.failures.push(`${name} has no network to compare`);
    return;
  }
  const zoo = origin.file === undefined ? undefined : identify(origin.file, compilation, settings);
  const set = Object.keys(origin.more).length === 0 ? '' : ` (${formatSettings(origin.more)})`;
  loader.found.set(name, {
    name,
    title: zoo?.title ?? origin.fallback + set,
    file: compilation.file.path,
    settings,
    graph: compilation.graph,
    analysis,
    zoo,
  });
}

function run(file: SourceFile, settings: Settings, { host, cache }: Loader): Examined {
  return examine(file, host, { set: new Map(Object.entries(settings)), cache });
}

function suffix(settings: Settings): string {
  const list = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return list.length === 0 ? '' : `:${list.join(',')}`;
}
