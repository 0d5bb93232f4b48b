// Producers: nothing they count is made up, and every record they meant to send is in the stream,
// or given up, or on its way.
#include <algorithm>
#include <map>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

class ProducerChecker final : public Checker {
 public:
  explicit ProducerChecker(const Scenario& scenario)
      : scenario_(scenario), accounts_(scenario.producers.size()) {}

  void Check(const Look& look, Report& report) override {
    for (const TraceEvent& event : look.seen.events) Follow(event);
    for (const Appended& appended : look.seen.appended) {
      for (const SeenRecord& record : appended.records) {
        CheckOrder(look, appended, record, report);
        NoteInLog(look, appended, record);
      }
    }
    for (const ProducerView& producer : look.seen.view.producers) {
      CheckOne(producer, report);
      CheckMoves(look.seen.now, producer, report);
    }
  }

 private:
  struct Account {
    // By the trace.
    int64_t accepted = 0;
    int64_t throttled = 0;
    int64_t refused = 0;
    int64_t given_up = 0;
    int64_t users_accepted = 0;
    int64_t users_throttled = 0;
    int64_t sent_again = 0;  // User records in a shard that was not predicted.
    // In the log.
    int64_t records = 0;
    int64_t users = 0;
    int64_t distinct = 0;
    int64_t misplaced = 0;  // Users whose key belongs to another shard.
    int64_t least = INT64_MAX;
    int64_t greatest = -1;
    std::vector<bool> seen;  // By the number of the user record.
    std::map<uint32_t, int64_t> last_of_shard;
    // When anything last happened.
    int64_t intended = 0;
    Instant moved_at{INT64_MIN};
  };

  void Follow(const TraceEvent& event) {
    if (event.subject >= accounts_.size()) return;
    Account& account = accounts_[event.subject];
    switch (event.kind) {
      case TraceKind::kPutRecords:
      case TraceKind::kDirectPut:
        account.accepted += event.x;
        account.throttled += event.y;
        break;
      case TraceKind::kUserRecordsPut:
        account.users_accepted += event.x;
        account.users_throttled += event.y;
        break;
      case TraceKind::kPutRefused:
      case TraceKind::kDirectPutRefused:
        account.refused += event.x;
        break;
      case TraceKind::kGaveUp:
        account.given_up += event.x;
        break;
      case TraceKind::kMisrouted:
        account.sent_again += event.y;
        break;
      case TraceKind::kRetryScheduled:
      case TraceKind::kAnswerLost:
        break;
      default:
        return;  // Of no producer.
    }
    account.moved_at = event.at;
  }

  void NoteInLog(const Look& look, const Appended& appended, const SeenRecord& record) {
    if (record.producer.index() >= accounts_.size()) return;
    const ShardView& shard =
        look.seen.view.streams[appended.stream.index()].shards[appended.shard.index()];
    Account& account = accounts_[record.producer.index()];
    ++account.records;
    ForEachUser(record, [&](const SeenUser& user) {
      ++account.users;
      account.misplaced += Misrouted(shard, user) ? 1 : 0;
      account.least = std::min(account.least, int64_t{user.number});
      account.greatest = std::max(account.greatest, int64_t{user.number});
      if (user.number >= account.seen.size()) account.seen.resize(size_t{user.number} + 1);
      if (account.seen[user.number]) return;
      account.seen[user.number] = true;
      ++account.distinct;
    });
  }

  // While nothing fails, an aggregate holds its records in the order of their creation, and an
  // agent with one thread puts line after line.
  void CheckOrder(const Look& look, const Appended& appended, const SeenRecord& record,
                  Report& report) {
    if (record.producer.index() >= accounts_.size()) return;
    Account& account = accounts_[record.producer.index()];
    const ProducerSpec& spec = scenario_.producers[record.producer.index()];
    const bool failed = account.throttled + account.users_throttled + account.refused +
                            account.given_up + account.sent_again >
                        0;
    bool ordered = true;
    if (spec.kind == ProducerKind::kAgent && spec.agent.sending_threads == 1) {
      int64_t& last = account.last_of_shard.try_emplace(appended.shard.value, -1).first->second;
      ordered = last < int64_t{record.number};
      last = std::max(last, int64_t{record.number});
    }
    int64_t before = -1;
    ForEachUser(record, [&](const SeenUser& user) {
      ordered = ordered && (!record.aggregates || before < int64_t{user.number});
      before = user.number;
    });
    if (ordered || failed) return;
    report.Fail("producer-order",
                {look.seen.view.producers[record.producer.index()].name, ": record ",
                 N(record.ordinal), " of shard ", N(appended.shard.value),
                 " is older than what came before it, and nothing has failed"});
  }

