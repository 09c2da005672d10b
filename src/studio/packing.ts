/**
 * How messages of the worker travel. A large drawing is tens of thousands of small objects, which browsers copy between
 * threads at less than half the speed at which they write and read them as JSON.
 */
import type { FromWorker } from './protocol.ts';

export interface Packed {
  readonly kind: 'packed';
  /** JSON, which leaves out what is undefined. */
  readonly text: string;
}

/** Cards, from which on a drawing is packed. */
const large = 300;

export function pack(message: FromWorker): FromWorker | Packed {
  const drawing =
    message.kind === 'state' ? message.state.drawing : message.kind === 'drawing' ? message.drawing : undefined;
  if (!drawing || drawing.nodes.length < large) return message;
  return { kind: 'packed', text: JSON.stringify(message) };
}

export function unpack(message: FromWorker | Packed): FromWorker {
  return message.kind === 'packed' ? JSON.parse(message.text) : message;
}
