// The page's end of the real worker, driven by the benchmark: one text after another, each when the last was answered.
import { browserWire } from '../../../src/studio/page/browser-wire.ts';

const wire = browserWire();
let answered = () => undefined;
wire.receive((message) => answered(message));

globalThis.typed = async (path, texts) => {
  const taken = [];
  let revision = 0;
  for (const text of texts) {
    revision += 1;
    const start = performance.now();
    const state = await new Promise((resolve, reject) => {
      answered = (message) => {
        if (message.kind === 'fault') reject(new Error(message.message));
        if (message.kind === 'state') resolve(message.state);
      };
      wire.post({ kind: 'text', path, revision, text });
    });
    taken.push({ worker: state.milliseconds, roundTrip: performance.now() - start });
  }
  wire.post({ kind: 'close', path });
  return taken;
};
