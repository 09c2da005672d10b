/**
 * Finds the Python that some tests compare with, before any test runs, and says at the end what was left out.
 * Tests read it by `inject('python')`; it is undefined where no Python with torchvision was found.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { env, stdout } from 'node:process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    python: string | undefined;
  }
}

const candidates = env.NETWRIGHT_PYTHON ? [env.NETWRIGHT_PYTHON] : ['.venv/bin/python'];
const leftOut = [
  'Left out: the comparison with torchvision, because no Python with torchvision was found.',
  'To run it: python3 -m venv .venv && .venv/bin/pip install torch torchvision',
  '(or set NETWRIGHT_PYTHON to a Python that has them).',
].join('\n');

/** Looks for the packages without importing them, which would take seconds. */
function hasTorchvision(python: string): boolean {
  const find = 'from importlib.util import find_spec as f; exit(not (f("torch") and f("torchvision")))';
  return spawnSync(python, ['-c', find]).status === 0;
}

export function setup(project: TestProject): (() => void) | undefined {
  const python = candidates.filter((path) => !path.includes('/') || existsSync(path)).find(hasTorchvision);
  project.provide('python', python);
  if (python !== undefined) return undefined;
  if (env.CI === 'true') throw new Error(`With CI=true nothing may be left out.\n${leftOut}`);
  return () => {
    stdout.write(`\n${leftOut}\n`);
  };
}
