// What a phone in a cellar must load before the first tap, in gzip; a failure here is a failed build.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const LIMITS_KB = { js: 130, css: 12, html: 3, lazy: 25, words: 6 };

const read = (file) => readFileSync(new URL(file, dist));
const kb = (files) => files.reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0) / 1024;

const manifest = JSON.parse(read('.vite/manifest.json'));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
/** What each of the two screens that an evening opens on needs before its first tap. */
const SCREENS = {
  home: [entry, 'src/screens/home/Home.tsx', 'src/app/queries.tsx'],
  board: [entry, 'src/screens/board/Board.tsx'],
};

const needed = (keys, found = new Set()) => {
  for (const key of keys) {
    if (found.has(key)) continue;
    found.add(key);
    needed(manifest[key].imports ?? [], found);
  }
  return found;
};
const first = needed(Object.values(SCREENS).flat());

const sizes = [
  ...Object.entries(SCREENS).flatMap(([name, keys]) => {
    const chunks = [...needed(keys)].map((key) => manifest[key]);
    return [
      [`first-load JS, ${name}`, kb(chunks.map(({ file }) => file)), LIMITS_KB.js],
      [`first-load CSS, ${name}`, kb([...new Set(chunks.flatMap(({ css = [] }) => css))]), LIMITS_KB.css],
    ];
  }),
  ['HTML', kb(['index.html']), LIMITS_KB.html],
  ...Object.entries(manifest)
    .filter(([key, { file }]) => !first.has(key) && file.endsWith('.js'))
    .map(([key, { file }]) => [
      `lazy ${key}`,
      kb([file]),
      key.startsWith('src/i18n/') ? LIMITS_KB.words : LIMITS_KB.lazy,
    ]),
];

let over = false;
for (const [name, size, limit] of sizes) {
  over ||= size > limit;
  process.stdout.write(`${size > limit ? 'OVER ' : 'ok   '} ${name}: ${size.toFixed(1)} of ${limit} KB gz\n`);
}
process.exit(over ? 1 : 0);
