/** The compiler: a file and what it uses, to a checked graph, what the file expects of it, and diagnostics. */
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Graph } from '../graph/graph.ts';
import { isMap } from '../operators/operator.ts';
import type { Expression, Module, NetworkDefinition, Parameter } from '../syntax/ast.ts';
import { parseValue } from '../syntax/parse.ts';
import { bindBlock } from './arguments.ts';
import { declareParameters } from './calls.ts';
import { addScope, construction, reportIn } from './construction.ts';
import { rootOf } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { run } from './expand.ts';
import { type Expectation, type Machine, machine } from './machine.ts';
import { type Host, type LoadedModule, load, type ParseCache } from './modules.ts';
import { checkUnvisited, unusedBlocks } from './names.ts';
import { readRecipe } from './read-recipe.ts';
import type { Recipe } from './recipe.ts';
import type { Environment, EvaluatedArgument } from './values.ts';
import { walkSteps } from './walk.ts';

export interface CompileOptions {
  /** Values for the network's parameters, as source text: `classes` to `10`. */
  readonly set?: ReadonlyMap<string, string>;
  /** Settings of the recipe, as source text: `optimizer` to `adam(rate = 0.001)`. They go before the file's. */
  readonly recipe?: ReadonlyMap<string, string>;
  readonly cache?: ParseCache;
}

export interface Compilation {
  readonly file: SourceFile;
  readonly module: Module;
  /** Absent where the file has no network or the network no input. May be partial when there are errors. */
  readonly graph: Graph | undefined;
  /** What the file states with `expect`, to be checked against the counts. */
  readonly expectations: readonly Expectation[];
  /** How the network is to be trained: its `train` blocks, and defaults for what they do not say. */
  readonly recipe: Recipe;
  /** In the order of the source, errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** Never throws on bad source: what could be made is in the result, what is wrong in its diagnostics. */
export function compile(file: SourceFile, host: Host, options: CompileOptions = {}): Compilation {
  const { main, sources: files, diagnostics: loading } = load(file, host, options.cache);
  const module = main.syntax;
  const sources = new Map(files);
  const under = construction(sources);
  const m = machine(under);
  if (module.network) expand(m, module.network, main, sources, options);
  const reading = readRecipe(m.train, rootOf(main, undefined), options.recipe ?? new Map());
  for (const source of reading.sources) sources.set(source.path, source);
  const empty = !module.network && !loading.some((each) => each.severity === 'error');
  const found: Diagnostic[] = [
    ...loading,
    ...(empty ? [diagnose('no-network', {}, { file: file.path, start: 0, end: 0 })] : []),
    ...under.diagnostics,
    ...reading.diagnostics,
    ...checkUnvisited(main, m.visited),
    ...unusedBlocks(module),
  ];
  return {
    file,
    module,
    graph: module.network && m.input ? finish(m, module.network) : undefined,
    expectations: m.expectations,
    recipe: reading.recipe,
    diagnostics: inOrder(found, file.path),
    sources,
  };
}

function expand(
  m: Machine,
  network: NetworkDefinition,
  main: LoadedModule,
  sources: Map<string, SourceFile>,
  options: CompileOptions,
): void {
  const name = network.name.text;
  addScope(m.under, { kind: 'network', block: undefined, label: undefined, span: network.name.span }, undefined, name);
  const environment = rootOf(main, undefined);
  const given = settings(m, network, environment, sources, options.set ?? new Map());
  const assignment = bindBlock(
    network.parameters,
    { callee: name, span: network.name.span },
    given,
    undefined,
    m.evaluation,
  );
  declareParameters(m, network.parameters, assignment, environment);
  run(m, network.body, environment, 0);
  if (!m.input) reportMissingInput(m, network);
}

/** No input was met: a step stood before it, or there is none. */
function reportMissingInput(m: Machine, network: NetworkDefinition): void {
  const name = network.name.text;
  let written = false;
  walkSteps(network.body, ({ kind }) => {
    written ||= kind === 'input';
  });
  if (written) {
    if (m.early) reportIn(m.under, 'step-before-input', {}, m.early, { scope: 0 });
    return;
  }
  const at = { ...network.body.span, start: network.body.span.start + 1, end: network.body.span.start + 1 };
  const fix = { title: 'begin with an image', edits: [{ span: at, text: '\n  input image [3, 224, 224]' }] };
  reportIn(m.under, 'missing-input', { network: name }, network.name.span, { scope: 0, fix });
}

/** The values set from outside, each parsed as a file of its own so that errors in it have a place. */
function settings(
  m: Machine,
  network: NetworkDefinition,
  environment: Environment,
  sources: Map<string, SourceFile>,
  set: ReadonlyMap<string, string>,
): EvaluatedArgument[] {
  const names = network.parameters.map((parameter) => parameter.name.text);
  return [...set].flatMap(([name, text]): EvaluatedArgument[] => {
    const file: SourceFile = { path: `--set ${name}`, text, library: false };
    const span: Span = { file: file.path, start: 0, end: text.length };
    sources.set(file.path, file);
    const parameter = network.parameters.find((each) => each.name.text === name);
    if (parameter === undefined) {
      const data = { network: network.name.text, parameter: name, known: names, closest: nearest(name, names) };
      m.evaluation.report('unknown-parameter', data, span);
      return [];
    }
    const { value, diagnostics } = parseValue(file);
    m.under.diagnostics.push(...diagnostics);
    const meant = quoted(value, parameter);
    return [{ name: { text: name, span }, value: evaluate(meant, environment, m.evaluation), span }];
  });
}

/** Shells take quotes away: for a parameter that is a string, a bare word is that string. */
function quoted(value: Expression, parameter: Parameter): Expression {
  const isString = parameter.type === 'string' || parameter.default?.kind === 'string';
  if (!isString || value.kind !== 'reference') return value;
  return { kind: 'string', value: value.name.text, span: value.span };
}

function finish(m: Machine, network: NetworkDefinition): Graph {
  const { nodes, scopes, outputs, labels } = m.under;
  const first = nodes[0]?.shape;
  const shape = first && isMap(first) ? first : ([0, 0, 0] as const);
  const end = m.current?.node ?? nodes.length - 1;
  return {
    name: network.name.text,
    input: { name: m.input?.name ?? 'input', shape },
    nodes,
    scopes,
    outputs: [{ name: 'output', node: end, weight: 1, trainingOnly: false }, ...outputs],
    labels,
  };
}

/** The main file's diagnostics by position, then those of other files. */
function inOrder(diagnostics: readonly Diagnostic[], main: string): readonly Diagnostic[] {
  const rank = (each: Diagnostic): number => (each.span.file === main ? 0 : 1);
  return [...diagnostics].sort(
    (a, b) => rank(a) - rank(b) || a.span.file.localeCompare(b.span.file) || a.span.start - b.span.start,
  );
}
