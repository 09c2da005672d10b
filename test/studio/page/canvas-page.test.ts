/** The canvas in a browser: by hand, by keyboard, and how much of a large network is in the page. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { exampleText, hasBrowser, openStudio, type StudioPage } from '../../support/studio-page.ts';

const file = 'net.arch';
const source = `use residual.Bottleneck

network Test(classes = 10) {
  input image [3, 32, 32]
  conv(64, 3, pad = same) -> relu // stem
  unit: Bottleneck(16)
  concat {
    | conv(32, 1)
    | maxpool(3, stride = 1, pad = 1)
  }
  global_avgpool -> flatten
  dense(classes)
}
`;

interface Sitting extends StudioPage {
  /** Saves, and gives the file as it is then: to be asked until what was done has become text. */
  readonly saved: () => Promise<string>;
  readonly card: (name: string) => Locator;
}

/** Large enough to show all of it. */
async function open(text = source, height = 1300): Promise<Sitting> {
  const studio = await openStudio({ files: { [file]: text }, width: 1500, height });
  const { page } = studio;
  await page.getByRole('button', { name: file, exact: true }).click();
  const card = (name: string): Locator => page.locator(`.canvas-card[aria-label^="${name}"]`).first();
  await card('input').waitFor();
  const saved = async (): Promise<string> => {
    await page.keyboard.press('Control+s');
    return studio.text(file);
  };
  return { ...studio, saved, card };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

async function boxOf(of: Locator): Promise<Place & { readonly width: number; readonly height: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`${of} is not in sight`);
  return box;
}

async function middleOf(of: Locator): Promise<Place> {
  const { x, y, width, height } = await boxOf(of);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Beside the line below a card. */
async function below(of: Locator): Promise<Place> {
  const { x, y, width, height } = await boxOf(of);
  return { x: x + width / 2 + 18, y: y + height + 12 };
}

async function drag(page: Page, from: Place, to: Place): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
}

async function item(page: Page, callee: string): Promise<Place> {
  const found = page.locator(`.palette-item[data-callee="${callee}"]`);
  await found.scrollIntoViewIfNeeded();
  return middleOf(found);
}

/** What the keyboard's place is called. */
function active(page: Page): Promise<string | null> {
  return page.locator('.canvas-spoken').getAttribute('aria-label');
}

describe.runIf(hasBrowser)('the canvas by hand', () => {
  it('takes items of the palette onto edges and around steps, and moves steps', async () => {
    const { page, saved, card, complaints } = await open();
    await drag(page, await item(page, 'tanh'), await below(card('global_avgpool')));
    await expect.poll(saved).toContain('global_avgpool -> tanh -> flatten');

    await drag(page, await item(page, 'se.SE'), await middleOf(page.locator('[data-frame="unit/"]')));
    await expect.poll(saved).toMatch(/unit: SE \{ Bottleneck\(16\) \}/);

    await page.keyboard.press('Control+0');
    await drag(page, await middleOf(card('tanh')), await below(card('conv 64')));
    await expect.poll(saved).toMatch(/conv\(64, 3, pad = same\) -> tanh -> relu \/\/ stem/);

    for (let count = 0; count < 3; count++) await page.keyboard.press('Control+z');
    await expect.poll(saved).toBe(source);
    expect(complaints).toEqual([]);
  });

  it('a drag is ended by Escape', async () => {
    const { page, saved, card } = await open();
    const [from, to] = [await middleOf(card('relu')), await below(card('global_avgpool'))];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.locator('.canvas-ghost[data-target="gap"]').waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await page.locator('.canvas-ghost').count()).toBe(0);
    expect(await saved()).toBe(source);
  });

  it('draws an edge from a port to a merge and to a step', async () => {
    const { page, saved, card } = await open();
    const port = async (of: Locator): Promise<Place> => {
      const { x, y, width, height } = await boxOf(of);
      return { x: x + width / 2, y: y + height };
    };
    await drag(page, await port(card('relu')), await middleOf(card('concat')));
    await expect.poll(saved).toMatch(/\| from x\n {2}\}/);
    await page.keyboard.press('Control+z');
    await drag(page, await port(card('conv 64')), await middleOf(card('global_avgpool')));
    await expect.poll(saved).toMatch(/-> add \{\n {4}\| relu.*\n {4}\| skip\n {2}\}\n {2}global_avgpool/s);
  });

  it('inserts by the button on an edge, and adds a branch by that of a merge', async () => {
    const { page, saved, card } = await open();
    const line = await below(card('relu'));
    await page.mouse.move(line.x - 16, line.y);
    await page.getByRole('button', { name: 'Insert a step here' }).click();
    await page.keyboard.type('lrn');
    await page.keyboard.press('Enter');
    await card('lrn').waitFor();
    await page.getByRole('button', { name: 'Add a branch' }).click();
    await expect.poll(saved).toMatch(/\| maxpool\(3, stride = 1, pad = 1\)\n {4}\| skip\n/);
    await expect.poll(saved).toMatch(/\n {2}lrn/);
  });

  it('the menu says what can be done with what is under the pointer', async () => {
    const { page, saved, card } = await open();
    await card('maxpool').click({ button: 'right' });
    const menu = page.getByRole('menu').first();
    expect(await menu.getByRole('menuitem').allTextContents()).toEqual(
      expect.arrayContaining(['Remove the branch', 'Move the branch left', 'DuplicateCtrl+D']),
    );
    await menu.getByRole('menuitem', { name: 'Wrap in' }).hover();
    await page.getByRole('menuitem', { name: 'add with a skip' }).click();
    await expect.poll(saved).toMatch(/\| add \{.*maxpool.*skip/s);
  });

  it('a red edge shows both shapes, and the fix is one click', async () => {
    const broken = source
      .replace('concat {', 'add {')
      .replace('conv(32, 1)', 'conv(64, 1, stride = 2)')
      .replace('maxpool(3, stride = 1, pad = 1)', 'skip');
    const { page, saved, card } = await open(broken);
    await expect.poll(() => page.locator('.canvas-lines').first().textContent()).toContain('64×32×32 ≠ 64×16×16');
    await card('add').click();
    const fix = page.getByRole('region', { name: 'Problems of the selected step' }).getByRole('button');
    await expect.poll(() => fix.count()).toBeGreaterThan(0);
    await fix.first().click();
    await expect.poll(async () => (await active(page)) ?? '').not.toContain('error');
    await expect.poll(saved).not.toBe(broken);
  });
});

