import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.ARTEL_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Telegram's WebViews lag years behind the browsers; Vite's own default is too new for them.
    target: ['es2020', 'safari15', 'chrome87'],
    manifest: true,
    sourcemap: false,
  },
  server: { proxy: { '/api': { target: api, ws: true } } },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
