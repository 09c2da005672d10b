/** The sources in a folder and those below it. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, statOf } from '../../machine/files.ts';
import { isSkipped, isSourceName } from '../../machine/sources.ts';
import type { FolderEntry, HostProblem } from '../host.ts';
import { placeOf } from './paths.ts';

/** Of a home folder or a whole disk, the list would be of no use and never be done. */
const mostEntries = 100_000;

/**
 * Sorted. Links to files in the folder count as files; links to folders are not followed, as they may lead in circles.
 * A folder that may not be read is left out.
 */
export async function listSources(root: string): Promise<readonly FolderEntry[] | HostProblem> {
  const found: FolderEntry[] = [];
  const open = [''];
  let seen = 0;
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const entries = await entriesOf(join(root, current));
    if ('problem' in entries) {
      if (current === '') return entries;
      continue;
    }
    seen += entries.length;
    if (seen > mostEntries) {
      return { problem: `the folder holds more than ${mostEntries} files and folders; open a smaller one` };
    }
    for (const entry of entries) {
      if (isSkipped(entry.name)) continue;
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (isSourceName(entry.name)) found.push(...sizeOf(root, path));
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function entriesOf(folder: string): Promise<readonly Dirent[] | HostProblem> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** A file whose name cannot be opened here is listed too: opening it says why. What is no file, or outside, is not. */
function sizeOf(root: string, path: string): readonly FolderEntry[] {
  try {
    const stat = statOf(join(root, path));
    if (!stat?.isFile()) return [];
    const place = placeOf(root, path);
    const leadsOut = 'problem' in place && place.problem === 'it leads out of the folder';
    return leadsOut ? [] : [{ path, size: stat.size }];
  } catch {
    return []; // A link that leads in a circle, or gone since.
  }
}
