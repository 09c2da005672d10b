/** Where fetched data sets are kept: NETWRIGHT_CACHE, else netwright in the user's folder for caches. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { env } from 'node:process';

export function cacheFolder(): string {
  if (env.NETWRIGHT_CACHE) return resolve(env.NETWRIGHT_CACHE);
  // The standard has relative paths ignored.
  const base = env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(homedir(), '.cache');
  return join(base, 'netwright');
}
