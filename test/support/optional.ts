/**
 * Finds what some tests of engines need and npm does not bring, before any test runs, and says at the end what was
 * left out. Tests read it by `inject`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the browser. */
    chromium: string | undefined;
    /** Folder of a Vulkan library in software, with its description: a graphics device for WebGPU. */
    swiftshader: string | undefined;
    /** Folder of tfjs-node, built against TensorFlow. */
    tensorflow: string | undefined;
  }
}

const root = join(import.meta.dirname, '../..');
/** Where test/support/native-tensorflow.sh builds it. */
export const nativeTensorflow = join(root, 'node_modules/.cache/native-tensorflow/node_modules/@tensorflow/tfjs-node');

const chromiums = [
  env.NETWRIGHT_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const swiftshaders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

export function setup(project: TestProject): (() => void) | undefined {
  const chromium = chromiums.find((path) => path !== '' && existsSync(path));
  const swiftshader = swiftshaders.find((folder) => existsSync(join(folder, 'vk_swiftshader_icd.json')));
  const built = existsSync(join(nativeTensorflow, 'lib/napi-v8/tfjs_binding.node')) ? nativeTensorflow : undefined;
  project.provide('chromium', chromium);
  project.provide('swiftshader', swiftshader);
  project.provide('tensorflow', built);
  const leftOut = [
    ...(chromium
      ? []
      : ['training in a browser, because no Chromium was found (or set NETWRIGHT_CHROMIUM to its path)']),
    ...(swiftshader ? [] : ['training by WebGPU, because there is no SwiftShader, which comes with Debian’s chromium']),
    ...(built ? [] : ['TensorFlow’s own library, because test/support/native-tensorflow.sh was not run']),
  ].map((line) => `Left out: ${line}.`);
  if (leftOut.length === 0) return undefined;
  if (env.CI === 'true') throw new Error(`With CI=true nothing may be left out.\n${leftOut.join('\n')}`);
  return () => {
    stdout.write(`\n${leftOut.join('\n')}\n`);
  };
}
