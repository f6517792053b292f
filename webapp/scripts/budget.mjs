// What a phone in a cellar must load before the first tap, in gzip; a failure here is a failed build.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const LIMITS_KB = { js: 130, css: 12, html: 3, lazy: 25 };

const read = (file) => readFileSync(new URL(file, dist));
const kb = (files) => files.reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0) / 1024;

const manifest = JSON.parse(read('.vite/manifest.json'));
const first = new Set();
const follow = (key) => {
  if (first.has(key)) return;
  first.add(key);
  for (const next of manifest[key].imports ?? []) follow(next);
};
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) follow(key);

const chunks = [...first].map((key) => manifest[key]);
const sizes = [
  ['first-load JS', kb(chunks.map(({ file }) => file)), LIMITS_KB.js],
  ['first-load CSS', kb([...new Set(chunks.flatMap(({ css = [] }) => css))]), LIMITS_KB.css],
  ['HTML', kb(['index.html']), LIMITS_KB.html],
  ...Object.entries(manifest)
    .filter(([key, { file }]) => !first.has(key) && file.endsWith('.js'))
    .map(([key, { file }]) => [`lazy ${key}`, kb([file]), LIMITS_KB.lazy]),
];

let over = false;
for (const [name, size, limit] of sizes) {
  over ||= size > limit;
  process.stdout.write(`${size > limit ? 'OVER ' : 'ok   '} ${name}: ${size.toFixed(1)} of ${limit} KB gz\n`);
}
process.exit(over ? 1 : 0);
