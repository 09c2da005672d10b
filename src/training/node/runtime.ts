/**
 * ONNX Runtime as it is installed. Its version is pinned in package.json, because the blocked operators are its own
 * and undocumented.
 */
import { reasonOf } from '../../machine/files.ts';
import type { OrtDevice } from '../engines/onnx.ts';
import type { OrtModule } from '../engines/onnx-module.ts';
import { probeBlock, probeDevice } from '../engines/onnx-probe.ts';
import type { Outcome } from './outcome.ts';

export interface Runtime {
  readonly ort: OrtModule;
  readonly version: string;
  /** Of the execution providers that it was built with. */
  readonly devices: readonly { readonly name: string; readonly bundled: boolean }[];
}

/** Loads the native library, on first use. */
export async function loadRuntime(): Promise<Outcome<Runtime>> {
  try {
    const module = await import('onnxruntime-node');
    // What fails is thrown too, and said by us; else it is written past the program to standard error.
    module.env.logLevel = 'fatal';
    const devices = module.listSupportedBackends();
    return { value: { ort: module, version: module.env.versions.common, devices } };
  } catch (error) {
    const { platform, arch } = process;
    const reason = reasonOf(error).split('\n', 1)[0];
    return {
      problem:
        `ONNX Runtime, which trains and predicts, could not be loaded on ${platform} ${arch}: ${reason}. ` +
        'Its library is part of the npm package onnxruntime-node; `npm install onnxruntime-node` puts it back',
    };
  }
}

export interface DeviceReport {
  readonly name: string;
  /** Absent where it works; else in words why not. */
  readonly problem?: string;
}

export interface RuntimeReport {
  readonly version: string;
  /** Channels in a block of the processor's blocked layout; absent where the portable one is used. */
  readonly block?: number;
  readonly devices: readonly DeviceReport[];
}

/** What works here: execution providers, all or those that are named, are tried with a small program. */
export async function inspectRuntime(only?: readonly string[]): Promise<Outcome<RuntimeReport>> {
  const loaded = await loadRuntime();
  if (loaded.problem !== undefined) return loaded;
  const { ort, version, devices } = loaded.value;
  const block = await probeBlock(ort);
  const reports: DeviceReport[] = [];
  for (const { name, bundled } of devices) {
    if (only !== undefined && !only.includes(name)) continue;
    const problem = await probeDevice(ort, name);
    if (problem === undefined) reports.push({ name });
    else reports.push({ name, problem: bundled ? problem : `${problem} (its library is an extra download)` });
  }
  return { value: { version, ...(block !== undefined && { block }), devices: reports } };
}

/** What `auto` stands for: a card of CUDA where one works, else the processor. WebGPU may be software: only by name. */
export function chooseDevice({ devices }: RuntimeReport): OrtDevice {
  return devices.some(({ name, problem }) => name === 'cuda' && problem === undefined) ? 'cuda' : 'cpu';
}
