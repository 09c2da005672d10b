/** `netwright new`: a file to start from. */

import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../machine/files.ts';
import { displayPath } from './files.ts';
import { complain, type ExitCode, exit, printLine } from './output.ts';

const extension = '.arch';

/** `name` may begin with a folder and end in `.arch`. */
export async function createFile(name: string, settings: { readonly force: boolean }): Promise<ExitCode> {
  const base = basename(name).replace(/\.arch$/, '');
  const network = networkName(base);
  if (network === undefined) {
    complain(
      `cannot name a network after '${name}': it has no letter from a to z; write, for example, netwright new first_net`,
    );
    return exit.usage;
  }
  const folder = dirname(name);
  if (!existsSync(folder)) {
    complain(`cannot write in ${folder}: no such folder`);
    return exit.usage;
  }
  const path = join(folder, base + extension);
  const shown = displayPath(path);
  try {
    writeFileSync(path, starter(network), { flag: settings.force ? 'w' : 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    complain(
      exists
        ? `${shown} is there already and is left as it is; choose another name, or replace it with --force`
        : `cannot write ${shown}: ${reasonOf(error)}`,
    );
    return exit.usage;
  }
  const argument = /^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
  await printLine(
    [
      `Wrote ${shown}, a small network for images of 32 x 32 pixels. Next:`,
      '',
      `  netwright compile ${argument}             its shapes and figures`,
      `  netwright compile ${argument} --watch     the same, again at each change`,
      '  netwright explain conv                    what an operator takes and does',
    ].join('\n'),
  );
  return exit.ok;
}

/** "my-first_net" gives "MyFirstNet", without accents; undefined where no letter is left. */
function networkName(text: string): string | undefined {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '');
  const words = plain.match(/[A-Za-z0-9]+/g);
  if (words === null || !/[A-Za-z]/.test(plain)) return undefined;
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^\d/.test(joined) ? `Net${joined}` : joined;
}

/** Compiles clean and is formatted; a test sees to both. */
function starter(network: string): string {
  return `// A small residual network for colour images of 32 x 32 pixels, such as those of CIFAR-10.
// Each step takes the feature map that the step before it leaves. Steps stand on lines of their own, or are
// joined by ->. A shape is channels x height x width, of one image.

use residual.Basic

// A block is a stack with parameters. Its name is a step like any other.
block Stem(channels) {
  conv(channels, 3, pad = same, bias = false) -> batchnorm -> relu
}

// Parameters of the network can be set from outside: --set classes=100
network ${network}(classes = 10, width = 16) {
  input image [3, 32, 32]

  Stem(width)

  // A label names the feature map that its step leaves.
  stage1: repeat 2 { Basic(width) }
  stage2: repeat i in 0..2 { Basic(2 * width, stride = if i == 0 { 2 } else { 1 }) }
  stage3: repeat i in 0..2 { Basic(4 * width, stride = if i == 0 { 2 } else { 1 }) }

  global_avgpool -> flatten -> dense(classes)

  // What the file states about itself is checked at each compile.
  expect shape(stage3) == [4 * width, 8, 8]
  expect depth == 14
}
`;
}
