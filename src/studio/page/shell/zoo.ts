/** The zoo's networks as the page has them: their names, and their sources when one is wanted. */
import { representativeResult } from '../../../zoo/lookup.ts';
import { zooNetworks } from '../../../zoo/networks.ts';
import type { ZooNetwork } from '../../../zoo/zoo.ts';
import type { Studio } from '../studio.ts';

const sources = import.meta.glob<string>('../../../../examples/*.arch', { query: '?raw', import: 'default' });

export interface ZooEntry extends ZooNetwork {
  /** Top-5 error in per cent, of ImageNet, where one was published. */
  readonly top5: number | undefined;
}

export const zooEntries: readonly ZooEntry[] = zooNetworks.map((network) => ({
  ...network,
  top5: representativeResult(network.name)?.top5Error,
}));

async function sourceOf({ file }: ZooNetwork): Promise<string> {
  const load = sources[`../../../../examples/${file}`];
  if (!load) throw new Error(`the source of ${file} was not built into the page`);
  return load();
}

/** Its source, with the settings that make it this network as the defaults of its parameters. */
export async function zooText(network: ZooNetwork): Promise<string> {
  const text = await sourceOf(network);
  if (Object.keys(network.settings).length === 0) return text;
  // The parser is large; the page has it in its worker otherwise.
  const { withDefaults } = await import('../../../syntax/defaults.ts');
  return withDefaults({ path: network.file, text, library: false }, network.settings);
}

/** A new text under a free name. */
export async function openFromZoo(studio: Studio, network: ZooNetwork): Promise<void> {
  studio.openNew(await freePath(studio, network.name), await zooText(network));
}

/** NAME.arch, or NAME-2.arch and so on where that is taken. */
export async function freePath(studio: Studio, name: string): Promise<string> {
  const listed = await studio.host.list();
  const taken = new Set([
    ...('problem' in listed ? [] : listed.map(({ path }) => path)),
    ...studio.store.getState().tabs.map(({ document }) => document.path),
  ]);
  for (let number = 1; ; number++) {
    const path = number === 1 ? `${name}.arch` : `${name}-${number}.arch`;
    if (!taken.has(path)) return path;
  }
}

export const emptyNetwork = `network Net(classes = 10) {
  input image [3, 32, 32]

  conv(32, 3, pad = same) -> relu
  maxpool(2)
  global_avgpool -> dense(classes)
}
`;
