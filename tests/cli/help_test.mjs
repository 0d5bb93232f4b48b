// What teaches: help, the list of scenarios, completions.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { matchesGolden, output, testInFolder, weir } from './weir.mjs';

const COMMANDS = ['list', 'run', 'replay', 'digest', 'trace', 'check', 'explain', 'compare', 'metrics', 'cost', 'poster', 'scenario', 'ui', 'completions', 'help'];

test('the version is one line', () => {
  assert.match(output(['--version']), /^weir \d+\.\d+\.\d+\n$/);
});

test('help of the program is its golden, however it is asked for', () => {
  const help = output(['--help']);
  matchesGolden('help.txt', help.replace(/\d+\.\d+\.\d+/, 'VERSION'));
  for (const args of [[], ['-h'], ['help']]) assert.equal(output(args), help);
});

for (const command of COMMANDS) {
  test(`help of ${command} is its golden, begins with examples, and fits 80 columns`, () => {
    const help = output(['help', command]);
    matchesGolden(`help-${command}.txt`, help);
    assert.equal(output([command, '--help']), help);
    assert.ok(help.indexOf('Examples') < help.indexOf('Options'));
    const examples = help.slice(help.indexOf('Examples'), help.indexOf('Options'));
    const long = help.replace(examples, '').split('\n').filter((line) => line.length > 80);
    assert.deepEqual(long, []);
  });
}

test('help wins over what else is wrong', () => {
  assert.equal(output(['run', '--sed', '7', '--help']), output(['help', 'run']));
});

test('the list is its golden, and its JSON says the same', () => {
  const list = output(['list'], { env: { COLUMNS: '80' } });
  matchesGolden('list.txt', list);
  const scenarios = JSON.parse(output(['list', '--json']));
  assert.ok(scenarios.length >= 7);
  for (const { name, title, about } of scenarios) {
    assert.ok(list.includes(name) && list.includes(title));
    assert.ok(about.length > 20);
  }
});

test('text wraps at the width of the terminal', () => {
  for (const columns of [60, 80, 100]) {
    const lines = output(['list'], { env: { COLUMNS: String(columns) } }).split('\n');
    const longest = Math.max(...lines.map((line) => line.length));
    assert.ok(longest <= columns && longest > columns - 20, `${longest} of ${columns}`);
  }
});

test('a scenario printed is a scenario that runs', () => {
  const text = output(['scenario', 'trucks']);
  assert.equal(JSON.parse(text).name, 'trucks');
  const digests = (run) => run.split('\n').find((line) => line.startsWith('digests'));
  assert.equal(digests(output(['run', '-'], { input: text })), digests(output(['run', 'trucks'])));
});

testInFolder('a scenario printed still finds the data set that is part of weir', (folder, write) => {
  write('my.json', output(['scenario', 'earthquakes']));
  assert.match(output(['run', 'my.json'], { cwd: folder }), /1,707/);
});

test('completions are understood by bash', () => {
  const script = `${output(['completions', 'bash'])}
COMP_WORDS=(weir ru); COMP_CWORD=1; _weir; echo "\${COMPREPLY[@]}"
COMP_WORDS=(weir run tru); COMP_CWORD=2; _weir; echo "\${COMPREPLY[@]}"`;
  const bash = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  assert.equal(bash.stderr, '');
  assert.equal(bash.stdout, 'run\ntrucks\n');
});

test('an unknown shell is refused', () => {
  assert.equal(weir(['completions', 'tcsh']).status, 2);
  assert.match(output(['completions', 'zsh']), /bashcompinit/);
  assert.match(output(['completions', 'fish']), /complete -c weir/);
});
