/** A source with other defaults for its network's parameters. */
import type { SourceFile, TextEdit } from '../diagnostics/diagnostic.ts';
import { applyEdits } from '../diagnostics/edits.ts';
import { parse } from './parse.ts';

/**
 * The text with the settings, values as the source writes them, as the defaults of the network's parameters, and nothing
 * else changed. Throws where the network has no such parameter.
 */
export function withDefaults(file: SourceFile, settings: Readonly<Record<string, string>>): string {
  const parameters = parse(file).value.network?.parameters ?? [];
  const edits = Object.entries(settings).map(([name, value]): TextEdit => {
    const parameter = parameters.find((each) => each.name.text === name);
    if (parameter === undefined) throw new Error(`${file.path} has no parameter '${name}'`);
    if (parameter.default !== undefined) return { span: parameter.default.span, text: value };
    const end = parameter.span.end;
    return { span: { file: file.path, start: end, end }, text: ` = ${value}` };
  });
  const text = applyEdits(file.text, edits);
  if (text === undefined) throw new Error(`the settings overlap in ${file.path}`);
  return text;
}
