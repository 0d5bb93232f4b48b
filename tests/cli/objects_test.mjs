// `weir run --out` leaves the objects of delivery streams, read here with programs that share no
// code with it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { command, output, quakes, testInFolder, underNode } from './weir.mjs';

const filesUnder = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name));
const gunzip = (file) => execFileSync('gunzip', ['-c', file], { encoding: 'utf8', maxBuffer: 1 << 28 });

// [{column: text}], of a file whose fields may be in quotes.
function rowsOf(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"(.*)"$/, '$1').replaceAll('""', '"')));
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
}

testInFolder('the earthquakes go through a stream into GZIP objects by network, and the counts add up', (folder) => {
  const summary = JSON.parse(output(['run', 'by-network', '--out', 'out', '--json'], { cwd: folder }));
  const [stream] = summary.delivery_streams;
  const files = filesUnder(join(folder, 'out/objects/quakes'));
  assert.equal(files.length, stream.objects);
  const found = [];
  for (const file of files) {
    const network = /\/net=(\w+)\/quakes-1-2018-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9a-f-]{36}\.gz$/.exec(file)[1];
    for (const line of gunzip(file).trimEnd().split('\n')) {
      const record = JSON.parse(line);
      assert.equal(record.net, network);
      found.push(record);
    }
  }
  const rows = rowsOf(quakes);
  assert.equal(rows.length, stream.delivered + stream.dropped);
  const key = (row) => `${row.time} ${row.place} ${Number(row.mag)}`;
  assert.deepEqual(found.map(key).sort(), rows.filter((row) => row.type === 'earthquake').map(key).sort());
});

const few = (stream) => JSON.stringify({
  weir: 1, name: 'few', duration: '400s',
  delivery_streams: [{ name: 'd', buffer: { interval: '60s' }, backup: { interval: '60s' }, ...stream }],
  producers: [{ name: 'p', delivery_stream: 'd', limit: 60, arrivals: { rate: 10 }, keys: { count: 3 }, size: 60 }],
});
const objectsOf = (folder, path) => filesUnder(join(folder, 'out/objects/d', path)).map((file) => readFileSync(file, 'utf8'));

testInFolder('what the function fails lies in the error output, member by member as captured', (folder, write) => {
  write('few.json', few({ transform: { buffer: { interval: '1s' }, failed: 1000 }, error_output_prefix: 'bad/' }));
  output(['run', 'few.json', '--out', 'out'], { cwd: folder });
  const lines = objectsOf(folder, 'bad').join('').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 60);
  assert.deepEqual(Object.keys(lines[0]), ['rawData', 'errorCode', 'errorMessage', 'attemptsMade', 'arrivalTimestamp',
    'attemptEndingTimestamp', 'lambdaARN']);
  assert.equal(lines[0].errorCode, 'Lambda.ProcessingFailedStatus');
  assert.equal(lines[0].attemptsMade, 1);
  const raw = lines.map((line) => Number(/"number":(\d+)/.exec(Buffer.from(line.rawData, 'base64').toString())[1]));
  assert.deepEqual(raw.sort((a, b) => a - b), Array.from({ length: 60 }, (_, i) => i));
});

testInFolder('a function that throws is told with the attempts that were made', (folder, write) => {
  write('few.json', few({ transform: { buffer: { interval: '1s' }, errors: 1000, retries: 2 }, error_output_prefix: 'bad/' }));
  output(['run', 'few.json', '--out', 'out'], { cwd: folder });
  const lines = objectsOf(folder, 'bad').join('').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(new Set(lines.map((line) => `${line.errorCode} ${line.attemptsMade}`)), new Set(['Lambda.FunctionError 3']));
});

testInFolder('processors split, filter and project, and what they cannot read is told with their words', (folder, write) => {
  const run = (processors, more = {}) => {
    write('few.json', few({ processors, ...more }));
    const summary = JSON.parse(output(['run', 'few.json', '--out', 'out', '--force', '--json'], { cwd: folder }));
    return summary.delivery_streams[0];
  };
  const doubled = run({ projection: '{n: .number}, {k: .key}', append_delimiter: '\n' });
  assert.deepEqual([doubled.records, doubled.delivered], [60, 120]);
  const lines = objectsOf(folder, '.').join('').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.filter((line) => 'n' in line).map((line) => line.n), Array.from({ length: 60 }, (_, i) => i));
  const even = run({ filter: '.number % 2 == 0' });
  assert.deepEqual([even.delivered, even.dropped], [30, 30]);
  const names = { prefix: '!{partitionKeyFromQuery:a}/!{partitionKeyFromQuery:b}/', error_output_prefix: 'bad/',
    buffer: { size_mib: 64, interval: '60s' } };
  run({ partition: '{a: .key, b: (.number % 2)}' }, names);
  assert.deepEqual(readdirSync(join(folder, 'out/objects/d')).length, 3);
  for (const key of readdirSync(join(folder, 'out/objects/d'))) {
    for (const parity of ['0', '1']) {
      for (const object of objectsOf(folder, `${key}/${parity}`)) {
        const numbers = [...object.matchAll(/"key":"([^"]*)","number":(\d+)/g)];
        assert.ok(numbers.length > 0 && numbers.every((m) => m[1] === key && Number(m[2]) % 2 === Number(parity)));
      }
    }
  }
  const none = run({ partition: '{a: .nothing, b: .key}' }, names);
  assert.deepEqual([none.delivered, none.failed], [0, 60]);
  const failed = JSON.parse(objectsOf(folder, 'bad')[0].split('\n')[0]);
  assert.equal(failed.errorCode, 'DynamicPartitioning.MetadataExtractionFailed');
  assert.equal(Buffer.from(failed.rawData, 'base64').toString().startsWith('{"key":'), true);
});

// Under node the process would be node's.
test('a kill in the middle leaves whole objects and nothing at the place itself', { skip: underNode }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'long.json'), JSON.stringify({
    weir: 1, name: 'long', duration: '10h',
    delivery_streams: [{ name: 'd', buffer: { interval: '5s' }, compression: 'GZIP', processors: { append_delimiter: '\n' } }],
    producers: [{ name: 'p', delivery_stream: 'd', arrivals: { rate: 200 }, size: 300 }],
  }));
  const run = spawn(command[0], [...command.slice(1), 'run', 'long.json', '--out', 'out'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => { run.on('exit', (code, signal) => resolve(signal)); });
  const objects = () => filesUnder(folder).filter((file) => file.endsWith('.gz'));
  for (let waited = 0; objects().length < 20 && waited < 600; ++waited) await new Promise((resolve) => { setTimeout(resolve, 50); });
  run.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL', 'it was over before it was killed');
  assert.ok(!existsSync(join(folder, 'out')));
  // In the order of their names: no record is missing, none is there twice.
  const found = objects().sort((a, b) => a.slice(a.lastIndexOf('/')).localeCompare(b.slice(b.lastIndexOf('/'))));
  assert.ok(found.length >= 20);
  const numbers = found.flatMap((file) => gunzip(file).trimEnd().split('\n').map((line) => JSON.parse(line).number));
  assert.deepEqual(numbers, numbers.map((_, i) => i));
});
