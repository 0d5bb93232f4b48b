// <weir-playground>: one playground in somebody's page.
//
//   scenario  name of a bundled scenario ("trucks")     seed   decimal; the scenario's own without it
//   t         seconds since the start                    speed  virtual seconds a second, 1/100 to 10000
//   theme     auto | light | dark                        mode   embed (default) | full
//   autoplay  visible | never (default)                  loading  lazy (default) | eager
//   base      where the program and fonts lie; the folder of this file without it
//   link      present: follows and writes the fragment of the page's address (link.js)
//
// A child with slot="poster" is shown until the program runs, other children where it cannot. Times of this
// interface are seconds.
// Events bubble through shadow roots, with detail {v: 1, ...}: weir-ready, weir-play, weir-pause,
// weir-time {t, wall}, weir-violation, weir-throttle, weir-reshard, weir-select, weir-error {message},
// weir-focus-released.
import { readLink, writeLink } from './link.js';
import { Player } from './player.js';
import { Shell } from './shell.js';
import { Surface } from './surface.js';
import { currentTheme, reducedMotion, watchTheme } from './theme.js';

const kNearView = '300px'; // How far from the view a lazy element starts.
const kNotices = {
  violation: 'weir-violation', throttle: 'weir-throttle', reshard: 'weir-reshard', select: 'weir-select',
};
const kFirstScenario = 'trucks';

export class WeirPlayground extends HTMLElement {
  static observedAttributes = ['scenario', 'seed', 't', 'speed', 'theme'];

  #player = new Player();
  #shell;
  #surface;
  #abort = new AbortController();
  #started = false;
  #disposed = false;
  #resolveReady;
  #rejectReady;
  #playing = false;

