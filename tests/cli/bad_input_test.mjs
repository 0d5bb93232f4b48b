// Each fault of an input is one clear line, exit code 2, and nothing left behind.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { filesIn, quakes, testInFolder, underNode, weir } from './weir.mjs';

// The whole of standard error must match, without "weir: " and the line end.
function refuses(args, message, options) {
  const done = weir(args, options);
  assert.equal(done.stdout, '');
  assert.match(done.stderr, /^weir: [^\n]*\n$/);
  const said = done.stderr.slice('weir: '.length, -1);
  if (message instanceof RegExp) assert.match(said, message);
  else assert.equal(said, message);
  assert.equal(done.status, 2);
}

const stream = { name: 's', shards: 1 };
const scenario = (members) => JSON.stringify({ weir: 1, name: 't', streams: [stream], ...members });

// name: [file, its bytes, what is said]
const SCENARIOS = {
  'a typo': ['a.json', scenario({ prodcers: [] }), /^a\.json: prodcers: unknown member; did you mean "producers"\?$/],
  'a 0-shard stream': ['a.json', scenario({ streams: [{ name: 's', shards: 0 }] }), /^a\.json: streams\[0\]\.shards: expected .* found 0$/],
  'bad JSON': ['a.json', '{"weir": 1,\n  "name": x}', /^a\.json: line 2, column 11: /],
  'an empty file': ['a.json', '', 'a.json: is empty; expected a scenario (JSON)'],
  'a binary file': ['a.json', '\x7fELF\0\0\x01', 'a.json: is a binary file; expected a scenario (JSON)'],
  'a data set in its place': ['a.csv', 'x,y\n1,2\n', /^a\.csv: is no scenario \(JSON\); .*--input a\.csv/],
  'a data file that is not there': [
    'a.json',
    scenario({ producers: [{ name: 'p', stream: 's', replay: { file: 'no.csv', key: 'k', time: 't' } }] }),
    'a.json: producers[0].replay.file: no.csv: no such file',
  ],
};
for (const [name, [file, bytes, message]] of Object.entries(SCENARIOS)) {
  testInFolder(`a scenario with ${name}`, (folder, write) => {
    write(file, bytes);
    refuses(['run', file, '--out', 'out'], message, { cwd: folder });
    assert.deepEqual(filesIn(folder), [file]);
  });
}

const DATASETS = {
  'a ragged row': ['d.csv', 'net,time\na,2020-01-01T00:00:00Z\nb\n', /^d\.csv: line 3: 1 field; expected 2/],
  'a missing time': ['d.csv', 'net,time\na,\n', /^d\.csv: line 2, column "time": the time is missing; /],
  'an unknown zone': ['d.csv', 'net,time\na,2020-01-01T00:00:00 Mars/Base\n', /^d\.csv: line 2, column "time": unknown time zone "Mars\/Base"/],
  'a 300-character key': ['d.csv', `net,time\n${'k'.repeat(300)},2020-01-01\n`, /^d\.csv: line 2, column "net": .*300 characters; expected 1 to 256$/],
  'a 20 MiB record': ['d.ndjson', `{"net":"a","time":1,"x":"${'y'.repeat(20 << 20)}"}\n`, /^d\.ndjson: line 1: .* expected at most 10485760 \(10 MiB\)$/],
  'no such column': ['d.csv', 'network,time\na,2020-01-01\n', /^d\.csv: line 1: no column "net"; expected one of "network", "time"$/],
  'bytes that are not text': ['d.csv', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), /^d\.csv: line 1, column \d+: /],
  'nothing in it': ['d.csv', '', 'd.csv: is empty; expected a data set'],
};
for (const [name, [file, bytes, message]] of Object.entries(DATASETS)) {
  testInFolder(`a data set with ${name}`, (folder, write) => {
    write(file, bytes);
    const args = ['run', '--input', file, '--key', 'net', '--time', 'time', '--out', 'out'];
    refuses(args, message, { cwd: folder });
    assert.deepEqual(filesIn(folder), [file]);
  });
}

testInFolder('a directory in place of a file', (folder, write) => {
  mkdirSync(join(folder, 'dir'));
  const at = { cwd: folder };
  refuses(['run', 'dir'], 'dir: is a directory; expected a scenario (JSON)', at);
  refuses(['replay', 'dir'], 'dir: is a directory; expected a journal', at);
  refuses(['run', '--input', 'dir', '--key', 'a', '--time', 'b'], 'dir: is a directory; expected a data set', at);
  refuses(['run', 'trucks', '--journal-out', 'dir'], 'dir: is a directory; expected the name of a file', at);
  write('f', '');
  refuses(['run', 'trucks', '--out', 'f'], 'f: is a file; expected the name of a new directory', at);
});

