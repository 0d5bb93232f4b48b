// The keyboard, listed once: what is pressed and what help says of it come from the same table.
//
// Keys count only while something inside the element has the focus, never with Ctrl, Alt or Command, and
// never where the focused control has its own use for them. Tab is never touched.

export const kShortcuts = [
  { keys: [' '], shown: 'Space', text: 'play or pause', action: 'toggle' },
  { keys: ['.'], shown: '.', text: 'one step forwards', action: 'step' },
  { keys: [','], shown: ',', text: 'one step back', action: 'stepBack' },
  { keys: [']'], shown: ']', text: 'to the next marker', action: 'nextMarker' },
  { keys: ['['], shown: '[', text: 'to the last marker', action: 'lastMarker' },
  { keys: ['+', '='], shown: '+', text: 'faster', action: 'faster' },
  { keys: ['-'], shown: '−', text: 'slower', action: 'slower' },
  { keys: ['Home'], shown: 'Home', text: 'to the start', action: 'home' },
  { keys: ['End'], shown: 'End', text: 'to the end', action: 'end' },
  { keys: ['t', 'T'], shown: 'T', text: 'show as table', action: 'tables' },
  { keys: ['o', 'O'], shown: 'O', text: 'open your own data', action: 'open' },
  { keys: ['s', 'S'], shown: 'S', text: 'copy a link to this moment', action: 'share' },
  { keys: ['g', 'G'], shown: 'G', text: 'full screen', action: 'expand' },
  { keys: ['?'], shown: '?', text: 'this help', action: 'help' },
  { keys: [], shown: 'Enter', text: 'into the picture, when it has the focus', action: null },
  { keys: ['Escape'], shown: 'Esc', text: 'close, or leave the playground', action: 'leave' },
];

// Keys that a focused control needs itself.
function ownUse(target, key) {
  if (key === 'Escape') return false;
  if (target.matches('input[type=text], textarea')) return true;
  if (target.matches('select')) return key !== '?';
  if (target.matches('input[type=range]')) return key === 'Home' || key === 'End';
  if (target.matches('button, a, summary')) return key === ' ';
  if (target.matches('.tables')) return key === 'Home' || key === 'End' || key === ' ';
  return false;
}

// Runs `actions[name]()` for the shortcuts of `host`, and hands the picture its keys while `canvas` is
// entered (role application): Enter goes in, Esc comes out.
export class Keys {
  #canvas;
  #player;
  #actions;

  constructor(host, canvas, player, actions) {
    this.#canvas = canvas;
    this.#player = player;
    this.#actions = actions;
    host.addEventListener('keydown', (event) => this.#down(event));
    canvas.addEventListener('keyup', (event) => this.#forward('up', event));
    canvas.addEventListener('blur', () => this.#enter(false));
  }

  get #entered() {
    return this.#canvas.getAttribute('role') === 'application';
  }

  #enter(entered) {
    if (entered === this.#entered) return;
    this.#canvas.setAttribute('role', entered ? 'application' : 'img');
    if (entered) this.#player.say('Esc leaves the picture');
  }

  #down(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Tab' || !this.#player.state) return; // Nothing is loaded yet.
    const target = event.composedPath()[0];
    if (target.closest('dialog')) return;
    if (target === this.#canvas && this.#onCanvas(event)) return;
    const shortcut = kShortcuts.find(({ keys }) => keys.includes(event.key));
    if (!shortcut || ownUse(target, event.key)) return;
    event.preventDefault();
    this.#actions[shortcut.action]();
  }

  // True when the key has been dealt with.
  #onCanvas(event) {
    if (event.key === 'Enter' && !this.#entered) {
      this.#enter(true);
    } else if (event.key === 'Escape' && this.#entered) {
      this.#enter(false);
    } else if (this.#entered && /^(Arrow|Page|Enter)/.test(event.key)) {
      this.#forward('down', event);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #forward(type, { key, shiftKey }) {
    if (this.#entered && this.#player.ready) this.#player.draw('key', { type, key, shift: shiftKey });
  }
}
