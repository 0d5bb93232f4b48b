// A C++ file as the rules see it: its lines, its includes, and its code without comments and literals.

// Comments, raw strings, strings, numbers and characters, in this order of trying. Numbers are named so
// that the digit separators of 1'000'000 are not taken for characters.
const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^()\s\\]{0,16})\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|\b\d(?:'?[\w.])*|'(?:\\.|[^'\\\n])+'/g;

// The text with every comment and literal replaced by blanks: line numbers stay as they were.
function blankOut(text, keepStrings) {
  return text.replace(TOKENS, (token) => {
    const isComment = token.startsWith('//') || token.startsWith('/*');
    if (/^\d/.test(token) || (keepStrings && !isComment)) return token;
    return token.replace(/[^\n]/g, ' ');
  });
}

export class Source {
  constructor(path, text) {
    this.path = path;
    this.text = text;
    this.lines = text.split('\n');
    this.isCpp = /\.(cc|h|inc)$/.test(path);
    this.code = this.isCpp ? blankOut(text, false) : text;
    this.includes = this.isCpp ? findIncludes(blankOut(text, true)) : [];
  }

  // Every match of `pattern` (global) in the code, with its line number.
  matches(pattern) {
    return [...this.code.matchAll(pattern)].map((match) => ({
      text: match[0].trim(),
      line: this.code.slice(0, match.index).split('\n').length,
    }));
  }

  // A line may break one rule where it says why: `// tidy-allow(rule): reason`, on it or the line above.
  allows(line, rule) {
    const marker = new RegExp(`tidy-allow\\(${rule}\\): \\S`);
    return [this.lines[line - 1], this.lines[line - 2]].some((text) => marker.test(text ?? ''));
  }
}

function findIncludes(text) {
  const found = [];
  text.split('\n').forEach((content, index) => {
    const match = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(content);
    if (match) found.push({ line: index + 1, system: match[1] === '<', name: match[2] });
  });
  return found;
}
