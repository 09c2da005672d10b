import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser, openStudio } from '../../support/studio-page.ts';

/** Another page of the same machine, which is what its port says. */
async function foreignPage(html: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

describe.runIf(hasBrowser)('in a real browser', () => {
  it('the token leaves the address, and the page can be loaded again without it', async () => {
    const { page, url } = await openStudio({ files: { 'net.arch': 'network N {}\n' } });
    await expect.poll(() => page.url()).toBe(url.replace(/#.*/, ''));
    const again = page.waitForResponse((response) => response.url().endsWith('/api/folder'));
    await page.reload();
    expect((await again).status()).toBe(200);
  });

  it('no script runs but the page’s own', async () => {
    const { page } = await openStudio();
    const ran = await page.evaluate(`(async () => {
      const refused = [];
      document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
      const inline = document.createElement('script');
      inline.textContent = 'globalThis.inlineRan = true';
      document.head.append(inline);
      const image = document.createElement('img');
      image.src = 'http://127.0.0.1:9/x.png';
      document.body.append(image);
      await fetch('http://127.0.0.1:9/').catch(() => {});
      while (refused.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
      return { inline: 'inlineRan' in globalThis, refused: refused.sort() };
    })()`);
    expect(ran).toEqual({ inline: false, refused: ['connect-src', 'img-src', 'script-src-elem'] });
  });

  it('another page can neither ask, nor send, nor frame it', async () => {
    const { page, url, text } = await openStudio({ files: { 'net.arch': 'one\n' } });
    const { origin, hash } = new URL(url);
    const token = hash.slice('#token='.length);
    await page.goto(await foreignPage(`<iframe src="${origin}/"></iframe>`));
    const outcome = await page.evaluate(`(async () => {
      const outcomeOf = async (init) => {
        try {
          return String((await fetch('${origin}/api/file?path=net.arch', init)).status);
        } catch {
          return 'refused';
        }
      };
      const body = JSON.stringify({ path: 'net.arch', text: 'theirs' });
      return [
        await outcomeOf({}),
        await outcomeOf({ headers: { Authorization: 'Bearer ${token}' } }),
        await outcomeOf({ method: 'PUT', body, headers: { 'Content-Type': 'application/json' } }),
        // What a form could send: it goes out, but nobody is told what came of it.
        await outcomeOf({ method: 'POST', body, mode: 'no-cors' }),
      ];
    })()`);
    expect(outcome).toEqual(['refused', 'refused', 'refused', expect.any(String)]);
    expect(text('net.arch')).toBe('one\n');
    const [framed] = page.frames().filter((frame) => frame !== page.mainFrame());
    expect(framed?.url() === 'chrome-error://chromewebdata/' || framed?.url() === '').toBe(true);
  });
});
