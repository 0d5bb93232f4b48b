// Shows each rule a file that breaks it, and one beside it that does not: a rule that cannot fail, or
// that fails on what is allowed, is worse than none.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RULES, violations } from './rules.mjs';
import { Source } from './source.mjs';

// rule: [[path, text that breaks it] ...], [[path, text that does not] ...]
const PLANTED = {
  layer: {
    breaks: [
      ['core/base/a.cc', '#include "core/model/ids.h"\n'],
      ['core/model/a.h', '#pragma once\n#include "core/sim/scheduler.h"\n'],
      ['core/sim/a.cc', '#include "core/stream/shard.h"\n'],
      ['core/stream/a.cc', '#include "core/producer/b.h"\n'],
      ['core/producer/a.cc', '#include "core/consumer/poller.h"\n'],
      ['core/sql/a.cc', '#include "core/firehose/buffer.h"\n'],
      ['core/view/a.cc', '#include "core/stream/shard.h"\n'],
      ['core/api/a.cc', '#include "core/engine/engine.h"\n'],
      ['core/engine/a.cc', '#include "native/main.h"\n'],
      ['web/ui/a.cc', '#include "core/sim/scheduler.h"\n'],
      ['web/ui/a.cc', '#include "core/stream/shard.h"\n'],
      ['native/a.cc', '#include "web/ui/theme.h"\n'],
      ['core/base/a.cc', '#include "time.h"\n'],
      ['core/model/a.cc', '#include "core/basement/x.h"\n'],
    ],
    keeps: [
      ['core/engine/a.cc', '#include "core/sql/plan.h"\n#include "core/base/time.h"\n'],
      ['web/ui/a.cc', '#include "core/engine/engine.h"\n#include "core/view/engine_view.h"\n#include "web/ui/b.h"\n'],
      ['native/a.cc', '#include "core/stream/shard.h"\n'],
      ['tests/unit/a_test.cc', '#include "core/stream/shard.h"\n#include "web/ui/theme.h"\n'],
      ['core/base/a.cc', '// #include "core/model/ids.h"\n'],
    ],
  },
  'third-party': {
    breaks: [
      ['core/stream/a.cc', '#include <nlohmann/json.hpp>\n'],
      ['core/engine/a.cc', '#include <CLI/CLI.hpp>\n'],
      ['core/view/a.cc', '#include <imgui.h>\n'],
      ['native/a.cc', '#include "backends/imgui_impl_opengl3.h"\n'],
      ['native/a.cc', '#include <SDL.h>\n'],
      ['core/base/a.cc', '#include <gtest/gtest.h>\n'],
      ['web/ui/a.cc', '#include <openssl/evp.h>\n'],
    ],
    keeps: [
      ['core/engine/a.cc', '#include <nlohmann/json.hpp>\n'],
      ['web/app/a.cc', '#include <SDL.h>\n#include <imgui.h>\n'],
      ['web/ui/a.cc', '#include "imgui.h"\n'],
    ],
  },
  'pragma-once': {
    breaks: [['core/base/a.h', '#ifndef A\n#define A\n#endif\n'], ['core/base/a.h', '// #pragma once\n']],
    keeps: [['core/base/a.h', '// A.\n#pragma once\n'], ['core/base/a.cc', '\n']],
  },
  'file-size': {
    breaks: [['core/base/a.cc', '\n'.repeat(501)], ['web/page/a.js', '\n'.repeat(501)]],
    keeps: [['core/base/a.cc', '\n'.repeat(500)], ['core/scenarios/a.json', '\n'.repeat(900)]],
  },
  'top-level': {
    breaks: [['scripts/a.py', '\n'], ['NOTES.md', '\n']],
    keeps: [['dev', '\n'], ['.ci/run', '\n'], ['site/docs/a.md', '\n']],
  },
  'machine-path': {
    breaks: [['README.md', ['run ', 'home', 'me', 'weir'].join('/')], ['dev', ['cd ', 'root', 'x'].join('/')]],
    keeps: [['README.md', 'see site/work/home.md and https://example.org/home/page\n']],
  },
  clock: {
    breaks: [
      ['core/sim/a.cc', '#include <chrono>\n'],
      ['core/sim/a.cc', 'auto t = std::chrono::steady_clock::now();\n'],
      ['core/sim/a.cc', 'auto t = time(nullptr);\n'],
      ['core/sim/a.cc', 'clock_gettime(CLOCK_REALTIME, &ts);\n'],
    ],
    keeps: [['core/sim/a.cc', 'Instant time(Instant now); // std::chrono\n'], ['web/app/a.cc', '#include <chrono>\n']],
  },
  random: {
    breaks: [
      ['core/base/a.cc', '#include <random>\n'],
      ['web/ui/a.cc', 'std::mt19937 engine;\n'],
      ['native/a.cc', 'int x = rand();\n'],
      ['core/base/a.cc', 'std::shuffle(a, b, c);\n'],
      ['core/base/a.cc', 'std::poisson_distribution<int> d;\n'],
    ],
    keeps: [['core/base/a.cc', 'int x = operand(1); // rand()\n']],
  },
  thread: {
    breaks: [
      ['core/base/a.cc', '#include <thread>\n'],
      ['core/base/a.cc', '#include <atomic>\n'],
      ['core/base/a.cc', 'thread_local int x;\n'],
    ],
    keeps: [['native/a.cc', '#include <thread>\n'], ['core/base/a.cc', 'int thread = 0;\n']],
  },
  'input-output': {
    breaks: [
      ['core/base/a.cc', '#include <cstdio>\n'],
      ['core/base/a.cc', '#include <fstream>\n'],
      ['core/base/a.cc', 'std::printf("x");\n'],
      ['core/base/a.cc', 'auto home = getenv("HOME");\n'],
    ],
    keeps: [['native/a.cc', '#include <cstdio>\n'], ['core/base/a.cc', 'auto s = "printf(x)";\n']],
  },
  iostream: {
    breaks: [['native/a.cc', '#include <iostream>\n'], ['web/ui/a.cc', '#include <iostream>\n']],
    keeps: [['tests/a.cc', '#include <iostream>\n'], ['native/a.cc', '#include <istream>\n']],
  },
  unordered: {
    breaks: [
      ['core/stream/a.cc', 'std::unordered_map<int, int> m;\n'],
      ['core/stream/a.cc', '// tidy-allow(unordered):\nstd::unordered_set<int> m;\n'],
      ['core/stream/a.cc', '// tidy-allow(clock): wrong rule\nstd::unordered_set<int> m;\n'],
    ],
    keeps: [
      ['core/stream/a.cc', 'std::map<int, int> m; // not unordered_map\n'],
      ['core/stream/a.cc', '// tidy-allow(unordered): looked up by key only, never walked.\nstd::unordered_map<int, int> m;\n'],
    ],
  },
  'std-hash': {
    breaks: [['core/base/a.cc', 'std::hash<int> h;\n']],
    keeps: [['core/base/a.cc', 'HashKey hash(int x);\n']],
  },
  'floating-point': {
    breaks: [
      ['core/base/a.cc', 'double x = 0;\n'],
      ['core/view/a.cc', 'float x = 0;\n'],
      ['core/base/a.cc', '#include <cmath>\n'],
    ],
    keeps: [
      ['core/sql/value.cc', 'double x = 0;\n'],
      ['web/ui/a.cc', 'float x = 0;\n'],
      ['core/base/a.cc', "int64_t n = 1'000'000;  // a double's 'range'\nint doubled = 2;\n"],
    ],
  },
  long: {
    breaks: [
      ['core/base/a.cc', 'long x = 0;\n'],
      ['native/a.cc', 'unsigned long long x = 0;\n'],
      ['tests/unit/a.cc', "char c = '\"'; long x = 0;  // the quote must not hide it\n"],
      ['core/base/a.cc', "int n = 1'000; long x = 2'000;\n"],
    ],
    keeps: [['tests/unit/a.cc', 'int64_t x = 5LL; /* as long as\n long */ auto s = R"(long)"; int longest; long double d;\n']],
  },
  exception: {
    breaks: [
      ['core/base/a.cc', 'throw 1;\n'],
      ['web/ui/a.cc', 'try { f(); } catch (...) {}\n'],
      ['core/base/a.cc', 'auto* x = dynamic_cast<A*>(b);\n'],
    ],
    keeps: [['native/a.cc', 'try { f(); } catch (...) {}\n'], ['core/base/a.cc', '// throw\nint throwaway;\n']],
  },
  emscripten: {
    breaks: [
      ['core/base/a.cc', '#ifdef __EMSCRIPTEN__\n#endif\n'],
      ['web/app/main.cc', '#ifdef __EMSCRIPTEN__\n#endif\n'],
      ['tests/unit/a_test.cc', '#ifdef __EMSCRIPTEN__\n#endif\n'],
    ],
    keeps: [['web/app/host_web.cc', '#ifdef __EMSCRIPTEN__\n#endif\n']],
  },
};

const found = (rule, [path, text]) => violations(new Source(path, text), [rule]);

for (const rule of RULES) {
  test(`${rule.name} finds what is planted and leaves the rest alone`, () => {
    const { breaks, keeps } = PLANTED[rule.name];
    for (const sample of breaks) assert.notDeepEqual(found(rule, sample), [], `missed: ${sample}`);
    for (const sample of keeps) assert.deepEqual(found(rule, sample), [], `wrongly found: ${sample}`);
  });
}

test('every planted sample belongs to a rule', () => {
  assert.deepEqual(Object.keys(PLANTED).sort(), RULES.map(({ name }) => name).sort());
});

test('a violation is reported on its own line', () => {
  const text = '// A.\n/* two\n lines */ int a;\ndouble b;\n';
  const [only] = violations(new Source('core/base/a.cc', text));
  assert.deepEqual([only.rule, only.line], ['floating-point', 4]);
});
