// Random expressions of the subset, and inputs on which they mean something.
export class Generator {
  constructor(seed) {
    this.state = (seed * 2654435761) % 2147483647 || 1;
  }
  below(bound) {
    this.state = (this.state * 48271) % 2147483647;
    return this.state % bound;
  }
  of(list) {
    return list[this.below(list.length)];
  }

  number() {
    const digits = (n) => Array.from({ length: n }, (_, i) => this.below(i === 0 ? 9 : 10) + (i === 0 ? 1 : 0)).join('');
    switch (this.below(6)) {
      case 0: return String(this.below(1000) - 500);
      case 1: return `${this.below(1000)}.${digits(1 + this.below(6))}`;
      case 2: return digits(1 + this.below(18));
      case 3: return `${digits(1)}.${digits(1 + this.below(16))}e${this.below(600) - 300}`;
      case 4: return `${digits(1 + this.below(17))}e${this.below(60) - 30}`;
      default: return `0.${'0'.repeat(this.below(8))}${digits(1 + this.below(17))}`;
    }
  }

  value(depth) {
    const kind = this.below(depth > 0 ? 9 : 6);
    if (kind === 0) return null;
    if (kind === 1) return this.below(2) === 1;
    if (kind === 2) return this.below(20) - 5;
    if (kind === 3) return this.below(1000) / 8;
    if (kind < 6) return this.of(['', 'a', 'b', 'abc', 'a,b', '12', 'ä€😀', 'x"y\\', '2015-03-05T23:51:47Z', '<&>']);
    const size = this.below(4);
    if (kind < 8) return Array.from({ length: size }, () => this.value(depth - 1));
    return Object.fromEntries(Array.from({ length: size }, () => [this.of(['a', 'b', 'c', 'd e']), this.value(depth - 1)]));
  }

  one() {
    return { expression: this.expression(3), input: JSON.stringify(this.value(3)) };
  }

  expression(depth) {
    if (depth === 0) return this.leaf();
    const sub = () => this.expression(depth - 1);
    return this.of([
      () => this.leaf(),
      () => `${sub()} | ${sub()}`,
      () => `(${sub()}) | ${sub()}`,
      () => `${sub()}, ${sub()}`,
      () => `(${sub()}) // (${sub()})`,
      () => `(${sub()}) ${this.of(['+', '-', '*', '%', '==', '!=', '<', '<=', '>', '>=', 'and', 'or'])} (${sub()})`,
      () => `[${sub()}]`,
      () => `{a: (${sub()}), "b c": (${sub()})}`,
      () => `{(${sub()} | tostring): ${this.leaf()}}`,
      () => `if ${sub()} then ${sub()} else ${sub()} end`,
      () => `(${sub()})?`,
      () => `try (${sub()}) catch "caught"`,
      () => `"\\(${sub()}) and \\(${sub()})"`,
      () => `${this.of(['map', 'select', 'sort_by', 'group_by', 'unique_by', 'min_by', 'max_by', 'first', 'any', 'all',
        'map_values', 'with_entries', 'isempty', 'last'])}(${sub()})`,
      () => `${this.of(['path', 'del'])}(${this.place(depth - 1)})`,
      () => `${this.place(depth - 1)} ${this.of(['=', '|=', '+='])} (${this.leaf()})`,
      () => `limit(${this.below(4)}; ${sub()})`,
      () => `(${sub()}) as $x | ${this.of(['$x', '[$x, .]', '{$x}', '$x | .a?', '.[$x]?'])}`,
      () => `reduce (${sub()}) as $x (${this.of(['0', '.', '[]', '.a?'])}; ${this.of(['. + 1', '[., $x]', '$x', 'if . then $x else . end'])})`,
      () => `[foreach (${sub()}) as $x (0; . + 1; [., $x])]`,
      () => `.[${this.below(5) - 2}:${this.below(5) - 1}]`,
      () => `.[(${sub()})]?`,
      () => `[.[]?${this.of(['', '.a?', '[0]?', '[]?'])}] | ${sub()}`,
    ])();
  }  // What may stand where a path is wanted.
  place(depth) {
    if (depth <= 0) return this.of(['.', '.a', '.b', '.[0]', '.[-1]', '.[1:]', '.[]?', '.a?', '..', '.a.b', '.["a"]', 'first']);
    return this.of([
      () => this.place(0),
      () => `(${this.place(depth - 1)} | ${this.place(depth - 1)})`,
      () => `(${this.place(depth - 1)}, ${this.place(depth - 1)})`,
      () => `(${this.place(depth - 1)} | select(${this.leaf()}))`,
      () => `(${this.place(depth - 1)} // ${this.place(depth - 1)})`,
      () => `(if ${this.leaf()} then ${this.place(depth - 1)} else ${this.place(depth - 1)} end)`,
    ])();
  }

  leaf() {
    return this.of([
      '.', '.a', '.b', '.a.b', '."d e"', '.[0]', '.[-1]', '.[]?', '..', '.a?', '.a[]?', '.["a", "b"]?',
      '1', '-1', '0.1', '"a"', '"ä"', 'null', 'true', 'false', '[]', '{}', '[1, 2, 3]', '{"a": 1}',
      'length', 'type', 'not', 'keys', 'add', 'tostring', 'tojson', 'tonumber', 'sort', 'unique', 'reverse', 'min', 'max',
      'to_entries', 'from_entries', 'flatten', 'floor', 'explode', 'ascii_downcase', 'ascii_upcase', 'empty', 'paths',
      'utf8bytelength', 'has("a")', 'has(0)', 'contains("a")', 'startswith("a")', 'endswith("c")', 'ltrimstr("a")',
      'rtrimstr("c")', 'split(",")', 'join("-")', 'index("b")', 'indices(1)', 'range(3)', 'range(0; 5; 2)', 'first', 'last',
      'strftime("%Y-%m-%d %H:%M:%S %j %a %b")', 'todate', 'fromdate', 'gmtime', '@base64', '@uri', '@html', '@json', '@text',
      '@sh', '@csv', '@tsv', 'numbers', 'strings', 'arrays', 'objects', 'scalars', 'values', 'recurse', 'any', 'all',
      '.a = 1', '.a |= 2', '.[0] = 9', '.a += 1', '.a //= 3', 'del(.a)', 'del(.[0])', 'path(..)', 'keys_unsorted',
    ]);
  }
}
