/** Where the code of a worker thread is: bundled in dist/, beside the program or above its chunks. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From dist/, dist/chunks/, a bundle of a script, and the sources (which Node's own loader cannot run in a thread). */
const places = ['./', '../', '../../dist/', '../../../dist/'];

export function workerFile(name: string): URL {
  const urls = places.map((place) => new URL(`${place}${name}.js`, import.meta.url));
  const found = urls.find((url) => existsSync(fileURLToPath(url)));
  if (found === undefined) throw new Error(`${name}.js is missing from dist/; run \`npm run build\``);
  return found;
}
