/** The web worker: the core with the library that the page was built with, and the browser's clock. */
import { pack } from '../packing.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { createCore } from './core.ts';

const library = import.meta.glob<string>('../../../blocks/*.arch', { query: '?raw', import: 'default', eager: true });
const examples = import.meta.glob<string>('../../../examples/*.arch', {
  query: '?raw',
  import: 'default',
  eager: true,
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

// ECharts, which draws the plots of comparisons, looks for a window or for Node's name of the global object.
Object.assign(self, { global: self });

// Behind the messages that wait already: of several texts of one file only the last is examined.
const { port1, port2 } = new MessageChannel();
let waiting: (() => void) | undefined;
port1.onmessage = () => waiting?.();

const take = createCore(
  new Map(Object.entries(library).map(([path, text]) => [nameOf(path).replace(/\.arch$/, ''), text])),
  () => performance.now(),
  (message: FromWorker) => self.postMessage(pack(message)),
  {
    later(work) {
      waiting = work;
      port2.postMessage(undefined);
    },
    examples: new Map(Object.entries(examples).map(([path, text]) => [nameOf(path), text])),
  },
);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => take(data);
