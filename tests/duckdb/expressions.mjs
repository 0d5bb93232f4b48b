// Random expressions that Weir's Flink dialect and DuckDB both know, each in the words of both:
// {weir, duck}. Where the two differ by design the generator stays away: integers stay far from
// overflow, doubles are not divided by zero, text is compared in ASCII.

// mulberry32: small, and the same everywhere.
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)], chance: (p) => next() < p };
}

const both = (text) => ({ weir: text, duck: text });
// `make` is called for each of the two: it must not draw.
const join = (make, ...parts) => ({
  weir: make(...parts.map((part) => part.weir)),
  duck: make(...parts.map((part) => part.duck)),
});

export function generator(random) {
  const nullOf = (type) => both(`CAST(NULL AS ${type})`);
  const maybeNull = (type, make) => (random.chance(0.08) ? nullOf(type) : make());
  const letters = 'abcABC xyz_%.0123';
  const text = (most = 8) =>
    Array.from({ length: random.below(most + 1) }, () => letters[random.below(letters.length)]).join('');
  const quoted = (value) => both(`'${value}'`);
  const small = (low, high) => both(String(low + random.below(high - low + 1)));

  const whole = (depth) => {
    if (depth <= 0) {
      return maybeNull('BIGINT', () => both(`CAST(${random.below(2001) - 1000} AS BIGINT)`));
    }
    const a = () => whole(depth - 1);
    switch (random.below(13)) {
      case 0: return join((x, y) => `(${x} + ${y})`, a(), a());
      case 1: return join((x, y) => `(${x} - ${y})`, a(), a());
      // Seven digits at most go into a product, so that three levels stay in 64 bits.
      case 2: return join((x, y) => `((${x}) % 10000 * ((${y}) % 1000))`, a(), a());
      case 3: {
        const [x, y] = [a(), small(1, 99)];
        return { weir: `(${x.weir} / ${y.weir})`, duck: `(${x.duck} // ${y.duck})` };
      }
      case 4: return join((x, y) => `(${x} % ${y})`, a(), small(1, 99));
      case 5: return join((x) => `ABS(${x})`, a());
      case 6: return join((c, x, y) => `CASE WHEN ${c} THEN ${x} ELSE ${y} END`, truth(depth - 1), a(), a());
      case 7: return join((x, y) => `COALESCE(${x}, ${y})`, a(), a());
      case 8: return join((x, y) => `NULLIF(${x}, ${y})`, a(), a());
      case 9: {
        const s = string(depth - 1);
        return { weir: `CHAR_LENGTH(${s.weir})`, duck: `length(${s.duck})` };
      }
      case 10: return join((x, y) => `POSITION(${x} IN ${y})`, quoted(text(2) || 'a'), string(depth - 1));
      case 11: {
        const unit = random.pick(['YEAR', 'QUARTER', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'WEEK', 'DOY', 'ISODOW']);
        return join((t) => `EXTRACT(${unit} FROM ${t})`, moment(depth - 1));
      }
      default: {
        // Not in seconds: Flink's INT is too short for a century of them.
        const unit = random.pick(['MINUTE', 'HOUR', 'DAY', 'MONTH', 'YEAR']);
        const [x, y] = [moment(depth - 1), moment(depth - 1)];
        return {
          weir: `TIMESTAMPDIFF(${unit}, ${x.weir}, ${y.weir})`,
          duck: `date_sub('${unit}', ${x.duck}, ${y.duck})`,
        };
      }
    }
  };

  const truth = (depth) => {
    if (depth <= 0) return random.chance(0.15) ? nullOf('BOOLEAN') : both(random.pick(['TRUE', 'FALSE']));
    const sides = () => {
      const make = random.pick([whole, string, moment, decimal, real]);
      return [make(depth - 1), make(depth - 1)];
    };
    switch (random.below(11)) {
      case 0: return join((x, y) => `(${x} AND ${y})`, truth(depth - 1), truth(depth - 1));
      case 1: return join((x, y) => `(${x} OR ${y})`, truth(depth - 1), truth(depth - 1));
      case 2: return join((x) => `(NOT ${x})`, truth(depth - 1));
      case 3: {
        const sign = random.pick(['=', '<>', '<', '<=', '>', '>=']);
        return join((x, y) => `(${x} ${sign} ${y})`, ...sides());
      }
      case 4: return join((x, y) => `(${x} IS NOT DISTINCT FROM ${y})`, ...sides());
      case 5: return join((x) => `(${x} IS NULL)`, sides()[0]);
      case 6: return join((x, y, z) => `(${x} BETWEEN ${y} AND ${z})`, whole(depth - 1), whole(depth - 1), whole(depth - 1));
      case 7: return join((x, y, z) => `(${x} IN (${y}, ${z}))`, whole(depth - 1), whole(depth - 1), whole(depth - 1));
      case 8: {
        const [s, pattern] = [string(depth - 1), text(5)];
        return join((x) => `(${x} LIKE '${pattern}')`, s);
      }
      case 9: return join((x) => `(${x} IS TRUE)`, truth(depth - 1));
      default: {
        const [s, pattern] = [string(depth - 1), expression()];
        return { weir: `REGEXP(${s.weir}, '${pattern}')`, duck: `regexp_matches(CAST(${s.duck} AS VARCHAR), '${pattern}')` };
      }
    }
  };

  const expression = () => {
    const atom = () => random.pick(['a', 'b', '[a-c]', '[^x-z]', '.', '\\d', '\\w', '(a|bc)', '(?:x|y)']);
    return Array.from({ length: 1 + random.below(3) }, () => atom() + random.pick(['', '', '*', '+', '?', '{1,2}', '*?'])).join('');
  };

  const string = (depth) => {
    if (depth <= 0) return maybeNull('VARCHAR', () => quoted(text()));
    const a = () => string(depth - 1);
    switch (random.below(13)) {
      case 0: return join((x, y) => `(${x} || ${y})`, a(), a());
      case 1: return join((x) => `UPPER(${x})`, a());
      case 2: return join((x) => `LOWER(${x})`, a());
      case 3: return join((x, p, n) => `SUBSTRING(${x}, ${p}, ${n})`, a(), small(1, 6), small(0, 6));
      case 4: return join((x, y, z) => `REPLACE(${x}, ${y}, ${z})`, a(), quoted(text(2) || 'b'), quoted(text(2)));
      case 5: return join((x) => `TRIM(${x})`, a());
      case 6: {
        const pad = random.pick(['LPAD', 'RPAD']);
        return join((x, n, f) => `${pad}(${x}, ${n}, ${f})`, a(), small(0, 12), quoted(text(2) || 'c'));
      }
      case 7: {
        const side = random.pick(['LEFT', 'RIGHT']);
        return join((x, n) => `${side}(${x}, ${n})`, a(), small(0, 6));
      }
      case 8: return join((x) => `REVERSE(${x})`, a());
      case 9: return join((x) => `MD5(${x})`, a());
      case 10: return join((x, n) => `REPEAT(${x}, ${n})`, a(), small(0, 3));
      case 11: {
        // Of empty matches Java replaces more than DuckDB: the first part is not optional.
        const [x, pattern, to] = [a(), `[a-c1]${expression()}`, random.pick(['', '-', 'zz'])];
        return {
          weir: `REGEXP_REPLACE(${x.weir}, '${pattern}', '${to}')`,
          duck: `regexp_replace(${x.duck}, '${pattern}', '${to}', 'g')`,
        };
      }
      default: return join((x) => `CAST(${x} AS VARCHAR)`, random.pick([whole, decimal])(depth - 1));
    }
  };

  const real = (depth) => {
    if (depth <= 0) {
      return maybeNull('DOUBLE', () => both(`CAST(${(random.below(200001) - 100000) / 64} AS DOUBLE)`));
    }
    const a = () => real(depth - 1);
    switch (random.below(7)) {
      case 0: return join((x, y) => `(${x} + ${y})`, a(), a());
      case 1: return join((x, y) => `(${x} - ${y})`, a(), a());
      case 2: return join((x, y) => `(${x} * ${y})`, a(), a());
      case 3: return join((x, y) => `(${x} / (ABS(${y}) + CAST(0.5 AS DOUBLE)))`, a(), a());
      case 4: return join((x) => `SQRT(ABS(${x}))`, a());
      case 5: {
        const whole = random.pick(['FLOOR', 'CEIL']);
        return join((x) => `${whole}(${x})`, a());
      }
      default: return join((x) => `CAST(${x} AS DOUBLE)`, whole(depth - 1));
    }
  };

  const decimal = (depth) => {
    const one = () => maybeNull('DECIMAL(6, 2)', () =>
      both(`CAST('${((random.below(20001) - 10000) / 100).toFixed(2)}' AS DECIMAL(6, 2))`));
    if (depth <= 0) return one();
    switch (random.below(4)) {
      case 0: return join((x, y) => `(${x} + ${y})`, decimal(depth - 1), decimal(depth - 1));
      case 1: return join((x, y) => `(${x} - ${y})`, decimal(depth - 1), decimal(depth - 1));
      case 2: return join((x, y) => `(${x} * ${y})`, one(), one());
      default: return join((x) => `ABS(${x})`, decimal(depth - 1));
    }
  };

  const moment = (depth) => {
    const two = (n) => String(n).padStart(2, '0');
    if (depth <= 0) {
      return maybeNull('TIMESTAMP(3)', () => {
        const date = `${1950 + random.below(120)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
        const clock = `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
        return both(`CAST('${date} ${clock}.${String(random.below(1000)).padStart(3, '0')}' AS TIMESTAMP(3))`);
      });
    }
    const t = moment(depth - 1);
    switch (random.below(3)) {
      case 0: {
        const unit = random.pick(['SECOND', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'YEAR']);
        const [sign, n] = [random.pick(['+', '-']), random.below(40)];
        return join((x) => `(${x} ${sign} INTERVAL '${n}' ${unit})`, t);
      }
      case 1: {
        const unit = random.pick(['MINUTE', 'HOUR', 'DAY', 'MONTH', 'QUARTER', 'YEAR']);
        return { weir: `FLOOR(${t.weir} TO ${unit})`, duck: `CAST(date_trunc('${unit}', ${t.duck}) AS TIMESTAMP)` };
      }
      default: {
        const [unit, n] = [random.pick(['MINUTE', 'DAY', 'WEEK', 'MONTH', 'QUARTER']), random.below(40) - 20];
        return {
          weir: `TIMESTAMPADD(${unit}, ${n}, ${t.weir})`,
          duck: `(${t.duck} + ${unit === 'QUARTER' ? n * 3 : n} * INTERVAL '1' ${unit === 'QUARTER' ? 'MONTH' : unit})`,
        };
      }
    }
  };

  return { whole, truth, string, real, decimal, moment };
}
