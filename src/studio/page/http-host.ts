/** In the browser: where the page has its token from, and with it the host. */
export { httpHost } from './http.ts';

const key = 'netwright.token';

/**
 * The token of the page's address, which is taken out of it: an address is copied and shown. It is kept for as long
 * as the tab, so that the page can be loaded again. Undefined where there is none.
 */
export function takeToken(): string | undefined {
  const { hash, pathname, search } = window.location;
  const given = new URLSearchParams(hash.slice(1)).get('token');
  if (given !== null) window.history.replaceState(window.history.state, '', pathname + search);
  try {
    if (given !== null) window.sessionStorage.setItem(key, given);
    return given ?? window.sessionStorage.getItem(key) ?? undefined;
  } catch {
    return given ?? undefined; // Storage is forbidden.
  }
}
