/** Options that the commands of training share. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { recipeSettings, type Setting, typeInWords } from '../../compiler/recipe-settings.ts';

export const engines = ['onnx', 'tensorflow'] as const;

export type EngineName = (typeof engines)[number];

export const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;

export type Device = (typeof devices)[number];

export interface EngineFlags {
  readonly engine: EngineName;
  readonly device: Device;
  readonly threads?: number;
}

export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <name>', 'what computes; tensorflow is as you installed it')
        .choices(engines)
        .default('onnx'),
    )
    .addOption(
      new Option('--device <name>', 'where; `netwright doctor` shows what is there').choices(devices).default('auto'),
    )
    .option('--threads <n>', 'of the processor (default: its cores)', wholeNumber);
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Write a whole number from 1.');
}

export function secondsFrom0(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text)) return value;
  throw new InvalidArgumentError('Write seconds, as in 60 or 0.5.');
}

/** A flag for each setting of the recipe, and `--rate` for the optimizer's alone. */
export function addRecipeOptions(command: Command): Command {
  for (const setting of recipeSettings) command.addOption(recipeOption(setting));
  return command.option('--rate <value>', 'learning rate of the optimizer, whichever it is');
}

function recipeOption({ name, doc, type }: Setting): Option {
  const words = type.kind === 'string' ? doc : `${doc} ${capital(typeInWords(type))}.`;
  const flag = `--${name.replaceAll('_', '-')} <value>`;
  return new Option(flag, `${words.slice(0, 1).toLowerCase()}${words.slice(1).replace(/\.$/, '')}`);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The flags that were given, as the compiler takes settings: source text by name. */
export function recipeOf(given: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, field, type } of recipeSettings) {
    const text = given[field];
    // Shells take quotes away: what is a string in the source is a bare word here.
    if (typeof text === 'string') found.set(name, type.kind === 'string' ? quoted(text) : text);
  }
  if (typeof given.rate === 'string') found.set('rate', given.rate);
  return found;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, (character) => `\\${character}`)}"`;
}
