/** The window around canvas and editor, in a browser, on the built page and the real server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Locator, Page, Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, openStudio } from '../../support/studio-page.ts';

const wrong = `network Wrong {
  input image [3, 32, 32]
  conv(16, 3, stirde = 2) -> relu
  global_avgpool -> dense(10)
}
`;
const mended = wrong.replace('stirde', 'stride');

async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await tab(page, name).waitFor();
}

function tab(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'Open files' }).getByRole('listitem').filter({ hasText: name });
}

async function isUnsaved(page: Page, name: string): Promise<boolean> {
  return (await tab(page, name).getByText(', not saved').count()) > 0;
}

function problems(page: Page): Locator {
  return page.getByRole('region', { name: 'Tables' }).getByRole('listitem');
}

/** By the first problem's fix. */
async function fix(page: Page): Promise<void> {
  await problems(page).getByRole('button', { name: 'Fix: write stride' }).click();
}

function figure(page: Page, rule: string): Promise<string | null> {
  return page.locator(`[data-figure="${rule}"]`).textContent();
}

describe.runIf(hasBrowser)('the window', () => {
  it('a network of the zoo is opened, weighed and saved', async () => {
    const { page, text, complaints } = await openStudio();
    await page.getByRole('button', { name: 'New from the zoo' }).click();
    await page.getByRole('combobox').fill('resnet50');
    await page.getByRole('option', { name: /^ResNet-50 ?20/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => figure(page, 'parameters')).toContain('25,557,032');
    expect(await figure(page, 'macs')).toContain('3.86 G');
    expect(await figure(page, 'depth')).toContain('50');
    const name = 'resnet-50.arch';
    expect(await isUnsaved(page, name)).toBe(true);
    await page.keyboard.press('Control+s');
    await expect.poll(() => isUnsaved(page, name)).toBe(false);
    expect(text(name)).toContain('network ResNet');
    expect(complaints).toEqual([]);
  });

  it('the zoo’s settings are in the text that is opened', async () => {
    const { page } = await openStudio();
    await page.getByRole('button', { name: 'New from the zoo' }).waitFor();
    await page.keyboard.press('Alt+z');
    await page.getByRole('combobox').fill('resnet152');
    await page
      .getByRole('option', { name: /^ResNet-152/ })
      .first()
      .click();
    await expect.poll(() => figure(page, 'parameters')).toContain('60,192,808');
  });

  it('a problem is shown with its place, fixed by a click, and the fix undone by a key', async () => {
    const { page, text } = await openStudio({ files: { 'wrong.arch': wrong } });
    await openFile(page, 'wrong.arch');
    const problem = problems(page);
    expect(await problem.textContent()).toContain('`conv` has no argument `stirde`');
    expect(await problem.textContent()).toContain('3:15');
    await fix(page);
    await page.getByText('No problems.').first().waitFor();
    expect(await isUnsaved(page, 'wrong.arch')).toBe(true);
    await page.keyboard.press('Control+s');
    await expect.poll(() => text('wrong.arch')).toBe(mended);
    await page.keyboard.press('Control+z');
    await problem.waitFor();
    await page.keyboard.press('Control+s');
    await expect.poll(() => text('wrong.arch')).toBe(wrong);
  });

  it('layers are sorted by a click and selected by another, or by the keyboard', async () => {
    const { page } = await openStudio({ examples: ['lenet5.arch'] });
    await openFile(page, 'lenet5.arch');
    await page.keyboard.press('Alt+2');
    const grid = page.getByRole('grid', { name: 'Layers' });
    const rows = grid.getByRole('rowgroup').getByRole('row');
    const heading = grid.getByRole('columnheader', { name: 'parameters' });
    await rows.first().waitFor();
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    const shown = async (index: number): Promise<string> => (await rows.nth(index).textContent()) ?? '';
    expect(await shown(0)).toContain('48,120');
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await rows.nth(1).click();
    expect(await rows.nth(1).getAttribute('aria-selected')).toBe('true');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(2).getAttribute('aria-selected')).toBe('true');
    expect(await rows.nth(1).getAttribute('aria-selected')).toBe('false');
  });

  it('language and colours are switched and remembered', async () => {
    const { page } = await openStudio({ examples: ['lenet5.arch'] });
    const root = page.locator('html');
    expect(await root.getAttribute('data-theme')).toBe('light');
    await page.getByRole('button', { name: 'Dark colours' }).click();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('在一个窗口中绘制并编写网络。').waitFor();
    expect(await root.getAttribute('lang')).toBe('zh-CN');
    await page.reload();
    await page.getByText('在一个窗口中绘制并编写网络。').waitFor();
    expect(await root.getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: 'lenet5.arch' }).click();
    await expect.poll(() => figure(page, 'parameters')).toContain('参数量');
  });

  it('text that was not saved is there again after the page has gone', async () => {
    const { page, text } = await openStudio({ files: { 'wrong.arch': wrong } });
    page.on('dialog', (dialog) => void dialog.accept());
    await openFile(page, 'wrong.arch');
    const isKept = (response: Response): boolean =>
      response.url().endsWith('/api/drafts') && response.request().method() === 'PUT';
    await Promise.all([page.waitForResponse(isKept), fix(page)]);
    await page.reload();
    await page.getByRole('region', { name: 'Text that was not saved' }).waitFor();
    await page.getByRole('button', { name: 'Recover wrong.arch' }).click();
    await page.getByText('No problems.').first().waitFor();
    expect(await isUnsaved(page, 'wrong.arch')).toBe(true);
    expect(await page.getByText('changed on disk').count()).toBe(0);
    await page.keyboard.press('Control+s');
    await expect.poll(() => text('wrong.arch')).toBe(mended);
  });

  it('a file that changed on disk beneath unsaved text: the file’s, the own, or the own over it', async () => {
    const { page, text, folder } = await openStudio({ files: { 'wrong.arch': wrong } });
    await openFile(page, 'wrong.arch');
    const bar = page.getByRole('alert').filter({ hasText: 'changed on disk' });
    const change = (line: string): void => writeFileSync(join(folder, 'wrong.arch'), `${wrong}// ${line}\n`);

    await fix(page);
    change('one');
    await bar.getByRole('button', { name: 'Take the file’s text' }).click();
    await expect.poll(() => isUnsaved(page, 'wrong.arch')).toBe(false);
    await expect.poll(() => bar.count()).toBe(0);

    await fix(page);
    change('two');
    await bar.getByRole('button', { name: 'Keep mine' }).click();
    await expect.poll(() => bar.count()).toBe(0);
    expect(text('wrong.arch')).toContain('// two');
    await page.keyboard.press('Control+s');
    await expect.poll(() => text('wrong.arch')).toBe(`${mended}// one\n`);

    await page.keyboard.press('Control+z');
    change('three');
    await bar.getByRole('button', { name: 'Overwrite the file' }).click();
    await expect.poll(() => text('wrong.arch')).toBe(`${wrong}// one\n`);
    await expect.poll(() => bar.count()).toBe(0);
  });

  it('asks before unsaved text is closed, and never writes over another file', async () => {
    const { page, text } = await openStudio({ files: { 'wrong.arch': wrong, 'other.arch': 'network Other {}\n' } });
    await openFile(page, 'wrong.arch');
    await fix(page);
    await page.keyboard.press('Alt+w');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await tab(page, 'wrong.arch').count()).toBe(1);
    await page.keyboard.press('Control+Shift+s');
    const name = page.getByRole('dialog').getByRole('textbox');
    await name.fill('other');
    await page.getByText('There is a file of this name already.').waitFor();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await name.fill('sub/mended');
    await page.keyboard.press('Enter');
    await tab(page, 'mended.arch').waitFor();
    expect([text('wrong.arch'), text('sub/mended.arch')]).toEqual([wrong, mended]);
    await page.keyboard.press('Alt+w');
    await page.getByRole('button', { name: 'New from the zoo' }).waitFor();
  });

  it('all commands are found by name, and parts of the window stay put away', async () => {
    const { page } = await openStudio({ examples: ['lenet5.arch'] });
    await openFile(page, 'lenet5.arch');
    const focused = (): Promise<unknown> =>
      page.evaluate(`document.activeElement.closest('[data-part]')?.dataset.part`);
    await page.locator('[data-part="canvas"] [tabindex="0"]').first().focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('canvas');
    await page.keyboard.press('F1');
    await page.getByRole('combobox').fill('next part');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('editor');
    await page.keyboard.press('F6');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('inspector');
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('region', { name: 'Inspector' });
    await expect.poll(() => inspector.count()).toBe(0);
    await page.reload();
    await openFile(page, 'lenet5.arch');
    expect(await inspector.count()).toBe(0);
    await page.getByRole('button', { name: 'View' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Inspector' }).click();
    await inspector.waitFor();
  });

  it('networks are compared in a table and in plots, with one of the zoo', async () => {
    const { page, complaints } = await openStudio({ examples: ['resnet50.arch'] });
    await openFile(page, 'resnet50.arch');
    await page.keyboard.press('Alt+3');
    await page.getByLabel('Add a network').selectOption({ label: 'VGG-16' });
    const rows = page.getByRole('region', { name: 'Tables' }).locator('tbody tr');
    await expect.poll(() => rows.allTextContents()).toHaveLength(2);
    expect((await rows.allTextContents()).join(' ')).toContain('138.36 M');
    await expect
      .poll(() => page.evaluate(`document.querySelector('figure img')?.naturalWidth ?? 0`))
      .toBeGreaterThan(100);
    expect(complaints).toEqual([]);
  });

  it('the drawing, the report and the table of layers leave as files', async () => {
    const { page } = await openStudio({ examples: ['lenet5.arch'] });
    await openFile(page, 'lenet5.arch');
    await expect.poll(() => figure(page, 'parameters')).toContain('61,706');
    const exported = async (name: string): Promise<Buffer> => {
      await page.getByRole('button', { name: 'File', exact: true }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name }).click(),
      ]);
      return readFileSync(await download.path());
    };
    expect((await exported('Export drawing as SVG')).toString()).toMatch(/^<svg /);
    expect([...(await exported('Export drawing as PNG')).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(JSON.parse((await exported('Export report as JSON')).toString())).toMatchObject({
      totals: { parameters: 61706 },
    });
    expect((await exported('Export layer table as CSV')).toString().split('\n')[1]).toContain(',conv,');
  });

  it('where a part of the page fails, that is said, and the texts are not lost', async () => {
    const { page, text } = await openStudio({ files: { 'wrong.arch': wrong } });
    await page.route('**/assets/Compare-*.js', (route) => route.abort());
    await openFile(page, 'wrong.arch');
    await fix(page);
    await page.keyboard.press('Alt+3');
    await page.getByText('The studio failed').waitFor();
    expect(await page.getByRole('textbox', { name: 'wrong.arch' }).inputValue()).toBe(mended);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => text('wrong.arch')).toBe(mended);
    await page.getByRole('button', { name: 'Show the studio again' }).click();
    await tab(page, 'wrong.arch').waitFor();
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe has against a part of the page, as "rule: element". Canvas, editor and inspector have tests of their own. */
async function faults(page: Page, part: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    `axe.run('${part}').then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
  return found as readonly string[];
}

describe.runIf(hasBrowser).each([
  { dark: false, language: 'en' },
  { dark: true, language: 'zh-CN' },
])('axe, dark: $dark, $language', (look) => {
  it('has nothing against the start page, the tables and the dialogs', async () => {
    const { page } = await openStudio({ ...look, files: { 'wrong.arch': wrong }, examples: ['lenet5.arch'] });
    await page.getByRole('button', { name: 'wrong.arch' }).waitFor();
    expect(await faults(page, 'html')).toEqual([]);
    await page.getByRole('button', { name: 'wrong.arch' }).click();
    await page.locator('.shell-problem').waitFor();
    for (const [key, shown] of [
      ['Alt+2', '.shell-layers [role="rowgroup"] .shell-row'],
      ['Alt+3', '.shell-failure'],
      ['Alt+1', '.shell-problem'],
    ] as const) {
      await page.keyboard.press(key);
      await page.locator(shown).first().waitFor();
      expect(await faults(page, '.shell-top'), key).toEqual([]);
      expect(await faults(page, '[data-part="tables"]'), key).toEqual([]);
      expect(await faults(page, '.shell-status'), key).toEqual([]);
    }
    for (const key of ['Control+k', 'Control+o', 'Alt+z', 'Control+Shift+s']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await faults(page, '[role="dialog"]'), key).toEqual([]);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    }
  });
});
