import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../../support/studio-page.ts';
import { edit } from './editor-support.ts';

const text = `// The first line stays as it is.
network Net(classes = 10) {
  input image [3, 32, 32]
  stem: conv(16, 3)   // three by three
  repeat 3 { conv(16, 3, pad = same) -> relu }
  flatten -> dense(classes)
}
`;
const files = { 'net.arch': text };

describe.skipIf(!hasBrowser)('the inspector', () => {
  it('changes one argument and nothing beside it, in one undo with the text', async () => {
    const { page, inspector, caret, saved, complaints } = await edit('net.arch', { files });
    await caret('stem:', 'conv');
    const kernel = inspector.getByLabel('kernel', { exact: true });
    await kernel.fill('5');
    await kernel.press('Enter');
    await inspector.getByText('3x32x32 → 16x28x28').waitFor();
    await inspector.getByText('parameters: 16*3*5*5 + 16 = 1,216').waitFor();
    expect(await saved()).toBe(text.replace('conv(16, 3)  ', 'conv(16, 5)  '));
    await caret('flatten');
    await page.keyboard.type(' -> tanh');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await saved()).toBe(text);
    expect(complaints).toEqual([]);
  });

  it('counts up and down, one change after the other', async () => {
    const { inspector, caret, saved } = await edit('net.arch', { files });
    await caret('stem:', 'conv');
    const channels = inspector.getByLabel('channels', { exact: true });
    await channels.focus();
    for (let time = 0; time < 5; time++) await channels.press('ArrowUp');
    await inspector.getByRole('button', { name: 'stride, one more' }).click();
    await inspector.getByText('→ 21x15x15').waitFor();
    expect(await saved()).toBe(text.replace('conv(16, 3)  ', 'conv(21, 3, stride = 2)  '));
    await inspector.getByRole('button', { name: 'stride: back to the default' }).click();
    await inspector.getByText('→ 21x30x30').waitFor();
    expect(await saved()).toBe(text.replace('conv(16, 3)  ', 'conv(21, 3)  '));
  });

  it('says beside the field what is no value, and takes it back', async () => {
    const { inspector, caret, saved } = await edit('net.arch', { files });
    await caret('stem:', 'conv');
    const channels = inspector.getByLabel('channels', { exact: true });
    await channels.fill('0');
    await channels.press('Enter');
    await inspector.getByText('at least 1').waitFor();
    await channels.fill('16 +');
    await channels.press('Enter');
    await inspector.getByText('is not a value of the language').waitFor();
    expect(await channels.getAttribute('aria-invalid')).toBe('true');
    await channels.press('Escape');
    expect(await channels.inputValue()).toBe('16');
    expect(await saved()).toBe(text);
  });

  it('switches, labels, counts and changes the input', async () => {
    const { inspector, caret, saved } = await edit('net.arch', { files });
    await caret('stem:', 'conv');
    await inspector.getByRole('checkbox', { name: 'bias' }).click();
    await inspector.getByText('parameters: 16*3*3*3 = 432').waitFor();
    const label = inspector.getByLabel('label', { exact: true });
    await label.fill('first');
    await label.press('Enter');
    await caret('repeat', 'repeat');
    const times = inspector.getByLabel('times', { exact: true });
    await times.fill('2');
    await times.press('Tab');
    await caret('input', 'input');
    const shape = inspector.getByLabel('shape', { exact: true });
    await shape.fill('[1, 28, 28]');
    await shape.press('Enter');
    await inspector.getByText('1x28x28').waitFor();
    expect(await saved()).toBe(
      text
        .replace('stem: conv(16, 3)', 'first: conv(16, 3, bias = false)')
        .replace('repeat 3', 'repeat 2')
        .replace('[3, 32, 32]', '[1, 28, 28]'),
    );
  });

  it('shows the network with its totals where no step is chosen, and changes its parameters', async () => {
    const { inspector, caret, saved } = await edit('net.arch', { files });
    await caret('network', 'network');
    await inspector.getByText('weighted layers on the longest path').waitFor();
    const classes = inspector.getByLabel('classes', { exact: true });
    await classes.fill('100');
    await classes.press('Enter');
    await inspector.getByText('3x32x32 → 100').waitFor();
    expect(await saved()).toBe(text.replace('classes = 10', 'classes = 100'));
  });

  it('brings the fix of what is wrong in the step', async () => {
    const wrong = text.replace('  flatten', '  add { | conv(8, 1) | skip }\n  flatten');
    const { inspector, caret, saved } = await edit('net.arch', { files: { 'net.arch': wrong } });
    await caret('add {', 'add');
    await inspector.getByRole('button', { name: /^Fix: project branch 2/ }).click();
    await inspector.getByText('→ 8x30x30').waitFor();
    expect(await saved()).toBe(wrong.replace('| skip', '| conv(8, 1)'));
  });
});
