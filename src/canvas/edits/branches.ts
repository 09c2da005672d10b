/** Branches of a merge: added, taken away, put in another order. */
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import { operators } from '../../operators/registry.ts';
import type { Body, BranchItem } from '../../syntax/ast.ts';
import { readFragment } from './chunk.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import {
  begins,
  commentsIn,
  ends,
  hasBreak,
  laidOut,
  lineEnd,
  lineStart,
  marginAt,
  measure,
  type Page,
  pageOf,
  replacing,
  withComments,
} from './lines.ts';
import { findBranch, findGap, type Gap, type Problem, within } from './locate.ts';
import { removeItem } from './remove.ts';
import { namesOf, takenFrom } from './scope.ts';
import { inSight, kinds } from './steps.ts';

export function addBranch(source: CanvasSource, edit: EditOf<'add-branch'>): EditResult {
  const gap = branchGap(source, edit.at);
  if ('problem' in gap) return gap;
  const fragment = readFragment(edit.text ?? 'skip');
  if (!fragment) return refused('What is to stand in the branch is not one or several steps of the language.');
  const { above, text, trailing } = fragment.chunk;
  const chunk: BranchChunk = { above, text: `| ${text}`, trailing };
  return { edits: placeBranch(pageOf(source.file), gap.body, gap.index, chunk) };
}

export function removeBranch(source: CanvasSource, edit: EditOf<'remove-branch'>): EditResult {
  const found = findBranch(source.module, source.file, edit.branch);
  if ('problem' in found) return found;
  if (found.body.branches?.length === 1) {
    return refused('It is the only branch in these braces: take away what stands around it.');
  }
  return { edits: removeItem(pageOf(source.file), found, found.index) };
}

export function moveBranch(source: CanvasSource, edit: EditOf<'move-branch'>): EditResult {
  const found = findBranch(source.module, source.file, edit.branch);
  if ('problem' in found) return found;
  const gap = branchGap(source, edit.to);
  if ('problem' in gap) return gap;
  const { body, index, item } = found;
  if (gap.body === body && (gap.index === index || gap.index === index + 1)) return { edits: [] };
  if (gap.around.some((each) => within(each.item.span, item.span))) {
    return refused('A branch cannot be moved into itself.');
  }
  if (gap.body !== body && body.branches?.length === 1) {
    return refused('It is the only branch in these braces, which would be empty without it.');
  }
  const taken = takenFrom(namesOf(found.definition), item.span).find((each) => !inSight(each, found.definition, gap));
  if (taken) {
    return refused(`It uses \`${taken.name.text}\`, ${kinds[taken.kind]}, which is not known at that place.`);
  }
  const page = pageOf(source.file);
  const placed = placeBranch(page, gap.body, gap.index, chunkOfBranch(page, item));
  return { edits: [...removeItem(page, found, index), ...placed] };
}

/** A gap in the braces of a merge, or of a `repeat` or `if` around branches. */
function branchGap(source: CanvasSource, at: EditOf<'add-branch'>['at']): Gap | Problem {
  const gap = findGap(source.module, at);
  if ('problem' in gap || gap.body.branches) return gap;
  const owner = gap.around.at(-1)?.item;
  const merges = owner?.kind === 'call' && operators.get(owner.callee.text)?.inputs === 'many';
  if (merges && owner.trailing === gap.body && gap.body.steps.length === 0) return gap;
  return refused('Branches stand in the braces of `add`, `concat` or `scale`: wrap the steps in one of them first.');
}

interface BranchChunk {
  readonly above: readonly string[];
  readonly text: string;
  readonly trailing: string | undefined;
}

function chunkOfBranch({ text }: Page, { span }: BranchItem): BranchChunk {
  const code = text.slice(span.start, span.end);
  if (!begins(text, span.start) || !ends(text, span.end)) return { above: [], text: code, trailing: undefined };
  const above = text.slice(withComments(text, span.start), lineStart(text, span.start)).split(/\r?\n/);
  return {
    above: above.map((line) => line.trim()).filter((line) => line !== ''),
    text: code,
    trailing: commentsIn(text.slice(span.end, lineEnd(text, span.end)))[0],
  };
}

export function placeBranch(page: Page, body: Body, index: number, chunk: BranchChunk): readonly TextEdit[] {
  const { text, eol } = page;
  const items = body.branches ?? [];
  const previous = items[index - 1];
  const next = items[index];
  if (previous && begins(text, previous.span.start) && ends(text, previous.span.end)) {
    const margin = marginAt(text, previous.span.start);
    const at = lineEnd(text, previous.span.end);
    return [replacing(page, at, at, eol + margin + lines(page, chunk, margin))];
  }
  if (next && begins(text, next.span.start)) {
    const margin = marginAt(text, next.span.start);
    const at = withComments(text, next.span.start);
    return [replacing(page, at, at, margin + lines(page, chunk, margin) + eol)];
  }
  if (previous) return inLine(page, previous.span.end, ' ', chunk, '');
  if (next) return inLine(page, next.span.start, '', chunk, ' ');
  return into(page, body, chunk);
}

function into(page: Page, { span }: Body, chunk: BranchChunk): readonly TextEdit[] {
  const { text, eol, unit } = page;
  const close = span.end - 1;
  if (!hasBreak(text.slice(span.start, span.end))) return inLine(page, close, ' ', chunk, ' ', span.start + 1);
  const margin = marginAt(text, span.start) + unit;
  const at = begins(text, close) ? lineStart(text, close) : close;
  return [replacing(page, at, at, margin + lines(page, chunk, margin) + eol)];
}

/** Comments cannot stand between branches of one line: they go above it. */
function inLine(
  page: Page,
  end: number,
  lead: string,
  { above, text: code, trailing }: BranchChunk,
  tail: string,
  start = end,
): readonly TextEdit[] {
  const { text, eol } = page;
  const margin = marginAt(text, start);
  const line = lineStart(text, start);
  const comments = [...above, ...(trailing === undefined ? [] : [trailing])];
  const hoisted = comments.map((comment) => margin + comment + eol).join('');
  const edit = replacing(page, start, end, lead + laidOut(measure('branches', code), margin, page) + tail);
  return hoisted === '' ? [edit] : [replacing(page, line, line, hoisted), edit];
}

function lines(page: Page, { above, text, trailing }: BranchChunk, margin: string): string {
  const code = laidOut(measure('branches', text), margin, page);
  return [...above, code + (trailing === undefined ? '' : `  ${trailing}`)].join(page.eol + margin);
}
