// Runs: the summary, its JSON, data sets of the user's, commands, journals.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { command, output, quakes, testInFolder, underNode, weir } from './weir.mjs';

const json = (args, options) => JSON.parse(output([...args, '--json'], options));
const sum = (rows, member) => rows.reduce((total, row) => total + row[member], 0);
const DATASET = ['run', '--input', quakes, '--key', 'net', '--time', 'updated', '--speed', '10000'];

test('the record count of earthquakes equals that of the file', () => {
  const rows = readFileSync(quakes, 'utf8').trimEnd().split('\n').length - 1;
  const run = json(['run', 'earthquakes']);
  assert.equal(run.streams[0].records, rows);
  assert.equal(run.consumers[0].processed, rows);
  assert.match(output(['run', 'earthquakes']), new RegExp(`all +${rows.toLocaleString('en')} `));
});

test('the JSON adds up', () => {
  for (const name of ['trucks', 'split', 'slow-consumer', 'hot-key']) {
    const run = json(['run', name]);
    assert.equal(run.scenario, name);
    for (const stream of run.streams) {
      assert.equal(stream.records, sum(stream.shards, 'records'));
      assert.equal(stream.bytes, sum(stream.shards, 'bytes'));
      assert.equal(stream.retained + stream.expired, stream.records);
      const hottest = stream.hottest_keys;
      assert.ok(hottest.length > 0 && hottest.length <= 20);
      assert.ok(hottest.every((key, i) => i === 0 || key.records <= hottest[i - 1].records));
    }
    for (const p of run.producers) {
      assert.equal(p.intended, p.accepted + p.given_up + p.refused + p.waiting);
    }
    assert.equal(sum(run.producers, 'accepted'), sum(run.streams, 'records'));
    for (const consumer of run.consumers) {
      assert.equal(consumer.processed, sum(consumer.shards, 'processed'));
      assert.equal(consumer.lag_records, sum(consumer.shards, 'lag_records'));
    }
    for (const digest of Object.values(run.digests)) assert.match(digest, /^[0-9a-f]{16}$/);
  }
});

test('every key of a fleet is as hot as the next, and a hot key is hot', () => {
  const fleet = json(['run', 'trucks']).streams[0];
  assert.equal(fleet.keys, 100);
  assert.equal(fleet.hottest_keys[0].skew, 1);
  const hot = json(['run', 'hot-key']).streams[0];
  assert.ok(hot.hottest_keys[0].skew > 100);
  const busiest = hot.shards.reduce((a, b) => (a.records > b.records ? a : b));
  assert.equal(hot.hottest_keys[0].shard, busiest.shard);
  assert.ok(busiest.skew > 3 && busiest.throttled_by_records_limit > 0);
});

test('the order verdict names two records, their shards and a cause', () => {
  assert.match(output(['run', 'trucks']), /\norder {2}kept: /);
  assert.deepEqual(json(['run', 'trucks']).order, { verdict: 'kept', violations: 0 });
  const text = output(['run', 'split']);
  assert.match(text, /\norder {2}VIOLATED [\d,]+ times, first after \d\d:\d\d:\d\d\.\d{3}\n/);
  const { order } = json(['run', 'split']);
  assert.equal(order.verdict, 'violated');
  const { created_first: first, processed_first: second, key, cause } = order.first;
  assert.ok(first.number < second.number);
  for (const record of [first, second]) {
    assert.match(record.sequence_number, /^\d{56}$/);
    assert.ok(text.includes(record.sequence_number));
  }
  assert.notEqual(first.sequence_number, second.sequence_number);
  assert.ok(text.includes(key) && text.replace(/\s+/g, ' ').includes(cause));
});

test('nothing that may be zero everywhere takes a column', () => {
  assert.doesNotMatch(output(['run', 'trucks']), /throttled|expired|given/);
  assert.match(output(['run', 'split']), /throttled/);
  assert.match(output(['run', 'slow-consumer']), /expired +retained/);
});

