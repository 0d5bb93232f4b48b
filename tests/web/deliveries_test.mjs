// Delivery streams on the page: buffers that fill, objects that come of them, and what is inside.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Bench, call, drawn, until } from './support/browser.mjs';
import { objects, screenshot, variety } from './support/picture.mjs';

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

async function at(seconds, scenario = 'five-shards-five-objects') {
  const page = await bench.playground(`index.html#s=${scenario}&t=${seconds}`);
  await until(page, ({ t_us: t }) => t > 0, 'the moment');
  await drawn(page);
  return page;
}

test('five shards leave five objects an interval, direct PUT leaves one, and each has a tile', async () => {
  const page = await at(70);
  const [fromStream, direct] = (await call(page, 'state')).delivery_streams;
  assert.deepEqual([fromStream.source, direct.source], ['readings', '']);
  assert.deepEqual([fromStream.objects, direct.objects], [5, 1]);
  for (const { records_in: come, delivered, waiting } of [fromStream, direct]) assert.equal(come, delivered + waiting);
  assert.equal(fromStream.buffers.length, 5);
  const tiles = await objects(page);
  assert.deepEqual(tiles.map(({ delivery_stream: of, number }) => `${of} ${number}`),
    ['from-stream 4', 'from-stream 3', 'from-stream 2', 'from-stream 1', 'from-stream 0', 'direct 0']);
  for (const { clip } of tiles) assert.ok((await variety(page, clip)).deviation > 5, 'numbers are in the tile');
});

test('a click on a tile opens the object, a second one closes it', async () => {
  const page = await at(70);
  const inspector = { x: 985, y: 60, width: 290, height: 400 };
  const seen = async () => (await screenshot(page, inspector)).pixels;
  const run = await seen();
  const { clip: { x, y, width, height } } = (await objects(page)).at(-1);
  const click = async () => {
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.mouse.move(400, 20);
    await drawn(page);
  };
  await click();
  const object = await seen();
  assert.notEqual(Buffer.compare(object, run), 0, 'the inspector shows something else');
  await click();
  assert.equal(Buffer.compare(await seen(), run), 0, 'and the run again');
});

test('a way back takes the objects with it', async () => {
  const page = await at(70);
  assert.equal((await objects(page)).length, 6);
  await call(page, 'seek', 30);
  await until(page, ({ t_us: t }) => t === 30_000_000, 'the seek');
  await drawn(page);
  assert.equal((await objects(page)).length, 0);
  const [{ objects: made, buffers }] = (await call(page, 'state')).delivery_streams;
  assert.deepEqual([made, buffers.length], [0, 5]);
});

test('the tables tell of them in words', async () => {
  const page = await at(70);
  await page.getByRole('button', { name: 'Show as table' }).click();
  const table = page.getByRole('table', { name: 'The last objects' });
  assert.equal(await table.getByRole('row').count(), 7);
  const newest = await table.getByRole('row').nth(1).innerText();
  assert.match(newest, /from-stream\s+4\s.*data.*by time\s+1/s);
  assert.equal(await page.getByRole('table', { name: 'Delivery streams, by buffer' }).getByRole('row').count(), 7);
});

test('a scenario without any shows none of it', async () => {
  const page = await at(20, 'trucks');
  assert.deepEqual(await objects(page), []);
  await page.getByRole('button', { name: 'Show as table' }).click();
  assert.equal(await page.getByRole('table', { name: 'The last objects' }).count(), 0);
});
