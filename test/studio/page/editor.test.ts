import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../../support/studio-page.ts';
import { edit } from './editor-support.ts';

const text = `// Of the test.
block Stage(channels) {
  conv(channels, 3, pad = 1) -> batchnorm -> relu
}

network Net(classes = 10) {
  input image [3, 32, 32]
  stem: Stage(16)
  global_avgpool -> flatten -> dense(classes)
}
`;
const files = { 'net.arch': text };

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await page.keyboard.press(key);
}

describe.skipIf(!hasBrowser)('the editor', () => {
  it('writes what is typed, undoes it to the byte, and says nothing was refused', async () => {
    const { page, caret, saved, complaints } = await edit('net.arch', { files });
    await caret('stem:');
    await page.keyboard.press('Enter');
    await page.keyboard.type('tanh -> relu6');
    await page.keyboard.press('Escape');
    expect(await saved()).toBe(text.replace('Stage(16)\n', 'Stage(16)\n  tanh -> relu6\n'));
    await press(page, 'Control+z', 6);
    expect(await saved()).toBe(text);
    await press(page, 'Control+y', 6);
    expect(await saved()).toContain('tanh -> relu6');
    expect(complaints).toEqual([]);
  });

  it('completes a block of the library with its `use`, and undoes both as one', async () => {
    const { page, editor, caret, saved } = await edit('net.arch', { files });
    await caret('stem:');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Bottlen');
    await editor.page().locator('.suggest-widget .monaco-list-row', { hasText: 'BottleneckLayers' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('32');
    await page.keyboard.press('Escape');
    const completed = await saved();
    expect(completed).toContain('use residual.Bottleneck\n');
    expect(completed).toContain('  Bottleneck(32)\n');
    await press(page, 'Control+z', 2);
    expect(await saved()).toBe(text.replace('Stage(16)\n', 'Stage(16)\n  Bottlen\n'));
  });

  it('tells what a name is and what became of it, under the pointer', async () => {
    const { page, line } = await edit('net.arch', { files });
    await line('stem:').getByText('16x32x32').waitFor();
    await line('stem:').getByText('Stage', { exact: true }).hover();
    const hover = page.locator('.monaco-hover', { hasText: 'Of the test.' });
    await hover.waitFor();
    expect(await hover.innerText()).toMatch(/3x32x32 → 16x32x32[\s\S]*480 parameters/);
  });

  it('renames in all files, each of which can undo it', async () => {
    const used = 'use "./net.arch"\n\nnetwork Other() {\n  input image [3, 8, 8]\n  Stage(4)\n}\n';
    const { page, line, caret, saved } = await edit('other.arch', { files: { ...files, 'other.arch': used } });
    await line('Stage(4)').getByText('4x8x8').waitFor();
    await caret('Stage(4)', 'Stage');
    await page.keyboard.press('F2');
    await page.locator('.rename-input:focus').waitFor();
    await page.keyboard.type('Phase');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^net\.arch/ }).waitFor();
    expect(await saved()).toBe(used.replace('Stage', 'Phase'));
    await page.getByRole('button', { name: /^net\.arch/ }).click();
    await page.locator('.editor').getByText('Phase', { exact: true }).first().click();
    await page.keyboard.press('Control+z');
    await page.locator('.editor').getByText('Stage', { exact: true }).first().waitFor();
  });

  it('repairs what is wrong by the fix that came with it', async () => {
    const wrong = text.replace('  global', '  add { | Stage(32) | skip }\n  global');
    const { page, editor, caret, saved } = await edit('net.arch', { files: { 'net.arch': wrong } });
    await editor.locator('.squiggly-error').waitFor();
    await caret('add {', 'skip');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'project branch 2' }).waitFor();
    await page.keyboard.press('Enter');
    await editor.locator('.squiggly-error').waitFor({ state: 'detached' });
    expect(await saved()).toBe(wrong.replace('| skip', '| conv(32, 1)'));
    await page.keyboard.press('Control+z');
    expect(await saved()).toBe(wrong);
  });

  it('formats as one change, and leaves the caret where it was', async () => {
    const ragged = text.replace('  stem: Stage(16)', '     stem:Stage( 16 )').replace('  input', 'input');
    const { page, line, caret, saved } = await edit('net.arch', { files: { 'net.arch': ragged } });
    await line('stem').getByText('16x32x32').waitFor();
    await caret('stem', '16');
    await page.keyboard.press('Shift+Alt+F');
    await line('  stem: Stage(16)').waitFor();
    expect(await saved()).toBe(text);
    await page.keyboard.type('1');
    expect(await saved()).toBe(text.replace('16', '116'));
    await press(page, 'Control+z', 2);
    expect(await saved()).toBe(ragged);
  });

  it('keeps all line endings and the byte order mark, but where one types', async () => {
    const mixed = `\uFEFF${text.replaceAll('\n', '\r\n').replace('16)\r\n', '16)\r').replace(' {\r\n', ' {\n')}`;
    const { page, caret, saved, text: onDisk } = await edit('net.arch', { files: { 'net.arch': mixed } });
    await caret('stem:');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('0');
    expect(await saved()).toBe(mixed.replace('Stage(16)', 'Stage(160)'));
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('relu');
    await page.keyboard.press('Escape');
    expect(await saved()).toBe(mixed.replace('Stage(16)\r', 'Stage(160)\r\n  relu\r'));
    await press(page, 'Control+z', 4);
    await saved();
    expect(onDisk('net.arch')).toBe(mixed);
  });

  it('loses no letter while the worker is slow, nor of a long text that is pasted', async () => {
    const { page, caret, saved } = await edit('net.arch', { files });
    await page.evaluate(`{
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (...given) { setTimeout(() => post.apply(this, given), 200); };
    }`);
    const letters = Array.from({ length: 200 }, (_, index) => 'abcdefghij'[index % 10]).join('');
    await caret('Of the test.');
    await page.keyboard.type(letters);
    expect(await saved()).toBe(text.replace('test.', `test.${letters}`));
    const lines = Array.from({ length: 5000 }, (_, index) => `\n// line ${index}`).join('');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines)})`);
    await page.keyboard.press('Control+v');
    expect(await saved()).toBe(text.replace('test.', `test.${letters}${lines}`));
    await page.keyboard.press('Control+z');
    expect(await saved()).toBe(text.replace('test.', `test.${letters}`));
  });

  it('shows the library to be read, and goes back to where one was', async () => {
    const using = `use residual.Bottleneck\n${text.replace('Stage(16)', 'Bottleneck(16)')}`;
    const { page, editor, caret, saved } = await edit('net.arch', { files: { 'net.arch': using } });
    await caret('stem:', 'Bottleneck');
    await page.keyboard.press('F12');
    await editor.getByText('blocks/residual.arch').waitFor();
    await page.keyboard.type('x');
    await page.getByRole('button', { name: 'Back to the network' }).click();
    await editor.locator('.view-line', { hasText: 'stem:' }).waitFor();
    await page.keyboard.type('x');
    expect(await saved()).toBe(using.replace('stem: Bottleneck', 'stem: xBottleneck'));
  });

  it('keeps the caret of each tab, and the keys that are the window\u2019s', async () => {
    const { page, caret, saved } = await edit('net.arch', { files: { ...files, 'b.arch': text } });
    await caret('stem:', 'stem');
    await page.keyboard.press('Control+o');
    await page.getByRole('dialog').getByText('b.arch').click();
    await page.getByRole('region', { name: 'Text of b.arch' }).waitFor();
    await page.getByRole('button', { name: /^net\.arch/ }).click();
    await page.getByRole('region', { name: 'Text of net.arch' }).waitFor();
    await page.locator('[data-focus="editor"]').focus();
    await page.keyboard.type('my_');
    expect(await saved()).toBe(text.replace('stem', 'my_stem'));
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
  });

  it('follows a problem that is chosen elsewhere', async () => {
    const long = `${text}${'// a line\n'.repeat(200)}block Wrong() { nothing }\n`;
    const { page, editor } = await edit('net.arch', { files: { 'net.arch': long } });
    await page
      .getByRole('button', { name: /nothing/ })
      .first()
      .click();
    await editor.locator('.view-line', { hasText: 'nothing' }).waitFor();
    await editor.locator('.editor-selected').waitFor();
    expect(await page.evaluate('document.activeElement.closest(".editor")')).toBeNull();
  });
});

describe.skipIf(!hasBrowser)('the editor in Chinese', () => {
  it('speaks Chinese in its own menus too', async () => {
    const { page, caret } = await edit('net.arch', { files, language: 'zh-CN' });
    await caret('stem:');
    await page.keyboard.press('Control+f');
    await page.getByRole('textbox', { name: '查找' }).waitFor();
  });
});
