// Numbers and times as a person reads them. English digits on every machine: what the page says is part
// of what tests and screenshots compare.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

// 4120 -> "4,120"; with `compact`, from 100,000 on, "123 k", "4.5 M".
export function count(n, compact = false) {
  if (!compact || Math.abs(n) < 100_000) return whole.format(n);
  for (const [unit, sign] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(n) >= unit) return `${(n / unit >= 100 ? whole : tenth).format(n / unit)} ${sign}`;
  }
  return whole.format(n);
}

// Bytes in the units of the service's limits: 1 KiB is 1024.
export function bytes(n) {
  if (n < 1024) return `${whole.format(n)} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = n / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${tenth.format(value)} ${units[unit]}`;
}

export function percent(part) {
  return `${tenth.format(part * 100)} %`;
}

// A clock for a run of `totalUs`: "00:12.500", "1:02:03.500", "3d 04:05:06".
export function clock(us, totalUs = us) {
  const totalSeconds = Math.max(us, totalUs) / 1e6;
  const seconds = Math.floor(us / 1e6);
  const two = (n) => String(n).padStart(2, '0');
  const millis = String(Math.floor(us / 1000) % 1000).padStart(3, '0');
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (totalSeconds < 3600) return `${minutes}.${millis}`;
  const hours = Math.floor(seconds / 3600);
  if (totalSeconds < 86_400) return `${hours}:${minutes}.${millis}`;
  return `${Math.floor(hours / 24)}d ${two(hours % 24)}:${minutes}`;
}

// The end of a run, without the fraction that it seldom has: "05:00".
export function clockEnd(us) {
  const text = clock(us);
  return text.replace(/\.000$/, '');
}

// A span in the unit that suits it: "0 s", "812 ms", "12.5 s", "4.2 min", "3.1 h", "6.9 d".
export function span(us) {
  if (us === 0) return '0 s';
  if (us < 1000) return `${whole.format(us)} µs`;
  if (us < 1e6) return `${(us < 10e3 ? tenth : whole).format(us / 1e3)} ms`;
  if (us < 120e6) return `${tenth.format(us / 1e6)} s`;
  if (us < 7200e6) return `${tenth.format(us / 60e6)} min`;
  if (us < 172_800e6) return `${tenth.format(us / 3600e6)} h`;
  return `${tenth.format(us / 86_400e6)} d`;
}

// 0.01 -> "1/100×", 10000 -> "10,000×"
export function speed(value) {
  return value < 1 ? `1/${whole.format(1 / value)}×` : `${new Intl.NumberFormat('en-US').format(value)}×`;
}

// "1 shard", "3 shards"
export function plural(n, noun) {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}
