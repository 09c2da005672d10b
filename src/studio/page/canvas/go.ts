/** From the canvas to the text and to the inspector. */
import type { Span } from '../../../diagnostics/diagnostic.ts';
import { preferences } from '../preferences.ts';
import { type Studio, tabOf } from '../studio.ts';
import { words } from './words.ts';

/** The selection is in the text already: only the focus goes there. */
export function goToText(): void {
  focusOn('[data-focus="editor"], .monaco-editor .native-edit-context, .monaco-editor textarea');
}

export function goToInspector(): void {
  focusOn('[data-focus="inspector-first"]');
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

export async function goToDefinition(studio: Studio, path: string, step: Span): Promise<void> {
  const text = tabOf(studio.store.getState(), path)?.document.text ?? '';
  const label = /^\w+\s*:\s*/.exec(text.slice(step.start, step.end))?.[0].length ?? 0;
  const found = await studio.worker.ask<'definition'>(path, { kind: 'definition', offset: step.start + label });
  const said = words[preferences.getState().language];
  if (!found) {
    studio.notify(said.noDefinition);
    return;
  }
  const { file, start, end } = found.span;
  if (file.startsWith('blocks/')) {
    studio.notify(said.definedIn(file));
    return;
  }
  if (file !== path) await studio.open(file);
  studio.select(file, { start, end, nodes: [], by: 'problems' });
}
