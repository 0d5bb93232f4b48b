// weir metrics: CloudWatch's numbers of a run, for people and for programs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { matchesGolden, output, testInFolder, weir } from './weir.mjs';

// A hot key on one shard of two, polled by one application and pushed to another, for 150 s.
const SCENARIO = JSON.stringify({
  weir: 1,
  name: 'mixed',
  title: 'Two shards, a hot key, two readers',
  seed: 3,
  duration: '150s',
  streams: [{ name: 'orders', shards: 2, retention: '48h' }],
  producers: [
    {
      name: 'shop',
      stream: 'orders',
      arrivals: { shape: 'steady', rate: 1500 },
      keys: { shape: 'hot', count: 50, hot_percent: 80 },
      size: { min: 400, max: 1200 },
    },
  ],
  consumers: [
    { name: 'billing', stream: 'orders' },
    { name: 'search', stream: 'orders', read: 'fan_out' },
  ],
});

const json = (args, options) => JSON.parse(output(['metrics', ...args, '--json'], options));
const sum = (points) => points.reduce((total, point) => total + point.Sum, 0);
const seriesOf = (report, metric) => report.series.filter((series) => series.metric === metric);

testInFolder('the text is its golden, and fits 110 columns', (folder, write) => {
  write('mixed.json', SCENARIO);
  const text = output(['metrics', 'mixed.json'], { cwd: folder });
  matchesGolden('metrics.txt', text);
  assert.deepEqual(text.split('\n').filter((line) => line.length > 110), []);
  const shard = output(['metrics', 'mixed.json', '--shard', '1'], { cwd: folder });
  matchesGolden('metrics-shard.txt', shard);
});

