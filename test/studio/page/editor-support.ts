/** The editor and the inspector in the whole page, by keyboard and mouse as a user has them. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openStudio, type Start, type StudioPage } from '../../support/studio-page.ts';

export interface Editing extends StudioPage {
  readonly editor: Locator;
  readonly inspector: Locator;
  /** A line of the text as it is shown, shapes at its end included. */
  line(text: string): Locator;
  /** The caret, before a word or behind the last letter of its line. */
  caret(line: string, word?: string): Promise<void>;
  /** What the file holds after it is saved. */
  saved(): Promise<string>;
}

/** Opens one of the files, and waits until the worker has coloured it. */
export async function edit(file: string, start: Start): Promise<Editing> {
  const studio = await openStudio(start);
  const { page } = studio;
  await show(page, file);
  const editor = page.locator('.editor');
  const line = (text: string): Locator => editor.locator('.view-line', { hasText: text }).first();
  return {
    ...studio,
    editor,
    inspector: page.locator('.inspector'),
    line,
    async caret(text, word) {
      if (word === undefined) {
        await line(text).click();
        await page.keyboard.press('End');
      } else
        await line(text)
          .getByText(word, { exact: true })
          .first()
          .click({ position: { x: 2, y: 8 } });
    },
    async saved() {
      await page.keyboard.press('Control+s');
      const tab = page.getByRole('navigation').getByRole('listitem').filter({ hasText: file });
      await expect.poll(() => tab.locator('[data-unsaved="true"]').count()).toBe(0);
      return studio.text(file);
    },
  };
}

async function show(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: file, exact: true }).click();
  await page.locator('.editor .view-line').first().waitFor();
}
