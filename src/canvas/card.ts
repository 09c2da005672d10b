/** What is written on a card and how large that makes it. */
import { formatShort } from '../analysis/format.ts';
import { formatShape } from '../operators/operator.ts';
import { fitText, textWidth } from '../plots/text.ts';
import type { CanvasGroup, CanvasNode } from './document.ts';
import type { Card, Frame } from './items.ts';

export const sizes = {
  title: 12.5,
  small: 10.5,
  /** Bold letters are wider than the table's. */
  bold: 1.08,
  padding: 12,
  line: 30,
  lines: 50,
  narrowest: 88,
  widest: 280,
  /** Widths are whole steps, so that the cards of a stack line up. */
  step: 24,
  frameTitle: 11.5,
} as const;

export interface CardText {
  readonly count: string;
  readonly title: string;
  readonly arguments: string;
  readonly label: string;
  readonly figures: string;
}

type Said = Pick<CanvasNode, 'kind' | 'group' | 'title' | 'label' | 'arguments' | 'figures' | 'shape' | 'count'>;

/** Texts in full; `fitCard` cuts them to the card. */
export function cardText(said: Said): CardText {
  const { kind, group, title, label, arguments: args, figures, shape, count } = said;
  const parts = [
    ...(figures.parameters > 0 ? [`${formatShort(figures.parameters)} par.`] : []),
    ...(figures.macs > 0 ? [`${formatShort(figures.macs)} MACs`] : []),
  ];
  const isEnd = kind === 'input' || kind === 'output';
  return {
    count: count === undefined ? '' : `${count} \u00d7`,
    title,
    arguments: isEnd && shape ? [args, drawnShape(formatShape(shape))].filter(Boolean).join(' \u00b7 ') : args,
    label: group === 'head' ? `head ${label ?? ''}` : (label ?? ''),
    figures: parts.join(' \u00b7 '),
  };
}

/** "64x56x56" with the sign of multiplication. */
export function drawnShape(shape: string): string {
  return shape.replaceAll('x', '\u00d7');
}

/** Room between title and arguments, and between label and figures. */
export const gaps = { words: 7, columns: 14 } as const;

export function titleWidth({ count, title }: CardText): number {
  const counted = count === '' ? 0 : textWidth(count, sizes.title) + gaps.words;
  return counted + textWidth(title, sizes.title) * sizes.bold;
}

/** One line, or two where there is a label or a figure. */
export function sizeCard(card: Card): void {
  const { node, group, legend } = card;
  const { title, label, arguments: written, figures, shape, count } = legend;
  const text = cardText({ kind: node, group, title, label, arguments: written, figures, shape, count });
  const args = text.arguments === '' ? 0 : gaps.words + textWidth(text.arguments, sizes.small);
  const second = [text.label, text.figures].filter(Boolean);
  const below =
    second.reduce((sum, each) => sum + textWidth(each, sizes.small), 0) + gaps.columns * (second.length - 1);
  const wanted = Math.max(titleWidth(text) + args, below) + 2 * sizes.padding;
  const steps = Math.ceil((Math.max(wanted, sizes.narrowest) - sizes.narrowest) / sizes.step);
  card.width = Math.min(sizes.narrowest + steps * sizes.step, sizes.widest);
  card.height = second.length > 0 ? sizes.lines : sizes.line;
  card.axis = card.width / 2;
}

/** The arguments cut to what the title leaves, the label to what the figures leave. */
export function fitCard(node: CanvasNode): CardText {
  const text = cardText(node);
  const room = node.width - 2 * sizes.padding;
  const title = fitText(text.title, sizes.title * sizes.bold, room);
  const left = room - titleWidth({ ...text, title }) - gaps.words;
  const beside = text.figures === '' ? 0 : textWidth(text.figures, sizes.small) + gaps.columns;
  return {
    ...text,
    title,
    arguments: left < 16 ? '' : fitText(text.arguments, sizes.small, left),
    label: fitText(text.label, sizes.small, Math.max(room - beside, 20)),
  };
}

export interface FrameText {
  readonly label: string;
  readonly title: string;
  readonly arguments: string;
}

const longestFrameArguments = 60;

export function frameText({
  kind,
  label,
  title,
  arguments: args,
  count,
}: Pick<CanvasGroup, 'kind' | 'label' | 'title' | 'arguments' | 'count'>): FrameText {
  const counted = count === undefined ? title : `${count} \u00d7 ${title}`;
  const head = kind === 'head' ? `head ${label ?? ''}` : (label ?? '');
  const short = args.length > longestFrameArguments ? `${args.slice(0, longestFrameArguments - 3)}...` : args;
  return { label: head, title: kind === 'head' ? '' : counted, arguments: kind === 'block' ? short : '' };
}

export function frameTitleWidth(frame: Frame): number {
  const { label, title, arguments: args } = frameText({ kind: frame.group, ...frame.legend });
  const size = sizes.frameTitle;
  const words = [textWidth(label, size), textWidth(title, size) * sizes.bold, textWidth(args, sizes.small)];
  return words.reduce((sum, width) => (width > 0 ? sum + width + gaps.words : sum), 0);
}