testInFolder('one series alone is a line a period', (folder, write) => {
  write('mixed.json', SCENARIO);
  const args = ['metrics', 'mixed.json', '--metric', 'IncomingRecords', '--shard', '0'];
  const text = output(args, { cwd: folder });
  matchesGolden('metrics-one.txt', text);
  const seconds = output([...args, '--period', '1s', '--until', '20s'], { cwd: folder });
  assert.equal(seconds.split('\n').filter((line) => /^ +00:00:\d\d /.test(line)).length, 20);
  // Without Unicode, bars are of characters that every terminal has.
  const plain = output(args, { cwd: folder, env: { LANG: 'C', LC_ALL: 'C' } });
  assert.match(plain, / #+ /);
  assert.ok(/^[\x00-\x7f]*$/.test(plain));
});

testInFolder('JSON by minutes and by seconds, and CSV, say the same', (folder, write) => {
  write('mixed.json', SCENARIO);
  const at = { cwd: folder };
  const minutes = json(['mixed.json'], at);
  const seconds = json(['mixed.json', '--period', '1s'], at);
  assert.equal(minutes.period_s, 60);
  assert.equal(seconds.period_s, 1);
  assert.deepEqual(minutes.series.map((s) => s.dimensions), seconds.series.map((s) => s.dimensions));
  minutes.series.forEach((series, i) => {
    assert.equal(sum(series.points), sum(seconds.series[i].points), series.metric);
    assert.deepEqual(series.points.map((point) => point.from_s), [0, 60, 120].slice(0, series.points.length));
  });
  const [header, ...rows] = output(['metrics', 'mixed.json', '--csv'], at).trimEnd().split('\n');
  assert.equal(header, 'metric,unit,stream,consumer,shard,from_s,period_s,SampleCount,Sum,Minimum,Maximum,Average');
  const points = minutes.series.flatMap((series) => series.points);
  assert.equal(rows.length, points.length);
  rows.forEach((row, i) => {
    const cells = row.split(',');
    assert.equal(cells.length, 12);
    assert.equal(Number(cells[8]), points[i].Sum);
    assert.equal(Number(cells[11]), points[i].Average);
    assert.match(cells[11], /^\d+\.\d{3}$/);
  });
});

testInFolder('the metrics agree with the summary of the run', (folder, write) => {
  write('mixed.json', SCENARIO);
  const at = { cwd: folder };
  const run = JSON.parse(output(['run', 'mixed.json', '--json'], at));
  const report = json(['mixed.json'], at);
  const of = (metric, dimension) =>
    seriesOf(report, metric)
      .filter((series) => (dimension ? dimension in series.dimensions : Object.keys(series.dimensions).length === 1))
      .reduce((total, series) => total + sum(series.points), 0);
  const [stream] = run.streams;
  const throttled = stream.throttled_by_records_limit + stream.throttled_by_bytes_limit;
  assert.ok(throttled > 0);
  for (const dimension of [undefined, 'ShardId']) {
    assert.equal(of('IncomingRecords', dimension), stream.records);
    assert.equal(of('IncomingBytes', dimension), stream.bytes);
    assert.equal(of('WriteProvisionedThroughputExceeded', dimension), throttled);
  }
  assert.equal(of('PutRecords.TotalRecords'), stream.records + throttled);
  assert.equal(of('PutRecords.SuccessfulRecords'), stream.records);
  assert.equal(of('PutRecords.ThrottledRecords'), throttled);
  const out = of('GetRecords.Records') + of('SubscribeToShardEvent.Records', 'ConsumerName');
  assert.equal(out, stream.shards.reduce((total, shard) => total + shard.records_read, 0));
  assert.equal(of('OutgoingRecords', 'ShardId'), out);
  assert.ok(seriesOf(report, 'Weir.IteratorAgeMilliseconds').length >= 4, 'a shard and a consumer each');
});

testInFolder('what is asked for is what comes', (folder, write) => {
  write('mixed.json', SCENARIO);
  const at = { cwd: folder };
  const consumer = json(['mixed.json', '--consumer', 'search'], at);
  assert.ok(consumer.series.length > 6);
  for (const { dimensions } of consumer.series) {
    assert.equal(dimensions.ConsumerName ?? dimensions['Weir.Consumer'], 'search');
  }
  const shard = json(['mixed.json', '--shard', '1', '--metric', 'OutgoingBytes'], at);
  assert.deepEqual(shard.series.map((s) => s.dimensions), [{ StreamName: 'orders', ShardId: 'shardId-000000000001' }]);
  const one = json(['mixed.json', '--metric', 'PutRecords.Latency', '--statistic', 'Average'], at);
  assert.deepEqual(Object.keys(one.series[0].points[0]), ['from_s', 'period_s', 'Average']);
  assert.equal(json(['mixed.json', '--metric', 'PutRecord.Bytes'], at).series.length, 0);
  assert.match(output(['metrics', 'mixed.json', '--metric', 'PutRecord.Bytes'], at), /no such samples/);
});

test('the list names every metric with unit, dimensions and meaning', () => {
  matchesGolden('metrics-list.txt', output(['metrics', '--list']));
  const list = JSON.parse(output(['metrics', '--list', '--json']));
  assert.equal(list.length, 33);
  for (const row of list) for (const text of Object.values(row)) assert.ok(text.length > 0);
});

testInFolder('a journal has the metrics of its session', (folder) => {
  const at = { cwd: folder };
  const put = '{"at":"5s","do":"PutRecord","stream":"first","partition_key":"k","data":"hello"}';
  const stream = JSON.parse(output(['run', 'first-record', '--json'])).streams[0].name;
  output(['run', 'first-record', '--do', put.replace('first', stream), '--journal-out', 'j'], at);
  const [series] = seriesOf(json(['j'], at), 'PutRecord.Bytes');
  assert.equal(series.points[0].Sum, 6);
  assert.equal(readFileSync(`${folder}/j`, 'utf8').split('\n').length, 3);
});

const USAGE = [
  [['metrics'], /^weir: which scenario\? /],
  [['metrics', 'trucks', '--metric', 'IncomingByte'], /^weir: --metric: "IncomingByte" is none of .*; did you mean "IncomingBytes"\?\n$/],
  [['metrics', 'trucks', '--period', '5m'], /^weir: --period: "5m" is none of 1s, 1m/],
  [['metrics', 'trucks', '--statistic', 'Avrage'], /did you mean "Average"\?/],
  [['metrics', 'trucks', '--stream', 'postions'], /^weir: there is no stream "postions"; did you mean "positions"\? There is positions\n$/],
  [['metrics', 'trucks', '--consumer', 'nobody'], /^weir: there is no consumer "nobody"; there is /],
  [['metrics', 'trucks', '--shard', '3'], 'weir: there is no shard 3; the last one is 2\n'],
  [['metrics', 'trucks', '--shard', '-1'], /^weir: --shard: "-1" is not a whole number from 0/],
  [['metrics', 'trucks', '--json', '--csv'], 'weir: either --json or --csv\n'],
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
