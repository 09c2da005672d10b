/** The page's own scheme, `netwright://studio/`: files of the built page and nothing else, with their policy. */
import { protocol } from 'electron';
import { securityHeaders } from '../src/studio/server/headers.ts';
import { readPageFile } from '../src/studio/server/page.ts';

const scheme = 'netwright';
const host = 'studio';

export const pageAddress = `${scheme}://${host}/index.html`;

/** Whether an address is the page's. Node gives schemes of one's own no origin to compare. */
export function isPageAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${scheme}:` && url.host === host;
}

/** Before the application is ready. */
export function registerScheme(): void {
  // With an origin of its own, as https has; without service workers, extensions and a way around the policy.
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** `page`: folder of the built page. */
export function serveScheme(page: string): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const isAsked = isPageAddress(url) && (method === 'GET' || method === 'HEAD');
    const file = isAsked ? await readPageFile(page, new URL(url).pathname) : undefined;
    if (!file) return new Response(null, { status: 404, headers: securityHeaders });
    return new Response(file.bytes, { headers: { ...securityHeaders, ...file.headers } });
  });
}
