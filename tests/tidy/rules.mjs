// The house rules that a compiler does not know. Each is a name and a function from a Source to the
// places that break it: {line, message}. planted_test.mjs shows each of them a file that does.
import { isThirdParty, mayInclude, mayIncludeThirdParty } from './layers.mjs';

const LINES_MAX = 500;
const TOP_LEVEL = [
  'CMakeLists.txt', 'CMakePresets.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dev',
  'core', 'web', 'native', 'shaders', 'tests', 'site',
];

// A rule that finds `pattern` in the code of the C++ files whose path fits `where`.
function banned(name, where, pattern, why) {
  return {
    name,
    check: (source) =>
      source.isCpp && where(source.path)
        ? source.matches(pattern).map(({ line, text }) => ({ line, message: `${text}: ${why}` }))
        : [],
  };
}

const inCore = (path) => path.startsWith('core/');
const inProduct = (path) => /^(core|web|native)\//.test(path);
const anywhere = () => true;

// Words that only a system header gives: `#include <NAME>` of any of them.
const header = (...names) => new RegExp(`#\\s*include\\s*<(${names.join('|')})>`, 'g');
const either = (...patterns) => new RegExp(patterns.map((p) => p.source).join('|'), 'g');

export const RULES = [
  {
    name: 'layer',
    check: (source) =>
      source.includes
        .filter(({ system, name }) => !system && !isThirdParty(name) && !mayInclude(source.path, name))
        .map(({ line, name }) => ({ line, message: `may not include ${name}` })),
  },
  {
    name: 'third-party',
    check: (source) =>
      source.includes
        .filter(({ name }) => !mayIncludeThirdParty(source.path, name))
        .map(({ line, name }) => ({ line, message: `${name} does not belong in this folder` })),
  },
  {
    name: 'pragma-once',
    check: ({ path, text }) =>
      path.endsWith('.h') && !/^#pragma once$/m.test(text)
        ? [{ line: 1, message: 'a header needs #pragma once' }]
        : [],
  },
  {
    name: 'file-size',
    check: ({ path, lines }) =>
      /\.(cc|h|inc|mjs|js|css|html|glsl|py|sh|cmake)$|^dev$/.test(path) && lines.length - 1 > LINES_MAX
        ? [{ line: LINES_MAX, message: `${lines.length - 1} lines; one file, one noun: at most ${LINES_MAX}` }]
        : [],
  },
  {
    name: 'top-level',
    check: ({ path }) => {
      const top = path.split('/')[0];
      return top.startsWith('.') || TOP_LEVEL.includes(top)
        ? []
        : [{ line: 1, message: `${top} may not stand in the top folder` }];
    },
  },
  {
    name: 'machine-path',
    check: ({ lines }) =>
      lines.flatMap((text, index) =>
        /(^|[\s"'`=(:])\/(work|root|home)\//.test(text)
          ? [{ line: index + 1, message: "a path of somebody's machine" }]
          : []),
  },
  banned('clock', inCore,
    either(header('chrono', 'ctime', 'time\\.h', 'sys/time\\.h'),
      /\bstd::chrono\b|\b(gettimeofday|clock_gettime|steady_clock|system_clock)\b|\b(std::)?(time|clock)\s*\(\s*(\)|nullptr|0|NULL)/),
    'time is an argument'),
  banned('random', inProduct,
    either(header('random'), /\bstd::(mt19937\w*|random_device|shuffle|\w+_distribution)\b|\bs?rand\s*\(/),
    'chance comes from base/prng.h'),
  banned('thread', inCore,
    either(header('thread', 'mutex', 'shared_mutex', 'atomic', 'future', 'condition_variable', 'stop_token'),
      /\b(thread_local|pthread_\w+)\b/),
    'the core has one thread'),
  banned('input-output', inCore,
    either(header('iostream', 'fstream', 'cstdio', 'stdio\\.h', 'filesystem', 'print', 'unistd\\.h'),
      /\b(printf|fprintf|puts|getenv|fopen)\s*\(/),
    'the core neither reads nor prints'),
  banned('iostream', inProduct, header('iostream'), 'its static objects run before main'),
  banned('unordered', inCore, /\bunordered_(multi)?(map|set)\b/g,
    'its order differs between the twins; where the order never shows, allow it with the reason'),
  banned('std-hash', inCore, /\bstd::hash\b/g, 'differs between the twins'),
  banned('floating-point', (path) => inCore(path) && !/^core\/(sql|firehose\/jq)\//.test(path),
    either(header('cmath', 'math\\.h'), /\b(float|double)\b/), 'whole numbers in core/'),
  banned('long', anywhere, /\blong\b(?!\s+double)/g, '8 bytes in one twin, 4 in the other: <cstdint> types'),
  banned('exception', (path) => /^(core|web)\//.test(path),
    /\b(throw|try|catch|dynamic_cast|typeid)\b/g, 'errors are values: Result<T>'),
  banned('emscripten', (path) => path !== 'web/app/host_web.cc', /\b(__EMSCRIPTEN__|EM_ASM|EM_JS)\b/g,
    'only web/app/host_web.cc knows the host'),
];

// What breaks `rules` in `source`, in the order of the lines.
export function violations(source, rules = RULES) {
  return rules
    .flatMap((rule) =>
      rule.check(source)
        .filter(({ line }) => !source.allows(line, rule.name))
        .map((found) => ({ ...found, rule: rule.name })))
    .sort((a, b) => a.line - b.line);
}
