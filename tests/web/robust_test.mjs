// What may go wrong, said in words a reader understands; and a lost context that nobody notices.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Bench, call, drawn, started, until } from './support/browser.mjs';
import { lanes, variety } from './support/picture.mjs';

const kMistaken = '{"weir": 1, "name": "mine", "title": "Mine", "about": "", "duration": "1m", "sede": 7,'
  + ' "streams": [{"name": "s", "shards": 1}], "producers": [], "consumers": []}';

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

async function shownError(page) {
  const alert = page.getByRole('alert').filter({ visible: true });
  await alert.waitFor();
  return alert.textContent();
}

test('a lost WebGL context comes back, and the run never knew', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20');
  const before = await call(page, 'hash');
  await page.evaluate(() => {
    const canvas = document.querySelector('weir-playground').shadowRoot.querySelector('canvas');
    window.loser = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    window.loser.loseContext();
  });
  await page.waitForTimeout(200);
  await call(page, 'step');
  await call(page, 'stepBack');
  await page.evaluate(() => window.loser.restoreContext());
  await page.waitForTimeout(400);
  await drawn(page);
  const drawnLanes = await lanes(page);
  assert.equal(drawnLanes.length, 3);
  for (const { shard, clip } of drawnLanes) {
    assert.ok((await variety(page, clip)).deviation > 3, `lane ${shard} is drawn again`);
  }
  await call(page, 'seek', 20);
  assert.deepEqual(await call(page, 'hash'), before);
  await call(page, 'play');
  await until(page, ({ t_us: t }) => t > 20.2e6, 'playing on');
  assert.deepEqual(page.problems, []);
});

test('a link to a scenario that is not there says which there are', async () => {
  const page = await bench.blank();
  await page.goto(`${bench.origin}/index.html#s=lorries`);
  const text = await shownError(page);
  assert.match(text, /lorries/);
  assert.match(text, /trucks/);
  // And the picker still leads somewhere.
  await page.getByLabel('Scenario').selectOption('trucks');
  await until(page, ({ scenario }) => scenario.name === 'trucks', 'the other scenario');
  assert.equal(await page.getByRole('alert').filter({ visible: true }).count(), 0);
});

test('data that did not come is named by the scenario that needs it, and by no other', async () => {
  const page = await bench.blank();
  await page.route('**/data/*', (route) => route.abort());
  await page.goto(`${bench.origin}/index.html#s=trucks&t=20`);
  await started(page);
  await page.getByLabel('Scenario').selectOption('earthquakes');
  assert.match(await shownError(page), /"earthquakes\.csv" is not beside the page/);
  assert.equal((await call(page, 'state')).scenario.name, 'trucks');
});

test('a scenario with a mistake names the member, and the run before it goes on', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20');
  const before = await call(page, 'hash');
  const files = { name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(kMistaken) };
  await page.locator('input[type=file]').setInputFiles(files);
  assert.match(await shownError(page), /sede/);
  await page.getByRole('button', { name: 'Go on' }).click();
  assert.deepEqual(await call(page, 'hash'), before);
  const thrown = await page.evaluate(() => {
    try {
      document.querySelector('weir-playground').load({ weir: 1, name: 'x', title: 'X', about: '', duration: '1m', streams: 'three' });
      return '';
    } catch (error) {
      return error.message;
    }
  });
  assert.match(thrown, /streams/);
});

test('own records play: from a CSV file, asked for key and time', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20');
  const before = page.requests.length;
  const rows = Array.from({ length: 200 }, (_, i) =>
    `2026-03-01T10:00:${String(Math.floor(i / 5)).padStart(2, '0')}Z,sensor-${i % 7},${i}`);
  const csv = `measured,where,value\n${rows.join('\n')}\n`;
  await page.locator('input[type=file]').setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const dialog = page.getByRole('dialog', { name: 'Your data' });
  await dialog.waitFor();
  await dialog.getByLabel('Partition key').selectOption('where');
  await dialog.getByLabel('Time').selectOption('measured');
  await dialog.getByRole('button', { name: 'Play it' }).click();
  const { scenario } = await until(page, (state) => state.scenario.name !== 'trucks', 'the new run');
  await call(page, 'seek', scenario.duration_us / 1e6);
  const { totals } = await until(page, ({ ended }) => ended, 'its end');
  assert.equal(totals.records_in, 200);
  assert.deepEqual(page.requests.slice(before), [], 'nothing left the page');
});

test('a file that is no data is refused with its name, line and reason', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20');
  const ragged = 'time,net\n2026-03-01T10:00:00Z,ci\n2026-03-01T10:00:01Z\n';
  await page.locator('input[type=file]').setInputFiles({ name: 'ragged.csv', mimeType: 'text/csv', buffer: Buffer.from(ragged) });
  const problem = async () => {
    const dialog = page.getByRole('dialog', { name: 'Your data' });
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Play it' }).click();
    return shownError(page);
  };
  assert.match(await problem(), /ragged\.csv.*3/s);
});

for (const [name, bytes] of [['empty.csv', []], ['picture.csv', [0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]]]) {
  test(`${name} is refused at once`, async () => {
    const page = await bench.playground('index.html#s=trucks&t=20');
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(bytes) });
    assert.match(await shownError(page), new RegExp(name));
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
}

for (const [what, init, words] of [
  ['WebGL2', () => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function getContext(kind, ...rest) {
      return kind === 'webgl2' ? null : get.call(this, kind, ...rest);
    };
  }, /WebGL2/],
  ['WebAssembly', () => { delete window.WebAssembly; }, /WebAssembly switched off/],
]) {
  test(`without ${what} it says so and shows what stands inside the element`, async () => {
    const page = await bench.blank({ init });
    await page.goto(`${bench.origin}/index.html`);
    assert.match(await shownError(page), words);
    assert.ok(await page.getByText('weir run trucks').isVisible());
    const refused = await page.evaluate(() => document.querySelector('weir-playground').ready.then(() => '', (e) => e.message));
    assert.match(refused, words);
  });
}

test('two on one page are two runs', async () => {
  const page = await bench.host(`<weir-playground scenario="trucks"></weir-playground>
    <weir-playground scenario="hot-key" id="second"></weir-playground>`, { viewport: { width: 800, height: 1200 } });
  await started(page);
  await page.evaluate(() => document.getElementById('second').ready.then(() => {}));
  const names = await page.evaluate(() => {
    const [first, second] = document.querySelectorAll('weir-playground');
    first.seek(5);
    second.seek(9);
    return [first, second].map((element) => [element.state().scenario.name, element.state().t_us]);
  });
  assert.deepEqual(names, [['trucks', 5_000_000], ['hot-key', 9_000_000]]);
  assert.deepEqual(page.problems, []);
});

test('disposed, it is silent for good', async () => {
  const page = await bench.playground();
  await call(page, 'play');
  await page.evaluate(() => {
    const element = document.querySelector('weir-playground');
    element.dispose();
    element.remove();
  });
  await page.waitForTimeout(500);
  assert.deepEqual(page.problems, []);
});
