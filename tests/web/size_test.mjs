// What a visitor downloads, compressed as a server would: wasm, scripts, styles and pages under 500 KB.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

import { pageFolder } from './support/browser.mjs';

const kBytesMax = 500_000;
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };

test('the page is under 500 KB', () => {
  const sizes = new Map();
  for (const entry of readdirSync(pageFolder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name));
    const kind = path.extname(entry.name);
    const size = brotliCompressSync(bytes, options).length;
    sizes.set(kind, (sizes.get(kind) ?? 0) + size);
  }
  for (const [kind, size] of sizes) console.log(`${kind.padEnd(7)} ${(size / 1000).toFixed(1).padStart(7)} KB brotli`);
  const counted = ['.wasm', '.js', '.css', '.html', '.svg'].reduce((sum, kind) => sum + (sizes.get(kind) ?? 0), 0);
  console.log(`wasm + js + css + html: ${(counted / 1000).toFixed(1)} KB of ${kBytesMax / 1000} KB`);
  assert.ok(sizes.get('.wasm') > 50_000, 'the program is in it');
  assert.ok(counted <= kBytesMax, `${counted} bytes`);
});
