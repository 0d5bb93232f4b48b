// What limits a run, and two runs side by side.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { matchesGolden, output, testInFolder, weir } from './weir.mjs';

const names = () => JSON.parse(output(['list', '--json'])).map(({ name }) => name);
const explain = (...args) => JSON.parse(output(['explain', ...args, '--json']));
const compare = (...args) => JSON.parse(output(['compare', ...args, '--json']));

test('every scenario is explained, in lines that fit, by findings that stand on numbers', () => {
  for (const name of names()) {
    const text = output(['explain', name, '--no-trials'], { env: { COLUMNS: '80' } });
    assert.deepEqual(text.split('\n').filter((line) => line.length > 80), [], name);
    const { findings } = explain(name, '--no-trials');
    assert.ok(findings.length >= 2, name);
    for (const finding of findings) {
      assert.match(finding.text, /^[A-Za-z0-9].*\.$/);
      assert.ok(Object.keys(finding.facts).length >= 1, finding.id);
    }
    const run = JSON.parse(output(['run', name, '--json']));
    const throttled = run.streams.some((s) => s.throttled_by_records_limit + s.throttled_by_bytes_limit > 0);
    assert.equal(findings.some(({ id }) => id === 'throttled'), throttled, name);
    assert.equal(findings.some(({ id }) => id === 'order-violated'), run.order.verdict === 'violated', name);
    const expired = (run.delivery_streams ?? []).some((stream) => stream.expired > 0);
    assert.equal(findings.some(({ id }) => id === 'delivery-expired'), expired, name);
    assert.equal(findings.some(({ id }) => id === 'lost-to-retention'), run.consumers.some((c) => c.lost_to_retention > 0), name);
  }
});

test('the explanation of a hot key is its golden', () => {
  matchesGolden('explain-hot-key.txt', output(['explain', 'hot-key'], { env: { COLUMNS: '80' } }));
  matchesGolden('explain-slow-consumer.txt', output(['explain', 'slow-consumer'], { env: { COLUMNS: '80' } }));
});

test('what is advised was tried, and the numbers are those of the two runs', () => {
  const { advice } = explain('split:no-split');
  const more = advice.find(({ id }) => id === 'more-shards');
  const [place, shards] = Object.entries(more.patch)[0];
  const tried = more.tried.find(({ measure }) => measure === 'run.throttled');
  assert.equal(tried.after, 0);
  const both = compare('split:no-split', '--set', `${place}=${shards}`);
  const throttled = both.measures.find(({ measure }) => measure === 'run.throttled');
  assert.deepEqual(throttled.values, [tried.before, tried.after]);
});

test('nothing is advised where nothing is wrong', () => {
  const { findings, advice } = explain('trucks');
  assert.deepEqual(advice, []);
  assert.ok(findings.every(({ trouble }) => !trouble));
  assert.match(output(['explain', 'trucks']), /\nNothing limits this run: there is nothing to change\.\n$/);
});

test('a run compared with itself does not differ', () => {
  const both = compare('hot-key', 'hot-key');
  assert.ok(both.measures.every(({ differs }) => !differs));
  assert.deepEqual(both.first_difference, { throttling: null, lag: null });
  assert.match(output(['compare', 'trucks', 'trucks']), /\nnot one measure differs\n/);
});

test('a comparison shows what differs, by how much, and from when on', () => {
  const args = ['six-shards', '--set', '/streams/readings/shards=5'];
  matchesGolden('compare-shards.txt', output(['compare', ...args], { env: { COLUMNS: '80' } }));
  const both = compare(...args);
  assert.equal(both.scenarios[1].scenario, 'six-shards /streams/readings/shards=5');
  const { throttling } = both.first_difference;
  assert.equal(throttling.measure, 'streams.readings.throttled');
  assert.equal(throttling.values[0], 0);
  const runs = [output(['run', 'six-shards', '--json'])].map((text) => JSON.parse(text));
  assert.equal(both.measures.find(({ measure }) => measure === 'run.processed').values[0],
    runs[0].consumers.reduce((sum, c) => sum + c.processed, 0));
});

test('both runs have one seed', () => {
  const both = compare('trucks', 'hot-key', '--seed', '11');
  assert.deepEqual(both.scenarios.map(({ seed }) => seed), [11, 11]);
  assert.deepEqual(compare('first-record', 'trucks').scenarios.map(({ seed }) => seed), [1, 1]);
  const variant = compare('trucks', '--variant', 'random-key', '--seed', '9');
  assert.deepEqual(variant.scenarios.map(({ seed }) => seed), [9, 9]);
});

testInFolder('a value that is no JSON is a text', (folder) => {
  const both = JSON.parse(output(['compare', 'trucks', '--set', '/streams/0/retention=48h', '--json'], { cwd: folder }));
  assert.deepEqual(both.measures.find(({ measure }) => measure === 'streams.positions.retention').values, [86400e6, 172800e6]);
});

for (const [name, args, message] of [
  ['nothing', [], /^weir: compare what\? /],
  ['one alone', ['trucks'], /^weir: compare what\? /],
  ['three', ['trucks', 'split', 'hot-key'], /^weir: compare what\? /],
  ['a place without a value', ['trucks', '--set', '/seed'], /^weir: --set \/seed: expected PLACE=VALUE/],
  ['a place that is not there', ['trucks', '--set', '/streams/9/shards=1'], /^weir: --set \/streams\/9\/shards: there is no element 9/],
  ['a value out of range', ['trucks', '--set', '/streams/0/shards=0'], /^weir: --set: streams\[0\]\.shards: expected/],
  ['an unknown scenario', ['trucks', 'truks'], /^weir: there is no scenario "truks"; did you mean "trucks"\?/],
]) {
  test(`to compare ${name} is refused`, () => {
    const done = weir(['compare', ...args]);
    assert.equal(done.status, 2);
    assert.equal(done.stdout, '');
    assert.match(done.stderr, message);
  });
}
