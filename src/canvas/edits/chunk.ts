/** Steps on their way from one place of the text to another. */
import type { Module, Step } from '../../syntax/ast.ts';
import { parse } from '../../syntax/parse.ts';
import { before, commentsIn, ends, hasBreak, type Page, withComments, withoutComments } from './lines.ts';
import type { Selection } from './locate.ts';

export interface Chunk {
  /** Comment lines above, which belong to the steps. */
  readonly above: readonly string[];
  /** From the first step's beginning to the last one's end, as written. */
  readonly text: string;
  /** Each step by itself, for a chain. */
  readonly steps: readonly string[];
  /** Comments between the steps. */
  readonly between: readonly string[];
  /** A comment behind the last step, on its line. */
  readonly trailing: string | undefined;
}

/**
 * Whether steps fill their lines, an arrow before them included, and leave whole lines behind when they go. Then the
 * comments above and behind them are theirs.
 */
export function fillsLines({ text }: Page, { span, body, first, last }: Selection): boolean {
  if (!/^[ \t]*(->[ \t]*)?$/.test(before(text, span.start)) || !ends(text, span.end)) return false;
  const previous = body.steps[first - 1];
  const next = body.steps[last + 1];
  if (previous && next) return true;
  const gap = previous ? text.slice(previous.span.end, span.start) : text.slice(span.end, next?.span.start);
  const arrow = withoutComments(gap).indexOf('->');
  // An arrow on the line above would lead nowhere, one on the line below would come from nowhere.
  if (!next && previous) return arrow < 0 || hasBreak(gap.slice(0, arrow));
  return !next || arrow < 0;
}

export function chunkOf(page: Page, selection: Selection): Chunk {
  const { text } = page;
  const { span, steps } = selection;
  const whole = fillsLines(page, selection);
  const above = whole ? text.slice(withComments(text, span.start), span.start).split(/\r?\n/) : [];
  const trailing = whole ? commentsIn(text.slice(span.end).split(/[\r\n]/, 1)[0] ?? '')[0] : undefined;
  return {
    above: above.map((line) => line.trim()).filter((line) => line !== ''),
    text: text.slice(span.start, span.end),
    trailing,
    ...pieces(steps, text),
  };
}

function pieces(steps: readonly Step[], text: string): Pick<Chunk, 'steps' | 'between'> {
  const between = steps.slice(1).flatMap(({ span }, index) => {
    const start = steps[index]?.span.end ?? span.start;
    return commentsIn(text.slice(start, span.start));
  });
  return { steps: steps.map(({ span }) => text.slice(span.start, span.end)), between };
}

/** Steps without comments around them. */
export function plainChunk(steps: readonly string[], text = steps.join(' -> ')): Chunk {
  return { above: [], text, steps, between: [], trailing: undefined };
}

export interface Fragment {
  readonly chunk: Chunk;
  readonly module: Module;
  readonly steps: readonly Step[];
  /** The text that the spans are of. */
  readonly text: string;
}

/** Text that is to be put into a stack; undefined where it is not some steps. */
export function readFragment(fragment: string): Fragment | undefined {
  const text = `network N {\n${fragment}\n}\n`;
  const { value: module, diagnostics } = parse({ path: 'fragment', text, library: false });
  const body = module.network?.body;
  const [first] = body?.steps ?? [];
  const last = body?.steps.at(-1);
  // More braces closed than opened would end the network early.
  const closed = body?.span.end === text.length - 1;
  if (!body || !first || !last || !closed || body.branches || module.blocks.length > 0) return undefined;
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  const lead = text.slice(body.span.start + 1, first.span.start);
  const tail = text.slice(last.span.end, body.span.end - 1);
  const [rest = '', ...below] = tail.split(/\r?\n/);
  const chunk: Chunk = {
    above: commentsIn(lead),
    text: text.slice(first.span.start, last.span.end),
    trailing: below.some((line) => line.trim() !== '') ? undefined : commentsIn(rest)[0],
    ...pieces(body.steps, text),
  };
  return { chunk, module, steps: body.steps, text };
}