test('every line fits 80 columns', () => {
  for (const name of ['trucks', 'split', 'slow-consumer', 'hot-key', 'earthquakes', 'six-shards']) {
    const long = output(['run', name]).split('\n').filter((line) => line.length > 80);
    assert.deepEqual(long, [], name);
  }
});

test('a data set is read to its end', () => {
  const run = json(DATASET);
  assert.equal(run.scenario, 'earthquakes');
  assert.equal(run.producers[0].accepted, 1707);
  assert.equal(run.consumers[0].processed, 1707);
  assert.equal(run.consumers[0].lag_records, 0);
  assert.equal(run.streams[0].shards.length, 3);
  assert.ok(run.virtual_us < 120e6, 'seven days at ten thousand times their pace');
  assert.match(run.start, /^2018-01-31T/);
});

test('a slow reader of a data set is waited for', () => {
  const run = json([...DATASET, '--consumer-rate', '10']);
  assert.equal(run.consumers[0].processed, 1707);
  assert.ok(run.virtual_us > 100e6);
});

test('standard input is a data set too', () => {
  const args = [...DATASET];
  args[2] = '-';
  const run = json(args, { input: readFileSync(quakes) });
  assert.equal(run.consumers[0].processed, 1707);
  assert.equal(run.scenario, 'input');
});

test('--until stops there, and a seed is another run', () => {
  assert.equal(json(['run', 'trucks', '--until', '1.5s']).virtual_us, 1_500_000);
  const digests = (seed) => json(['run', 'trucks', '--seed', seed]).digests;
  assert.deepEqual(digests('7'), json(['run', 'trucks']).digests);
  assert.notDeepEqual(digests('8'), digests('7'));
});

