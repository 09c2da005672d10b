/** The page's beginning: the host and the worker, and what is drawn on them. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StudioHost } from '../host.ts';
import { messageOf } from '../message.ts';
import { App } from './App.tsx';
import { browserWire } from './browser-wire.ts';
import { StudioContext } from './context.tsx';
import { desktopHost } from './desktop-host.ts';
import { httpHost, takeToken } from './http-host.ts';
import { preferences } from './preferences.ts';
import { Failure } from './shell/Failure.tsx';
import { followTheme } from './shell/theme.ts';
import { createStudio, type Studio } from './studio.ts';

async function hostOf(): Promise<StudioHost> {
  if (window.netwright) return desktopHost();
  return httpHost(takeToken() ?? '', (input, init) => fetch(input, init));
}

async function start(root: HTMLElement): Promise<void> {
  followTheme();
  try {
    draw(root, createStudio(await hostOf(), browserWire()));
  } catch (error) {
    root.textContent = messageOf(error);
  }
}

/** Where drawing fails, React takes everything away: then what went wrong is shown, and the texts. */
function draw(root: HTMLElement, studio: Studio): void {
  const drawn = createRoot(root, {
    onUncaughtError: (error) => {
      console.error(error);
      // React is not done with the old tree yet.
      setTimeout(() => drawn.render(<Failure studio={studio} error={error} again={again} />));
    },
  });
  const show = (): void =>
    drawn.render(
      <StrictMode>
        <StudioContext value={studio}>
          <App />
        </StudioContext>
      </StrictMode>,
    );
  const again = (): void => {
    // Of all parts they are drawn the least often: one that fails would at once fail again.
    preferences.setState({ table: undefined });
    show();
  };
  show();
}

const root = document.getElementById('root');
if (root) void start(root);
