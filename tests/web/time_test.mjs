// Playing, stepping and seeking: what the bar does, what the numbers do, and that the run is the same one
// that the command line computes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { Bench, call, cli, until } from './support/browser.mjs';

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

// {state, trace, unseed} of the end of a bundled scenario, by the command line.
function digestsOfCli(scenario) {
  const line = execFileSync(cli, ['digest', scenario], { encoding: 'utf8' });
  const digests = line.match(/\b[0-9a-f]{16}\b/g);
  assert.equal(digests?.length, 3, `three digests in: ${line}`);
  const [state, trace, unseed] = digests;
  return { state, trace, unseed };
}

async function seekTo(page, us) {
  await call(page, 'seek', us / 1e6);
  await until(page, ({ t_us: t }) => t === us, `the moment ${us} us`);
}

test('numbers move while it plays, and stand still when paused', async () => {
  const page = await bench.playground();
  await call(page, 'setSpeed', 10);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const shown = () => page.evaluate(() => {
    const root = document.querySelector('weir-playground').shadowRoot;
    return [root.querySelector('.elapsed').textContent, root.querySelector('.scrub').value];
  });
  const early = await call(page, 'state');
  const shownEarly = await shown();
  await until(page, ({ t_us: t }) => t > early.t_us + 10e6, 'ten virtual seconds later');
  const late = await call(page, 'state');
  assert.ok(late.totals.records_in > early.totals.records_in + 100, 'records came in');
  assert.ok(late.totals.records_out > early.totals.records_out, 'records were read');
  assert.ok(late.rates.records_in > 0, 'a rate is shown');
  const shownLate = await shown();
  assert.notEqual(shownLate[0], shownEarly[0], 'the clock runs');
  assert.ok(Number(shownLate[1]) > Number(shownEarly[1]), 'the bar moves');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const { t_us: stopped } = await call(page, 'state');
  await page.waitForTimeout(300);
  assert.equal((await call(page, 'state')).t_us, stopped);
  assert.match(await page.locator('.at-records dd').textContent(), /^[\d,]+$/);
});

test('events tell a host page what happens', async () => {
  const page = await bench.playground('index.html#s=hot-key&t=0.001');
  await page.evaluate(() => {
    window.heard = {};
    for (const name of ['play', 'pause', 'time', 'throttle']) {
      addEventListener(`weir-${name}`, ({ detail }) => { window.heard[name] = detail; });
    }
  });
  await call(page, 'setSpeed', 10);
  await call(page, 'play');
  await page.waitForFunction(() => window.heard.throttle, null, { timeout: 20_000 });
  await call(page, 'pause');
  await page.waitForFunction(() => window.heard.pause);
  const heard = await page.evaluate(() => window.heard);
  assert.equal(heard.play.v, 1);
  assert.ok(heard.time.t > 0);
  assert.equal(typeof heard.throttle.shard, 'number');
});

for (const scenario of ['trucks', 'hot-key', 'earthquakes']) {
  test(`${scenario}: the digests at the end are those of the command line`, async () => {
    const page = await bench.playground(`index.html#s=${scenario}&t=0.001`);
    await page.locator('canvas').focus();
    await page.keyboard.press('End');
    await until(page, ({ ended }) => ended, 'the end');
    const expected = digestsOfCli(scenario);
    assert.deepEqual(await call(page, 'hash'), expected);
    // And those are what a reader sees, in the table and in the line below the picture.
    await page.waitForFunction(() => document.querySelector('weir-playground').dataset.state);
    assert.equal(await page.locator('button.digest').textContent(), expected.state.slice(0, 8));
    await page.keyboard.press('t');
    assert.equal(await page.locator('code.digests').textContent(),
      `state ${expected.state}   trace ${expected.trace}   unseed ${expected.unseed}`);
  });
}

test('going back and forth changes nothing', async () => {
  const page = await bench.playground('index.html#s=hot-key&t=0.001');
  const { scenario: { duration_us: duration } } = await call(page, 'state');
  const middle = Math.round(duration / 2);
  await seekTo(page, middle);
  const inTheMiddle = await call(page, 'hash');
  await seekTo(page, duration);
  const atTheEnd = await call(page, 'hash');
  assert.notDeepEqual(inTheMiddle, atTheEnd);
  for (const part of [0.9, 0.1, 0.7, 0.3]) await seekTo(page, Math.round(duration * part));
  await seekTo(page, middle);
  assert.deepEqual(await call(page, 'hash'), inTheMiddle);
  await seekTo(page, duration);
  assert.deepEqual(await call(page, 'hash'), atTheEnd);
});

test('a step forwards and one back are one event apart', async () => {
  const page = await bench.playground('index.html#s=trucks&t=10');
  const { t_us: start } = await call(page, 'state');
  await call(page, 'step');
  const { t_us: first } = await call(page, 'state');
  const there = await call(page, 'hash');
  await call(page, 'step');
  const { t_us: second } = await call(page, 'state');
  assert.ok(start < first && first < second, `${start} < ${first} < ${second}`);
  await call(page, 'stepBack');
  assert.equal((await call(page, 'state')).t_us, first);
  assert.deepEqual(await call(page, 'hash'), there);
});

test('dragging the bar scrubs', async () => {
  const page = await bench.playground();
  const bar = await page.locator('.scrub').boundingBox();
  const y = bar.y + bar.height / 2;
  await page.mouse.move(bar.x + 10, y);
  await page.mouse.down();
  await page.mouse.move(bar.x + bar.width * 0.25, y, { steps: 5 });
  await page.mouse.move(bar.x + bar.width * 0.5, y, { steps: 5 });
  await page.mouse.up();
  const { duration_us: duration } = (await call(page, 'state')).scenario;
  const { t_us: t } = await until(page, (state) => Math.abs(state.t_us / duration - 0.5) < 0.02, 'the middle');
  const text = await page.locator('.scrub').getAttribute('aria-valuetext');
  assert.match(text, /(s|min|h|d), \d+ shards?, [\d,]+ records$/, `${text} at ${t}`);
});
