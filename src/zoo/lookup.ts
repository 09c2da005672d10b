/** Networks, figures and sources by name. */
import { zooNetworks } from './networks.ts';
import { publishedResults } from './published.ts';
import { sources } from './sources.ts';
import type { Protocol, PublishedResult, Source, ZooNetwork } from './zoo.ts';

/** By name or title, however it is spaced and capitalised: `resnet50`, `ResNet-50` and `resnet_50` are one. */
export function findNetwork(name: string): ZooNetwork | undefined {
  return byName.get(plain(name));
}

/** Letters and digits alone. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const byName: ReadonlyMap<string, ZooNetwork> = new Map([
  ...zooNetworks.map((network) => [plain(network.title), network] as const),
  ...zooNetworks.map((network) => [plain(network.name), network] as const),
]);

/** What was published about a network of the zoo, by its name, in the order of `publishedResults`. */
export function resultsOf(network: string): readonly PublishedResult[] {
  return byNetwork.get(network) ?? [];
}

const byNetwork: ReadonlyMap<string, readonly PublishedResult[]> = new Map(
  zooNetworks.map(({ name }) => [name, publishedResults.filter(({ network }) => network === name)]),
);

/** Throws for an id that is not in `sources`: an error in the data. */
export function sourceOf(id: string): Source {
  const source = byId.get(id);
  if (source === undefined) throw new Error(`the zoo has no source '${id}'`);
  return source;
}

const byId: ReadonlyMap<string, Source> = new Map(sources.map((source) => [source.id, source]));

/**
 * The one figure to set beside those of other networks under the same protocol: of one network (no ensemble), on
 * ImageNet's validation images. Of several, one with a top-1 error, then what is verified, then what the network's own
 * source states, then what has a top-5 error too, then the first.
 */
export function comparableResult(network: string, protocol: Protocol): PublishedResult | undefined {
  const own = findNetwork(network)?.source;
  const rank = (result: PublishedResult): number =>
    (result.top1Error === undefined ? 8 : 0) +
    (result.verified ? 0 : 4) +
    (result.source === own ? 0 : 2) +
    (result.top5Error === undefined ? 1 : 0);
  const fits = ({ protocol: shown, models, dataSet, split }: PublishedResult): boolean =>
    shown === protocol && models === 1 && dataSet === 'imagenet' && split === 'validation';
  return resultsOf(network)
    .filter(fits)
    .sort((a, b) => rank(a) - rank(b))[0];
}

/** Where there is no single crop, in this order. */
const others: readonly Protocol[] = [
  '10 crops',
  '12 crops',
  '144 crops',
  'multi-crop',
  'dense, one scale',
  'dense, several scales',
  'multi-crop and dense',
];

/**
 * The figure that describes a network best where nothing is compared: the comparable one of a single crop; without
 * one, that of another protocol; for networks of small images, the first on the test set of theirs.
 */
export function representativeResult(network: string): PublishedResult | undefined {
  const protocols: readonly Protocol[] = ['single crop', ...others];
  for (const protocol of protocols) {
    const result = comparableResult(network, protocol);
    if (result !== undefined) return result;
  }
  return resultsOf(network).find(({ protocol }) => protocol === 'test set');
}
