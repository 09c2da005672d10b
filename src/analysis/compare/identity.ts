/** Is a file, with its settings, a network of the zoo? Only then do published figures speak of it. */
import type { Compilation } from '../../compiler/compile.ts';
import type { Module } from '../../syntax/ast.ts';
import { zooNetworks } from '../../zoo/networks.ts';
import type { ZooNetwork } from '../../zoo/zoo.ts';

type Settings = Readonly<Record<string, string>>;

/**
 * The network of the zoo that `example`, a file of examples/, is with these settings. Values are compared as text,
 * numbers by value; a parameter that is not set has its default.
 */
export function identify(
  example: string,
  { module, sources }: Pick<Compilation, 'module' | 'sources'>,
  settings: Settings,
): ZooNetwork | undefined {
  const defaults = (module.network?.parameters ?? []).map(({ name, default: value }) => {
    const { file, start, end } = value?.span ?? { file: '', start: 0, end: 0 };
    return [name.text, sources.get(file)?.text.slice(start, end) ?? ''] as const;
  });
  const valuesOf = (set: Settings): string =>
    JSON.stringify(defaults.map(([name, value]) => canonical(set[name] ?? value)));
  const wanted = valuesOf(settings);
  return zooNetworks.find((network) => network.file === example && valuesOf(network.settings) === wanted);
}

/**
 * As `identify`, for a text alone: it is an example's but for the defaults of the network's parameters, which are taken
 * for its settings. `examples`: the parsed files of examples/ by name.
 */
export function identifyText(module: Module, examples: ReadonlyMap<string, Module>): ZooNetwork | undefined {
  const outline = withoutDefaults(module);
  const [name, example] = [...examples].find(([, each]) => withoutDefaults(each) === outline) ?? [];
  if (name === undefined || !example) return undefined;
  const { file } = example;
  const settings = Object.fromEntries(defaultsOf(module).map(({ parameter, text }) => [parameter, text]));
  return identify(name, { module: example, sources: new Map([[file.path, file]]) }, settings);
}

interface DefaultText {
  readonly parameter: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function defaultsOf({ file, network }: Module): readonly DefaultText[] {
  return (network?.parameters ?? []).flatMap(({ name, default: value }) => {
    if (!value) return [];
    const { start, end } = value.span;
    return [{ parameter: name.text, text: file.text.slice(start, end), start, end }];
  });
}

function withoutDefaults(module: Module): string {
  const { text } = module.file;
  const defaults = defaultsOf(module);
  const pieces = defaults.map(({ start }, index) => text.slice(defaults[index - 1]?.end ?? 0, start));
  return [...pieces, text.slice(defaults.at(-1)?.end ?? 0)].join('');
}

/** "1.0" and "1" are one value, "1_000" and "1000" too. */
function canonical(text: string): string {
  const plain = text.trim();
  const number = Number(plain.replaceAll('_', ''));
  return plain !== '' && Number.isFinite(number) ? String(number) : plain;
}

/** "width = 0.5, layers = 18" */
export function formatSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}
