// Everything the picture shows, as tables: to read with a screen reader, to select and to copy.
import { h, iconButton, setText } from './dom.js';
import { bytes, clock, count, percent, span } from './format.js';
import { icons } from './icons.js';

const kRecordsMax = 100;
const kReadMs = 500; // Tables that change ten times a second cannot be read.

// A table whose cells are replaced only where their text changed, so that a selection survives.
class Table {
  #body = h('tbody');
  #columns;

  // `columns`: [[heading, row => text, number?], ...]
  constructor(caption, columns) {
    this.#columns = columns;
    const head = columns.map(([title, , number]) => h('th', { scope: 'col', class: number && 'number' }, title));
    this.element = h('table', {}, h('caption', {}, caption), h('thead', {}, h('tr', {}, ...head)), this.#body);
  }

  show(rows) {
    while (this.#body.rows.length > rows.length) this.#body.lastChild.remove();
    rows.forEach((row, i) => {
      const line = this.#body.rows[i] ?? this.#body.appendChild(this.#blank());
      this.#columns.forEach(([, text], j) => setText(line.cells[j], String(text(row))));
    });
  }

  #blank() {
    return h('tr', {}, ...this.#columns.map(([, , number], j) =>
      (j === 0 ? h('th', { scope: 'row' }) : h('td', { class: number && 'number' }))));
  }
}

const shardColumns = [
  ['Shard', (s) => s.shard],
  ['Stream', (s) => s.stream],
  ['State', (s) => s.state],
  ['Parents', (s) => s.parents.join(', ') || '–'],
  ['Hash space', (s) => percent(s.share), true],
  ['Records in', (s) => count(s.records_in), true],
  ['Bytes in', (s) => bytes(s.bytes_in), true],
  ['Throttled', (s) => count(s.throttled), true],
  ['Records limit', (s) => percent(s.fill_records), true],
  ['Bytes limit', (s) => percent(s.fill_bytes), true],
  ['Records out', (s) => count(s.records_out), true],
  ['Retained', (s) => count(s.retained), true],
  ['Expired', (s) => count(s.expired), true],
];
const producerColumns = [
  ['Producer', (p) => p.name],
  ['Stream', (p) => p.stream],
  ['Created', (p) => count(p.created), true],
  ['Accepted', (p) => count(p.accepted), true],
  ['Throttled', (p) => count(p.throttled), true],
  ['Retried', (p) => count(p.retried), true],
  ['Waiting', (p) => count(p.waiting), true],
  ['Lost', (p) => count(p.lost), true],
  ['Done', (p) => (p.done ? 'yes' : 'no')],
];
const leaseColumns = [
  ['Consumer', (l) => l.consumer],
  ['Stream', (l) => l.stream],
  ['Shard', (l) => l.shard],
  ['Worker', (l) => l.worker],
  ['State', (l) => l.state],
  ['Processed', (l) => count(l.processed), true],
  ['Again', (l) => count(l.again), true],
  ['Lag', (l) => count(l.lag_records), true],
  ['Behind', (l) => span(l.behind_us), true],
  ['Iterator age', (l) => span(l.iterator_age_us), true],
  ['Lost unread', (l) => count(l.lost), true],
];
const mappingColumns = [
  ['Mapping', (m) => m.consumer],
  ['Invoked', (m) => count(m.invocations), true],
  ['Failed', (m) => count(m.errors), true],
  ['Retries', (m) => count(m.retries), true],
  ['Bisected', (m) => count(m.bisected), true],
  ['Throttled', (m) => count(m.throttles), true],
  ['Discarded', (m) => count(m.discarded), true],
  ['In flight', (m) => count(m.in_flight), true],
];
const laneColumns = [
  ['Mapping', (l) => l.consumer],
  ['Shard', (l) => l.shard],
  ['Lane', (l) => l.lane],
  ['State', (l) => l.state.replace('_', ' ')],
  ['Waiting', (l) => count(l.waiting), true],
  ['In its batch', (l) => count(l.in_batch), true],
  ['Failures', (l) => count(l.failures), true],
];
const deliveryColumns = [
  ['Delivery stream', (d) => d.name],
  ['Source', (d) => d.source || 'Direct PUT'],
  ['Destination', (d) => (d.down ? `${d.destination}, down` : d.destination)],
  ['Records in', (d) => count(d.records_in), true],
  ['Delivered', (d) => count(d.delivered), true],
  ['Waiting', (d) => count(d.waiting), true],
  ['For', (d) => span(d.freshness_us), true],
  ['Failed', (d) => count(d.failed), true],
  ['Dropped', (d) => count(d.dropped), true],
  ['Lost', (d) => count(d.lost), true],
  ['Objects', (d) => count(d.objects), true],
  ['Of errors', (d) => count(d.error_objects), true],
  ['Of backup', (d) => count(d.backup_objects), true],
];
const bufferColumns = [
  ['Delivery stream', (b) => b.stream],
  ['Buffer', (b) => b.partition || b.lane],
  ['Holds', (b) => b.holds],
  ['Records', (b) => count(b.records), true],
  ['Bytes', (b) => bytes(b.bytes), true],
  ['Flushed at', (b) => bytes(b.bytes_max), true],
  ['Or in', (b) => span(b.due_us), true],
];
const objectColumns = [
  ['Delivery stream', (o) => o.stream],
  ['Object', (o) => count(o.number), true],
  ['Delivered', (o) => clock(o.t_us, o.duration_us), true],
  ['Holds', (o) => (o.in_bucket ? o.holds : `${o.holds}, handed on`)],
  ['Buffer', (o) => o.partition || o.lane],
  ['Records', (o) => count(o.records), true],
  ['Bytes', (o) => bytes(o.bytes), true],
  ['Flushed', (o) => o.flushed],
  ['Attempts', (o) => count(o.attempts), true],
];

