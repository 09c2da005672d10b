/** What is inspected: the worker's answer for the selection and the present text, and how it is changed. */
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import type { Diagnostic, Span } from '../../../diagnostics/diagnostic.ts';
import type { Inspection } from '../../protocol.ts';
import { type Studio, type Tab, tabOf } from '../studio.ts';
import { followSpan } from './follow-span.ts';

export interface Inspected {
  readonly inspection: Inspection;
  readonly diagnostics: readonly Diagnostic[];
  /** The same while the same step is looked at, whatever is written in it and before it. */
  readonly key: number;
  /** One of the step's expansions was asked for, by its card: the figures are of that one. */
  readonly isOne: boolean;
  /** The file belongs to the library, or to another text than the one in front. */
  readonly isForeign: boolean;
  /** One change after the other, each of the step's present place. Why it was not made; undefined where it was. */
  change(make: (step: Span) => CanvasEdit): Promise<string | undefined>;
}

interface Target {
  readonly key: number;
  step: Span | undefined;
}

/** Tells what is to be shown until it is stopped. The old answer stays until there is a new one. */
export function followInspection(
  studio: Studio,
  path: string,
  tell: (inspected: Inspected | undefined) => void,
): () => void {
  let place = placeIn(tabOf(studio.store.getState(), path), path);
  let target: Target = { key: 0, step: undefined };
  let title = '';
  let asked = 0;
  let changes: Promise<unknown> = Promise.resolve();

  async function look(): Promise<void> {
    const tab = tabOf(studio.store.getState(), path);
    // While the worker is at the text; it tells when it is done.
    if (!tab?.state || !place || tab.stateRevision !== tab.document.revision) return;
    asked += 1;
    const turn = asked;
    const { diagnostics } = tab.state;
    const { span, node } = place;
    const inspection = await studio.worker.ask<'inspect'>(path, { kind: 'inspect', span, node });
    const isNow = tabOf(studio.store.getState(), path)?.document.revision === tab.document.revision;
    if (turn !== asked || !isNow) return;
    if (!inspection) {
      tell(undefined);
      return;
    }
    const isSame = inspection.step?.start === target.step?.start && inspection.title === title;
    target = { key: isSame ? target.key : target.key + 1, step: inspection.step };
    title = inspection.title;
    const { key } = target;
    const isForeign = inspection.step === undefined && inspection.definition === undefined;
    const isOne = node !== undefined;
    tell({ inspection, diagnostics, key, isOne, isForeign, change: changeOf(target, inspection) });
  }

  function changeOf(own: Target, { definition }: Inspection): Inspected['change'] {
    return (make) => {
      const made = changes.then(() => changeNow(own, definition, make));
      changes = made.catch(() => undefined);
      return made;
    };
  }

  async function changeNow(
    own: Target,
    definition: string | undefined,
    make: (step: Span) => CanvasEdit,
  ): Promise<string | undefined> {
    // The text that the step was found in may have grown: then its place is that of the newest answer.
    const { step } = own.key === target.key ? target : own;
    const known = step ?? (definition === undefined ? undefined : { file: path, start: 0, end: 0 });
    const before = tabOf(studio.store.getState(), path)?.document.revision;
    if (!known || before === undefined) return undefined;
    const result = await studio.worker.ask<'edit'>(path, { kind: 'edit', edit: make(known) });
    if ('problem' in result) return result.problem;
    // Typed meanwhile: once more, at the place that it is at now.
    if (tabOf(studio.store.getState(), path)?.document.revision !== before) return changeNow(own, definition, make);
    studio.edit(path, result.edits, 'inspector');
    return undefined;
  }

  const stops = [
    studio.onEdits((changed, edits) => {
      if (changed !== path) return;
      if (place) place = { ...place, span: followSpan(place.span, edits) };
      if (target.step) target.step = followSpan(target.step, edits);
    }),
    studio.store.subscribe((data, before) => {
      const tab = tabOf(data, path);
      const was = tabOf(before, path);
      const isElsewhere = tab?.selection !== was?.selection;
      if (isElsewhere) place = placeIn(tab, path);
      if (isElsewhere || tab?.state !== was?.state) void look();
    }),
  ];
  void look();
  return () => {
    asked = -1;
    for (const stop of stops) stop();
  };
}

interface Place {
  readonly span: Span;
  readonly node: string | undefined;
}

/** Of a card that is drawn from the library the place there: what is selected in the text is the call of it. */
function placeIn(tab: Tab | undefined, path: string): Place | undefined {
  if (!tab) return undefined;
  const { start, end, nodes } = tab.selection;
  const node = nodes.length === 1 ? nodes[0] : undefined;
  const isChosen = ({ id }: { readonly id: string }): boolean => id === node;
  const drawn = tab.drawing?.nodes.find(isChosen) ?? tab.drawing?.groups.find(isChosen);
  return { span: drawn && drawn.span.file !== path ? drawn.span : { file: path, start, end }, node };
}
