import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonOf, replaceFile, writeWhole } from '../../src/machine/files.ts';
import { folderWith } from '../support/cli.ts';

describe('replacing a file', () => {
  it('keeps its permissions and links to it', () => {
    const folder = folderWith({ 'real/net.arch': 'old' });
    const [real, link] = [join(folder, 'real/net.arch'), join(folder, 'link.arch')];
    symlinkSync('real/net.arch', link);
    chmodSync(real, 0o604);
    expect(writeWhole(link, 'new', { durable: true })).toBeUndefined();
    expect([readFileSync(real, 'utf8'), statSync(real).mode & 0o777]).toEqual(['new', 0o604]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect([readdirSync(folder), readdirSync(join(folder, 'real'))]).toEqual([['link.arch', 'real'], ['net.arch']]);
  });

  it('makes one that is not there, of several pieces and of the longest name', () => {
    const folder = folderWith({});
    const name = `${'n'.repeat(250)}.arch`;
    replaceFile(join(folder, name), [Uint8Array.of(0x61), new Uint8Array(), Uint8Array.of(0x62)]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('ab');
  });

  it('leaves nothing behind where it fails', () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'taken.arch/x'), { recursive: true });
    expect(writeWhole(join(folder, 'taken.arch'), 'new')).toBe('it is a folder');
    expect(writeWhole(join(folder, 'none/net.arch'), 'new')).toBe('no such file');
    expect(readdirSync(folder)).toEqual(['taken.arch']);
  });
});

it('gives the reason of a failure, also where it is the cause of another', () => {
  expect(reasonOf(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe('no space is left');
  const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  expect(reasonOf(new TypeError('fetch failed', { cause }))).toBe('it refused the connection');
  expect(reasonOf(new Error('something else'))).toBe('something else');
});
