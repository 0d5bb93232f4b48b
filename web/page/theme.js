// The palette, in one place for the page and the picture.
//
// Each colour is a custom property (--weir-accent, ...) that a host page may set on the element; what it
// comes to is read back and handed to the program, so that canvas and bars always match. The desktop window
// has the same two sets (web/ui/theme.cc). Text in text, muted, accent, good, warn and bad on background and
// surface has a contrast of at least 4.5:1 in both.

const kLight = {
  background: '#ffffff',
  surface: '#f3f5f8',
  raised: '#e9edf2',
  line: '#d5dce4',
  text: '#171b20',
  muted: '#586472',
  accent: '#0a66c2',
  good: '#0f7a4a',
  warn: '#9a5b00',
  bad: '#c92a2a',
};
const kDark = {
  background: '#0f1217',
  surface: '#171c23',
  raised: '#1f2630',
  line: '#2c3542',
  text: '#e9edf2',
  muted: '#94a1b0',
  accent: '#62b4ff',
  good: '#43d696',
  warn: '#f5bb50',
  bad: '#ff6b6b',
};
const kForced = {
  background: 'Canvas',
  surface: 'Canvas',
  raised: 'Canvas',
  line: 'CanvasText',
  text: 'CanvasText',
  muted: 'CanvasText',
  accent: 'LinkText',
  good: 'CanvasText',
  warn: 'CanvasText',
  bad: 'CanvasText',
};
const kNames = Object.keys(kLight);

// A custom property that the host has set on the element wins: `:host` rules yield to outer ones.
const block = (colours) =>
  kNames.map((name) => `--weir-${name}: ${colours[name]};`).join(' ');

export const themeStyles = `
  :host { color-scheme: light; ${block(kLight)} }
  @media (prefers-color-scheme: dark) { :host(:not([theme='light'])) { color-scheme: dark; ${block(kDark)} } }
  :host([theme='dark']) { color-scheme: dark; ${block(kDark)} }
  @media (forced-colors: active) { :host(:not([theme='none'])) { ${block(kForced)} } }
`;

const kQueries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-reduced-motion: reduce)'];

export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// The arguments of the bridge's `theme` as they are for `element` now. `probe` is some element of its shadow
// tree: only what really has a colour tells what a system colour comes to.
export function currentTheme(element, probe) {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  const colors = {};
  for (const name of kNames) {
    probe.style.color = `var(--weir-${name})`;
    context.fillStyle = getComputedStyle(probe).color;
    colors[name] = context.fillStyle; // Whatever way it was written: "#rrggbb".
  }
  probe.style.color = '';
  return {
    dark: getComputedStyle(element).colorScheme === 'dark',
    forced: matchMedia('(forced-colors: active)').matches,
    reduced: reducedMotion(),
    colors,
  };
}

// Calls `changed` when what the machine asks for changes, until `signal` is aborted.
export function watchTheme(changed, signal) {
  for (const query of kQueries) matchMedia(query).addEventListener('change', changed, { signal });
}
