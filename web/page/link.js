// What a link holds, after the `#`:  s=trucks&seed=7&t=12.5&speed=4&v=1
//
//   s      name of a bundled scenario      seed   decimal, 0 to 2^64-1
//   t      seconds since the start         speed  virtual seconds a second
//   v      version of this list: 1
//
// The fragment is never sent to a server. Keys that are not ours are kept where they stand: a newer
// version's link survives an older page.

const kVersion = '1';

// -> {scenario, seed, t, speed}; a key that is missing or no number is undefined.
export function readLink(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (key) => {
    const text = values.get(key);
    if (text === null || text.trim() === '') return undefined;
    const value = Number(text);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const seed = values.get('seed');
  return {
    scenario: values.get('s') ?? undefined,
    seed: seed !== null && /^\d{1,20}$/.test(seed) ? seed : undefined,
    t: number('t'),
    speed: number('speed'),
  };
}

// `hash` with our keys replaced by those of `link`; undefined removes one.
export function writeLink(hash, { scenario, seed, t, speed }) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const set = (key, value) => (value === undefined ? values.delete(key) : values.set(key, value));
  set('s', scenario);
  set('seed', seed);
  set('t', t === undefined ? undefined : String(t));
  set('speed', speed === undefined ? undefined : String(speed));
  values.delete('v');
  values.set('v', kVersion);
  return `#${values}`;
}
