// The element's shadow tree: parts made and put in their places, and the actions that buttons and keys share.
import { Captions, Readouts } from './status.js';
import { copyText } from './clipboard.js';
import { h } from './dom.js';
import { Fault } from './fault.js';
import { clock, count, plural, span } from './format.js';
import { Header } from './header.js';
import { makeHelp } from './help.js';
import { Importer } from './importer.js';
import { Keys } from './keys.js';
import { sheets } from './styles/sheets.js';
import { Tables } from './tables.js';
import { Transport } from './transport.js';

const kDescribeMs = 2000; // The picture's description is rewritten no more often than this.

export class Shell {
  canvas = h('canvas', { role: 'img', tabindex: 0, 'aria-label': 'Shards and records', 'aria-describedby': 'description' });
  fault = new Fault();
  #host;
  #player;
  #header;
  #tables;
  #captions;
  #transport;
  #help = makeHelp();
  #importer;
  #section;
  #description = h('p', { id: 'description', class: 'unseen' });
  #describedAt = -Infinity;

  // `load(request)` loads a scenario; `link()` gives the link to this moment,
  // `layout()` full, embed or phone.
  constructor(host, player, { load, link, layout }) {
    this.#host = host;
    this.#player = player;
    this.link = link;
    this.stage = h('div', { class: 'stage' });
    this.#importer = new Importer(player, load);
    const actions = this.#actions();
    this.#transport = new Transport(player);
    this.#transport.element.inert = true; // Until there is something to play.
    this.#header = new Header(host, player, { ...actions, load });
    this.#tables = new Tables(player, actions.tables, actions.copyDigests);
    this.#captions = new Captions(player, layout);
    this.loading = h('div', { class: 'loading' }, h('slot', { name: 'poster' }), h('span', {}, 'Starting …'));
    this.stage.append(this.canvas, this.#description, this.#tables.element, this.loading, this.fault.element);
    this.#section = h('section', { class: 'weir', 'aria-label': 'Weir playground', 'aria-busy': 'true' },
      this.#header.element,
      this.stage,
      h('div', { class: 'status' }, this.#captions.element, new Readouts(player, actions.copyDigests).element),
      this.#transport.element,
      this.#help, ...this.#importer.elements);
    this.#importer.acceptDrops(this.#section, this.stage);
    new Keys(this.#section, this.canvas, player, actions);
    player.addEventListener('loaded', ({ detail }) => this.#loaded(detail));
    player.addEventListener('state', ({ detail }) => this.#describe(detail));
    player.addEventListener('error', ({ detail }) => this.fault.show(detail, player.state !== null));
  }

  attach() {
    const root = this.#host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets();
    root.append(this.#section);
  }

  // The program runs: bars come to life.
  live(scenarios) {
    this.#header.showScenarios(scenarios);
    this.loading.hidden = true;
    this.#section.removeAttribute('aria-busy');
    this.#section.classList.add('live');
  }

  // It cannot run here: what stands inside the element is shown instead.
  failed() {
    this.loading.hidden = true;
    this.fault.showInstead();
    this.#section.removeAttribute('aria-busy');
    this.#section.classList.add('failed');
  }

  showTheme() {
    this.#header.showTheme();
  }

  dispose() {
    this.#captions.dispose();
  }

  #actions() {
    const player = this.#player;
    const marker = (way) => {
      const { t_us: now, markers } = player.state;
      const times = markers.map(({ t_us: at }) => at);
      const next = way > 0 ? times.find((at) => at > now) : times.findLast((at) => at < now);
      if (next === undefined) player.say('No marker that way');
      else player.seek(next);
    };
    return {
      toggle: () => player.toggle(),
      step: () => player.step(1),
      stepBack: () => player.step(-1),
      nextMarker: () => marker(1),
      lastMarker: () => marker(-1),
      faster: () => player.changeSpeed(1),
      slower: () => player.changeSpeed(-1),
      home: () => player.seek(0),
      end: () => player.seek(player.state.scenario.duration_us),
      tables: () => this.#toggleTables(),
      open: () => this.#importer.open(),
      share: () => this.#share(),
      expand: () => this.#expand(),
      help: () => this.#help.showModal(),
      leave: () => this.#leave(),
      copyDigests: () => this.#copyDigests(),
    };
  }

  #toggleTables() {
    const shown = !this.#tables.shown;
    this.#tables.shown = shown;
    this.#header.showTables(shown);
    if (!shown) this.canvas.focus({ preventScroll: true });
  }

  async #share() {
    const link = this.link();
    const done = await copyText(link);
    this.#player.say(done ? `Link to ${span(this.#player.state.t_us)} copied` : `The link: ${link}`);
  }

  async #copyDigests() {
    const { state, trace, unseed } = this.#player.digests();
    const done = await copyText(`${state} ${trace} ${unseed}`);
    this.#player.say(done ? 'Digests of state, trace and draws copied' : 'The clipboard is closed to this page');
  }

  async #expand() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await this.#host.requestFullscreen();
    } catch {
      this.#player.say('This page may not fill the screen');
    }
  }

  // Esc: one layer at a time, and at last out of the element.
  #leave() {
    if (this.#tables.shown) {
      this.#toggleTables();
      return;
    }
    this.#host.shadowRoot.activeElement?.blur();
    this.#host.dispatchEvent(new CustomEvent('weir-focus-released', { bubbles: true, composed: true, detail: { v: 1 } }));
  }

  #loaded({ title }) {
    this.fault.hide();
    this.#transport.element.inert = false;
    this.#section.setAttribute('aria-label', `Weir playground: ${title}`);
    this.#describedAt = -Infinity;
  }

  #describe(state) {
    const now = performance.now();
    if (state.playing && now - this.#describedAt < kDescribeMs) return;
    this.#describedAt = now;
    const { t_us: t, scenario, streams, totals, order, rates, delivery_streams: deliveries } = state;
    const parts = streams.map(({ name, shards }) =>
      `stream ${name} has ${plural(shards.filter((s) => s.state === 'OPEN').length, 'open shard')}`);
    parts.push(...deliveries.map(({ name, objects, waiting, down }) =>
      `delivery stream ${name} has left ${plural(objects, 'object')} and holds ${plural(waiting, 'record')}${down ? ', its destination is down' : ''}`));
    this.#description.textContent = `At ${clock(t, scenario.duration_us)} of ${clock(scenario.duration_us)}: `
      + `${parts.join('; ')}; ${plural(totals.records_in, 'record')} accepted, ${count(totals.throttled)} throttled, `
      + `${count(totals.expired)} expired; the oldest unread record is ${span(rates.iterator_age_us)} old; `
      + `order per key was ${order.kept ? 'kept' : `broken: ${order.violation.cause}`}.`;
  }
}
