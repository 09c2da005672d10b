/** What the shell gives: a value, or in words for the user why there is none. */
import { type Decoded, describeProblem } from '../data/decoded.ts';

export type Outcome<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

export function inWords<T>(decoded: Decoded<T>): Outcome<T> {
  return decoded.problem ? { problem: describeProblem(decoded.problem) } : { value: decoded.value };
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space is left'],
  ['EMFILE', 'too many files are open'],
  ['ENOTFOUND', 'its name could not be resolved; is there a network?'],
  ['EAI_AGAIN', 'its name could not be resolved; is there a network?'],
  ['ECONNREFUSED', 'it refused the connection'],
  ['ECONNRESET', 'the connection broke'],
  ['ETIMEDOUT', 'it did not answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'it did not answer'],
  ['UND_ERR_SOCKET', 'the connection broke'],
]);

/** In plain words, from an error of the file system or of a transfer. */
export function reasonOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { readonly cause?: unknown };
  const known = reasons.get(code ?? '');
  if (known !== undefined) return known;
  return cause instanceof Error ? reasonOf(cause) : (message ?? String(error));
}
