// The page's end of the real worker, for tests and benchmarks to drive.
import { browserWire } from '../../../src/studio/page/browser-wire.ts';
import { workerClient } from '../../../src/studio/page/worker-client.ts';

const faults = [];
let told = () => undefined;
const client = workerClient(browserWire(), (message) => {
  if (message.kind === 'fault') faults.push(message.message);
  told(message);
});

/** Sends one text after another, each when the last was answered: the states, and what each took. */
globalThis.typed = async (path, texts) => {
  const taken = [];
  let state;
  for (const [revision, text] of texts.entries()) {
    const start = performance.now();
    state = await new Promise((resolve, reject) => {
      told = (message) => {
        if (message.kind === 'fault') reject(new Error(message.message));
        if (message.kind === 'state' && message.revision === revision) resolve(message.state);
      };
      client.send({ kind: 'text', path, revision, text });
    });
    taken.push({ worker: state.milliseconds, roundTrip: performance.now() - start });
  }
  return { taken, cards: state.drawing.nodes.length, parameters: state.totals?.parameters };
};

globalThis.told = (message) => client.send(message);
globalThis.asked = (path, question) => client.ask(path, question);
globalThis.faults = faults;
