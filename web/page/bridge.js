// The page's end of the bridge to the program (web/app/bridge.h is the other end).
//
// The program is weir-app.js, an ES module whose default export `createWeir(options)` makes one
// independent instance. Its main() does nothing. These C functions are called from here:
//
//   void weir_font(const char* name, const char* bytes, int size)
//                                        Both of fonts/, before weir_start.
//   void weir_data(const char* name, const char* text)
//                                        A data set that scenarios name ("earthquakes.csv"), before they are loaded.
//   int weir_start(const char* canvas)   Once. `canvas` is a key of specialHTMLTargets ("!weir1"), since
//                                        the canvas stands in a shadow root, where no selector finds it.
//                                        0: WebGL2 and all is well; otherwise no context could be made.
//   const char* weir_call(const char*)   One request as JSON, its answer as JSON. UTF-8, ended by 0. The
//                                        answer belongs to the program and lives until the next call.
//   int weir_frame(double dt_ms)         One animation frame: moves virtual time on by dt_ms * speed while
//                                        playing (dt_ms is 0 to 50), and draws. Bit 0: something still
//                                        moves, call again at the next frame; bit 1: notices are waiting.
//
// The program never schedules a frame, listens to no event of the browser and sets no size by itself:
// the page owns frames, input and sizes. Requests are {"cmd": NAME, ...}; answers {"ok": true, ...} or
// {"ok": false, "error": "producers[0].arrivals.rate: a sentence for a person"}. A refused request
// changes nothing. Every *_us is whole microseconds of virtual time since the start of the scenario.
// Streams, producers and consumers are in the order of the scenario and named by name; shards by number.
//
//   list                                 -> scenarios: [{name, title, about}]
//   load {name, seed?} | {json, seed?}   A bundled scenario, or the text of one. Paused, at 0.
//                                        -> scenario: {name, title, about, seed, duration_us, start}
//                                        (`start` "2026-01-01T00:00:00Z"; seed as a decimal string)
//   play | pause                         play at the end starts again from 0
//   speed {speed}                        0.01 to 10000 virtual seconds a second
//   seek {t_us}                          held within 0 and duration_us
//   step | stepBack                      to the next or the last instant at which something happens, paused
//                                        -> moved: bool
//   command {command: {do, ...}}         core/engine/command_json.h; journaled
//   state                                -> what readState() below gives
//   digests                              -> state, trace, unseed: 16 hexadecimal digits each. Costs a walk over
//                                        the whole state: asked for while nothing moves, or by tests
//   records {stream, shard, from?, limit}   `stream` its name. The last `limit` (at most 1000) retained records,
//                                        or those from ordinal `from` on
//                                        -> first, end: ordinals; records: [{ordinal, t_us, producer, key,
//                                        sequence, bytes, number}], oldest first
//   select {stream, shard, ordinal} | {} Selects a record, or none. -> record: one of `records` | null
//   journal                              -> text: the journal so far (core/engine/journal.h)
//   journal {text}                       Replays one onto its scenario. -> scenario, as from load
//   import {name, text, key, time, event_time?, shards, speed}
//                                        A data set (CSV or NDJSON by name's ending) through a stream of `shards`
//                                        shards. key, time may be "" when unknown: then the answer is
//                                        {ok: false, error, columns: [...]}  -> scenario, as from load
//   picture                              -> lanes: [{stream, shard, x, y, width, height}]: where each shard was last
//                                        drawn, CSS pixels from the canvas's corner; none before the first frame
//                                        objects: [{delivery_stream, number, x, y, width, height}] likewise
//   theme {dark, forced, reduced, colors: {background, surface, line, text, muted, accent, good, warn, bad}}
//                                        booleans; "#rrggbb". `reduced`: no flying particles
//   resize {width, height, pixel_width, pixel_height, scale, layout}
//                                        CSS pixels, device pixels, their ratio; layout full | embed | phone
//   pointer {type, x, y, buttons, kind}  type down | move | up | leave | cancel; CSS pixels from the canvas's
//                                        corner; buttons as in PointerEvent; kind mouse | touch | pen
//                                        -> cursor: a CSS cursor
//   wheel {x, y, dx, dy, zoom}           pixels, DOM directions; zoom: Ctrl or Command is held
//   key {type, key, shift}               down | up; KeyboardEvent.key; never sent for the page's own shortcuts
//   contextLost | contextRestored        nothing is drawn in between; one frame after contextLost lets the program
//                                        forget the objects that went with the context
//   notices                              -> notices: what happened since the last call, oldest first, at most
//                                        100 (`missed` counts those that were dropped), each {type, t_us, text}
//                                        and, by type:
//       end {}                                         the scenario's end was reached; now paused
//       throttle {stream, shard, records}              merged per shard and frame, first of a stretch only
//       reshard {stream, opened: [..], closed: [..]}
//       violation {consumer, producer, key, rule}
//       horizon {consumer, shard, records}             a consumer fell off the trim horizon
//       select {record}                                by a click on the canvas
//
// A state is
//   {t_us, playing, speed, ended,
//    scenario: {name, title, about, seed, duration_us, start},
//    rates: {records_in, records_out, throttled, iterator_age_us},     of the last whole second
//    totals: {records_in, bytes_in, records_out, throttled, expired, lost},
//    order: {kept, violation: null | {consumer, producer, key, earlier: {shard, number, sequence},
//                                     later: {...}, t_us, cause}},
//    streams: [{name, status, retention_us,
//               shards: [{shard, state, parents: [..], share, from, to, records_in, bytes_in, records_out,
//                         throttled, retained, retained_bytes, expired, fill_records, fill_bytes}]}],
//    producers: [{name, stream, created, accepted, throttled, retried, lost, waiting, done}],
//    consumers: [{name, stream, paused, rate, processed, lost, duplicates, violations,
//                 leases: [{shard, state, worker, lag_records, behind_us, iterator_age_us, processed, lost}],
//                 lambda: of a Lambda mapping: {invocations, errors, retries, bisected, throttles, discarded, told,
//                          in_flight, lanes: [{shard, lane, state, waiting, in_batch, failures}]}}],
//    delivery_streams: [{name, status, source: '' of Direct PUT, destination, down, records_in, throttled, delivered,
//                        waiting, failed, dropped, lost, objects, error_objects, backup_objects, freshness_us,
//                        buffers: [{holds, lane, partition, records, bytes, bytes_max, due_us}],
//                        last: [{number, holds, in_bucket, lane, partition, t_us, records, bytes, attempts, flushed}]}],
//    markers: [{t_us, text}]}                                          events of the scenario and the journal
// `share` is the part of the hash space, 0 to 1; fills are 0 to 1; from and to are 32 hexadecimal digits.

