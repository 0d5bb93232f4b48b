// Pointing at the picture: what is seen can be asked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Bench, call, drawn } from './support/browser.mjs';
import { lanes, screenshot } from './support/picture.mjs';

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

const kColourful = 60; // Between the channels of a pixel: records have that, lanes and text have not.

// Where in the lane of a shard a record is drawn, in the window.
async function someRecord(page, shard) {
  const { clip } = (await lanes(page)).find((lane) => lane.shard === shard);
  const inner = { x: clip.x + 12, y: clip.y + 12, width: clip.width - 24, height: clip.height - 24 };
  const { width, pixels } = await screenshot(page, inner);
  for (let i = 0; i < pixels.length; i += 3) {
    const pixel = pixels.subarray(i, i + 3);
    if (Math.max(...pixel) - Math.min(...pixel) < kColourful) continue;
    // The topmost pixel of the dot: its middle lies a little below.
    return { x: inner.x + ((i / 3) % width), y: inner.y + Math.floor(i / 3 / width) + 3 };
  }
  throw new Error(`no record is seen in the lane of shard ${shard}`);
}

test('a click on a record selects it, in its shard, and the host page hears of it', async () => {
  const page = await bench.playground('index.html#s=first-record&t=20');
  await page.evaluate(() => addEventListener('weir-select', ({ detail }) => { window.selected = detail; }));
  const { x, y } = await someRecord(page, 0);
  await page.mouse.click(x, y);
  await page.waitForFunction(() => window.selected?.record);
  const { v, record } = await page.evaluate(() => window.selected);
  assert.equal(v, 1);
  const all = await call(page, 'records', { stream: 'greetings', shard: 0, limit: 100 });
  const same = all.find(({ ordinal }) => ordinal === record.ordinal);
  assert.equal(record.sequence, same.sequence);
  assert.equal(record.key, same.key);
});

test('following the pointer changes nothing but the picture', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20');
  await page.waitForFunction(() => document.querySelector('weir-playground').dataset.state);
  await page.evaluate(() => {
    window.times = 0;
    addEventListener('weir-time', () => { window.times += 1; });
  });
  const { clip } = (await lanes(page))[0];
  for (let i = 0; i < 20; ++i) await page.mouse.move(clip.x + 20 + i * 15, clip.y + 30);
  await drawn(page);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => window.times), 0);
  assert.ok(await page.evaluate(() => document.querySelector('weir-playground').dataset.state), 'digests still stand');
});
