/**
 * Prints four figures of the compiler, none of which is judged here:
 * how long the source of a network with 152 layers takes to become its report, warm and in process;
 * how long all of examples/ takes;
 * how long the whole command takes beside Python, which builds and counts the same network with torchvision;
 * how time and memory grow from 10,000 layers to 100,000.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { argv, env, execArgv, execPath, memoryUsage, resourceUsage, stdout } from 'node:process';
import { examine } from '../../src/analysis/examine.ts';
import { reportJson } from '../../src/analysis/report.ts';
import type { Host } from '../../src/compiler/modules.ts';
import type { SourceFile } from '../../src/diagnostics/diagnostic.ts';
import { libraryHost } from './library.ts';
import { asLines, asRepeat } from './networks.ts';
import { median, repeat, time } from './statistics.ts';

const kinds = { lines: asLines, repeat: asRepeat } as const;
type Kind = keyof typeof kinds;

interface Growth {
  readonly ms: number;
  /** Most resident memory of the whole process, in MiB. */
  readonly process: number;
  /** The part of it above what the process, the compiler loaded, had before. */
  readonly peak: number;
  /** What the compilation, its analysis and its report hold when garbage is gone, in MiB. */
  readonly held: number;
}

const noOtherFiles: Host = { libraryNames: [], library: () => undefined, file: () => undefined };

/** Source to full report, as `compile --json` writes it. */
function report(file: SourceFile, host: Host, set?: ReadonlyMap<string, string>): { text: string; kept: unknown } {
  const examined = examine(file, host, set ? { set } : {});
  const errors = examined.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message}`);
  return { text: JSON.stringify(reportJson(examined)), kept: examined };
}

/** All of examples/ one after the other in this process, as they are and without a cache of parsed blocks. */
function benchExamples(): void {
  const host = libraryHost();
  const files = readdirSync('examples')
    .filter((name) => name.endsWith('.arch'))
    .map((name): SourceFile => {
      const path = `examples/${name}`;
      return { path, text: readFileSync(path, 'utf8'), library: false };
    });
  const run = (): number => time(() => files.map((file) => report(file, host)));
  const cold = run();
  repeat(5, run);
  const warm = repeat(11, run);
  line(`All ${files.length} files of examples/, source to report, in one process (bound of the project: 1 s)`);
  line(`  first ${cold.toFixed(0)} ms, warm median ${median(warm).toFixed(0)} ms of ${warm.length} runs`);
}

function line(text = ''): void {
  stdout.write(`${text}\n`);
}

function benchReport(): void {
  const path = 'examples/resnet.arch';
  const file: SourceFile = { path, text: readFileSync(path, 'utf8'), library: false };
  const host = libraryHost();
  const set = new Map([['layers', '152']]);
  const run = (): number => time(() => report(file, host, set));
  const cold = run();
  repeat(100, run);
  const warm = repeat(200, run);
  line('ResNet-152, source to report, in process, library blocks parsed anew each time');
  line(`  first ${cold.toFixed(1)} ms, warm median ${median(warm).toFixed(2)} ms of ${warm.length} runs`);
}

/** Milliseconds of one whole command; its output must hold `expected`. */
function command(program: string, args: readonly string[], expected: RegExp): number {
  let output = '';
  const ms = time(() => {
    output = spawnSync(program, args, { encoding: 'utf8' }).stdout;
  });
  if (!expected.test(output)) throw new Error(`${program} ${args.join(' ')} printed no ${expected}:\n${output}`);
  return ms;
}

function benchCommand(): void {
  const ours = (): number =>
    command(execPath, ['dist/netwright.js', 'compile', 'examples/resnet50.arch'], /25[,_ ]?557[,_ ]?032/);
  const python = env.NETWRIGHT_PYTHON ?? '.venv/bin/python';
  line('The command `netwright compile examples/resnet50.arch`, start to end');
  if (!existsSync(python)) {
    line(
      `  median ${median(repeat(9, ours)).toFixed(0)} ms; not compared: no Python with torchvision (NETWRIGHT_PYTHON)`,
    );
    return;
  }
  const theirs = (): number => command(python, ['test/bench/resnet50.py'], /25557032/);
  // Once each, so that both find their files in the page cache; then in turn, so that both meet the same machine.
  ours();
  theirs();
  const pairs = Array.from({ length: 9 }, () => [ours(), theirs()] as const);
  const mine = median(pairs.map(([ms]) => ms));
  const other = median(pairs.map(([, ms]) => ms));
  line(
    `  median ${mine.toFixed(0)} ms; Python with torchvision, building and counting ResNet-50: ${other.toFixed(0)} ms`,
  );
  line(`  ratio 1 : ${(other / mine).toFixed(1)}, medians of ${pairs.length} runs each, in turn`);
}

const MiB = 1024 * 1024;

function memoryOf(source: SourceFile): Omit<Growth, 'ms'> {
  gc?.();
  const { heapUsed, rss } = memoryUsage();
  const result = report(source, noOtherFiles);
  const { maxRSS } = resourceUsage();
  gc?.();
  const held = memoryUsage().heapUsed - heapUsed;
  if (result.text.length < source.text.length / 100) throw new Error('The report is too short.');
  return { process: maxRSS / 1024, peak: maxRSS / 1024 - rss / MiB, held: held / MiB };
}

/** Runs in a process of its own, so that its memory is this compilation's. */
function measureGrowth(kind: Kind, layers: number): Growth {
  const file = (count: number): SourceFile => ({ path: 'generated.arch', text: kinds[kind](count), library: false });
  const source = file(layers);
  // Before the warm-up, whose garbage would raise the process to its highest already.
  const memory = memoryOf(source);
  repeat(20, () => time(() => report(file(500), noOtherFiles)));
  const runs = repeat(5, () => {
    // Each run pays for its own garbage, not for that of the run before.
    gc?.();
    return time(() => report(source, noOtherFiles));
  });
  return { ms: median(runs), ...memory };
}

function growth(kind: Kind, layers: number): Growth {
  const script = argv[1] ?? '';
  const child = spawnSync(execPath, [...execArgv, script, kind, String(layers)], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Growth;
}

function benchGrowth(): void {
  line('Growth, source to report: 10,000 and 100,000 layers (bound of the project: 13 times)');
  for (const kind of ['lines', 'repeat'] as const) {
    const small = growth(kind, 10_000);
    const large = growth(kind, 100_000);
    const row = (name: string, unit: string, digits: number, key: keyof Growth): void => {
      const [from, to] = [small[key].toFixed(digits), large[key].toFixed(digits)];
      line(
        `  ${kind.padEnd(7)} ${name.padEnd(13)} ${from} ${unit} to ${to} ${unit}: ${(large[key] / small[key]).toFixed(1)} times`,
      );
    };
    row('time', 'ms', 0, 'ms');
    row('process, peak', 'MiB', 0, 'process');
    row('its growth', 'MiB', 0, 'peak');
    row('held after', 'MiB', 1, 'held');
  }
}

const [, , kind, layers] = argv;
if (kind === 'lines' || kind === 'repeat') {
  stdout.write(JSON.stringify(measureGrowth(kind, Number(layers))));
} else {
  benchReport();
  line();
  benchExamples();
  line();
  benchCommand();
  line();
  benchGrowth();
}