import { dataSets } from './data_sets.js';
import { fetchFonts } from './fonts.js';

const kDtMsMax = 50; // A tab that slept must not make virtual time leap.
let instances = 0;

export class BridgeError extends Error {}

// [{name, text}] of those that came; a scenario that needs one that did not says so when it is loaded.
async function fetchDataSets(base) {
  const fetched = dataSets.map(async (name) => {
    try {
      const answer = await fetch(new URL(`data/${name}`, base));
      return answer.ok ? [{ name, text: await answer.text() }] : [];
    } catch {
      return [];
    }
  });
  return (await Promise.all(fetched)).flat();
}

export class Bridge {
  #program;
  #input = 0; // A buffer in the program's memory, grown when a request is longer.
  #inputBytes = 0;

  // Loads the program and gives it `canvas`. Throws BridgeError with a text for the reader.
  static async start(base, canvas) {
    if (typeof WebAssembly !== 'object') {
      throw new BridgeError('This browser has WebAssembly switched off, and Weir runs on it.');
    }
    const parts = Promise.all([fetchFonts(base), fetchDataSets(base)]);
    parts.catch(() => {}); // It is told below, once.
    try {
      const { default: createWeir } = await import(new URL('weir-app.js', base));
      const program = await createWeir({ canvas, locateFile: (name) => new URL(name, base).href });
      return new Bridge(program, canvas, ...await parts);
    } catch (error) {
      if (error instanceof BridgeError) throw error;
      throw new BridgeError(`Weir's program could not be started: ${error.message ?? error}`);
    }
  }

  // `fonts`: [{name, bytes}], `data`: [{name, text}].
  constructor(program, canvas, fonts, data) {
    this.#program = program;
    for (const { name, bytes } of fonts) this.#giveFont(name, bytes);
    for (const { name, text } of data) this.#withText(name, (at) => program._weir_data(at, this.#write(text)));
    const target = `!weir${++instances}`;
    program.specialHTMLTargets[target] = canvas;
    if (program._weir_start(this.#write(target)) !== 0) {
      throw new BridgeError('This browser offers no WebGL2, which Weir draws with.');
    }
  }

  // One request. Throws BridgeError with the program's sentence when it was refused.
  call(cmd, args = {}) {
    const answer = this.ask(cmd, args);
    if (!answer.ok) throw new BridgeError(answer.error);
    return answer;
  }

  // One request; a refusal is returned as {ok: false, error, ...}.
  ask(cmd, args = {}) {
    const request = this.#write(JSON.stringify({ cmd, ...args }));
    return JSON.parse(this.#program.UTF8ToString(this.#program._weir_call(request)));
  }

  // -> {moving, notices}: whether to draw again, and whether notices are waiting.
  frame(dtMs) {
    const bits = this.#program._weir_frame(Math.min(Math.max(dtMs, 0), kDtMsMax));
    return { moving: (bits & 1) !== 0, notices: (bits & 2) !== 0 };
  }

  #giveFont(name, bytes) {
    const program = this.#program;
    const memory = program._malloc(bytes.length);
    program.HEAPU8.set(bytes, memory);
    this.#withText(name, (at) => program._weir_font(at, memory, bytes.length));
    program._free(memory);
  }

  // use(address of `text`), which is freed afterwards.
  #withText(text, use) {
    const program = this.#program;
    const bytes = program.lengthBytesUTF8(text) + 1;
    const memory = program._malloc(bytes);
    program.stringToUTF8(text, memory, bytes);
    use(memory);
    program._free(memory);
  }

  #write(text) {
    const program = this.#program;
    const bytes = program.lengthBytesUTF8(text) + 1;
    if (bytes > this.#inputBytes) {
      program._free(this.#input);
      this.#inputBytes = Math.max(bytes, 4096);
      this.#input = program._malloc(this.#inputBytes);
    }
    program.stringToUTF8(text, this.#input, bytes);
    return this.#input;
  }
}
