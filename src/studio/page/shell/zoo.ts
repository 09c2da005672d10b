/** The zoo's networks as the page has them: their names, and their sources and figures when they are wanted. */
import { createStore } from 'zustand/vanilla';
import { representativeResult } from '../../../zoo/lookup.ts';
import { zooNetworks } from '../../../zoo/networks.ts';
import type { ZooNetwork } from '../../../zoo/zoo.ts';
import type { Studio } from '../studio.ts';
import { freePath } from './open-files.ts';

const sources = import.meta.glob<string>('../../../../examples/*.arch', { query: '?raw', import: 'default' });

export interface ZooEntry extends ZooNetwork {
  /** Top-5 error in per cent, of ImageNet, where one was published. */
  readonly top5: number | undefined;
}

export const zooEntries: readonly ZooEntry[] = zooNetworks.map((network) => ({
  ...network,
  top5: representativeResult(network.name)?.top5Error,
}));

/** Its source, with the settings that make it this network as the defaults of its parameters. */
export async function zooText({ file, settings }: ZooNetwork): Promise<string> {
  const load = sources[`../../../../examples/${file}`];
  if (!load) throw new Error(`the source of ${file} was not built into the page`);
  const text = await load();
  if (Object.keys(settings).length === 0) return text;
  // The parser is large; the page has it in its worker otherwise.
  const { withDefaults } = await import('../../../syntax/defaults.ts');
  return withDefaults({ path: file, text, library: false }, settings);
}

/** A new text under a free name. */
export async function openFromZoo(studio: Studio, network: ZooNetwork): Promise<void> {
  studio.openNew(await freePath(studio, network.name), await zooText(network));
}

/** By name, as far as they were counted. */
export const zooParameters = createStore<ReadonlyMap<string, number>>(() => new Map());

/** One network after the other, so that the worker has time for the text in front. Gives what ends it. */
export function countZoo(studio: Studio): () => void {
  let isWanted = true;
  const count = async (): Promise<void> => {
    for (const network of zooEntries) {
      if (!isWanted) return;
      if (zooParameters.getState().has(network.name)) continue;
      const parameters = await parametersOf(studio, network);
      zooParameters.setState(new Map(zooParameters.getState()).set(network.name, parameters), true);
    }
  };
  count().catch((error: Error) => studio.notify(error.message));
  return () => {
    isWanted = false;
  };
}

async function parametersOf({ worker }: Studio, network: ZooNetwork): Promise<number> {
  // A name that no file of the folder can have.
  const path = `zoo:${network.name}`;
  worker.send({ kind: 'text', path, revision: 1, text: await zooText(network) });
  const asked = worker.ask<'layers'>(path, { kind: 'layers' });
  worker.send({ kind: 'close', path });
  const deployed = (await asked).filter(({ trainingOnly }) => !trainingOnly);
  return deployed.reduce((sum, { parameters }) => sum + parameters, 0);
}
