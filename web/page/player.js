// What the parts of the page talk to: one run of the program, its last known state, and what changed.
//
// Parts listen to these events (detail in brackets); none of them touches the bridge:
//   loaded [scenario]   another scenario, or the same one from a new seed
//   state [state]       after every change and, while playing, at most every kReadMs
//   digests [digests]   a while after things came to rest
//   notice [notice]     bridge.js, `notices`
//   say [text]          an answer to what somebody did, for the caption
//   error [text]        a sentence for a person
import { Bridge } from './bridge.js';
import { Frames } from './frames.js';

const kReadMs = 100;
const kDigestRestMs = 150;

// The steps of the speed buttons: virtual seconds a second.
export const kSpeeds = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000,
];

// The speed at which a run lasts about a minute and a half on the wall, and never slower than life.
export function suitableSpeed(durationUs) {
  const wanted = durationUs / 90e6;
  return wanted <= 4 ? 1 : kSpeeds.find((speed) => speed >= wanted) ?? kSpeeds.at(-1);
}

export class Player extends EventTarget {
  state = null;
  scenarios = [];
  reading = null; // What `state` was loaded from, for links: {name, seed} | {json, seed} | null.

  #bridge = null;
  #frames = null;
  #readAt = 0; // When the state was last read, in the page's milliseconds.
  #refreshQueued = false;
  #seek = null; // Where a drag of the scrub bar wants to be; carried out once a frame.
  #digestTimer = 0;
  #lost = false; // The WebGL context.
  #moving = false; // As the program said in the last frame: playing, or on its way to a far moment.
  #beforeFrame = () => {};

  get ready() {
    return this.#bridge !== null;
  }

  // Starts the program on `canvas`; frames run while `stage` is in view. Throws BridgeError.
  // `beforeFrame` runs ahead of each drawn frame: sizes and gathered input go in there.
  async start(base, canvas, stage, beforeFrame) {
    this.#bridge = await Bridge.start(base, canvas);
    this.#beforeFrame = beforeFrame;
    this.scenarios = this.#bridge.call('list').scenarios;
    this.#frames = new Frames(stage, (dtMs) => this.#frame(dtMs));
  }

  dispose() {
    clearTimeout(this.#digestTimer);
    this.#frames?.dispose();
    this.#frames = null;
    this.#bridge = null;
  }

  // `request` is load's of bridge.js. Throws BridgeError; the old run then goes on.
  load(request) {
    this.#settle(this.#bridge.call('load', request).scenario, request);
  }

  // A data set from a file. Returns null, or {error, columns} when the program has to be told more.
  importData(request) {
    const answer = this.#bridge.ask('import', request);
    if (!answer.ok) return answer;
    this.#settle(answer.scenario, null);
    return null;
  }

  #settle(scenario, request) {
    this.reading = request && { ...request, seed: scenario.seed };
    this.#bridge.call('speed', { speed: suitableSpeed(scenario.duration_us) });
    this.#emit('loaded', scenario);
    this.#changed();
  }

  play() {
    this.#do('play');
  }
  pause() {
    this.#do('pause');
  }
  toggle() {
    this.#do(this.state?.playing ? 'pause' : 'play');
  }
  seek(tUs) {
    this.#seek = null;
    this.#do('seek', { t_us: Math.round(tUs) });
  }
  // As seek, but at most once a frame: for a bar that is being dragged.
  seekSoon(tUs) {
    this.#seek = Math.round(tUs);
    this.#frames.request();
  }
  // `n` instants forwards, or back where n < 0. False when there was none left.
  step(n) {
    let moved = true;
    for (let i = 0; i < Math.abs(n) && moved; ++i) {
      moved = this.#bridge.call(n < 0 ? 'stepBack' : 'step').moved;
    }
    this.#changed();
    return moved;
  }
  setSpeed(speed) {
    this.#do('speed', { speed: Math.min(Math.max(speed, kSpeeds[0]), kSpeeds.at(-1)) });
  }
  // The next speed of kSpeeds above (1) or below (-1).
  changeSpeed(direction) {
    const now = this.state.speed;
    const next =
      direction > 0 ? kSpeeds.find((s) => s > now * 1.001) : kSpeeds.findLast((s) => s < now * 0.999);
    if (next) this.setSpeed(next);
  }

  // Throws BridgeError with the reason when the program refuses.
  command(command) {
    this.#do('command', { command });
  }
  digests() {
    const { state, trace, unseed } = this.#bridge.call('digests');
    return { state, trace, unseed };
  }
  records(query) {
    return this.#bridge.call('records', query);
  }
  picture() {
    return this.#bridge.call('picture');
  }
  // The state of this very moment; the one in `state` may be a tenth of a second old.
  readState() {
    const { ok, ...state } = this.#bridge.call('state');
    return state;
  }

  // Input and settings that only the picture depends on. Returns the program's answer.
  draw(cmd, args) {
    const answer = this.#bridge.call(cmd, args);
    this.#frames.request();
    return answer;
  }
  requestFrame() {
    this.#frames?.request();
  }
  contextLost() {
    this.#lost = true;
    this.#bridge.call('contextLost');
    this.#bridge.frame(0);
  }
  contextRestored() {
    this.#bridge.call('contextRestored');
    this.#lost = false;
    this.#frames.request();
  }
  say(text) {
    this.#emit('say', text);
  }
  fail(text) {
    this.#emit('error', text);
  }

  #do(cmd, args) {
    this.#bridge.call(cmd, args);
    this.#changed();
  }

  // Reads the state once for all changes of one task, and draws.
  #changed() {
    this.#frames.request();
    if (this.#refreshQueued) return;
    this.#refreshQueued = true;
    queueMicrotask(() => {
      this.#refreshQueued = false;
      if (this.#bridge) this.#refresh();
    });
  }

  #refresh() {
    this.#publish(this.readState());
  }

  // A picture that moves need not mean that anything happened: it follows the pointer too.
  #refreshIfMoved() {
    const state = this.readState();
    const { t_us: t, playing } = this.state ?? {};
    if (state.t_us !== t || state.playing !== playing) this.#publish(state);
    else this.#readAt = performance.now();
  }

  #publish(state) {
    this.#readAt = performance.now();
    this.state = state;
    this.#emit('state', this.state);
    clearTimeout(this.#digestTimer);
    if (!state.playing) this.#digestSoon();
  }

  // Once nothing moves any more: a far seek takes several frames.
  #digestSoon() {
    this.#digestTimer = setTimeout(() => {
      if (this.#moving) this.#digestSoon();
      else this.#emit('digests', this.digests());
    }, kDigestRestMs);
  }

  #frame(dtMs) {
    if (this.#lost) return false;
    if (this.#seek !== null) this.seek(this.#seek);
    this.#beforeFrame();
    const { moving, notices } = this.#bridge.frame(dtMs);
    if (notices) this.#takeNotices();
    const stopped = this.#moving && !moving;
    this.#moving = moving;
    if (stopped || (moving && performance.now() - this.#readAt >= kReadMs)) this.#refreshIfMoved();
    return moving;
  }

  #takeNotices() {
    for (const notice of this.#bridge.call('notices').notices) {
      this.#emit('notice', notice);
      if (notice.type === 'end') this.#changed();
    }
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
