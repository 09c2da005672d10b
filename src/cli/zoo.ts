/** `netwright zoo`: the known networks listed, shown and copied. */

import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportJson } from '../analysis/report.ts';
import type { ParseCache } from '../compiler/modules.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { reasonOf, writeWhole } from '../machine/files.ts';
import { findNetwork, representativeResult, resultsOf, sourceOf } from '../zoo/lookup.ts';
import { zooNetworks } from '../zoo/networks.ts';
import type { ZooNetwork } from '../zoo/zoo.ts';
import { displayPath } from './files.ts';
import { nodeHost } from './host.ts';
import { complain, type ExitCode, exit, print, printLine, type Style } from './output.ts';
import { type Counted, renderList } from './zoo-list.ts';
import { examineZoo, ownText } from './zoo-networks.ts';
import { renderNetwork } from './zoo-show.ts';

export interface ZooSettings {
  readonly json: boolean;
  readonly style: Style;
}

export async function listZoo({ json, style }: ZooSettings): Promise<ExitCode> {
  const cache: ParseCache = new Map();
  const host = nodeHost();
  const counted = zooNetworks.map((network): Counted => {
    const totals = examineZoo(network, { host, cache }).analysis?.totals;
    if (totals === undefined) throw new Error(`examples/${network.file} of the package does not compile`);
    return { network, parameters: totals.parameters, macs: totals.macs, result: representativeResult(network.name) };
  });
  if (json) {
    const rows = counted.map(({ network, parameters, macs, result }) => ({
      ...network,
      source: sourceOf(network.source),
      parameters,
      macs,
      result: result ?? null,
    }));
    await printLine(JSON.stringify(rows));
  } else await print(renderList(counted, style));
  return exit.ok;
}

export async function showNetwork(name: string, { json, style }: ZooSettings): Promise<ExitCode> {
  const network = findNetwork(name);
  if (network === undefined) return unknown(name);
  const examined = examineZoo(network);
  const text = ownText(network);
  if (json) {
    const results = resultsOf(network.name).map((result) => ({ ...result, source: sourceOf(result.source) }));
    const shown = { ...network, source: sourceOf(network.source), results, text, report: reportJson(examined) };
    await printLine(JSON.stringify(shown));
  } else await print(renderNetwork(network, text, examined, style));
  return exit.ok;
}

const extension = '.arch';

/** Never replaces a file unless told to. */
export async function copyNetwork(
  name: string,
  file: string | undefined,
  { force }: { readonly force: boolean },
): Promise<ExitCode> {
  const network = findNetwork(name);
  if (network === undefined) return unknown(name);
  const path = targetOf(network, file);
  const shown = displayPath(path);
  const failure = write(path, ownText(network), force);
  if (failure !== undefined) {
    complain(failure === 'exists' ? `${shown} ${thereAlready}` : `cannot write ${shown}: ${failure}`);
    return exit.usage;
  }
  const argument = /^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
  await printLine(
    [
      `Wrote ${shown}, ${network.title} of examples/${network.file}${settingsOf(network)}. Next:`,
      '',
      `  netwright compile ${argument}             its shapes and figures`,
      `  netwright compile ${argument} --watch     the same, again at each change`,
    ].join('\n'),
  );
  return exit.ok;
}

const thereAlready =
  'is there already and is left as it is; name another file after the network, or replace it with --force';

function settingsOf({ settings }: ZooNetwork): string {
  const all = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return all.length === 0 ? '' : ` with ${all.join(', ')}`;
}

function targetOf(network: ZooNetwork, file: string | undefined): string {
  const own = network.name + extension;
  if (file === undefined) return own;
  if (file.endsWith('/') || (existsSync(file) && statSync(file).isDirectory())) return join(file, own);
  return file.endsWith(extension) ? file : file + extension;
}

/** The reason where it fails; "exists" for a file that is there and stays. */
function write(path: string, text: string, force: boolean): string | undefined {
  if (!existsSync(dirname(path))) return 'no such folder';
  if (force && existsSync(path)) return writeWhole(path, text);
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'exists' : reasonOf(error);
  }
}

const mostNames = 8;

/** Says which networks may be meant. */
function unknown(name: string): ExitCode {
  const names = zooNetworks.map((network) => network.name);
  const wanted = name.toLowerCase().replace(/[-_ ]/g, '');
  const begun = wanted === '' ? [] : names.filter((each) => each.replaceAll('-', '').startsWith(wanted));
  const close = nearest(name, names);
  const more = begun.length > mostNames ? ', ...' : '';
  const meant =
    begun.length > 0
      ? `; there ${begun.length === 1 ? 'is' : 'are'} ${begun.slice(0, mostNames).join(', ')}${more}`
      : close === undefined
        ? ''
        : `; did you mean ${close}?`;
  complain(`the zoo has no network '${name}'${meant}\n\`netwright zoo\` lists all.`);
  return exit.usage;
}
