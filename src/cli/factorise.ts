/** `netwright factorise`: what could stand for a convolution, and the rewriting of a file with it. */

import { type Examined, examine } from '../analysis/examine.ts';
import { applyForm } from '../analysis/factorise/apply.ts';
import { type Convolution, convolutionAt, convolutionOf } from '../analysis/factorise/convolution.ts';
import { unifiedDiff } from '../analysis/factorise/diff.ts';
import {
  type Candidate,
  type Factorisation,
  type Factorised,
  factorise,
  readBetween,
} from '../analysis/factorise/factorise.ts';
import { factorisationJson } from '../analysis/factorise/json.ts';
import { convolutionsOf, findLayer, type NamedLayer, surroundingsOf } from '../analysis/factorise/place.ts';
import { renderFactorisation } from '../analysis/factorise/table.ts';
import { isActivation } from '../analysis/factorise/weigh.ts';
import { formatCount } from '../analysis/format.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { renderDiagnostics, renderSummary } from '../diagnostics/render.ts';
import { formatCall } from '../graph/print.ts';
import { writeWhole } from '../machine/files.ts';
import type { Size } from '../operators/operator.ts';
import { gather, stdinArgument } from './files.ts';
import { nodeHost } from './host.ts';
import { complain, type ExitCode, exit, print, type Style, strong } from './output.ts';

export interface FactoriseSettings {
  readonly file: string | undefined;
  readonly layer: string | undefined;
  readonly sizes: GivenSizes;
  readonly between: string | undefined;
  readonly reduction: number | undefined;
  readonly cardinality: number;
  readonly set: ReadonlyMap<string, string>;
  /** Number or name of the equivalent that is written to the file. */
  readonly apply: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly style: Style;
}

interface GivenSizes {
  readonly kernel: Size | undefined;
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly map: Size | undefined;
  readonly stride: Size | undefined;
}

export async function factoriseCommand(settings: FactoriseSettings): Promise<ExitCode> {
  if (settings.dryRun && settings.apply === undefined) return wrongUse('--dry-run belongs to --apply');
  return settings.file === undefined ? factoriseSizes(settings) : factoriseLayer(settings, settings.file);
}

function wrongUse(message: string): ExitCode {
  complain(message);
  return exit.usage;
}

async function factoriseSizes(settings: FactoriseSettings): Promise<ExitCode> {
  const { kernel, input, output, map, stride } = settings.sizes;
  if (settings.apply !== undefined) return wrongUse('--apply rewrites a file: name it, and the layer');
  if (settings.set.size > 0) return wrongUse('--set is for the network of a file: name the file, and a layer');
  if (kernel === undefined || input === undefined || output === undefined || map === undefined) {
    const wanted = { '--kernel': kernel, '--in': input, '--out': output, '--map': map };
    const missing = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [name] : []));
    return wrongUse(
      `${missing.join(', ')} missing: give the sizes, as in \`factorise --kernel 7 --in 64 --out 64 --map 56x56\`, ` +
        'or a file and a layer, as in `factorise model.arch conv1`',
    );
  }
  const between = settings.between ?? 'relu';
  const sizes = { input: [input, ...map], channels: output, kernel, stride: stride ?? [1, 1] } as const;
  const biased = convolutionOf({ ...sizes, bias: true });
  const read = readBetween(biased, between);
  const normalised = read.kind === 'between' && read.between.normalises;
  const convolution = normalised ? convolutionOf({ ...sizes, bias: false }) : biased;
  const factorised = factorise(convolution, { ...settings, between, following: undefined });
  const factorisation = factorisationOf(factorised, between);
  if (factorisation === undefined) return exit.usage;
  await show(factorisation, undefined, settings);
  return exit.ok;
}

/** Undefined where there is none; then the reason has been said. */
function factorisationOf(factorised: Factorised, between: string): Factorisation | undefined {
  switch (factorised.kind) {
    case 'factorised':
      return factorised.factorisation;
    case 'between':
      complain(`--between '${between}': ${factorised.reason}`);
      return undefined;
    case 'original':
      complain(factorised.errors[0]?.message ?? 'the convolution does not fit its map');
      return undefined;
  }
}

async function show(
  factorisation: Factorisation,
  layer: string | undefined,
  settings: FactoriseSettings,
): Promise<void> {
  if (settings.json) await print(`${JSON.stringify(factorisationJson(factorisation, layer))}\n`);
  else
    await print(
      `${layer === undefined ? '' : `${layer}\n`}${renderFactorisation(factorisation, settings.style.width)}`,
    );
}

async function factoriseLayer(settings: FactoriseSettings, name: string): Promise<ExitCode> {
  const given = Object.values(settings.sizes).some((size) => size !== undefined);
  if (given) return wrongUse('the sizes are those of the layer: leave out --kernel, --in, --out, --map and --stride');
  if (settings.apply !== undefined && name === stdinArgument && !settings.dryRun) {
    return wrongUse('standard input cannot be rewritten; --dry-run shows the change');
  }
  const { files, failures, folders } = await gather([name]);
  for (const failure of failures) complain(failure);
  const [file] = files;
  if (folders.length > 0) return wrongUse(`${name} is a folder: name one file, and a layer of it`);
  if (file === undefined) return exit.usage;
  const examined = examine(file, nodeHost(), { set: settings.set });
  const { compilation } = examined;
  const errors = compilation.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || compilation.graph === undefined) {
    const rendered = renderDiagnostics(errors, compilation.sources, settings.style);
    await print(`${rendered}\n\n${strong(renderSummary(errors), settings.style)}\n`);
    return exit.source;
  }
  const layer = layerOf(examined, settings.layer);
  if (layer === undefined) return exit.usage;
  const reading = convolutionAt(compilation.graph, layer.node);
  if (reading.kind === 'none') return wrongUse(`${layer.path} ${reading.reason}`);
  return withLayer(settings, examined, layer, reading.convolution);
}

