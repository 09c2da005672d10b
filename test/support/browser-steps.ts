/** The program of a web page: ONNX Runtime in WebAssembly, its files beside the page. */
import * as ort from 'onnxruntime-web/wasm';
import { type StepsTaken, type StepsWanted, takeSteps } from './engine-steps.ts';

ort.env.wasm.wasmPaths = '/ort/';
ort.env.wasm.numThreads = 1;

function take(wanted: StepsWanted): Promise<StepsTaken> {
  return takeSteps(ort, { device: 'wasm' }, wanted);
}

Object.assign(globalThis, { take });
