import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The studio's page, beside the bundled command line: `npm run build:studio`. */
export default defineConfig({
  root: 'src/studio/page',
  // Served from the root of a server and from the desktop application's own scheme alike.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: '../../../dist-studio',
    emptyOutDir: true,
    target: 'es2023',
    // Monaco alone is several megabytes; it loads after the page has been drawn.
    chunkSizeWarningLimit: 5000,
    // Nothing inline: the page's content security policy allows scripts from its own files only.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