async function withLayer(
  settings: FactoriseSettings,
  examined: Examined,
  layer: NamedLayer,
  convolution: Convolution,
): Promise<ExitCode> {
  const { graph } = examined.compilation;
  if (graph === undefined) return exit.source;
  const around = surroundingsOf(graph, layer.node);
  const between = settings.between ?? around.between;
  const following = around.following.filter(isActivation).length;
  const factorisation = factorisationOf(factorise(convolution, { ...settings, between, following }), between);
  if (factorisation === undefined) return exit.usage;
  if (settings.apply === undefined) {
    await show(factorisation, layer.path, settings);
    if (!settings.json && settings.between === undefined && !around.activation) {
      await print(
        '\nNo activation follows the layer directly, so relu is put between factors; --between changes it.\n',
      );
    }
    return exit.ok;
  }
  const candidate = chosen(factorisation, settings.apply);
  if (candidate === undefined) return exit.usage;
  return rewrite(settings, examined, layer, convolution, candidate, factorisation);
}

/** Undefined where none or several are meant; then that has been said. */
function layerOf({ compilation }: Examined, wanted: string | undefined): NamedLayer | undefined {
  const { graph, file } = compilation;
  if (graph === undefined) return undefined;
  const list = (layers: readonly NamedLayer[]): string => {
    const shown = layers.slice(0, 12).map(({ path, node }) => `\n  ${path}  ${formatCall(node)}`);
    return `${shown.join('')}${layers.length > shown.length ? `\n  and ${layers.length - shown.length} more` : ''}`;
  };
  if (wanted === undefined) {
    complain(`which layer of ${file.path}? Its convolutions:${list(convolutionsOf(graph)) || ' none'}`);
    return undefined;
  }
  const search = findLayer(graph, wanted);
  if (search.kind === 'layer') return search;
  if (search.kind === 'group') {
    const { convolutions } = search;
    if (convolutions.length === 0) complain(`there is no convolution in ${wanted}`);
    else complain(`${wanted} has ${convolutions.length} convolutions; name one:${list(convolutions)}`);
  } else {
    const paths = search.nearest.map((path) => `\n  ${path}`).join('');
    complain(`there is no layer ${wanted} in ${file.path}${paths === '' ? '' : `; the nearest convolutions:${paths}`}`);
  }
  return undefined;
}

function chosen({ candidates }: Factorisation, wanted: string): Candidate | undefined {
  const found = candidates.find(({ number, form }) => form.name === wanted || String(number) === wanted);
  if (found) return found;
  const names = candidates.map(({ form }) => form.name);
  const close = nearest(wanted, names);
  const known =
    names.length === 0 ? 'there is no equivalent' : `there are ${names.join(', ')}, or 1 to ${names.length}`;
  complain(`no equivalent ${wanted}; ${close === undefined ? known : `did you mean ${close}?`}`);
  return undefined;
}

async function rewrite(
  settings: FactoriseSettings,
  examined: Examined,
  { path, node }: NamedLayer,
  original: Convolution,
  { form, figures }: Candidate,
  factorisation: Factorisation,
): Promise<ExitCode> {
  const { file } = examined.compilation;
  const { normalises } = factorisation.between;
  const application = { examined, node, original, form, between: settings.between, normalises };
  const applied = applyForm(application, nodeHost(), { set: settings.set });
  if (applied.kind === 'refused') return wrongUse(`${path} is left as it is: ${applied.reason}`);
  const { places, before, after, broken, sources } = applied;
  const failed = settings.dryRun ? undefined : writeWhole(file.path, applied.file.text);
  if (failed !== undefined) return wrongUse(`cannot write ${file.path}: ${failed}`);
  if (settings.json) {
    const edit = { start: applied.edit.span.start, end: applied.edit.span.end, text: applied.edit.text };
    const expectations = broken.map(({ message }) => message);
    const written = !settings.dryRun;
    const report = { version: 1, file: file.path, layer: path, name: form.name, written, edit, places, expectations };
    await print(`${JSON.stringify({ ...report, before, after })}\n`);
    return exit.ok;
  }
  const also =
    places.length === 1 ? [] : [`The step makes ${places.length} layers; all are replaced: ${places.join(', ')}`];
  const lines = [
    ...unifiedDiff(file.path, file.text, applied.file.text).map((line) => coloured(line, settings.style)),
    '',
    `${path}: ${form.title}; parameters ${formatCount(figures.parameters)} in place of ` +
      formatCount(factorisation.original.figures.parameters),
    ...also,
    `The network: parameters ${formatCount(before.parameters)} -> ${formatCount(after.parameters)}, ` +
      `MACs ${formatCount(before.macs)} -> ${formatCount(after.macs)}`,
    settings.dryRun ? `Nothing is written; without --dry-run ${file.path} is.` : `Written to ${file.path}.`,
  ];
  await print(`${lines.join('\n')}\n`);
  if (broken.length > 0) {
    const warnings = broken.map((each): Diagnostic => ({ ...each, severity: 'warning' }));
    await print(
      `\nWhat the file expects of itself no longer holds:\n\n${renderDiagnostics(warnings, sources, settings.style)}\n`,
    );
  }
  return exit.ok;
}

const additions = '\u001b[32m';
const removals = '\u001b[31m';

function coloured(line: string, { color }: Style): string {
  if (!color || !/^[+-]/.test(line)) return line;
  return `${line.startsWith('+') ? additions : removals}${line}\u001b[0m`;
}
