import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtins } from '../../src/compiler/builtins.ts';
import { codes } from '../../src/diagnostics/catalogue.ts';
import { operators } from '../../src/operators/registry.ts';
import { netwright } from '../support/cli.ts';
import { root } from '../support/host.ts';

function explained(name: string, ...options: string[]): string {
  const { code, stdout, stderr } = netwright(['explain', name, ...options]);
  expect({ code, stderr }, name).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('netwright explain', () => {
  it('lists all topics', () => {
    const { code, stdout } = netwright(['explain']);
    expect(code).toBe(0);
    const modules = readdirSync(join(root, 'blocks')).map((file) => file.replace('.arch', ''));
    const figures = ['parameters', 'macs', 'flops', 'depth', 'activation_bytes', 'training_bytes', 'receptive_field'];
    const all = [...operators.keys(), ...modules, ...builtins.keys(), ...codes, ...figures, 'Bottleneck'];
    const words = new Set(stdout.split(/[\s,]+/));
    expect(all.filter((name) => !words.has(name))).toEqual([]);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const listed = JSON.parse(netwright(['explain', '--json']).stdout).map((topic: { name: string }) => topic.name);
    expect(listed).toEqual(expect.arrayContaining(all));
  });

  it('explains an operator', () => {
    const page = explained('conv');
    expect(page).toContain('conv(channels, kernel, stride = 1, pad = valid');
    expect(page).toMatch(/floor\(/);
    expect(page).toContain('Source: ');
    expect(JSON.parse(explained('conv', '--json'))).toMatchObject({
      kind: 'operator',
      name: 'conv',
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'stride', default: [1, 1] })]),
    });
  });

  it('explains a diagnostic with what the compiler says to its example', () => {
    const page = explained('add-shape-mismatch');
    expect(page).toContain('error[add-shape-mismatch]: ');
    expect(page).toContain('--> example.arch:');
    expect(explained('import-cycle')).toContain('with first.arch:');
    expect(explained('unknown-parameter')).toMatch(/netwright compile example\.arch --set \w+=/);
    expect(JSON.parse(explained('unused-block', '--json'))).toMatchObject({
      kind: 'diagnostic',
      severity: 'warning',
      rendered: expect.stringContaining('warning[unused-block]'),
    });
  });

  it('explains functions, figures, modules and library blocks', () => {
    expect(explained('ceil_div')).toContain('rounded up');
    expect(explained('macs')).toMatch(/multiply-accumulate/i);
    expect(explained('residual')).toContain('Bottleneck(width, stride = 1');
    const block = explained('residual.Bottleneck');
    expect(block).toContain('Bottleneck(width, stride = 1');
    expect(block).toContain('use residual.Bottleneck');
    expect(explained('bottleneck')).toBe(explained('Bottleneck'));
  });

  it('offers the nearest name for an unknown one', () => {
    const { code, stdout, stderr } = netwright(['explain', 'con']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe("netwright: nothing is called 'con'; did you mean conv?\n");
    expect(netwright(['explain', 'zzzzzzzzz']).stderr).toContain('netwright explain lists all there is');
  });

  it('fits into a narrow terminal', () => {
    for (const name of ['conv', 'missing-argument', 'highway']) {
      const { stdout } = netwright(['explain', name], { env: { COLUMNS: '60' } });
      const prose = stdout.split('\n').filter((line) => /^\S/.test(line) && !/[({]/.test(line));
      for (const line of prose) expect(line.length).toBeLessThanOrEqual(60);
    }
  });
});
