// What only a terminal gets: the progress bar and colours. `script` makes one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { command, output, weir } from './weir.mjs';

const noScript = spawnSync('script', ['--version']).error !== undefined;
// Long enough for a bar that is drawn every tenth of a second, on any machine.
const RUN = ['run', 'slow-consumer'];

function onTerminal(args, env = {}) {
  const line = [...command, ...args].map((word) => `'${word}'`).join(' ');
  const done = spawnSync('script', ['-qec', line, '/dev/null'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TERM: 'xterm', COLUMNS: '100', LANG: 'C', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.equal(done.status, 0);
  return done.stdout;
}

test('pipes get neither a bar nor colours', () => {
  const done = weir(RUN);
  assert.equal(done.stderr, '');
  assert.doesNotMatch(done.stdout, /\x1b|\r/);
});

test('a terminal gets a bar that goes away', { skip: noScript }, () => {
  const text = onTerminal(RUN);
  assert.match(text, /\rslow-consumer {2}#*-+ {2}\d+ % {2}[0-9:d ]+ {2}[\d,]+ records\/s/);
  assert.match(text, /\r\x1b\[K\x1b\[1mA slow consumer/);
  for (const drawn of text.split('\r').filter((part) => part.includes('records/s'))) {
    assert.ok(drawn.replace('\x1b[K', '').length < 100, drawn);
  }
  assert.match(onTerminal(RUN, { LANG: 'C.UTF-8' }), /slow-consumer {2}\u2588*\u2591+ /);
});

test('no bar when it is not wanted', { skip: noScript }, () => {
  assert.doesNotMatch(onTerminal([...RUN, '--no-progress']), /records\/s/);
});

test('colours on a terminal, unless NO_COLOR or a dumb one', { skip: noScript }, () => {
  assert.match(onTerminal(['list']), /\x1b\[1mtrucks\x1b\[0m/);
  assert.doesNotMatch(onTerminal(['list'], { NO_COLOR: '1' }), /\x1b/);
  assert.doesNotMatch(onTerminal(['list'], { TERM: 'dumb' }), /\x1b/);
});

test('without its escapes the text of a terminal is that of a pipe', { skip: noScript }, () => {
  const plain = onTerminal(['list']).replace(/\x1b\[[0-9;]*m/g, '').replaceAll('\r\n', '\n');
  assert.equal(plain, output(['list'], { env: { COLUMNS: '100' } }));
});
