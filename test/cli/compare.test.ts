import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { splitArgument } from '../../src/cli/compare-arguments.ts';
import { folderWith, netwright } from '../support/cli.ts';
import { read } from '../support/host.ts';

const mine = `network Mine(classes = 10, width = 4) {
  input image [3, 32, 32]
  conv(width, 3) -> relu -> flatten -> dense(classes)
}
`;
const broken = 'network Broken {\n  input image [3, 32, 32]\n  conv(4, 99)\n}\n';
const results = JSON.stringify([
  { network: 'mine.arch', top1Error: 40.5, dataSet: 'imagenet', protocol: 'single crop', source: 'run 1' },
]);

describe('netwright compare', () => {
  it('tabulates networks of the zoo and files, with settings', () => {
    const cwd = folderWith({ 'mine.arch': mine });
    const { code, stdout, stderr } = netwright(
      ['compare', 'resnet50', 'VGG-16', 'mine.arch', 'mine.arch:width=8,classes=2'],
      {
        cwd,
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ResNet-50 +25\.56 M +1\.00 +3\.86 G/m);
    expect(stdout).toMatch(/^VGG-16 +138\.36 M +5\.41 +15\.47 G/m);
    expect(stdout).toMatch(/^Mine +36,122 /m);
    expect(stdout).toMatch(/^Mine \(width = 8, cl.* +14,626 /m);
    expect(stdout).toContain('ImageNet, single crop');
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('gives published errors only to the text and settings that they were published for', () => {
    const text = read('examples/resnet50.arch').text;
    const cwd = folderWith({ 'copy.arch': text, 'changed.arch': text.replace('conv5_x: repeat', 'conv5_x:  repeat') });
    const list = [
      'copy.arch',
      'copy.arch:stride_first=true',
      'copy.arch:classes=1_000',
      'copy.arch:classes=10',
      'changed.arch',
    ];
    const { stdout } = netwright(['compare', '--json', ...list], { cwd });
    const rows: { title: string; accuracy: object | null }[] = JSON.parse(stdout).networks;
    expect(rows.map(({ title, accuracy }) => [title, accuracy !== null])).toEqual([
      ['ResNet-50 (torchvision) [copy.arch]', true],
      ['ResNet-50', true],
      ['ResNet-50 (torchvision) [copy.arch:classes=1_000]', true],
      ['ResNet50 (classes = 10)', false],
      ['ResNet50', false],
    ]);
  });

  it('takes folders, and leaves out files without a network', () => {
    const cwd = folderWith({ 'nets/a.arch': mine, 'nets/b.arch': mine, 'nets/blocks.arch': 'block B { relu }\n' });
    const { code, stdout, stderr } = netwright(['compare', 'nets', '--csv'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe('netwright: nets/blocks.arch has no network and is left out\n');
    expect(stdout.split('\r\n').map((line) => line.split(',').slice(0, 2))).toEqual([
      ['network', 'title'],
      ['nets/a.arch', 'Mine [nets/a.arch]'],
      ['nets/b.arch', 'Mine [nets/b.arch]'],
      [''],
    ]);
  });

  it('shows measured errors, ranks them, and refuses a malformed file with its places', () => {
    const cwd = folderWith({
      'mine.arch': mine,
      'results.json': results,
      'wrong.json': results.replace('40.5', '405'),
    });
    const { code, stdout } = netwright(
      ['compare', 'mine.arch', 'alexnet', '--results', 'results.json', '--sort', 'error'],
      {
        cwd,
      },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Mine .* 40\.5 {2}\* .*MP$/m);
    expect(stdout).toContain('measured, from your file of results');
    const wrong = netwright(['compare', 'mine.arch', '--results', 'wrong.json'], { cwd });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^netwright: wrong\.json:1:\d+: "top1Error" is 405;/);
    expect(netwright(['compare', 'mine.arch', '--results', 'none.json'], { cwd }).stderr).toContain('no such file');
  });

  it('compares the rest where a source has errors, and exits with 1', () => {
    const cwd = folderWith({ 'mine.arch': mine, 'broken.arch': broken });
    const { code, stdout, stderr } = netwright(['compare', 'mine.arch', 'broken.arch'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('error[kernel-too-large]');
    expect(stderr).toContain('left out for errors in their sources: 1');
    expect(stdout).toContain('Mine');
    expect(stdout).not.toContain('Broken');
    expect(netwright(['compare', 'broken.arch'], { cwd })).toMatchObject({ code: 1, stdout: '' });
  });

  it.each([
    [['resnet-5'], 'cannot read resnet-5: no such file, and no network of the zoo; did you mean resnet-50?'],
    [['-'], 'standard input cannot be compared; name a file'],
    [['resnet-50:classes'], "cannot read the setting 'classes' of resnet-50: write NAME=VALUE"],
    [['resnet-50', '--baseline', 'vgg16'], '--baseline vgg16 is none of the compared networks; the first is resnet-50'],
    [['resnet-50', '--json', '--csv'], 'choose one'],
    [['resnet-50', '--plot', 'layers'], '--plot layers needs a file to draw to'],
    [['resnet-50', '--sort', 'beauty'], 'Allowed choices are'],
    [['resnet-50', '--protocol', 'two crops'], 'Allowed choices are'],
    [['--diff', 'resnet-50'], '--diff takes exactly two networks, not 1'],
    [['--diff', 'resnet-50', 'resnet50'], '--diff takes two different networks; the arguments name one network'],
    [['--diff', 'resnet-50', 'vgg-16', '--csv'], '--diff goes with --json alone, not with --csv'],
  ])('says what is wrong with %j', (args, message) => {
    const { code, stdout, stderr } = netwright(['compare', ...args], { cwd: folderWith({}) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('writes page and plots, whole', async () => {
    const cwd = folderWith({ 'mine.arch': mine, 'results.json': results, 'old.svg': 'old' });
    const files = ['--html', 'page.html', '--svg', 'old.svg', '--png', 'plot.png'];
    const list = ['mine.arch', 'alexnet', 'nin', 'resnet-50'];
    const { code, stdout } = netwright(['compare', ...list, '--results', 'results.json', ...files], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Wrote page\.html\nWrote old\.svg\nWrote plot\.png\n$/);
    expect(readdirSync(cwd).sort()).toEqual(['mine.arch', 'old.svg', 'page.html', 'plot.png', 'results.json']);
    const svg = readFileSync(join(cwd, 'old.svg'), 'utf8');
    expect(svg).toMatch(/^<\?xml [^>]*>\n<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('>Mine, measured</text>');
    expect(svg).toContain('>NIN?</text>');
    const { width, height, format } = await sharp(join(cwd, 'plot.png')).metadata();
    expect({ width, height, format }).toEqual({ width: 1920, height: 1400, format: 'png' });
    const page = readFileSync(join(cwd, 'page.html'), 'utf8');
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(page.match(/<tr/g)).toHaveLength(5);
    expect(page).toContain('prefers-color-scheme: dark');
    // One file that nothing else is loaded for; namespaces are names, not addresses.
    expect(page.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|<script|<link|src=/);
    for (const [, name] of page.matchAll(/var\((--[\w-]+)\)/g)) expect(page).toContain(`${name}: #`);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('prints JSON alone beside the files that it writes', () => {
    const cwd = folderWith({});
    const args = ['compare', 'resnet-18', 'lenet-5', '--json', '--plot', 'layers', '--svg', 'layers.svg'];
    const { code, stdout, stderr } = netwright(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).networks).toHaveLength(2);
    expect(readFileSync(join(cwd, 'layers.svg'), 'utf8')).toContain('>normalisation</text>');
  });

  it('says so where there is nothing to plot, and where a file cannot be written', () => {
    const cwd = folderWith({ 'mine.arch': mine });
    const nothing = netwright(['compare', 'mine.arch', '--svg', 'plot.svg'], { cwd });
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('plot.svg is not written: no top-1 error is known for these networks');
    expect(existsSync(join(cwd, 'plot.svg'))).toBe(false);
    const nowhere = netwright(['compare', 'alexnet', '--svg', 'none/plot.svg'], { cwd });
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('cannot write none/plot.svg: no such file');
  });

  it('does not mix protocols unless told to', () => {
    const rows = (...more: string[]): { accuracy: { protocol: string; comparable: boolean } }[] =>
      JSON.parse(netwright(['compare', 'resnet-50', 'zfnet', '--json', ...more]).stdout).networks;
    const ranked = (...more: string[]) => rows(...more).map(({ accuracy }) => accuracy.comparable);
    expect(ranked()).toEqual([true, false]);
    expect(ranked('--protocol', 'any')).toEqual([true, true]);
    expect(ranked('--protocol', '10 crops')).toEqual([true, true]);
    expect(ranked('--data-set', 'cifar-10')).toEqual([false, false]);
    const table = netwright(['compare', 'resnet-50', 'zfnet']).stdout;
    expect(table).toMatch(/^a +10 crops: not ranked with the others$/m);
  });
});

describe('netwright compare --diff', () => {
  it('prints what differs, layer by layer', () => {
    const cwd = folderWith({ 'mine.arch': mine });
    const { code, stdout } = netwright(['compare', '--diff', 'mine.arch', 'mine.arch:classes=20'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('--- Mine\n+++ Mine (classes = 20)\n');
    expect(stdout).toMatch(/^~ dense\(10\) +\+36,010 +\+36,000$/m);
    expect(stdout).toContain('    -> dense(20)\n    output 10 -> 20\n');
    expect(stdout).toContain('parameters  36,122 -> 72,132  (+36,010)');
  });

  it('prints JSON', () => {
    const { code, stdout } = netwright(['compare', '--diff', 'vgg-16', 'vgg-19', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, layers: { same: 40, changed: 0, onlyInA: 0, onlyInB: 6 } });
  });
});

describe('splitArgument', () => {
  it.each([
    ['a.arch', { base: 'a.arch', settings: {} }],
    ['a.arch:x=1', { base: 'a.arch', settings: { x: '1' } }],
    [
      'a.arch: x = [1, 2], y = max(3, 4) ,z="p,q"',
      { base: 'a.arch', settings: { x: '[1, 2]', y: 'max(3, 4)', z: '"p,q"' } },
    ],
    ['C:\\nets\\a.arch', { base: 'C:\\nets\\a.arch', settings: {} }],
    ['C:\\nets\\a.arch:x=1', { base: 'C:\\nets\\a.arch', settings: { x: '1' } }],
    ['a.arch:x=1,2', { base: 'a.arch', settings: {}, wrong: '2' }],
    ['a.arch:x=', { base: 'a.arch', settings: {}, wrong: 'x=' }],
    ['a.arch:5', { base: 'a.arch', settings: {}, wrong: '5' }],
  ])('reads %j', (arg, expected) => {
    expect(splitArgument(arg)).toEqual(expected);
  });
});
