// Lays a small twin of each file beside it, for every gateway to hand out as it is: none has to compress, and none can
// as well as this.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const TEXT = /\.(js|css|html|svg)$/;
/** Smaller ones fill one packet either way. */
const FROM_BYTES = 1024;

for (const name of readdirSync(dist, { recursive: true })) {
  if (!TEXT.test(name)) continue;
  const bytes = readFileSync(new URL(name, dist));
  if (bytes.length < FROM_BYTES) continue;
  writeFileSync(new URL(`${name}.gz`, dist), gzipSync(bytes, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(new URL(`${name}.br`, dist), brotliCompressSync(bytes, { params }));
}