  void CheckOne(const ProducerView& producer, Report& report) const {
    const ProducerKind kind = scenario_.producers[producer.id.index()].kind;
    const Account& account = accounts_[producer.id.index()];
    const auto same = [&](const char* what, int64_t counted, int64_t traced) {
      if (counted != traced) {
        report.Fail("producer-counts",
                    {producer.name, ": ", what, " ", N(counted), ", by the trace ", N(traced)});
      }
    };
    same("given up", producer.given_up, account.given_up);
    // Those of a delivery stream are found in its objects.
    const bool direct = scenario_.producers[producer.id.index()].delivery_stream.has_value();
    same("in the log", account.records, direct ? 0 : account.accepted);
    if (kind == ProducerKind::kKpl) {
      same("stream records", producer.stream_records, account.accepted);
      same("accepted", producer.accepted, account.users_accepted);
      // What lies in a shard that was not predicted is in the log, and goes there once more.
      same("accepted or sent again", account.users, account.users_accepted + account.sent_again);
      same("throttled", producer.throttled, account.users_throttled);
    } else {
      // What was accepted without the producer's knowledge is in the log too.
      same("accepted", producer.accepted + producer.unanswered, account.accepted);
      same("throttled", producer.throttled, account.throttled);
    }
    // The others send again what was refused.
    if (kind == ProducerKind::kSdk) same("refused", producer.refused, account.refused);
    CheckConserved(producer, account, report);
  }

  void CheckConserved(const ProducerView& producer, const Account& account, Report& report) const {
    if (producer.waiting < 0) {
      report.Fail("producer-conserved",
                  {producer.name, ": ", N(producer.waiting), " records wait"});
    }
    if (producer.intended !=
        producer.accepted + producer.given_up + producer.refused + producer.waiting) {
      report.Fail("producer-conserved",
                  {producer.name, ": the parts do not add up to what it meant"});
    }
    // The agent is not meant to send all that was written.
    const bool agent = scenario_.producers[producer.id.index()].kind == ProducerKind::kAgent;
    if (!agent && account.greatest >= producer.intended) {
      report.Fail("producer-conserved",
                  {producer.name, ": record ", N(account.greatest), " is in the log, but only ",
                   N(producer.intended), " were created"});
    }
    if (!(!producer.done || producer.waiting == 0)) {
      report.Fail("producer-done",
                  {producer.name, " is done while ", N(producer.waiting), " records wait"});
    }
    if (scenario_.producers[producer.id.index()].delivery_stream) return;
    if (producer.accepted > account.distinct) {
      report.Fail("producer-lost",
                  {producer.name, ": ", N(producer.accepted), " records were accepted, but only ",
                   N(account.distinct), " are in the log"});
    }
    // What is not there is somewhere else, down to the last number in between.
    const int64_t elsewhere = producer.given_up + producer.refused + producer.waiting;
    if (account.greatest - account.least + 1 > account.distinct + elsewhere) {
      report.Fail("producer-gap", {producer.name, ": of records ", N(account.least), " to ",
                                   N(account.greatest), " there are ", N(account.distinct),
                                   " in the log and ", N(elsewhere), " elsewhere"});
    }
    // The library sends again what came into a shard that does not hold its key.
    if (account.misplaced > account.sent_again) {
      report.Fail("producer-misplaced",
                  {producer.name, ": ", N(account.misplaced), " records are in a shard that does ",
                   "not hold their keys, ", N(account.sent_again), " were sent again"});
    }
    if (account.users - account.distinct > producer.unanswered + account.sent_again) {
      report.Fail("producer-once", {producer.name, ": ", N(account.users - account.distinct),
                                    " records are in the log twice without a cause"});
    }
  }

  // Whatever waits is sent or given up in the end.
  void CheckMoves(Instant now, const ProducerView& producer, Report& report) {
    Account& account = accounts_[producer.id.index()];
    if (producer.intended != account.intended || producer.waiting == 0 ||
        account.moved_at.micros == INT64_MIN) {
      account.moved_at = now;
    }
    account.intended = producer.intended;
    const ProducerSpec& spec = scenario_.producers[producer.id.index()];
    if (now - account.moved_at > Patience(spec)) {
      report.Fail("producer-stuck",
                  {producer.name, ": ", N(producer.waiting), " records wait and nothing happens"});
    }
  }

  static Duration Patience(const ProducerSpec& spec) {
    const Duration call = spec.latency_max * 2 + Seconds(1);
    switch (spec.kind) {
      case ProducerKind::kSdk:
        return call + spec.linger + spec.retry.max * 2 + spec.request_timeout;
      case ProducerKind::kKpl:
        return call + spec.kpl.record_ttl + spec.kpl.record_max_buffered_time;
      case ProducerKind::kAgent:  // Ten seconds of back-off, more or less.
        return call + spec.agent.up_after + spec.agent.max_buffer_age + spec.agent.poll +
               Seconds(14);
    }
    return call;
  }

  const Scenario& scenario_;
  std::vector<Account> accounts_;
};

}  // namespace

std::unique_ptr<Checker> CheckProducers(const Scenario& scenario) {
  return std::make_unique<ProducerChecker>(scenario);
}

}  // namespace weir::swarm
