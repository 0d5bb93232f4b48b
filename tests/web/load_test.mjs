// Opening the page: it comes up without an error, shows something, keeps still and keeps to itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Bench, call, drawn, kWindow, until } from './support/browser.mjs';
import { lanes, variety } from './support/picture.mjs';

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

const kDeviationMin = 3; // A blank lane has 0, one with a hundred dots 6 and more.

test('the page starts, plays by itself and reports no problem', async () => {
  const page = await bench.playground('index.html', {
    init: () => addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.blockedURI}`)),
  });
  await until(page, ({ t_us: t, playing }) => playing && t > 0, 'playing');
  assert.deepEqual(page.problems, []);
});

for (const scenario of ['trucks', 'hot-key', 'earthquakes']) {
  test(`${scenario}: every open shard has a lane in which something is drawn`, async () => {
    const page = await bench.playground(`index.html#s=${scenario}&t=0.001`);
    const { scenario: { duration_us: duration }, streams } = await call(page, 'state');
    await call(page, 'seek', duration / 4e6);
    await until(page, ({ t_us: t }) => t === Math.round(duration / 4), 'the moment sought');
    await drawn(page);
    const shown = await lanes(page);
    const open = streams.flatMap(({ name, shards }) =>
      shards.filter(({ state }) => state === 'OPEN').map(({ shard }) => `${name} ${shard}`));
    assert.deepEqual(shown.map(({ stream, shard }) => `${stream} ${shard}`).sort(), open.sort());
    for (const { stream, shard, clip } of shown) {
      const inside = clip.x >= 0 && clip.y >= 0 && clip.x + clip.width <= kWindow.width
        && clip.y + clip.height <= kWindow.height;
      assert.ok(inside, `lane of ${stream} ${shard} is in the window: ${JSON.stringify(clip)}`);
      const { deviation, colours } = await variety(page, clip);
      assert.ok(deviation > kDeviationMin, `lane of ${stream} ${shard}: deviation ${deviation}`);
      assert.ok(colours >= 6, `lane of ${stream} ${shard}: ${colours} colours`);
    }
    assert.deepEqual(page.problems, []);
  });
}

test('after loading nothing is fetched any more', async () => {
  const page = await bench.playground('index.html');
  const before = page.requests.length;
  assert.ok(page.requests.some((url) => url.endsWith('weir-app.wasm')), 'the program was among the requests');
  await call(page, 'setSpeed', 100);
  await call(page, 'load', 'hot-key');
  await call(page, 'play');
  await page.keyboard.press('Tab');
  for (const key of ['t', 't', '?', 'Escape', '.', ',']) await page.keyboard.press(key);
  await page.waitForTimeout(1000);
  assert.deepEqual(page.requests.slice(before), []);
  assert.ok(page.requests.every((url) => url.startsWith(bench.origin)), page.requests.join('\n'));
});

test('a link brings back scenario, seed, moment and speed, and keeps what it does not know', async () => {
  const page = await bench.playground('index.html#s=hot-key&seed=42&t=12.5&speed=4&future=yes');
  const { scenario, t_us: t, speed, playing } = await call(page, 'state');
  assert.deepEqual([scenario.name, scenario.seed, t, speed, playing], ['hot-key', '42', 12_500_000, 4, false]);
  const url = new URL(await call(page, 'shareUrl'));
  assert.equal(url.hash, '#s=hot-key&seed=42&t=12.5&speed=4&future=yes&v=1');
  const again = await bench.playground(url.href.slice(bench.origin.length + 1));
  assert.deepEqual(await call(again, 'hash'), await call(page, 'hash'));
});