describe.runIf(hasBrowser)('the canvas by keyboard', () => {
  it('walks, duplicates, moves, labels, deletes, extracts', async () => {
    const { page, saved, card } = await open();
    await card('input').click();
    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toMatch(/^conv 64, 3, pad = same, output 64x32x32, 1,792 parameters/);
    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toMatch(/^relu/);
    const rectifiers = page.locator('.canvas-card[aria-label^="relu"]');
    const before = await rectifiers.count();
    await page.keyboard.press('Control+d');
    await expect.poll(saved).toMatch(/-> relu \/\/ stem\n {2}relu\n/);
    // Keys go to what is drawn, and the file is written before that.
    await expect.poll(() => rectifiers.count()).toBe(before + 1);
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(saved).toMatch(/unit: Bottleneck\(16\)\n {2}relu\n/);
    await page.keyboard.press('F2');
    await page.keyboard.type('act');
    await page.keyboard.press('Enter');
    await expect.poll(saved).toMatch(/unit: Bottleneck\(16\)\n {2}act: relu\n/);
    expect(await active(page)).toMatch(/^act: relu/);
    await page.keyboard.press('Delete');
    await expect.poll(saved).toBe(source);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+e');
    await page.keyboard.type('Stem');
    await page.keyboard.press('Enter');
    await expect.poll(saved).toMatch(/\n {2}Stem \/\/ stem\n.*block Stem \{/s);
  });

  it('opens and folds groups where they stand', async () => {
    const { page, card } = await open();
    const frame = page.locator('[data-frame="unit/"]');
    const before = await boxOf(frame);
    await frame.click({ position: { x: 60, y: 8 } });
    await page.keyboard.press('Enter');
    await frame.waitFor({ state: 'detached' });
    expect(await active(page)).toMatch(/^unit: Bottleneck 16, folded/);
    expect(Math.abs((await boxOf(card('unit'))).y - before.y)).toBeLessThan(1);
    await page.keyboard.press('Enter');
    await frame.waitFor();
    expect(Math.abs((await boxOf(frame)).y - before.y)).toBeLessThan(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('.canvas-spoken').count()).toBe(0);
  });

  it('copies the steps as text and pastes text', async () => {
    const { page, saved, card } = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await card('relu').click();
    await page.keyboard.press('Control+c');
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('relu');
    await card('flatten').click();
    await page.keyboard.press('Control+v');
    await expect.poll(saved).toMatch(/-> flatten\n {2}relu\n/);
  });
});

describe.runIf(hasBrowser)('what is drawn', () => {
  it('of a long network is what is in view, and from afar nothing but a bitmap', async () => {
    const long = exampleText('resnet.arch').replace('layers = 50', 'layers = 152');
    const { page, card } = await open(long, 900);
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await card('batchnorm').waitFor();
    expect(await page.locator('.canvas-card').count()).toBeLessThan(60);
    await card('input').click();
    await page.keyboard.press('End');
    await card('output').waitFor();
    expect(await page.locator('.canvas-card').count()).toBeLessThan(60);
    await page.keyboard.press('Control+0');
    await page.locator('.canvas-overview canvas').waitFor();
    expect(await page.locator('.canvas-card').count()).toBe(0);
    const painted = await page.evaluate(`(() => {
      const bitmap = document.querySelector('.canvas-overview canvas');
      const { data } = bitmap.getContext('2d').getImageData(0, 0, bitmap.width, bitmap.height);
      return data.some((value) => value !== 0);
    })()`);
    expect(painted).toBe(true);
  });

  it('stays, dimmed, while the text cannot be read', async () => {
    const { page, card } = await open();
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('network {');
    await page.locator('.canvas-area[data-stale="true"]').waitFor();
    await card('global_avgpool').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('.canvas-area[data-stale="false"]').waitFor();
  });

  it('follows the caret in the text', async () => {
    const { page } = await open(source, 700);
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('Control+End');
    for (let line = 0; line < 2; line++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => active(page)).toMatch(/^dense 10/);
    const dense = await boxOf(page.locator('.canvas-card[aria-label^="dense"]'));
    const area = await boxOf(page.locator('.canvas-area'));
    expect(dense.y + dense.height).toBeLessThan(area.y + area.height);
  });
});
