// `weir firehose`: a real file into objects, read back with programs that share no code with it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { command, output, quakes, testInFolder, underNode, weir } from './weir.mjs';

const byNetwork = ['firehose', '--input', quakes, '--time', 'time', '--buffer', '64MiB/900s', '--newline',
  '--partition', '{net: .net}', '--prefix', 'net=!{partitionKeyFromQuery:net}/!{timestamp:yyyy/MM/dd}/',
  '--error-prefix', 'failed/!{firehose:error-output-type}/'];

const listOf = (out) => readFileSync(join(out, 'objects.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const bytesOf = (out, object) => readFileSync(join(out, 'objects', object.key));
const filesUnder = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
const digestOf = (out) => {
  const sum = createHash('sha256');
  for (const object of listOf(out)) sum.update(JSON.stringify(object)).update(bytesOf(out, object));
  return sum.digest('hex');
};
const has = (program) => !spawnSync(program, ['--version']).error;

// How each format is read without us.
const readers = {
  UNCOMPRESSED: (file) => readFileSync(file),
  GZIP: (file) => execFileSync('gunzip', ['-c', file], { maxBuffer: 1 << 28 }),
  ZIP: (file) => execFileSync('python3', ['-c',
    'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None and len(z.namelist())==1; sys.stdout.buffer.write(z.read(z.namelist()[0]))',
    file], { maxBuffer: 1 << 28 }),
};

testInFolder('the earthquakes are partitioned by network, and none is lost', (folder) => {
  const out = join(folder, 'bucket');
  const counts = JSON.parse(output([...byNetwork, '--compression', 'GZIP', '--out', out, '--json']));
  const rows = readFileSync(quakes, 'utf8').trim().split('\n').slice(1);
  assert.equal(counts.records_in, rows.length);
  assert.equal(counts.delivered, rows.length);
  assert.equal(counts.failed + counts.dropped, 0);
  const objects = listOf(out);
  assert.equal(objects.length, counts.objects);
  assert.equal(filesUnder(join(out, 'objects')).length, counts.objects);
  let read = 0;
  for (const object of objects) {
    assert.equal(object.content_encoding, 'gzip');
    const lines = readers.GZIP(join(out, 'objects', object.key)).toString().trim().split('\n');
    assert.equal(lines.length, object.records);
    const network = /^net=(\w+)\/2018\/01\/\d\d\//.exec(object.key)?.[1] ?? /^net=(\w+)\//.exec(object.key)[1];
    for (const line of lines) assert.equal(JSON.parse(line).net, network);
    read += lines.length;
  }
  assert.equal(read, rows.length);
});

for (const [compression, read] of Object.entries(readers)) {
  testInFolder(`${compression} is read by a program of its own`, (folder) => {
    const lines = readFileSync(quakes, 'utf8').trim().split('\n');
    const out = join(folder, 'bucket');
    output(['firehose', '--input', quakes, '--newline', '--buffer', '1MiB/900s', '--compression', compression, '--out', out]);
    const all = listOf(out).map((object) => read(join(out, 'objects', object.key)).toString()).join('');
    assert.equal(all, `${lines.join('\n')}\n`);
  });
}

testInFolder('unzip finds nothing wrong', (folder) => {
  if (!has('unzip')) return;
  const out = join(folder, 'bucket');
  output(['firehose', '--input', quakes, '--compression', 'ZIP', '--out', out]);
  for (const object of listOf(out)) {
    assert.match(execFileSync('unzip', ['-t', join(out, 'objects', object.key)], { encoding: 'utf8' }), /No errors detected/);
  }
});

testInFolder('the same file and seed give the same objects, another seed other names', (folder) => {
  const digests = ['1', '1', '2'].map((seed, i) => {
    output([...byNetwork, '--compression', 'ZIP', '--seed', seed, '--out', join(folder, String(i))]);
    return digestOf(join(folder, String(i)));
  });
  assert.equal(digests[0], digests[1]);
  assert.notEqual(digests[0], digests[2]);
});

testInFolder('whichever hint is met first cuts', (folder, write) => {
  // A record of 64 KiB every second: 16 of them are 1 MiB.
  write('records', Array.from({ length: 100 }, () => 'x'.repeat(65536)).join('\n'));
  const run = (buffer, out) => JSON.parse(output(
    ['firehose', '--input', join(folder, 'records'), '--rate', '1', '--buffer', buffer, '--out', join(folder, out), '--json']));
  const bySize = run('1MiB/900s', 'a');
  assert.deepEqual([bySize.flushed_by_size, bySize.flushed_by_interval], [6, 1]);
  const byInterval = run('1MiB/10s', 'b');
  assert.deepEqual([byInterval.flushed_by_size, byInterval.flushed_by_interval], [0, 10]);
  assert.ok(bySize.bytes_waiting_most <= 1 << 20);
});

testInFolder('filtered records are dropped, and what cannot be read goes under the error prefix', (folder, write) => {
  write('records', '{"mag":5,"net":"a"}\n{"mag":1,"net":"a"}\nnot json\n{"mag":6}\n');
  const out = join(folder, 'bucket');
  const counts = JSON.parse(output(['firehose', '--input', join(folder, 'records'), '--filter', '.mag > 2',
    '--partition', '{net: .net}', '--prefix', '!{partitionKeyFromQuery:net}/', '--error-prefix',
    'failed/!{firehose:error-output-type}/', '--out', out, '--json']));
  assert.deepEqual([counts.delivered, counts.dropped, counts.failed], [1, 1, 2]);
  const errors = listOf(out).find((object) => object.errors);
  assert.match(errors.key, /^failed\/processing-failed\//);
  const lines = bytesOf(out, errors).toString().trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((line) => Buffer.from(line.rawData, 'base64').toString()), ['not json', '{"mag":6}']);
  assert.equal(lines[1].errorCode, 'DynamicPartitioning.MetadataExtractionFailed');
  assert.equal(lines[1].errorMessage, 'partitionKeys values must not be null or empty');
  assert.deepEqual(Object.keys(lines[1]),
    ['rawData', 'errorCode', 'errorMessage', 'attemptsMade', 'arrivalTimestamp', 'attemptEndingTimestamp']);
});

testInFolder('beyond 500 active partitions records go under the error prefix', (folder, write) => {
  write('records', Array.from({ length: 510 }, (_, i) => `{"k":${i}}`).join('\n'));
  const out = join(folder, 'bucket');
  const counts = JSON.parse(output(['firehose', '--input', join(folder, 'records'), '--partition', '{k: .k}', '--prefix',
    '!{partitionKeyFromQuery:k}/', '--error-prefix', 'e/!{firehose:error-output-type}/', '--out', out, '--json']));
  assert.deepEqual([counts.delivered, counts.failed, counts.partitions_most], [500, 10, 500]);
});

testInFolder('what the service refuses is refused in its words, before anything is written', (folder, write) => {
  write('records', '{"a":1}\n');
  const out = join(folder, 'bucket');
  const refused = (...options) => {
    const ran = weir(['firehose', '--input', join(folder, 'records'), '--out', out, ...options]);
    assert.equal(ran.status, 2, ran.stdout);
    assert.ok(!existsSync(out));
    return ran.stderr;
  };
  assert.match(refused('--prefix', '!{timestamp:yyyy}/'), /ErrorOutputPrefix cannot be null or empty when Prefix contains expressions/);
  assert.match(refused('--prefix', '!{partitionKeyFromQuery:a}/', '--error-prefix', 'e/'), /only be part of a prefix expression when/);
  assert.match(refused('--prefix', '!{year:yyyy}/', '--error-prefix', 'e/'), /unknown namespace year/);
  assert.match(refused('--compression', 'gzip'), /enum value set: \[ZIP, HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED\]/);
  assert.match(refused('--buffer', '200MiB/60s'), /SizeInMBs is from 1 to 128/);
  assert.match(refused('--buffer', '5MiB'), /expected such as "5MiB\/60s"/);
  assert.match(refused('--buffer', '5MiB/60s', '--partition', '{a: .a}', '--prefix', '!{partitionKeyFromQuery:a}/',
    '--error-prefix', 'e/!{firehose:error-output-type}/'), /must be at least 64 when Dynamic Partitioning is enabled/);
  assert.match(refused('--filter', '.a |'), /filter: jq: syntax error/);
  assert.match(refused('--time-zone', 'Mars/Base'), /Mars\/Base is not a time zone/);
  assert.match(refused('--name', 'a b'), /deliveryStreamName/);
});

testInFolder('a folder that is not empty, not a folder, or not writable is named', (folder, write) => {
  write('records', '1\n2\n');
  mkdirSync(join(folder, 'full'));
  write('full/other', 'x');
  const run = (...rest) => weir(['firehose', '--input', join(folder, 'records'), ...rest]);
  assert.match(run('--out', join(folder, 'full')).stderr, /is not empty; --force/);
  assert.equal(run('--out', join(folder, 'full'), '--force').status, 0);
  assert.match(run('--out', join(folder, 'records')).stderr, /is a file; expected a directory/);
  assert.match(run().stderr, /needs --input FILE and --out DIR/);
  assert.match(weir(['firehose', '--input', join(folder, 'none'), '--out', join(folder, 'x')]).stderr, /no such file/);
  if (process.getuid?.() === 0 || underNode) return;  // Nothing is read-only to root.
  mkdirSync(join(folder, 'locked'));
  chmodSync(join(folder, 'locked'), 0o500);
  assert.match(run('--out', join(folder, 'locked')).stderr, /cannot be written: Permission denied/);
});

testInFolder('a full disk is said, with exit code 1', (folder, write) => {
  if (underNode || !existsSync('/dev/full')) return;
  write('records', `${'x'.repeat(200)}\n`.repeat(2000));
  // One object that is larger than a file may be.
  const ran = spawnSync('bash', ['-c', `trap '' XFSZ; ulimit -f 64; exec "$0" firehose --input records --buffer 1MiB/900s --out bucket`, command[0]],
    { cwd: folder, encoding: 'utf8' });
  assert.equal(ran.status, 1, ran.stdout);
  assert.match(ran.stderr, /cannot be written: File too large/);
  assert.deepEqual(readdirSync(join(folder, 'bucket')).sort(), ['objects', 'objects.jsonl']);
});

testInFolder('a key made of what somebody sent stays in the folder', (folder, write) => {
  write('records', '{"k":"../../up"}\n');
  const ran = weir(['firehose', '--input', join(folder, 'records'), '--partition', '{k: .k}', '--prefix',
    '!{partitionKeyFromQuery:k}/', '--error-prefix', 'e/!{firehose:error-output-type}/', '--out', join(folder, 'bucket')]);
  assert.equal(ran.status, 2);
  assert.match(ran.stderr, /cannot be a file's: "\.\." cannot be a name/);
  assert.deepEqual(readdirSync(folder).sort(), ['bucket', 'records']);
});
