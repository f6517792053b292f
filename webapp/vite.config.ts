import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const api = process.env.ARTEL_API ?? 'http://127.0.0.1:8080';

/** The style in index.html stays as it is written: the Content-Security-Policy knows it by its hash. */
function verbatimStyle(): Plugin[] {
  let style = '';
  const taken = '<meta name="style-taken-out" />';
  const takeOut = (html: string) =>
    html.replace(/<style>[\s\S]*?<\/style>/, (found) => {
      style = found;
      return taken;
    });
  const putBack = (html: string) => html.replace(taken, () => style);
  return [
    { name: 'style-out', transformIndexHtml: { order: 'pre', handler: takeOut } },
    { name: 'style-in', transformIndexHtml: { order: 'post', handler: putBack } },
  ];
}

/** The service worker with the files of this build written in. */
function worker(): Plugin {
  return {
    name: 'worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('There is no index.html to keep.');
      const digest = createHash('sha256').update(page.source).digest('base64');
      const files = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/'))
        .map((name) => `/${name}`);
      const source = readFileSync(here('src/offline/sw.js'), 'utf8')
        .replace("'%PAGE%'", JSON.stringify(`sha256-${digest}`))
        .replace("['%FILES%']", JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), verbatimStyle(), worker()],
  resolve: { alias: { '@': here('src') } },
  build: {
    // Telegram's WebViews lag years behind the browsers; Vite's own default is too new for them.
    target: ['es2020', 'safari15', 'chrome87'],
    manifest: true,
    // A WebView that knows no modulepreload fetches a part when it is opened, and the first load is smaller for all.
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: { proxy: { '/api': { target: api, ws: true } } },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
