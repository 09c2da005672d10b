/** The networks of the zoo as the package ships them. */

import { type Examined, examine } from '../analysis/examine.ts';
import type { Host, ParseCache } from '../compiler/modules.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { readText } from '../machine/files.ts';
import { withDefaults } from '../syntax/defaults.ts';
import type { ZooNetwork } from '../zoo/zoo.ts';
import { nodeHost } from './host.ts';
import { ownPath } from './package.ts';

/** Its file in examples/; throws where the package has lost it. */
export function zooSource(network: ZooNetwork): SourceFile {
  const path = `examples/${network.file}`;
  const reading = readText(ownPath(path));
  if (reading.kind === 'failure') throw new Error(`cannot read ${path} of the package: ${reading.reason}`);
  return { path, text: reading.text, library: false };
}

export interface ExamineOptions {
  readonly host?: Host;
  /** For several networks in one go: what they share is parsed once. */
  readonly cache?: ParseCache;
}

/** Compiles and counts it with its settings. */
export function examineZoo(network: ZooNetwork, { host = nodeHost(), cache }: ExamineOptions = {}): Examined {
  const set = new Map(Object.entries(network.settings));
  return examine(zooSource(network), host, cache === undefined ? { set } : { set, cache });
}

/** Its source with its settings as the defaults of the network's parameters, and nothing else changed. */
export function ownText(network: ZooNetwork): string {
  return withDefaults(zooSource(network), network.settings);
}
