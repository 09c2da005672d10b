/** The canvas's edits, each as the text edits that do it. */
import { parseCached } from '../../compiler/modules.ts';
import type { Diagnostic, TextEdit } from '../../diagnostics/diagnostic.ts';
import { applyEdits } from '../../diagnostics/edits.ts';
import { parse } from '../../syntax/parse.ts';
import { setArgument, setCount, setDefault } from './arguments.ts';
import { addBranch, moveBranch, removeBranch } from './branches.ts';
import { scratch } from './callee.ts';
import { connect } from './connect.ts';
import { type CanvasEdit, type CanvasSource, type EditResult, refused } from './edit.ts';
import { extract } from './extract.ts';
import { label } from './label.ts';
import { duplicate, insert, move, paste, remove } from './steps.ts';
import { unwrap, wrap } from './wrap.ts';

/**
 * Only the main file is ever edited. The result can always be read: an edit that would leave a text with more syntax
 * errors than before is a problem. What the compiler says of the new network is not looked at: a shape that no longer
 * fits is what the canvas then shows. The new text's tree is left in the cache, where the next compilation finds it.
 */
export function applyCanvasEdit(source: CanvasSource, edit: CanvasEdit): EditResult {
  const result = editsFor(source, edit);
  return 'problem' in result ? result : checked(source, result.edits);
}

function editsFor(source: CanvasSource, edit: CanvasEdit): EditResult {
  switch (edit.kind) {
    case 'insert':
      return insert(source, edit);
    case 'paste':
      return paste(source, edit);
    case 'delete':
      return remove(source, edit);
    case 'duplicate':
      return duplicate(source, edit);
    case 'move':
      return move(source, edit);
    case 'set-argument':
      return setArgument(source, edit);
    case 'wrap':
      return wrap(source, edit);
    case 'unwrap':
      return unwrap(source, edit);
    case 'add-branch':
      return addBranch(source, edit);
    case 'remove-branch':
      return removeBranch(source, edit);
    case 'move-branch':
      return moveBranch(source, edit);
    case 'connect':
      return connect(source, edit);
    case 'label':
      return label(source, edit);
    case 'extract':
      return extract(source, edit);
    case 'set-count':
      return setCount(source, edit);
    case 'set-default':
      return setDefault(source, edit);
  }
}

function checked({ file, cache }: CanvasSource, edits: readonly TextEdit[]): EditResult {
  const { text } = file;
  const changing = edits
    .filter(({ span, text: put }) => text.slice(span.start, span.end) !== put)
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  if (changing.length === 0) return { edits: [] };
  const edited = applyEdits(text, changing);
  if (edited === undefined) {
    return refused('The old and the new place share a line that cannot be divided: give each a line of its own first.');
  }
  const tried = scratch(cache);
  const errors = errorsIn(parseCached({ ...file, text: edited }, tried).diagnostics);
  if (errors > 0 && errors > errorsIn(parse(file).diagnostics)) {
    return refused('There are errors in the text at this place: mend them before it is edited on the canvas.');
  }
  const entry = tried.get(file.path);
  if (entry) cache?.set(file.path, entry);
  return { edits: changing };
}

function errorsIn(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}
