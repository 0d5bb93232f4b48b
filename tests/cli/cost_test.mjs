// weir cost: the same traffic under every plan, with a price table that is part of weir or one's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { matchesGolden, output, testInFolder, weir } from './weir.mjs';

const scenario = (members) =>
  JSON.stringify({ weir: 1, name: 'shop', title: 'A shop', seed: 3, duration: '100s', ...members });
const producer = (rate, bytes) => ({
  name: 'p',
  stream: 'orders',
  arrivals: { shape: 'steady', rate },
  keys: { shape: 'uniform', count: 1000 },
  size: { min: bytes, max: bytes },
});
// 1,000 records a second of 2,000 bytes into four shards, read once.
const PROVISIONED = scenario({
  streams: [{ name: 'orders', shards: 4, retention: '72h' }],
  producers: [producer(1000, 2000)],
  consumers: [{ name: 'c', stream: 'orders' }],
});

const json = (args, options) => JSON.parse(output(['cost', ...args, '--json'], options));
const near = (a, b, share = 0.005) => assert.ok(Math.abs(a - b) <= Math.abs(b) * share, `${a} is not near ${b}`);

testInFolder('the text is its golden, and says what is extrapolated and unconfirmed', (folder, write) => {
  write('shop.json', PROVISIONED);
  const text = output(['cost', 'shop.json'], { cwd: folder });
  matchesGolden('cost.txt', text);
  assert.match(text, /Extrapolated: /);
  assert.match(text, /Unconfirmed price: on_demand\.data_out /);
  assert.equal(text.match(/the cheapest of the three/g).length, 1);
});

testInFolder('a month by hand', (folder, write) => {
  write('shop.json', PROVISIONED);
  const report = json(['shop.json'], { cwd: folder });
  const [stream] = report.streams;
  assert.equal(stream.put_payload_units, stream.records);
  assert.equal(stream.kib_in, stream.records * 2, '2,000 bytes are 2 KB');
  assert.equal(stream.shard_seconds, 400);
  const rate = stream.records / 100;
  const month = 730 * 3600;
  const lines = Object.fromEntries(report.plans.flatMap((plan) => plan.lines.map((line) => [line.item, line])));
  assert.equal(lines['provisioned.shard_hours'].amount, '43.8');
  assert.equal(lines['provisioned.extended_retention'].amount, '58.4');
  near(Number(lines['provisioned.put_payload_units'].amount), (rate * month * 0.014) / 1e6);
  assert.equal(lines['on_demand.stream_hours'].amount, '29.2');
  near(Number(lines['on_demand.data_in'].amount), (rate * 2 * month * 0.08) / 2 ** 20);
  near(Number(lines['on_demand.data_out'].amount), ((stream.read_bytes / 100) * month * 0.04) / 2 ** 30);
  // Two of the three days are paid for: what 48 hours bring lies there all month.
  near(Number(lines['on_demand.retention'].amount), ((rate * 2000 * 48 * 3600) / 2 ** 30) * 0.1);
  for (const plan of report.plans) {
    near(Number(plan.total), plan.lines.reduce((sum, line) => sum + Number(line.amount), 0), 1e-9);
  }
  const cheapest = report.plans.filter((plan) => plan.cheapest);
  assert.equal(cheapest.length, 1);
  assert.equal(Number(cheapest[0].total), Math.min(...report.plans.map((plan) => Number(plan.total))));
});

testInFolder('hour, day and month are the same rates', (folder, write) => {
  write('shop.json', PROVISIONED);
  const totals = (per) => json(['shop.json', '--per', per], { cwd: folder }).plans.map((plan) => Number(plan.total));
  const hours = totals('hour');
  totals('day').forEach((total, i) => near(total, hours[i] * 24, 1e-6));
  totals('month').forEach((total, i) => near(total, hours[i] * 730, 1e-6));
});

testInFolder('at the rate where two plans cross they cost the same', (folder, write) => {
  write('shop.json', PROVISIONED);
  const { crossings } = json(['shop.json'], { cwd: folder });
  const crossing = crossings.find((c) => c.cheaper_below === 'on-demand standard' && c.cheaper_above === 'provisioned');
  const rate = Math.round(Number(crossing.records_per_second));
  assert.ok(rate > 20 && rate < 1000, String(rate));
  const at = JSON.parse(PROVISIONED);
  at.producers = [producer(rate, 2000)];
  write('at.json', JSON.stringify(at));
  const [provisioned, onDemand] = json(['at.json'], { cwd: folder }).plans;
  near(Number(onDemand.total), Number(provisioned.total), 0.02);
});

testInFolder('an on-demand stream is compared with the shards that its peak needs', (folder, write) => {
  write('od.json', scenario({ streams: [{ name: 'orders', mode: 'on_demand' }], producers: [producer(2500, 100)] }));
  const report = json(['od.json'], { cwd: folder });
  assert.equal(report.plans[0].shards, Math.ceil(report.streams[0].peak_second_records / 1000));
  assert.ok(report.notes.some((note) => /^Stream orders is on demand: provisioned it is given the \d shards /.test(note)));
  assert.equal(report.run[0].lines[0].item, 'on_demand.stream_hours');
});

testInFolder('prices of one\'s own', (folder, write) => {
  write('shop.json', PROVISIONED);
  const at = { cwd: folder };
  const prices = output(['cost', '--print-prices']);
  write('same.json', prices);
  assert.equal(output(['cost', 'shop.json', '--prices', 'same.json'], at), output(['cost', 'shop.json'], at));
  write('double.json', prices.replace('"0.015", "unit": "shard-hour"', '"0.030", "unit": "shard-hour"'));
  const shards = (args) => json(['shop.json', ...args], at).plans[0].lines[0].amount;
  assert.equal(shards(['--prices', 'double.json']), '87.6');
  assert.equal(shards([]), '43.8');

  const refuses = (text, message) => {
    write('bad.json', text);
    const done = weir(['cost', 'shop.json', '--prices', 'bad.json'], at);
    assert.equal(done.stdout, '');
    assert.match(done.stderr, message);
    assert.equal(done.status, 2);
  };
  refuses(prices.replace('shard_hours', 'shard_huors'), /^weir: bad\.json: provisioned\.shard_huors: unknown member; did you mean "shard_hours"\?\n$/);
  refuses(prices.replace('"0.015"', '"-0.015"'), /^weir: bad\.json: provisioned\.shard_hours\.price: expected a number in quotes .*found "-0\.015"\n$/);
  refuses(prices.replace('"0.015"', '0.015'), /^weir: bad\.json: provisioned\.shard_hours\.price: expected a text, found 0\.015\n$/);
  refuses('{', /^weir: bad\.json: line 1, column /);
  refuses('', /^weir: bad\.json: is empty; expected a price table \(JSON\)\n$/);
});

const USAGE = [
  [['cost'], /^weir: which scenario\? /],
  [['cost', 'trcks'], /did you mean "trucks"/],
  [['cost', 'trucks', '--per', 'week'], /^weir: --per: "week" is none of hour, day, month/],
  [['cost', 'trucks', '--prices', 'nowhere.json'], 'weir: nowhere.json: no such file\n'],
  [['cost', 'trucks', '--until', '10ms'], /^weir: a run of 10ms is too short to be priced/],
];
for (const [args, message] of USAGE) {
  test(`refused: weir ${args.join(' ')}`, () => {
    const done = weir(args);
    assert.equal(done.stdout, '');
    if (message instanceof RegExp) assert.match(done.stderr, message);
    else assert.equal(done.stderr, message);
    assert.equal(done.status, 2);
  });
}
