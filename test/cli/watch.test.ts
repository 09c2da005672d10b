import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderWith, start } from '../support/cli.ts';

function network(units: number): string {
  return `use "./unit.arch"\nnetwork Watched {\n  input [1, 8, 8]\n  Unit -> flatten -> dense(${units})\n}\n`;
}

interface Watching {
  readonly child: ChildProcess;
  /** The next line of standard output; fails after some seconds. */
  readonly line: () => Promise<string>;
  /** Lines that nobody has asked for. */
  readonly waiting: () => number;
}

function watching(folder: string, ...args: string[]): Watching {
  const child = start(['compile', ...args, '--watch', '--json'], { cwd: folder });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const line = async (): Promise<string> => {
    const deadline = Date.now() + 15_000;
    while (!text.includes('\n')) {
      if (Date.now() > deadline) throw new Error('no line came');
      await pause(10);
    }
    const end = text.indexOf('\n');
    const first = text.slice(0, end);
    text = text.slice(end + 1);
    return first;
  };
  return { child, line, waiting: () => text.split('\n').length - 1 };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function parameters({ line }: Watching): Promise<number | undefined> {
  return JSON.parse(await line()).totals?.parameters;
}

describe('netwright compile --watch', () => {
  it('compiles again when the file or one that it uses changes, however editors write', async () => {
    const folder = folderWith({ 'net.arch': network(10), 'parts/.keep': '', 'unit.arch': 'block Unit { relu }\n' });
    const path = (name: string): string => join(folder, name);
    const watched = watching(folder, 'net.arch');
    expect(await parameters(watched)).toBe(650);

    writeFileSync(path('net.arch'), network(20));
    expect(await parameters(watched)).toBe(1_300);

    // A new file is renamed onto the old one, twice: the second change is seen too.
    writeFileSync(path('.net.swp'), network(30));
    renameSync(path('.net.swp'), path('net.arch'));
    expect(await parameters(watched)).toBe(1_950);
    writeFileSync(path('.net.swp'), network(40));
    renameSync(path('.net.swp'), path('net.arch'));
    expect(await parameters(watched)).toBe(2_600);

    writeFileSync(path('unit.arch'), 'block Unit { conv(1, 1) }\n');
    expect(await parameters(watched)).toBe(2_602);

    // A file that is gone is a diagnostic; it is seen when it comes back.
    rmSync(path('unit.arch'));
    expect(JSON.parse(await watched.line()).diagnostics[0].code).toBe('missing-file');
    writeFileSync(path('unit.arch'), 'block Unit { relu }\n');
    expect(await parameters(watched)).toBe(2_600);

    // Neither other files nor the same text again matter.
    writeFileSync(path('other.txt'), 'x');
    writeFileSync(path('net.arch'), network(40));
    await pause(400);
    expect(watched.waiting()).toBe(0);

    watched.child.kill('SIGINT');
    expect(await once(watched.child, 'exit')).toEqual([0, null]);
  });

  it('sees new files of a folder', async () => {
    const folder = folderWith({ 'nets/unit.arch': 'block Unit { relu }\n', 'nets/a.arch': network(10) });
    const watched = watching(folder, 'nets');
    expect(JSON.parse(await watched.line())).toHaveLength(2);
    writeFileSync(join(folder, 'nets/b.arch'), network(20));
    expect(JSON.parse(await watched.line())).toHaveLength(3);
    rmSync(join(folder, 'nets/b.arch'));
    expect(JSON.parse(await watched.line())).toHaveLength(2);
  });

  it('waits for a file that is not there yet', async () => {
    const folder = folderWith({ 'unit.arch': 'block Unit { relu }\n' });
    const watched = watching(folder, 'net.arch');
    let complaint = '';
    watched.child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      complaint += part;
    });
    while (!complaint.includes('\n')) await pause(10);
    expect(complaint).toContain('cannot read net.arch');
    writeFileSync(join(folder, 'net.arch'), network(10));
    expect(await parameters(watched)).toBe(650);
  });
});