testInFolder('a run with commands is run again from its journal', (folder) => {
  const at = { cwd: folder };
  const split = '{"at":"60s","do":"SplitShard","stream":"positions","shard":0}';
  const rate = '{"at":"30s","do":"SetProducerRate","producer":"fleet","rate":900}';
  const run = json(['run', 'trucks', '--do', split, '--do', rate, '--journal-out', 'j.jsonl'], at);
  assert.equal(run.streams[0].shards.length, 5);
  assert.deepEqual(run.commands, { given: 2, refused: [] });
  const lines = readFileSync(join(folder, 'j.jsonl'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines[0], { weir_journal: 1, scenario: 'trucks', seed: 7 });
  assert.deepEqual(lines.slice(1).map((line) => line.at_us), [30_000_000, 60_000_000]);
  assert.deepEqual(json(['replay', 'j.jsonl'], at).digests, run.digests);
  assert.deepEqual(json(['run', 'trucks', '--journal', 'j.jsonl'], at).digests, run.digests);
  for (const via of ['straight', 'seek', 'journal']) {
    const { state, trace, unseed } = run.digests;
    assert.equal(output(['digest', 'j.jsonl', '--via', via], at), `trucks ${state} ${trace} ${unseed}\n`);
  }
});

test('a command that is refused is told and does not end the run', () => {
  const args = ['run', 'trucks', '--do', '{"at":"1s","do":"DeleteStream","stream":"nope"}'];
  assert.match(output(args), /commands refused\n {2}00:00:01\.000 {2}.*nope/);
  assert.equal(json(args).commands.refused[0].at_us, 1_000_000);
});

test('digests are three numbers, the same by every way', () => {
  const straight = output(['digest', '--all']);
  const names = JSON.parse(output(['list', '--json'])).map(({ name }) => name);
  assert.deepEqual(straight.trimEnd().split('\n').map((line) => line.split(' ')[0]), names);
  for (const line of straight.trimEnd().split('\n')) assert.match(line, /^[a-z-]+( [0-9a-f]{16}){3}$/);
  assert.equal(output(['digest', '--all', '--via', 'journal']), straight);
  assert.equal(output(['digest', 'trucks', 'split', '--via', 'seek']), output(['digest', 'trucks', 'split']));
  assert.notEqual(output(['digest', 'trucks', '--seed', '8']), output(['digest', 'trucks']));
});

test('a trace is chosen by time and kind', () => {
  const lines = output(['trace', 'split', '--from', '60s', '--until', '95s', '--kind', 'shard,status']).trimEnd().split('\n');
  assert.deepEqual(lines, [
    '00:01:00.000 stream clicks is UPDATING',
    '00:01:30.000 clicks/0 closed',
    '00:01:30.000 clicks/1 opened, child of 0',
    '00:01:30.000 clicks/2 opened, child of 0',
    '00:01:30.000 stream clicks is ACTIVE',
  ]);
  const all = output(['trace', 'first-record', '--json']).trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(all.filter(({ kind }) => kind === 'put').length, 60);
  assert.ok(all.every((event, i) => i === 0 || event.at_us >= all[i - 1].at_us));
  assert.equal(output(['trace', 'first-record']), all.map(({ text }) => `${text}\n`).join(''));
});

test('a full disk is told, with exit code 1', () => {
  const done = weir(['run', 'trucks', '--journal-out', '/dev/full']);
  assert.equal(done.status, 1);
  assert.match(done.stderr, /^weir: \/dev\/full: cannot be written: No space left on device\n$/);
});

testInFolder('names in a data set cannot steer a terminal', (folder, write) => {
  write('d.csv', `k,t\n\x1b[31mred,1577836800\n"a\nb",1577836801\n${'\u00fc'.repeat(40)},1577836802\n`);
  const text = output(['run', '--input', 'd.csv', '--key', 'k', '--time', 't'], { cwd: folder });
  assert.doesNotMatch(text, /\x1b/);
  for (const name of ['?[31mred ', 'a?b ', `${'\u00fc'.repeat(32)}... `]) assert.ok(text.includes(`\n  ${name}`), name);
});

// A stand-in for the window: the real one needs a display.
if (!underNode) {
  testInFolder('ui starts the window program beside weir, with the scenario', (folder, write) => {
    copyFileSync(command[0], join(folder, 'weir'));
    chmodSync(join(folder, 'weir'), 0o755);
    const ui = (...args) => spawnSync(join(folder, 'weir'), ['ui', ...args], { encoding: 'utf8' });
    assert.match(ui('trucks').stderr, /^weir: there is no weir-ui beside weir: `\.\/dev build` makes both/);
    assert.equal(ui('trucks').status, 2);
    write('weir-ui', '#!/bin/sh\necho "window:$*"\nexit 5\n');
    chmodSync(join(folder, 'weir-ui'), 0o755);
    assert.equal(ui('trucks').stdout, 'window:--scenario trucks\n');
    assert.equal(ui().status, 5);
  });
}

testInFolder('a row that the stream does not take is named with its size and what would admit it', (folder, write) => {
  const long = 'x'.repeat(1_100_000);
  write('rows.csv', `time,key,text\n2026-01-01T00:00:00Z,a,short\n2026-01-01T00:00:01Z,a,${long}\n`);
  const args = ['run', '--input', 'rows.csv', '--key', 'key', '--time', 'time'];
  const refused = json(args, { cwd: folder });
  assert.equal(refused.producers[0].refused, 1);
  assert.equal(refused.notes.length, 1);
  assert.match(refused.notes[0], /^row 2 of rows\.csv has 1,100,\d{3} bytes with its key; .* at most 1,024 KiB/);
  const wanted = /"max_record_size_kib": (\d+)/.exec(refused.notes[0])[1];
  assert.match(output(args, { cwd: folder }).replace(/\s+/g, ' '), /row 2 of rows\.csv has 1,100,\d{3} bytes/);
  const taken = json([...args, '--max-record-size-kib', wanted], { cwd: folder });
  assert.equal(taken.producers[0].refused, 0);
  assert.deepEqual(taken.notes, []);
});
