/** Writing what was made, text or bytes, in one step. */
import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pid } from 'node:process';
import { reasonOf } from './files.ts';

/** A new file, or the whole of an old one: whoever reads it sees the old content or the new. The reason if it fails. */
export function writeWhole(path: string, content: string | Uint8Array): string | undefined {
  let unfinished: string | undefined;
  try {
    const target = existsSync(path) ? realpathSync(path) : path;
    const temporary = join(dirname(target), `.${basename(target)}.${pid}.tmp`);
    writeFileSync(temporary, content, { flag: 'wx' });
    unfinished = temporary;
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    if (unfinished !== undefined) rmSync(unfinished, { force: true });
    return reasonOf(error);
  }
}
