// The line between picture and transport: a caption that tells what happens, and the numbers to watch.
import { h, icon, setAttribute, setText } from './dom.js';
import { clock, count, span } from './format.js';
import { icons } from './icons.js';

const kCaptionMs = 2000; // At most one caption in this time, or a screen reader never comes to an end.
const kStaleMs = 8000; // What had to wait longer is no news.
// What is worth saying, most notable first.
const kNotable = ['violation', 'horizon', 'reshard', 'throttle', 'end'];

// Where the picture has room for what the scenario is about, the caption says how to begin.
const kBegin = 'Space plays and pauses while the playground has the focus; ? lists all keys.';

const firstSentence = (text) => text.match(/^.*?[.!?](?=\s|$)/s)?.[0] ?? text;

export class Captions {
  element = h('p', { class: 'caption', role: 'status', 'aria-live': 'polite' });
  #waiting = new Map(); // By type, the last one of each.
  #saidAt = -Infinity;
  #timer = 0;

  // `layout()` as Surface's.
  constructor(player, layout) {
    player.addEventListener('notice', ({ detail }) => this.#offer(detail));
    // What somebody has just asked for is answered at once.
    player.addEventListener('say', ({ detail }) => this.#say('say', detail));
    player.addEventListener('loaded', ({ detail }) => {
      this.#waiting.clear();
      this.#say('about', layout() === 'full' ? kBegin : firstSentence(detail.about));
    });
  }

  dispose() {
    clearTimeout(this.#timer);
  }

  #offer({ type, text, t_us: tUs }) {
    if (!kNotable.includes(type)) return;
    this.#waiting.set(type, { text: `${clock(tUs)}  ${text}`, at: performance.now() });
    this.#sayNext();
  }

  #sayNext() {
    clearTimeout(this.#timer);
    const now = performance.now();
    const type = kNotable.find((each) => this.#waiting.get(each)?.at > now - kStaleMs);
    if (!type) return;
    const wait = this.#saidAt + kCaptionMs - now;
    if (wait > 0) {
      this.#timer = setTimeout(() => this.#sayNext(), wait);
      return;
    }
    const { text } = this.#waiting.get(type);
    this.#waiting.delete(type);
    this.#say(type, text);
  }

  #say(type, text) {
    this.#saidAt = performance.now();
    setAttribute(this.element, 'data-type', type);
    this.element.title = text;
    setText(this.element, text);
    this.#sayNext();
  }
}

export class Readouts {
  #order = h('dd', { class: 'order' });
  #digest = h('button', { type: 'button', class: 'digest', title: 'Copy the digests of this moment' }, '…');
  #values = {};

  // `copyDigests()` is called by a click on them.
  constructor(player, copyDigests) {
    const cell = (name, label, tip) => {
      this.#values[name] = h('dd', {}, '–');
      return h('div', { class: `readout at-${name}`, title: tip }, h('dt', {}, label), this.#values[name]);
    };
    this.#digest.addEventListener('click', copyDigests);
    this.element = h('dl', { class: 'readouts' },
      cell('records', 'records/s', 'Records accepted in the last second'),
      cell('throttled', 'throttled/s', 'Records refused by a shard in the last second'),
      cell('age', 'iterator age', 'Age of the oldest record that some consumer has not processed yet'),
      h('div', { class: 'readout at-order', title: 'Whether every consumer saw each key in order' },
        h('dt', {}, 'order'), this.#order),
      h('div', { class: 'readout at-digest' }, h('dt', {}, 'digest'), h('dd', {}, this.#digest)));
    player.addEventListener('state', ({ detail }) => this.#show(detail));
    player.addEventListener('digests', ({ detail }) => setText(this.#digest, detail.state.slice(0, 8)));
  }

  #show({ rates, order, consumers }) {
    setText(this.#values.records, count(rates.records_in, true));
    setText(this.#values.throttled, count(rates.throttled, true));
    setText(this.#values.age, span(rates.iterator_age_us));
    this.#values.throttled.classList.toggle('warn', rates.throttled > 0);
    setText(this.#digest, '…'); // Until things have come to rest again.
    // Before anything is read there is no order to speak of.
    const read = consumers.some(({ processed }) => processed > 0);
    const kept = order.kept && !read ? 'unread' : String(order.kept);
    if (this.#order.dataset.kept === kept) return;
    this.#order.dataset.kept = kept;
    if (kept === 'unread') this.#order.replaceChildren('–');
    else this.#order.replaceChildren(icon(order.kept ? icons.kept : icons.broken), order.kept ? 'kept' : 'broken');
  }
}
