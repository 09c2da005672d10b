/** The parameters of the call that a caret stands in. */
import { type CalleeParameter, calleeAt, parameterAt } from './callee.ts';
import { type Document, fileOf } from './document.ts';
import { scan } from './scan.ts';

export interface SignatureHelp {
  /** "conv(channels, kernel, stride = 1)" */
  readonly label: string;
  readonly doc: string;
  readonly parameters: readonly {
    /** Range in the label. */
    readonly start: number;
    readonly end: number;
    readonly doc: string;
  }[];
  /** Index of the parameter at the caret; undefined where it is none of them. */
  readonly active: number | undefined;
}

export function signatureHelp(document: Document, offset: number): SignatureHelp | undefined {
  const { levels, inert } = scan(fileOf(document), offset);
  // A caret in a number, or in a list, is still in an argument.
  const last = levels.findLastIndex(({ kind }) => kind === 'arguments' || kind === 'body' || kind === 'train');
  const level = levels[last];
  const callee = calleeAt(document, levels.slice(0, last + 1));
  if (!level || !callee || (inert && inComment(document, offset))) return undefined;
  const parameter = parameterAt(callee, level);
  const { label, parameters } = labelOf(callee.name, callee.parameters);
  const active = parameter ? callee.parameters.indexOf(parameter) : -1;
  return { label, doc: callee.doc, parameters, active: active < 0 ? undefined : active };
}

function inComment({ module }: Document, offset: number): boolean {
  return module.syntax.comments.some(({ span }) => span.start < offset && offset <= span.end);
}

function labelOf(name: string, list: readonly CalleeParameter[]): Pick<SignatureHelp, 'label' | 'parameters'> {
  let label = `${name}(`;
  const parameters = list.map(({ text, doc }, index) => {
    label += index === 0 ? '' : ', ';
    const start = label.length;
    label += text;
    return { start, end: label.length, doc };
  });
  return { label: `${label})`, parameters };
}
