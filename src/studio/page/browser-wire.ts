/** The wire to the web worker that runs the core. */
import { type Packed, unpack } from '../packing.ts';
import type { FromWorker } from '../protocol.ts';
import type { Wire } from './worker-client.ts';

/** A worker that cannot be loaded, or that ends by an error of its own, is told as a fault. */
export function browserWire(): Wire {
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });
  return {
    post: (message) => worker.postMessage(message),
    receive(listener) {
      const fault = (message: string): void => listener({ kind: 'fault', id: undefined, message });
      worker.onmessage = ({ data }: MessageEvent<FromWorker | Packed>) => listener(unpack(data));
      worker.onmessageerror = () => fault('a message of the worker could not be read');
      worker.onerror = ({ message }) => fault(message || 'the worker could not be loaded');
    },
  };
}
