/** The words of the step that is replaced: its expressions stay, so that a parameter goes on meaning what it did. */
import { textAt } from '../../diagnostics/lines.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import { formatCall } from '../../graph/print.ts';
import { operators } from '../../operators/registry.ts';
import type { Argument, CallStep, Expression, Module } from '../../syntax/ast.ts';
import type { Convolution } from './convolution.ts';
import type { Narrow } from './forms.ts';
import { type Surroundings, stepAt, surroundingsOf, usualActivation } from './place.ts';
import { numbers, strideAlong, unless, type Wording } from './source.ts';

export function wordingOf(original: Convolution, step: CallStep, file: Module['file']): Wording {
  const sources = new Map([[file.path, file]]);
  const names = operators.get(step.callee.text)?.parameters.map(({ name }) => name) ?? [];
  const positional = step.arguments.filter(({ name }) => name === undefined);
  const argument = (name: string): Argument | undefined =>
    step.arguments.find((each) => each.name?.text === name) ?? positional[names.indexOf(name)];
  const text = (name: string): string | undefined => {
    const given = argument(name);
    return given && textAt(sources, given.value.span);
  };
  /** Written as a number or a size: then it may be computed with here. */
  const literal = (name: string): boolean => ['number', 'list'].includes(argument(name)?.value.kind ?? 'number');
  const own = numbers(original);
  return {
    channels: text('channels') ?? own.channels,
    narrow(narrow) {
      const given = argument('channels')?.value;
      return literal('channels') || given === undefined || given.kind === 'body'
        ? own.narrow(narrow)
        : divided(textAt(sources, given.span), given, narrow, original);
    },
    kernel: text('kernel') ?? own.kernel,
    stride(axes) {
      const given = text('stride');
      if (axes === 'none' || given === undefined) return undefined;
      if (literal('stride')) return unless('1', strideAlong(original.stride, axes));
      if (axes === 'both') return given;
      return axes === 'vertical' ? `[${given}, 1]` : `[1, ${given}]`;
    },
    pad: (pad, kept) => (kept || typeof pad === 'string' ? text('pad') : own.pad(pad, kept)),
    dilation: text('dilation'),
    groups: text('groups'),
    multiplier: text('multiplier'),
    bias: text('bias'),
  };
}

/** `width / 4`, or `floor_div(width, 4)` where it does not divide; a number where the groups decide. */
function divided(text: string, value: Expression, narrow: Narrow, { channels, groups }: Convolution): string {
  const { reduction } = narrow;
  if (groups > 1 && narrow.channels !== Math.floor(channels / reduction)) return String(narrow.channels);
  if (channels % reduction !== 0) return `floor_div(${text}, ${reduction})`;
  return `${isLoose(value) ? `(${text})` : text} / ${reduction}`;
}

/** Whether a division behind it would take only its last part. */
function isLoose(value: Expression): boolean {
  const loose = value.kind === 'chain' || value.kind === 'unary' || value.kind === 'conditional';
  // The span of an expression in parentheses begins before its first part.
  return loose && !(value.kind === 'chain' && value.first.span.start > value.span.start);
}

/** What follows the convolution as it is written there, where that is in the same stack; else in numbers. */
export function writtenBetween(graph: Graph, node: GraphNode, module: Module): string {
  const { following, activation }: Surroundings = surroundingsOf(graph, node);
  const own = stepAt(module, node.span);
  const sources = new Map([[module.file.path, module.file]]);
  const steps = following.map((next) => {
    const written = next.span.file === module.file.path ? stepAt(module, next.span) : undefined;
    if (!written || written.body !== own?.body || written.step.trailing) return formatCall(next);
    const { callee, span } = written.step;
    return textAt(sources, { ...span, start: callee.span.start });
  });
  return [...steps, ...(activation ? [] : [usualActivation])].join(' -> ');
}
