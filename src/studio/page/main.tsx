/** The page's beginning: the host and the worker, and what is drawn on them. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StudioHost } from '../host.ts';
import { App } from './App.tsx';
import { browserWire } from './browser-wire.ts';
import { StudioContext } from './context.tsx';
import { desktopHost } from './desktop-host.ts';
import { httpHost, takeToken } from './http-host.ts';
import { followTheme } from './shell/theme.ts';
import { createStudio } from './studio.ts';

async function hostOf(): Promise<StudioHost> {
  if (window.netwright) return desktopHost();
  return httpHost(takeToken() ?? '', (input, init) => fetch(input, init));
}

async function start(root: HTMLElement): Promise<void> {
  followTheme();
  try {
    const studio = createStudio(await hostOf(), browserWire());
    createRoot(root).render(
      <StrictMode>
        <StudioContext value={studio}>
          <App />
        </StudioContext>
      </StrictMode>,
    );
  } catch (error) {
    root.textContent = error instanceof Error ? error.message : String(error);
  }
}

const root = document.getElementById('root');
if (root) void start(root);
