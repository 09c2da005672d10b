/** The networks of the zoo as the package ships them. */
import { type Examined, examine } from '../analysis/examine.ts';
import type { Host, ParseCache } from '../compiler/modules.ts';
import type { SourceFile, TextEdit } from '../diagnostics/diagnostic.ts';
import { applyEdits } from '../diagnostics/edits.ts';
import { parse } from '../syntax/parse.ts';
import type { ZooNetwork } from '../zoo/zoo.ts';
import { readText } from './files.ts';
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
  const file = zooSource(network);
  const parameters = parse(file).value.network?.parameters ?? [];
  const edits = Object.entries(network.settings).map(([name, value]): TextEdit => {
    const parameter = parameters.find((each) => each.name.text === name);
    if (parameter === undefined) throw new Error(`${file.path} has no parameter '${name}'`);
    if (parameter.default !== undefined) return { span: parameter.default.span, text: value };
    const end = parameter.span.end;
    return { span: { file: file.path, start: end, end }, text: ` = ${value}` };
  });
  const text = applyEdits(file.text, edits);
  if (text === undefined) throw new Error(`the settings of ${network.name} overlap in ${file.path}`);
  return text;
}