export class Tables {
  #player;
  #shards = new Table('Shards', shardColumns);
  #producers = new Table('Producers', producerColumns);
  #consumers = new Table('Consumers, by shard', leaseColumns);
  #mappings = new Table('Lambda mappings', mappingColumns);
  #lanes = new Table('Lambda mappings, by lane', laneColumns);
  #deliveries = new Table('Delivery streams', deliveryColumns);
  #buffers = new Table('Delivery streams, by buffer', bufferColumns);
  #objects = new Table('The last objects', objectColumns);
  #records;
  #chosen = h('select', { 'aria-label': 'Shard of the records', onchange: () => this.#showRecords() });
  #shardsKnown = '';
  #digests = h('code', { class: 'digests', tabindex: 0 });
  #readAt = -Infinity;

  constructor(player, close, copyDigests) {
    this.#player = player;
    this.#records = new Table(`The last ${kRecordsMax} records`, [
      ['Sequence number', (r) => r.sequence],
      ['Arrived', (r) => clock(r.t_us, player.state.scenario.duration_us), true],
      ['Partition key', (r) => r.key],
      ['Producer', (r) => r.producer || '–'],
      ['Number', (r) => count(r.number), true],
      ['Size', (r) => bytes(r.bytes), true],
    ]);
    this.element = h('div', { class: 'tables', role: 'region', 'aria-label': 'Tables', tabindex: 0, hidden: true },
      h('div', { class: 'tables-head' },
        h('h2', {}, 'Tables'), iconButton(icons.close, 'Close the tables', 'T', close)),
      this.#shards.element,
      this.#consumers.element,
      this.#mappings.element,
      this.#lanes.element,
      this.#producers.element,
      this.#deliveries.element,
      this.#buffers.element,
      this.#objects.element,
      h('div', { class: 'records-head' }, h('h3', {}, 'Records'), this.#chosen),
      this.#records.element,
      h('div', { class: 'records-head' }, h('h3', {}, 'Digests'),
        iconButton(icons.copy, 'Copy the digests', '', copyDigests)),
      this.#digests);
    player.addEventListener('state', ({ detail }) => this.#show(detail));
    player.addEventListener('digests', ({ detail }) => this.#showDigests(detail));
  }

  get shown() {
    return !this.element.hidden;
  }

  set shown(shown) {
    this.element.hidden = !shown;
    if (!shown || !this.#player.state) return;
    this.#readAt = -Infinity;
    this.#show(this.#player.state);
    this.#showDigests(this.#player.digests());
    this.element.focus({ preventScroll: true });
  }

  #show(state) {
    if (!this.shown) return;
    const now = performance.now();
    if (state.playing && now - this.#readAt < kReadMs) return;
    this.#readAt = now;
    const { streams, producers, consumers } = state;
    this.#shards.show(streams.flatMap(({ name, shards }) => shards.map((s) => ({ stream: name, ...s }))));
    this.#producers.show(producers);
    this.#consumers.show(consumers.flatMap(({ name, stream, leases }) =>
      leases.map((lease) => ({ consumer: name, stream, ...lease }))));
    const mappings = consumers.filter(({ lambda }) => lambda);
    this.#mappings.element.hidden = mappings.length === 0;
    this.#lanes.element.hidden = mappings.length === 0;
    this.#mappings.show(mappings.map(({ name, lambda }) => ({ consumer: name, ...lambda })));
    this.#lanes.show(mappings.flatMap(({ name, lambda }) =>
      lambda.lanes.map((lane) => ({ consumer: name, ...lane }))));
    this.#showDeliveries(state);
    this.#listShards(streams);
    this.#showRecords();
  }

  #showDeliveries({ delivery_streams: deliveries, scenario }) {
    for (const table of [this.#deliveries, this.#buffers, this.#objects]) {
      table.element.hidden = deliveries.length === 0;
    }
    this.#deliveries.show(deliveries);
    this.#buffers.show(deliveries.flatMap(({ name, buffers }) =>
      buffers.map((buffer) => ({ stream: name, ...buffer }))));
    this.#objects.show(deliveries.flatMap(({ name, last }) =>
      last.toReversed().map((object) => ({ stream: name, duration_us: scenario.duration_us, ...object }))));
  }

  #listShards(streams) {
    const options = streams.flatMap(({ name, shards }) => shards.map(({ shard }) => `${name} ${shard}`));
    if (options.join() === this.#shardsKnown) return;
    this.#shardsKnown = options.join();
    const before = this.#chosen.value;
    this.#chosen.replaceChildren(...streams.flatMap(({ name, shards }) => shards.map(({ shard }) =>
      h('option', { value: JSON.stringify([name, shard]) }, `${name}, shard ${shard}`))));
    if ([...this.#chosen.options].some(({ value }) => value === before)) this.#chosen.value = before;
  }

  #showRecords() {
    if (this.#chosen.value === '') return;
    const [stream, shard] = JSON.parse(this.#chosen.value);
    this.#records.show(this.#player.records({ stream, shard, limit: kRecordsMax }).records.toReversed());
  }

  #showDigests({ state, trace, unseed }) {
    if (this.shown) setText(this.#digests, `state ${state}   trace ${trace}   unseed ${unseed}`);
  }
}
