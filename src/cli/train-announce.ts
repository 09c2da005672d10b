/** What a training is, before it begins: for the user, and for the folder of the run. */
import { version as node } from 'node:process';
import { formatCount, formatShort } from '../analysis/format.ts';
import { settingText } from '../compiler/recipe-reference.ts';
import type { SettingValue } from '../compiler/recipe-settings.ts';
import { counted, many } from '../training/data/decoded.ts';
import { describeFit } from '../training/data/fit.ts';
import type { RunRecord } from '../training/node/run-directory.ts';
import { printLine, type Style, strong, wrap } from './output.ts';
import { packageVersion } from './package.ts';
import type { Running } from './train-parts.ts';

export function recordOf({ plan, dataSet, session }: Running): RunRecord {
  const { recorded, recipe, limit } = plan;
  const { classes, mean, deviation, train, test } = dataSet;
  return {
    version: 1,
    ...recorded,
    recipe,
    classes,
    mean,
    deviation,
    images: { train: train.count, test: test.count },
    ...(train.shape && { shape: train.shape }),
    ...(limit !== undefined && { limit }),
    versions: { netwright: packageVersion(), node: node.slice(1) },
    engine: session.description,
  };
}

export async function announce(
  { plan, dataSet, settings, session }: Running,
  record: RunRecord,
  folder: string,
): Promise<void> {
  const { examined, recipe, resumed } = plan;
  const totals = examined.analysis?.totals;
  const { graph } = examined.compilation;
  const from = resumed?.checkpoint?.progress;
  if (settings.json) {
    const { network, engine, images } = record;
    const parameters = totals?.parameters ?? 0;
    const at = from === undefined ? {} : { from };
    await printLine(JSON.stringify({ kind: 'begin', run: folder, network, parameters, recipe, images, engine, ...at }));
    return;
  }
  const { how } = describeFit(dataSet, graph?.input.shape ?? []);
  const { train, test, classes, name } = dataSet;
  const rows: [string, string][] = [
    [
      'network',
      `${record.network}: ${formatCount(totals?.parameters ?? 0)} parameters, ${formatShort(totals?.macs ?? 0)} MACs an image, depth ${totals?.depth ?? 0}`,
    ],
    [
      'data',
      `${name}: ${counted(train.count)} images for training, ${counted(test.count)} for the test, ${classes.length} classes${how === undefined ? '' : `; ${how}`}`,
    ],
    ['recipe', recipeText(recipe as unknown as Readonly<Record<string, SettingValue>>)],
    ['engine', session.description],
    ['run', folder],
  ];
  for (const [title, text] of rows) await printLine(row(title, text, settings.style));
  if (from !== undefined) {
    const within = from.batch === 0 ? '' : ` and ${counted(from.batch)} ${from.batch === 1 ? 'batch' : 'batches'}`;
    await printLine(row('goes on', `after ${many(from.epoch, 'epoch')}${within}`, settings.style));
  }
  await printLine();
}

function row(title: string, text: string, style: Style): string {
  const [first = '', ...rest] = wrap(text, style.width, ' '.repeat(9)).split('\n');
  return [strong(title.padEnd(9), style) + first.trimStart(), ...rest].join('\n');
}

/** Without the data set, which stands above. */
function recipeText(recipe: Readonly<Record<string, SettingValue>>): string {
  const { epochs, batch, optimizer, schedule, augmentation, labelSmoothing, clip, initialisation, seed } = recipe;
  const parts = [
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} in batches of ${batch}`,
    optimizer && settingText(withoutZeros(optimizer)),
    schedule && settingText(withoutZeros(schedule)),
    Array.isArray(augmentation) && augmentation.length > 0 && `augmentation ${settingText(augmentation)}`,
    labelSmoothing && `label smoothing ${labelSmoothing}`,
    clip && `gradient clipped to ${clip}`,
    `weights by ${initialisation}`,
    `seed ${seed}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What is off need not be read. */
export function withoutZeros(value: SettingValue): SettingValue {
  if (typeof value !== 'object' || !('kind' in value)) return value;
  const { kind, ...fields } = value;
  const kept = Object.entries(fields).filter(([, field]) => field !== 0 && field !== false);
  return { kind, ...Object.fromEntries(kept) };
}
