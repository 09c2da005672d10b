/** One sitting at the studio, from the zoo to a changed network and back: text, canvas and inspector on one undo. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, openStudio } from '../../support/studio-page.ts';

/** On a busy machine. */
const patient = { timeout: 20_000 };

/** A card whose label begins so. */
function card(page: Page, name: RegExp): Locator {
  return page.getByRole('article', { name }).first();
}

async function dragOnto(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('what is dragged, or where to, is not in sight');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + 20, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
  await page.mouse.up();
}

describe.runIf(hasBrowser)('a sitting', () => {
  it('opens ResNet-50, errs, mends, wraps, changes a kernel, and undoes it all', async () => {
    const { page, text, complaints } = await openStudio({ height: 1400 });
    await page.getByRole('button', { name: 'New from the zoo' }).click();
    await page.getByRole('combobox').fill('resnet-50-torchvision');
    await page.keyboard.press('Enter');
    const file = 'resnet-50-torchvision.arch';
    await card(page, /^conv2_x: /).waitFor();
    const save = async (): Promise<string> => {
      await page.keyboard.press('Control+s');
      await page.getByText('not saved').waitFor({ state: 'detached' });
      return text(file);
    };
    const first = await save();

    // Typed: a unit whose main branch halves the map, while its shortcut does not.
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('Control+Home');
    const line = first.split('\n').findIndex((each) => each.includes('pool1:'));
    for (let step = 0; step < line; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('add { | conv(64, 3, stride = 1, pad = same) | skip }');
    // The file's own `expect` lines say what changed.
    const problems = page.locator('[data-part="tables"]').getByRole('list', { name: 'Problems' });
    await problems.getByText('found 25_593_960').waitFor();
    for (let step = 0; step < ', pad = same) | skip }'.length; step++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    const fix = problems.getByRole('button', { name: /^Fix: project branch 2/ });
    await fix.waitFor();
    expect(await problems.textContent()).toMatch(/64x28x28.*64x56x56|64x56x56.*64x28x28/);
    // The edge into the sum is red and shows both shapes.
    await page.locator('[data-part="canvas"] path[stroke="var(--error)"]').first().waitFor();
    const drawn = (await page.locator('[data-part="canvas"]').textContent()) ?? '';
    expect(drawn).toContain('64×28×28');
    expect(drawn).toContain('64×56×56');
    await fix.click();
    await fix.waitFor({ state: 'detached' });
    const mended = await save();
    expect(mended).toContain('conv(64, 3, stride = 2, pad = same)');
    expect(mended.length).toBeGreaterThan(first.length);

    // Drawn: squeeze and excitation around a unit.
    await page.getByRole('button', { name: 'Open Bottleneck' }).first().click();
    const unit = card(page, /^Bottleneck 64/);
    await unit.waitFor();
    await page.getByRole('searchbox').fill('SE');
    await dragOnto(page, page.locator('.palette-item[data-callee$=".SE"]').first(), unit);
    await expect.poll(save, patient).toMatch(/SE\s*\{\s*Bottleneck\(64/);

    // In the inspector: the first kernel.
    await page.getByRole('searchbox').fill('');
    await page.locator('.canvas-frame-title').first().click();
    const kernel = page.getByRole('region', { name: 'Inspector' }).getByLabel('kernel', { exact: true });
    await kernel.fill('5');
    await kernel.press('Enter');
    await expect.poll(save, patient).toContain('ConvBNReLU(64, 5, stride = 2)');

    // One undo for all of it.
    for (let step = 0; step < 40 && (await save()) !== first; step++) await page.keyboard.press('Control+z');
    expect(text(file)).toBe(first);
    expect(complaints).toEqual([]);
  });
});
