// --out: what is in it, and that it is complete or not there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { command, filesIn, output, quakes, testInFolder, underNode, weir } from './weir.mjs';

const FILES = ['consumers.csv', 'journal.jsonl', 'shards.csv', 'streams.csv', 'summary.json'];

// [{column: text}]
function readCsv(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => line.split(','));
  for (const line of lines) assert.equal(line.length, header.length);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
}
const sum = (rows, column) => rows.reduce((total, row) => total + Number(row[column]), 0);

testInFolder('the metrics add up to the summary', (folder) => {
  output(['run', 'split', '--out', 'out'], { cwd: folder });
  assert.deepEqual(filesIn(folder), ['out']);
  const out = join(folder, 'out');
  assert.deepEqual(filesIn(out), FILES);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  const [stream] = summary.streams;
  const streams = readCsv(join(out, 'streams.csv'));
  assert.equal(streams.length, 180);
  assert.deepEqual(streams.map((row) => row.elapsed_s), Array.from({ length: 180 }, (_, i) => String(i + 1)));
  assert.equal(streams[0].time, '2026-01-01T00:00:01.000000Z');
  const shards = readCsv(join(out, 'shards.csv'));
  for (const rows of [streams, shards]) {
    assert.equal(sum(rows, 'in_records'), stream.records);
    assert.equal(sum(rows, 'in_bytes'), stream.bytes);
    assert.equal(sum(rows, 'throttled_by_records_limit_records'), stream.throttled_by_records_limit);
  }
  assert.equal(Number(streams.at(-1).retained_records), stream.retained);
  assert.deepEqual([...new Set(shards.map((row) => row.shard))], ['0', '1', '2']);
  const consumers = readCsv(join(out, 'consumers.csv'));
  assert.equal(sum(consumers, 'processed_records'), summary.consumers[0].processed);
  assert.ok(consumers.some((row) => row.state === 'shard-end'));
});

testInFolder('every column of a number says its unit', (folder) => {
  output(['run', 'first-record', '--out', 'out'], { cwd: folder });
  const words = ['time', 'stream', 'status', 'shard', 'state', 'consumer', 'open_shards'];
  for (const file of FILES.filter((name) => name.endsWith('.csv'))) {
    for (const column of Object.keys(readCsv(join(folder, 'out', file))[0])) {
      assert.ok(words.includes(column) || /_(s|us|records|bytes|calls)$/.test(column), `${file}: ${column}`);
    }
  }
});

testInFolder('a data set leaves a scenario that gives the same run again', (folder) => {
  const at = { cwd: folder };
  output(['run', '--input', quakes, '--key', 'net', '--time', 'updated', '--speed', '5000', '--out', 'out'], at);
  assert.deepEqual(filesIn(join(folder, 'out')), [...FILES, 'scenario.json'].sort());
  const { digests } = JSON.parse(readFileSync(join(folder, 'out/summary.json'), 'utf8'));
  const line = `earthquakes ${digests.state} ${digests.trace} ${digests.unseed}\n`;
  assert.equal(output(['digest', 'out/scenario.json'], at), line);
  assert.equal(output(['digest', 'out/journal.jsonl', '--via', 'journal'], at), line);
  assert.deepEqual(JSON.parse(output(['replay', 'out/journal.jsonl', '--json'], at)).digests, digests);
});

testInFolder('an empty directory is filled, a full one is replaced on demand', (folder) => {
  const at = { cwd: folder };
  mkdirSync(join(folder, 'out'));
  output(['run', 'trucks', '--until', '2s', '--out', 'out/'], at);
  assert.equal(weir(['run', 'trucks', '--out', 'out'], at).status, 2);
  assert.equal(readCsv(join(folder, 'out/streams.csv')).length, 2);
  output(['run', 'trucks', '--until', '3s', '--out', 'out', '--force'], at);
  assert.equal(readCsv(join(folder, 'out/streams.csv')).length, 3);
  assert.deepEqual(filesIn(folder), ['out']);
  writeFileSync(join(folder, 'out/notes.txt'), 'mine');
  assert.equal(weir(['run', 'trucks', '--out', 'out', '--force'], at).status, 2);
  assert.deepEqual(filesIn(join(folder, 'out')), [...FILES, 'notes.txt'].sort());
});

testInFolder('a journal that cannot be written takes the directory with it', (folder) => {
  // The disk is full when the run is over and its files are to be made.
  const done = weir(['run', 'trucks', '--journal-out', '/dev/full', '--out', 'out'], { cwd: folder });
  assert.equal(done.status, 1);
  assert.deepEqual(filesIn(folder), []);
});

// Signals end a node at once: there is nothing that the program in it could do.
test('Ctrl-C leaves nothing behind', { skip: underNode }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-cli-'));
  try {
    const scenario = {
      weir: 1, name: 'long', duration: '300d', streams: [{ name: 's' }],
      producers: [{ name: 'p', stream: 's', arrivals: { rate: 100 } }],
    };
    writeFileSync(join(folder, 'long.json'), JSON.stringify(scenario));
    const run = spawn(command[0], ['run', 'long.json', '--out', 'out'], { cwd: folder });
    let said = '';
    run.stderr.on('data', (text) => (said += text));
    const ended = new Promise((resolve) => run.on('exit', (code, signal) => resolve(signal ?? code)));
    const partial = () => readdirSync(folder).some((name) => name.startsWith('.out.partial'));
    for (let i = 0; i < 500 && !partial(); ++i) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(partial());
    run.kill('SIGINT');
    assert.equal(await ended, 'SIGINT');
    assert.equal(said, '');
    assert.deepEqual(filesIn(folder), ['long.json']);
    assert.ok(!existsSync(join(folder, 'out')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
