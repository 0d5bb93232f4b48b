// Expressions against jq 1.6 itself: the same outputs in the same order, and an error where it has one.
// WEIR_JQ_SEED=N and WEIR_JQ_CASES=N choose what is made at random; a failure prints the command.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Generator } from './generator.mjs';

const version = spawnSync('jq', ['--version'], { encoding: 'utf8' }).stdout?.trim();
const seed = Number(process.env.WEIR_JQ_SEED ?? 1);
const count = Number(process.env.WEIR_JQ_CASES ?? 250);

// [{expression, input}] -> [{outputs, failed, refused}], all in one process.
function ours(cases) {
  const input = cases.map((one) => `${JSON.stringify(one.expression)}\n${one.input}\n`).join('');
  const ran = spawnSync(process.env.JQ_EVAL, [], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(ran.status, 0, ran.stderr);
  const answers = [];
  let answer = { outputs: [] };
  for (const line of ran.stdout.split('\n')) {
    if (line === '.') {
      answers.push(answer);
      answer = { outputs: [] };
    } else if (line.startsWith('! ')) answer.failed = line.slice(2);
    else if (line.startsWith('? ')) answer.refused = line.slice(2);
    else if (line !== '') answer.outputs.push(line);
  }
  assert.equal(answers.length, cases.length);
  return answers;
}

// jq takes a twentieth of a second to start: two of them at a time.
async function allOfTheirs(cases) {
  const answers = new Array(cases.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < cases.length; i = next++) answers[i] = await theirs(cases[i]);
  };
  await Promise.all([work(), work()]);
  return answers;
}

// Whatever makes jq itself run away is cut off soon.
function runJq({ expression, input }) {
  return new Promise((resolve) => {
    const child = execFile('jq', ['-c', expression], { encoding: 'utf8', timeout: 10_000, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ status: error?.code ?? 0, signal: error?.signal, stdout, stderr }));
    child.stdin.on('error', () => {});  // An expression that does not compile reads nothing.
    child.stdin.end(input);
  });
}

// Exit code 3: it does not compile.
async function theirs(one) {
  const ran = await runJq(one);
  const answer = { outputs: ran.stdout.split('\n').filter((line) => line !== '') };
  if (ran.status === 3 || ran.signal) answer.refused = ran.stderr.trim() || ran.signal;
  else if (ran.status !== 0) answer.failed = ran.stderr.replace(/^jq: error \(at [^)]*\):? /, '').trim();
  return answer;
}

function differ(mine, other) {
  const says = (answer) => JSON.stringify(answer);
  if (mine.refused !== undefined || other.refused !== undefined) {
    return (mine.refused !== undefined) === (other.refused !== undefined)
      ? undefined : `ours ${says(mine)}, jq's ${says(other)}`;
  }
  const same = says(mine.outputs) === says(other.outputs) &&
    (mine.failed !== undefined) === (other.failed !== undefined);
  return same ? undefined : `ours ${says(mine)}, jq's ${says(other)}`;
}

async function compare(cases, hint) {
  const answers = ours(cases);
  const others = await allOfTheirs(cases);
  const wrong = [];
  cases.forEach((one, i) => {
    const difference = differ(answers[i], others[i]);
    if (difference) wrong.push(`${one.expression}   on ${one.input}\n    ${difference}`);
  });
  assert.equal(wrong.length, 0, `${wrong.length} of ${cases.length} differ${hint}\n${wrong.slice(0, 20).join('\n')}`);
}

test('this is jq 1.6', () => {
  assert.equal(version, 'jq-1.6');
});

test('the cases of cases.txt', async () => {
  const cases = readFileSync(new URL('./cases.txt', import.meta.url), 'utf8').split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.lastIndexOf('   <- ');
      return at < 0 ? { expression: line, input: 'null' }
        : { expression: line.slice(0, at), input: line.slice(at + 6) };
    });
  assert.ok(cases.length > 250, `${cases.length} cases`);  await compare(cases, '');
});

test('what errors say is what jq says', async () => {
  const cases = ['.a.b', '.[0]', '{} + 1', '[] - 1', '{} * 2', '1 / 0 | .', '.[]', 'keys',
    '{"a":1} | error', 'error("mine")', '[1] | implode | error', '[1,2] | join(1)', '"abc" | .a', '{} | .[0]',
    '"x" | strptime("%Y")', '{} | tostring | error', '[1] | .a', 'true | length', '[{}] | @csv']
    .map((expression) => ({ expression, input: '{"a":12345678901,"b":"a long string"}' }));  const others = await allOfTheirs(cases);
  ours(cases).forEach((mine, i) => {
    const other = others[i];
    if (other.refused === undefined) assert.equal(mine.failed, other.failed, cases[i].expression);
  });
});

test('expressions made at random', async () => {
  const generator = new Generator(seed);
  const cases = Array.from({ length: count }, () => generator.one());  await compare(cases, `: WEIR_JQ_SEED=${seed} WEIR_JQ_CASES=${count} ctest --preset dev -R jq/differential`);
});

test('numbers of every size are printed as jq prints them', async () => {
  const generator = new Generator(seed + 1);
  const numbers = Array.from({ length: 2000 }, () => generator.number());
  const cases = [{ expression: '.[]', input: `[${numbers.join(',')}]` },
    { expression: '.[] | tostring', input: `[${numbers.join(',')}]` }];
  const answers = ours(cases);  const others = await allOfTheirs(cases);
  others.forEach((other, i) => {
    other.outputs.forEach((text, k) => assert.equal(answers[i].outputs[k], text, numbers[k]));
  });
});

test('what jq has and this does not is refused, not answered otherwise', () => {
  const outside = ['def f: 1; f', 'test("a")', 'now', 'input', '$ENV', 'env', '. as [$a] | $a', 'label $f | 1',
    'import "a" as a; 1', 'ltrimstr("a") | sub("a";"b")', 'splits("a")', 'walk(.)', '@base32d', '@foo'];
  for (const answer of ours(outside.map((expression) => ({ expression, input: 'null' })))) {
    assert.match(answer.refused ?? '', /^jq: /);
  }
});
