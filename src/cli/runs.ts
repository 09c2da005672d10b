/** `netwright runs`: the trainings so far, beside each other. */
import { writeWhole } from '../machine/files.ts';
import type { CurvesPlot } from '../plots/curves.ts';
import { lightPalette } from '../plots/plot.ts';
import type { Score } from '../training/events.ts';
import { complain, type ExitCode, exit, faint, printLine, type Style, strong, wrap } from './output.ts';
import { runsPage } from './runs-page.ts';
import { differences, type EpochEvent, type Run, readRuns } from './runs-read.ts';
import { columns } from './zoo-columns.ts';

export interface RunsSettings {
  readonly folders: readonly string[];
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly json: boolean;
  readonly style: Style;
}

export async function listRuns({ folders, svg, html, json, style }: RunsSettings): Promise<ExitCode> {
  const { runs, failures } = readRuns(folders);
  for (const failure of failures) complain(failure);
  if (json) await printLine(JSON.stringify(runs.map(jsonOf)));
  else if (runs.length > 0) await printTable(runs, style);
  const written = svg === undefined && html === undefined ? [] : await writePictures(runs, { svg, html });
  for (const failure of written) complain(failure);
  return failures.length + written.length === 0 ? exit.ok : exit.usage;
}

function jsonOf({ folder, record, epochs, state, best }: Run): object {
  const { network, recipe, set, engine, images, limit } = record;
  const curve = epochs.map(({ epoch, train, test, seconds }) => ({ epoch, train, test, seconds }));
  const lowest = best === undefined ? null : { epoch: best.epoch, ...best.test };
  return { folder, network, state, recipe, set, engine, images, limit: limit ?? null, best: lowest, epochs: curve };
}

/** Heading first. */
function rowsOf(runs: readonly Run[]): string[][] {
  const percent = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(2));
  const rows = runs.map(({ folder, record, epochs, state, best }) => [
    folder,
    record.network,
    record.recipe.data,
    `${epochs.at(-1)?.epoch ?? 0}/${record.recipe.epochs}`,
    percent(epochs.at(-1)?.test.top1Error),
    percent(best?.test.top1Error),
    best === undefined ? '-' : String(best.epoch),
    percent(epochs.at(-1)?.train.top1Error),
    state,
  ]);
  return [['run', 'network', 'data', 'epochs', 'test error', 'lowest', 'at', 'training', 'state'], ...rows];
}

async function printTable(runs: readonly Run[], style: Style): Promise<void> {
  const [heading = '', ...lines] = columns(rowsOf(runs), [
    'left',
    'left',
    'left',
    'right',
    'right',
    'right',
    'right',
    'right',
    'left',
  ]);
  const rule = '-'.repeat([heading, ...lines].reduce((most, line) => Math.max(most, line.length), 0));
  await printLine(strong(heading, style));
  await printLine(faint(rule, style));
  for (const line of lines) await printLine(line);
  await printLine();
  await printLine(wrap('Errors are top-1, in per cent; of training while the parameters changed.', style.width));
  const differing = differences(runs);
  if (runs.length < 2 || (differing[0]?.size ?? 0) === 0) return;
  await printLine('\nWhat differs:');
  for (const [index, { folder }] of runs.entries()) {
    const settings = [...(differing[index] ?? [])].map(([name, value]) => `${name} = ${value}`).join(', ');
    await printLine(`${folder}\n${wrap(settings, style.width, '  ')}`);
  }
}

/** What went wrong. */
async function writePictures(
  runs: readonly Run[],
  { svg, html }: Pick<RunsSettings, 'svg' | 'html'>,
): Promise<readonly string[]> {
  if (!runs.some(({ epochs }) => epochs.length > 0)) {
    return [svg, html].flatMap((path) =>
      path === undefined ? [] : [`${path} is not written: no run has an epoch yet`],
    );
  }
  const failures: string[] = [];
  const write = (path: string, content: string): void => {
    const reason = writeWhole(path, content);
    if (reason !== undefined) failures.push(`cannot write ${path}: ${reason}`);
  };
  const { drawCurves } = await import('../plots/curves.ts');
  if (svg !== undefined) {
    const picture = drawCurves(errorCurves(runs), lightPalette, 'error');
    write(svg, `<?xml version="1.0" encoding="UTF-8"?>\n${picture}\n`);
  }
  if (html !== undefined) {
    const page = runsPage({
      rows: rowsOf(runs),
      folders: runs.map(({ folder }) => folder),
      differences: differences(runs),
      draw: (palette) => [
        drawCurves(errorCurves(runs), palette, 'error'),
        drawCurves(lossCurves(runs), palette, 'loss'),
      ],
    });
    write(html, page);
  }
  return failures;
}

function errorCurves(runs: readonly Run[]): CurvesPlot {
  return curves(runs, 'Top-1 error', 'top-1 error in %', ({ top1Error }) => top1Error);
}

function lossCurves(runs: readonly Run[]): CurvesPlot {
  return curves(runs, 'Loss', 'mean loss of an image', ({ loss }) => loss);
}

function curves(runs: readonly Run[], title: string, yTitle: string, figure: (score: Score) => number): CurvesPlot {
  const points = (epochs: readonly EpochEvent[], part: 'train' | 'test'): (readonly [number, number])[] =>
    epochs.map((event) => [event.epoch, figure(event[part])]);
  const drawn = runs.filter(({ epochs }) => epochs.length > 0);
  return {
    title,
    yTitle,
    curves: drawn.map(({ folder, epochs }) => ({
      label: folder.replace(/^runs\//, ''),
      test: points(epochs, 'test'),
      train: points(epochs, 'train'),
    })),
  };
}