  constructor() {
    super();
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    this.ready.catch(() => {}); // Shown in the element; only who waits for it has to deal with it.
    this.#shell = new Shell(this, this.#player, {
      load: (request) => this.#change(request),
      link: () => this.#writeLink(),
      layout: () => this.#layout(),
    });
    this.#surface = new Surface(this.#shell.canvas, this.#player, () => this.#layout());
    this.#shell.attach();
    this.#listen();
  }

  connectedCallback() {
    if (this.#started || this.#disposed) return;
    if (this.getAttribute('loading') === 'eager') {
      this.#start();
      return;
    }
    const near = new IntersectionObserver((entries) => {
      if (!entries.at(-1).isIntersecting) return;
      near.disconnect();
      if (this.isConnected) this.#start();
    }, { rootMargin: kNearView });
    near.observe(this);
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === 'theme') this.#showTheme();
    if (!this.#player.state || value === null) return;
    if (name === 'scenario') this.#try(() => this.load(value));
    else if (name === 'seed') this.#try(() => this.load({ ...this.#player.reading, seed: value }));
    else if (name === 't') this.seek(Number(value));
    else if (name === 'speed') this.setSpeed(Number(value));
  }

  play() {
    this.#player.play();
  }
  pause() {
    this.#player.pause();
  }
  // Forwards by `n` instants at which something happens. False: there were not so many.
  step(n = 1) {
    return this.#player.step(n);
  }
  stepBack(n = 1) {
    return this.#player.step(-n);
  }
  seek(seconds) {
    if (Number.isFinite(seconds)) this.#player.seek(seconds * 1e6);
  }
  setSpeed(speed) {
    if (Number.isFinite(speed) && speed > 0) this.#player.setSpeed(speed);
  }
  // A bundled scenario's name, a scenario as an object, or {name | json, seed}. Throws where it is wrong.
  load(scenario) {
    if (typeof scenario === 'string') this.#player.load({ name: scenario });
    else if ('name' in scenario && !('weir' in scenario)) this.#player.load(scenario);
    else if ('json' in scenario) this.#player.load(scenario);
    else this.#player.load({ json: JSON.stringify(scenario) });
  }
  // A command of the engine, as in a scenario's events: {do: 'SplitShard', stream, shard}.
  command(command) {
    this.#player.command(command);
  }
  state() {
    return this.#player.readState();
  }
  // {state, trace, unseed}: as `weir digest` prints them.
  hash() {
    return this.#player.digests();
  }
  // {stream, shard, from?, limit} -> [{ordinal, t_us, producer, key, sequence, bytes, number}]
  records(query) {
    return this.#player.records(query).records;
  }
  // Where each shard is drawn, for overlays: {stream, shard, x, y, width, height}, CSS pixels in the canvas.
  lanes() {
    return this.#player.picture().lanes;
  }
  // The same of the tiles of delivered objects: {delivery_stream, number, x, y, width, height}.
  objects() {
    return this.#player.picture().objects;
  }
  shareUrl() {
    const page = this.hasAttribute('link') ? location.href : new URL('index.html', this.#base()).href;
    return new URL(this.#fragment(), page).href;
  }
  // Ends it for good; the element may then be removed.
  dispose() {
    this.#disposed = true;
    this.#abort.abort();
    this.#surface.dispose();
    this.#shell.dispose();
    this.#player.dispose();
    this.#shell.canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #base() {
    return new URL(this.getAttribute('base') ?? '.', this.hasAttribute('base') ? document.baseURI : import.meta.url);
  }

  async #start() {
    this.#started = true;
    try {
      await this.#player.start(this.#base(), this.#shell.canvas, this.#shell.stage, () => this.#surface.beforeFrame());
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#disposed) {
      this.#player.dispose();
      return;
    }
    this.#shell.live(this.#player.scenarios);
    this.#surface.start();
    this.#showTheme();
    watchTheme(() => this.#showTheme(), this.#abort.signal);
    this.#open(this.hasAttribute('link') ? readLink(location.hash) : {});
    if (this.hasAttribute('link')) {
      addEventListener('hashchange', () => this.#open(readLink(location.hash)), { signal: this.#abort.signal });
    }
    this.#resolveReady(this);
    this.#emit('weir-ready', {});
  }

  // Loads what a link asks for, and the attributes where it is silent.
  #open(link) {
    const asked = (name) => link[name] ?? this.getAttribute(name) ?? undefined;
    // A link to another scenario does not mean the seed and the moment that the attributes give this one.
    const own = link.scenario === undefined || link.scenario === this.getAttribute('scenario');
    const of = (name) => (own ? asked(name) : link[name]);
    const known = this.#try(() => this.load({ name: asked('scenario') ?? kFirstScenario, seed: of('seed') }));
    if (!known && !this.#player.state) return;
    const speed = Number(of('speed'));
    if (speed > 0) this.setSpeed(speed);
    const t = Number(of('t'));
    if (t > 0) this.seek(t);
    else if (this.getAttribute('autoplay') === 'visible' && !reducedMotion()) this.play();
  }

  // Another scenario, chosen in the page: it plays where the one before did, and the address follows.
  #change(request) {
    const playing = this.#player.state?.playing || this.#player.state === null;
    if (!this.#try(() => this.load(request))) return;
    if (playing && !reducedMotion()) this.play();
    this.#writeLink();
  }

  #listen() {
    const on = (type, handler) => this.#player.addEventListener(type, ({ detail }) => handler(detail));
    on('state', (state) => {
      // Digests of a moment that has passed are worse than none.
      for (const name of ['state', 'trace', 'unseed']) delete this.dataset[name];
      this.#emit('weir-time', { t: state.t_us / 1e6, wall: performance.now() });
      if (state.playing === this.#playing) return;
      this.#playing = state.playing;
      this.#emit(state.playing ? 'weir-play' : 'weir-pause', { t: state.t_us / 1e6 });
    });
    on('digests', (digests) => Object.assign(this.dataset, digests));
    on('notice', (notice) => kNotices[notice.type] && this.#emit(kNotices[notice.type], notice));
    on('error', (message) => this.#emit('weir-error', { message }));
  }

  #try(action) {
    try {
      action();
      return true;
    } catch (error) {
      this.#player.fail(error.message);
      return false;
    }
  }

  #fail(error) {
    this.#player.fail(error.message);
    this.#shell.failed();
    this.#rejectReady(error);
  }

  #showTheme() {
    this.#shell.showTheme();
    if (this.#player.ready) this.#player.draw('theme', currentTheme(this, this.#shell.loading));
  }

  #layout() {
    const { clientWidth: width, clientHeight: height } = this;
    if (width < 520) return 'phone';
    return this.getAttribute('mode') === 'full' && width >= 900 && height >= 480 ? 'full' : 'embed';
  }

  #fragment() {
    const { reading } = this.#player;
    const state = this.state();
    return writeLink(this.hasAttribute('link') ? location.hash : '', {
      scenario: reading?.name,
      seed: reading?.seed,
      t: state.t_us > 0 ? state.t_us / 1e6 : undefined,
      speed: state.speed,
    });
  }

  #writeLink() {
    if (this.hasAttribute('link')) {
      try {
        history.replaceState(null, '', this.#fragment());
      } catch {
        // A sandboxed frame has no history; the link is copied all the same.
      }
    }
    return this.shareUrl();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail: { v: 1, ...detail } }));
  }
}