testInFolder('a file that is not there, with a guess', (folder, write) => {
  write('quakes.csv', 'x');
  const at = { cwd: folder };
  refuses(['run', '--input', 'quake.csv', '--key', 'a', '--time', 'b'], 'quake.csv: no such file; did you mean "quakes.csv"?', at);
  refuses(['run', 'zzzzzz.json'], 'zzzzzz.json: no such file', at);
});

testInFolder('journals', (folder, write) => {
  const at = { cwd: folder };
  write('a', 'time,net\n');
  refuses(['replay', 'a'], /^a: is no journal; one begins like \{/, at);
  write('b', '{"weir_journal":1,"scenario":"trucks","seed":7}\n{"at_us":5,}\n');
  refuses(['replay', 'b'], /^b: line 2, column 12: /, at);
  write('c', '{"weir_journal":1,"scenario":"truks","seed":7}\n');
  refuses(['replay', 'c'], /did you mean "trucks"\?/, at);
});

testInFolder('an output that has no place', (folder, write) => {
  const at = { cwd: folder };
  mkdirSync(join(folder, 'full'));
  write('full/notes.txt', 'mine');
  refuses(['run', 'trucks', '--out', 'no/such'], 'no/such: there is no directory no', at);
  refuses(['run', 'trucks', '--journal-out', 'no/such'], 'no/such: there is no directory no', at);
  refuses(['run', 'trucks', '--out', 'full'], /^full: is there and not empty; --force /, at);
  refuses(['run', 'trucks', '--out', 'full', '--force'], /^full: holds notes\.txt, /, at);
  refuses(['run', 'trucks', '--out', '/proc/weir'], /^\/proc\/weir: cannot be written: /, at);
  assert.deepEqual(filesIn(folder), ['full']);
  assert.deepEqual(filesIn(join(folder, 'full')), ['notes.txt']);
});

const USAGE = [
  [['rnu'], 'there is no command "rnu"; did you mean "run"? `weir help` lists them'],
  [['xyzzy'], 'there is no command "xyzzy"; `weir help` lists them'],
  [['help', 'rnu'], /did you mean "run"/],
  [['--bogus'], 'weir has no option --bogus; see `weir help`'],
  [['run'], /^which scenario\? /],
  [['run', 'trcks'], /^there is no scenario "trcks"; did you mean "trucks"\? /],
  [['run', 'trucks', 'split'], 'weir run does not expect "split"; see `weir help run`'],
  [['run', 'trucks', '--sed', '3'], 'weir run has no option --sed; did you mean "--seed"? See `weir help run`'],
  [['run', 'trucks', '--seed'], '--seed needs a value'],
  [['run', 'trucks', '--seed', '1.5'], /^--seed: "1\.5" is not a whole number from 0 to /],
  [['run', 'trucks', '--until', '5'], /^--until: "5" is not a duration; /],
  [['run', 'trucks', '--shards', '3'], '--shards requires --input'],
  [['run', 'trucks', '--force'], '--force goes with --out DIR'],
  [['run', 'trucks', '--input', quakes, '--key', 'a', '--time', 'b'], /not both$/],
  [['run', '--input', quakes, '--key', 'net'], /^--input needs --time NAME/],
  [['run', '--input', quakes, '--time', 'time'], /^--input needs --key NAME/],
  [['run', '--input', quakes, '--key', 'net', '--time', 'time', '--format', 'cvs'], /did you mean "csv"\?$/],
  [['run', '--input', quakes, '--key', 'net', '--time', 'time', '--shards', '0'], /^--shards: "0" is not a whole number from 1 /],
  [['run', 'trucks', '--do', 'split'], /^--do 'split': is no JSON object/],
  [['run', 'trucks', '--do', '{"do":"SplitShard"}'], /: at: expected a moment/],
  [['run', 'trucks', '--do', '{"at":"1s","do":"SplitShrd"}'], /"SplitShrd" is no command; expected one of CreateStream, /],
  [['digest'], /^which scenario\? /],
  [['digest', '--all', 'trucks'], 'either --all or names, not both'],
  [['digest', 'trucks', '--via', 'sek'], /did you mean "seek"\?$/],
  [['trace', 'trucks', '--kind', 'putt'], /did you mean "put"\? There are command, /],
  [['trace', 'trucks', '--from', '20s', '--until', '10s'], '--until 10s is before --from 20s'],
  [['replay'], /^which journal\? /],
  [['scenario'], /^which scenario\? /],
  [['scenario', 'trcks'], /did you mean "trucks"/],
  [['ui', 'trcks'], underNode ? /no window under node/ : /did you mean "trucks"/],
];
for (const [args, message] of USAGE) {
  test(`weir ${args.join(' ').replaceAll(quakes, 'earthquakes.csv')}`, () => refuses(args, message));
}
