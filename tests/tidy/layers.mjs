// Who may include whom: site/docs/architecture.md as a table. A folder may always include itself.
const BASE = ['core/base'];
const MODEL = [...BASE, 'core/model'];
const STREAM = [...MODEL, 'core/sim', 'core/stream', 'core/metrics'];
// A front end drives the engine, seeks on its timeline, writes its journal and reads its trace. It
// reaches no stream, producer or consumer: those it knows by the view.
const ENGINE_FOR_WEB = ['core/engine', 'core/sim/trace.h'];

// Folder or file prefix -> prefixes of what it may include. The first row that fits decides.
const MAY_INCLUDE = [
  ['core/base/', []],
  ['core/model/', BASE],
  ['core/sim/', MODEL],
  // What a simulated client may touch (sim_context.h) has the metrics in it.
  ['core/stream/sim_context.h', STREAM],
  ['core/stream/', [...MODEL, 'core/sim']],
  // These four stand beside each other and never see each other.
  ['core/producer/', STREAM],
  // A reader's state and a series' point are kept as the view shows them: plain values, no behaviour.
  ['core/consumer/', [...STREAM, 'core/view']],
  ['core/firehose/', [...STREAM, 'core/view']],
  ['core/sql/', STREAM],
  ['core/view/', MODEL],
  ['core/metrics/', [...MODEL, 'core/view']],
  ['core/cost/', MODEL],
  ['core/security/', MODEL],
  ['core/scenarios/', BASE],
  ['core/api/', [...STREAM, 'core/firehose', 'core/security']],
  ['core/engine/', ['core']],
  ['web/', [...MODEL, 'core/view', 'core/api', ...ENGINE_FOR_WEB]],
  ['native/', ['core']],
  ['tests/', ['core', 'web', 'native']],
];

// Third-party headers stay at the border that needs them.
const THIRD_PARTY = [
  [/^nlohmann\//, /^(core\/(engine|api)|native|tests)\//],
  [/^CLI\//, /^native\//],
  [/^((backends\/)?imgui|SDL|GLES|GL\/|emscripten)/, /^web\//],
  [/^(gtest|gmock)\//, /^tests\//],
  [/^benchmark\//, /^tests\/bench\//],
  [/^(zlib|snappy|minizip)/, /^(core\/firehose|tests)\//],
  [/^(openssl|nghttp2|curl|librdkafka|sqlite3|libpq)/, /^(native|tests)\//],
];

export function mayInclude(path, name) {
  const row = MAY_INCLUDE.find(([prefix]) => path.startsWith(prefix));
  if (!row) return false;
  const own = row[0].slice(0, -1);
  return [own, ...row[1]].some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
}

const thirdPartyRow = (name) => THIRD_PARTY.find(([header]) => header.test(name));

// In quotes or in brackets: both spellings of a library's header are in use.
export const isThirdParty = (name) => thirdPartyRow(name) !== undefined;

export function mayIncludeThirdParty(path, name) {
  const row = thirdPartyRow(name);
  return !row || row[1].test(path);
}
