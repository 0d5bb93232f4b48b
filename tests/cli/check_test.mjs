// Checks: what a scenario says of itself, and its wrong variants.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { matchesGolden, output, testInFolder, weir } from './weir.mjs';

const names = () => JSON.parse(output(['list', '--json'])).map(({ name }) => name);
const scenario = (members) => JSON.stringify({
  weir: 1, name: 't', duration: '10s', streams: [{ name: 's' }],
  producers: [{ name: 'p', stream: 's', arrivals: { rate: 10 }, linger: '0s' }],
  check: [{ id: 'ten', that: 'run.intended.per_second', is: '= 10', at: 'always', from: '1s', until: '9s', why: 'Steady.' }],
  ...members,
});

test('every scenario has checks that hold and wrong variants that fail what they say', () => {
  const all = JSON.parse(output(['check', '--all', '--json']));
  assert.deepEqual(all.map((one) => one.scenario), names());
  for (const one of all) {
    assert.equal(one.passed, true, one.scenario);
    assert.ok(one.checks.length >= 2 && one.wrong.length >= 1, one.scenario);
    for (const check of one.checks) {
      assert.equal(check.verdict, 'passed');
      assert.match(check.why, /^[A-Z0-9].*\.$/);
    }
    for (const wrong of one.wrong) {
      assert.equal(wrong.as_expected, true, wrong.name);
      assert.deepEqual(wrong.failed.toSorted(), wrong.fails.toSorted());
      assert.ok(wrong.fails.length > 0);
    }
  }
  assert.match(output(['check', '--all']), /\n\d+ scenarios, \d+ checks: none failed; \d+ wrong variants: each fails as it should\n$/);
});

test('the report is its golden', () => {
  matchesGolden('check-trucks.txt', output(['check', 'trucks', '--wrong'], { env: { COLUMNS: '80' } }));
  matchesGolden('check-list.txt', output(['check', '--list'], { env: { COLUMNS: '80' } }));
});

test('a variant is a scenario: it is run, traced, digested and checked', () => {
  assert.match(output(['run', 'trucks', '--variant', 'random-key']), /\norder {2}VIOLATED/);
  assert.equal(output(['digest', 'trucks:random-key']), output(['digest', 'trucks', '--variant', 'random-key']));
  assert.notEqual(output(['digest', 'trucks:random-key']), output(['digest', 'trucks']));
  assert.match(output(['trace', 'trucks', '--variant', 'random-key', '--until', '30s', '--kind', 'order-violated']), /late/);
  const done = weir(['check', 'trucks:random-key']);
  assert.equal(done.status, 1);
  assert.equal(done.stderr, '');
  assert.match(done.stdout, /^ {2}FAILED {2}order-kept\n {10}.*found 769\n/m);
});

testInFolder('a variant is journaled and replayed', (folder) => {
  const at = { cwd: folder };
  const run = JSON.parse(output(['run', 'trucks', '--variant', 'random-key', '--journal-out', 'j', '--json'], at));
  const again = JSON.parse(output(['replay', 'j', '--json'], at));
  assert.deepEqual(again.digests, run.digests);
  assert.equal(again.title, '100 trucks, 3 shards, wrong: random-key');
});

testInFolder('a file is checked, in JSON with the numbers found', (folder, write) => {
  write('a.json', scenario());
  const [one] = JSON.parse(output(['check', 'a.json', '--json'], { cwd: folder }));
  assert.deepEqual(one.checks, [{
    id: 'ten', verdict: 'passed', that: 'run.intended.per_second', is: '= 10', when: 'always from 1s until 9s',
    why: 'Steady.', at_us: 9_000_000, unit: 'records', found: 10, expected: 10,
  }]);
});

testInFolder('a check that fails is exit code 1, with what was found and when', (folder, write) => {
  write('a.json', scenario({ producers: [{ name: 'p', stream: 's', arrivals: { rate: 10 }, stop: '4s' }] }));
  const done = weir(['check', 'a.json'], { cwd: folder });
  assert.equal(done.status, 1);
  assert.equal(done.stderr, '');
  assert.match(done.stdout, /FAILED {2}ten\n.*always from 1s until 9s: found 9 after\n {10}00:00:04\.000\n/);
});

testInFolder('a variant that does not fail as it says is exit code 1', (folder, write) => {
  const wrong = [{ name: 'v', about: 'Nothing of it.', patch: { '/seed': 8 }, fails: ['ten'] }];
  write('a.json', scenario({ wrong }));
  assert.equal(weir(['check', 'a.json'], { cwd: folder }).status, 0);
  const done = weir(['check', 'a.json', '--wrong'], { cwd: folder });
  assert.equal(done.status, 1);
  assert.match(done.stdout, /FAILED {2}wrong variant v\n.*\n {10}should fail ten; failed nothing:\n/);
});

const bad = (name, args, write, message) =>
  testInFolder(name, (folder, put) => {
    for (const [file, text] of Object.entries(write)) put(file, text);
    const done = weir(args, { cwd: folder });
    assert.equal(done.status, 2);
    assert.equal(done.stdout, '');
    assert.match(done.stderr, message);
  });

bad('a scenario without checks has nothing to check', ['check', 'a.json'], { 'a.json': scenario({ check: [] }) },
  /^weir: a\.json: has no "check" to run\n$/);
bad('a measure that does not exist', ['check', 'a.json'],
  { 'a.json': scenario({ check: [{ id: 'x', that: 'streams.s.record_in', is: '= 0', why: 'w' }] }) },
  /^weir: a\.json: check\[0\]\.that: "streams\.s\.record_in": .* did you mean "records_in"\?\n$/);
bad('a variant that is no scenario', ['check', 'a.json', '--wrong'],
  { 'a.json': scenario({ wrong: [{ name: 'v', about: 'a', patch: { '/streams/s/shards': 0 }, fails: ['ten'] }] }) },
  /^weir: a\.json: wrong "v": streams\[0\]\.shards: expected .*\n$/);
bad('a variant that does not exist', ['run', 'trucks', '--variant', 'x'], {}, /^weir: trucks: trucks has no variant "x"; expected one of random-key\n$/);
bad('no scenario', ['check'], {}, /^weir: which scenario\? Give names, or --all\n$/);
