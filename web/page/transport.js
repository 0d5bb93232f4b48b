// The bar below: play, step, speed and the line of time.
import { h, iconButton, setAttribute, setText } from './dom.js';
import { clock, clockEnd, count, plural, span, speed as speedText } from './format.js';
import { icons } from './icons.js';
import { kSpeeds } from './player.js';

const kScrubSteps = 1000; // An arrow key moves by a thousandth of the run.

export class Transport {
  #player;
  #play = iconButton(icons.play, 'Play', 'Space', () => this.#player.toggle());
  #speed = h('select', { class: 'speed', 'aria-label': 'Speed', title: 'Virtual seconds a second',
    onchange: () => this.#player.setSpeed(Number(this.#speed.value)) });
  #scrub = h('input', { class: 'scrub', type: 'range', min: 0, max: kScrubSteps, step: 1, value: 0,
    'aria-label': 'Time', oninput: () => this.#drag() });
  #markers = h('div', { class: 'markers', 'aria-hidden': 'true' });
  #elapsed = h('span', { class: 'elapsed' }, '00:00.000');
  #total = h('span', { class: 'total' });
  #playback;
  #markersShown = '';

  constructor(player) {
    this.#player = player;
    this.#play.classList.add('play');
    this.#playback = this.#toolbar([
      iconButton(icons.home, 'To the start', 'Home', () => player.seek(0)),
      iconButton(icons.stepBack, 'Step back', ',', () => this.#step(-1)),
      this.#play,
      iconButton(icons.step, 'Step', '.', () => this.#step(1)),
      iconButton(icons.end, 'To the end', 'End', () => player.seek(player.state.scenario.duration_us)),
    ]);
    this.element = h('div', { class: 'transport' },
      this.#playback,
      h('div', { class: 'speeds', role: 'group', 'aria-label': 'Speed of time' },
        iconButton(icons.minus, 'Slower', '-', () => player.changeSpeed(-1)),
        this.#speed,
        iconButton(icons.plus, 'Faster', '+', () => player.changeSpeed(1))),
      h('div', { class: 'line' }, this.#markers, this.#scrub),
      h('div', { class: 'clock' }, this.#elapsed, h('span', { class: 'of' }, ' / '), this.#total));
    player.addEventListener('state', (event) => this.#show(event.detail));
  }

  // One stop of Tab; arrow keys go from button to button.
  #toolbar(buttons) {
    const bar = h('div', { class: 'playback', role: 'toolbar', 'aria-label': 'Playback' }, ...buttons);
    const stopAt = (chosen) => buttons.forEach((button) => { button.tabIndex = button === chosen ? 0 : -1; });
    stopAt(this.#play);
    bar.addEventListener('focusin', (event) => stopAt(event.target));
    bar.addEventListener('keydown', (event) => {
      const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!way) return;
      const next = (buttons.indexOf(event.target) + way + buttons.length) % buttons.length;
      buttons[next].focus();
      event.preventDefault();
    });
    return bar;
  }

  #step(n) {
    if (!this.#player.step(n)) this.#player.say(n < 0 ? 'Nothing happened before this' : 'Nothing more happens');
  }

  #drag() {
    const { duration_us: duration } = this.#player.state.scenario;
    this.#player.seekSoon((Number(this.#scrub.value) / kScrubSteps) * duration);
  }

  #show(state) {
    const { duration_us: duration } = state.scenario;
    const part = duration > 0 ? state.t_us / duration : 0;
    this.#scrub.value = Math.round(part * kScrubSteps);
    this.#scrub.style.setProperty('--part', `${part * 100}%`);
    const shards = state.streams.reduce(
      (sum, stream) => sum + stream.shards.filter((shard) => shard.state === 'OPEN').length, 0);
    setAttribute(this.#scrub, 'aria-valuetext',
      `${span(state.t_us)}, ${plural(shards, 'shard')}, ${plural(state.totals.records_in, 'record')}`);
    setText(this.#elapsed, clock(state.t_us, duration));
    setText(this.#total, clockEnd(duration));
    this.#showPlay(state.playing);
    this.#showSpeed(state.speed);
    this.#showMarkers(state.markers, duration);
  }

  #showPlay(playing) {
    this.#play.querySelector('path').setAttribute('d', playing ? icons.pause : icons.play);
    setAttribute(this.#play, 'aria-label', playing ? 'Pause' : 'Play');
    setAttribute(this.#play, 'title', `${playing ? 'Pause' : 'Play'} (Space)`);
  }

  // A link or a script may ask for a speed between the steps: it then joins the list.
  #showSpeed(speed) {
    if (this.#speed.value === String(speed)) return;
    const speeds = [...new Set([...kSpeeds, speed])].sort((a, b) => a - b);
    this.#speed.replaceChildren(...speeds.map((value) => h('option', { value }, speedText(value))));
    this.#speed.value = String(speed);
  }

  #showMarkers(markers, duration) {
    const key = JSON.stringify([markers, duration]);
    if (key === this.#markersShown) return;
    this.#markersShown = key;
    this.#markers.replaceChildren(...markers.map(({ t_us: at, text }) => {
      const mark = h('span', { class: 'marker', title: text });
      mark.style.setProperty('--at', `${(at / duration) * 100}%`);
      return mark;
    }));
  }
}
