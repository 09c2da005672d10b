/** Fixes that can be written down: each a text edit at the step that is at fault. */
import type { Problem } from '../diagnostics/catalogue.ts';
import type { Fix, Span } from '../diagnostics/diagnostic.ts';
import { isMap, type Shape } from '../operators/operator.ts';
import type { Layer } from './machine.ts';

export function fixFor(problem: Problem, layer: Layer): Fix | undefined {
  switch (problem.code) {
    case 'dense-on-map':
      return insertion('flatten the feature map first', startOf(layer.step.span), 'flatten -> ');
    case 'add-shape-mismatch':
      return projection(problem, layer);
    default:
      return undefined;
  }
}

/**
 * The 1x1 convolution that brings one branch to the other's shape (He et al. 2016, option B): on the branch with the
 * larger map, or on the one that is a bare `skip`. None where no whole stride leads from one to the other.
 */
function projection(problem: Problem, { inputs, branches }: Layer): Fix | undefined {
  const index = problem.place?.kind === 'input' ? problem.place.index : 1;
  const [first, other] = [inputs[0]?.shape, inputs[index]?.shape];
  if (!first || !other || !isMap(first) || !isMap(other)) return undefined;
  const firstIsSkip = branches[0]?.body.steps.every((step) => step.kind === 'skip') ?? false;
  const onFirst = first[1] > other[1] || (first[1] === other[1] && firstIsSkip);
  const [from, to, branch] = onFirst ? [first, other, branches[0]] : [other, first, branches[index]];
  const last = branch?.body.steps.at(-1);
  const stride = strideBetween(from, to);
  if (!last || stride === undefined) return undefined;
  const call = stride === 1 ? `conv(${to[0]}, 1)` : `conv(${to[0]}, 1, stride = ${stride})`;
  const title = `project branch ${(onFirst ? 0 : index) + 1} to ${to.join('x')}`;
  return last.kind === 'skip'
    ? { title, edits: [{ span: last.span, text: call }] }
    : insertion(title, { ...last.span, start: last.span.end }, ` -> ${call}`);
}

/** The stride with which a 1x1 convolution takes one map's size to the other's: ceil(n / s) on both axes. */
function strideBetween(from: Shape, to: Shape): number | undefined {
  const [height, width] = [from[1] ?? 1, from[2] ?? 1];
  const stride = Math.ceil(height / (to[1] ?? 1));
  const fits = Math.ceil(height / stride) === to[1] && Math.ceil(width / stride) === to[2];
  return fits ? stride : undefined;
}

function insertion(title: string, at: Span, text: string): Fix {
  return { title, edits: [{ span: { ...at, end: at.start }, text }] };
}

function startOf(span: Span): Span {
  return { ...span, end: span.start };
}
