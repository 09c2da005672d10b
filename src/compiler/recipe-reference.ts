/** The settings of a `train` block as text, for `explain` and the docs: all of it from the table. */
import { recipeSettings, type Setting, type SettingRecord, type SettingValue, typeInWords } from './recipe-settings.ts';

/** Every record that a setting may be, with the setting's name: `sgd` is an optimizer. */
export const recipeRecords: readonly { readonly record: SettingRecord; readonly setting: string }[] =
  recipeSettings.flatMap(({ name, type }) =>
    type.kind === 'record' || type.kind === 'records' ? type.records.map((record) => ({ record, setting: name })) : [],
  );

/** `sgd(rate = 0.05, momentum = 0.9)`; settings without a default are named alone. */
export function recordSignature({ name, settings }: SettingRecord): string {
  const parts = settings.map((setting) =>
    setting.default === undefined ? setting.name : `${setting.name} = ${settingText(setting.default)}`,
  );
  return parts.length === 0 ? name : `${name}(${parts.join(', ')})`;
}

/** "a whole number from 1; default 10". */
export function settingFacts({ type, default: preset, optional }: Setting): string {
  const written = preset === undefined ? undefined : type.kind === 'word' ? preset : settingText(preset);
  const fallback = optional ? 'none by default' : written === undefined ? 'must be given' : `default ${written}`;
  return `${typeInWords(type)}; ${fallback}`;
}

/** A value as the source writes it. */
export function settingText(value: SettingValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(settingText).join(', ')}]`;
  const { kind, ...fields } = value;
  const parts = Object.entries(fields).map(([name, field]) => `${name} = ${settingText(field)}`);
  return parts.length === 0 ? kind : `${kind}(${parts.join(', ')})`;
}

function isList(value: object): value is readonly SettingValue[] {
  return Array.isArray(value);
}

export const recipeExample = `train {
  data = "fashion-mnist"
  epochs = 20
  batch = 128
  optimizer = sgd(rate = 0.1, momentum = 0.9, decay = 5e-4)
  schedule = cosine(warmup = 1)
  augmentation = [crop(padding = 2), flip]
}`;

/** The page docs/recipe.md. */
export function recipeMarkdown(): string {
  const lines = [
    '# The recipe: `train { }`',
    '',
    '<!-- Made by `npm run docs` from src/compiler/recipe-settings.ts. -->',
    '',
    'A `train` block stands in the network and says how it is trained. Every setting has a default, and a flag of',
    '`netwright train` that goes before it: `--epochs 3`, `--optimizer "adam(rate = 0.001)"`, `--label-smoothing 0.1`.',
    '',
    '```',
    recipeExample,
    '```',
    '',
    '| setting | value | what it is |',
    '|---|---|---|',
    ...recipeSettings.map((setting) => `| \`${setting.name}\` | ${settingFacts(setting)} | ${setting.doc} |`),
    '',
  ];
  for (const { record, setting } of recipeRecords) {
    lines.push(
      `### ${record.name}`,
      '',
      `${record.doc} For \`${setting}\`.`,
      '',
      '```',
      recordSignature(record),
      '```',
      '',
    );
    if (record.settings.length === 0) continue;
    lines.push('| setting | value | what it is |', '|---|---|---|');
    lines.push(...record.settings.map((each) => `| \`${each.name}\` | ${settingFacts(each)} | ${each.doc} |`), '');
  }
  return lines.join('\n');
}
