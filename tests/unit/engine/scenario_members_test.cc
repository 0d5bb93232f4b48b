// One wrong member at a time in an otherwise good scenario: the error begins with its path.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/engine/json_document.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

constexpr std::string_view kGood = R"({
  "weir": 1, "name": "good", "title": "t", "about": "a", "seed": 1, "start": "2026-01-01T00:00:00Z",
  "duration": "1m",
  "streams": [{"name": "s", "mode": "provisioned", "shards": 1, "retention": "24h",
               "max_record_size_kib": 1024}],
  "producers": [
    {"name": "p", "stream": "s", "arrivals": {"shape": "burst", "spacing": "even", "rate": 1,
      "peak": 2, "every": "1m", "lasts": "1s"},
     "keys": {"shape": "zipf", "count": 10, "prefix": "k", "skew_hundredths": 100,
              "partition_by": "salted", "salts": 4},
     "size": {"min": 1, "max": 2}, "limit": 5, "start": "0s", "stop": "1m", "batch": 5,
     "linger": "1ms", "in_flight": 1, "latency": {"min": "1ms", "max": "2ms"},
     "retry": {"attempts": 1, "base": "1ms", "max": "2ms"},
     "lost_answers": 5, "request_timeout": "1s", "in_order": false},
    {"name": "q", "stream": "s", "replay": {"file": "earthquakes.csv", "format": "auto",
      "key": "net", "time": "updated", "event_time": "time", "time_unit": "auto", "order": "time",
      "speed": 1}}],
  "consumers": [{"name": "c", "stream": "s", "start": "AT_TIMESTAMP",
                 "timestamp": "2026-01-01T00:00:00Z", "start_after": "0s", "workers": 1,
                 "poll": "1s", "limit": 1, "records_per_second": 0, "threads": 2, "order": "none",
                 "latency": {"min": "1ms", "max": "2ms"}, "children": "after_parent",
                 "read": "poll"},
                {"name": "l", "stream": "s", "kind": "lambda", "poison": {"every": 10},
                 "lambda": {"batch_size": 10, "maximum_batching_window": "1s",
                   "parallelization_factor": 2, "bisect_batch_on_function_error": true,
                   "maximum_retry_attempts": 3, "maximum_record_age": "60s", "on_failure": "aside",
                   "report_batch_item_failures": true, "tumbling_window": "10s",
                   "function": {"duration": "1ms", "duration_per_record": "1ms", "timeout": "3s",
                     "errors": 1, "reserved_concurrency": 5, "state_bytes_per_record": 8}}}],
  "events": [{"at": "1s", "do": "SplitShard", "stream": "s", "shard": 0}]
})";

struct Wrong {
  const char* pointer;  // Of the member that is replaced (JSON Pointer).
  const char* value;    // JSON; "" removes the member.
  const char* error;    // What the message begins with.
};

std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
  return out << wrong.pointer << " = " << wrong.value;
}

// The member or element `name` of `parent`.
Json& Child(Json& parent, const std::string& name) {
  return parent.is_array() ? parent[static_cast<size_t>(std::stoul(name))] : parent[name];
}

// Replaces the value at `pointer` ("/streams/0/name"); "" removes the member.
void Replace(Json& document, std::string_view pointer, const char* value) {
  Json* at = &document;
  for (;;) {
    const size_t slash = pointer.find('/', 1);
    const std::string name(pointer.substr(1, slash == pointer.npos ? slash : slash - 1));
    if (slash != pointer.npos) {
      at = &Child(*at, name);
      pointer.remove_prefix(slash);
      continue;
    }
    if (value[0] == '\0') {
      at->erase(name);
    } else {
      Child(*at, name) = ParseJson(value).value();
    }
    return;
  }
}

std::string ErrorWith(const Wrong& wrong) {
  Json document = ParseJson(kGood).value();
  Replace(document, wrong.pointer, wrong.value);
  return test::ScenarioError(document.dump());
}

// The pointers of all values in `at` that hold no other.
void CollectPointers(const Json& at, const std::string& pointer, std::vector<std::string>& out) {
  if (!at.is_structured()) out.push_back(pointer);
  if (at.is_array()) {
    for (size_t i = 0; i < at.size(); ++i) {
      CollectPointers(at[i], pointer + "/" + std::to_string(i), out);
    }
  } else if (at.is_object()) {
    for (const auto& [name, value] : at.items()) CollectPointers(value, pointer + "/" + name, out);
  }
}

constexpr Wrong kWrong[] = {
    {"/weir", "", "weir: is missing"},
    {"/weir", "2", "weir: expected a whole number from 1 to 1, found 2"},
    {"/name", "", "name: is missing"},
    {"/name", "5", "name: expected a text"},
    {"/title", "null", "title: expected a text"},
    {"/about", "[]", "about: expected a text"},
    {"/seed", "-1", "seed: expected a whole number from 0"},
    {"/seed", "9223372036854775808", "seed: expected a whole number"},
    {"/seed", "\"7\"", "seed: expected a whole number"},
    {"/start", "5", "start: expected a text"},
    {"/start", "\"yesterday\"", "start: expected a time from 1970 to 2200"},
    {"/start", "\"1969-12-31T23:59:59Z\"", "start: expected a time from 1970 to 2200"},
    {"/start", "\"2200-01-02T00:00:00Z\"", "start: expected a time from 1970 to 2200"},
    {"/duration", "60", "duration: expected a duration"},
    {"/duration", "\"0s\"", "duration: expected a duration from \"1ms\""},
    {"/duration", "\"36526d\"", "duration: \"36526d\" is not a duration"},
    {"/durration", "\"1m\"", "durration: unknown member; did you mean \"duration\"?"},
    {"/streams", "{}", "streams: expected a list"},
    {"/streams/0", "7", "streams[0]: expected an object"},
    {"/streams/0/name", "", "streams[0].name: is missing"},
    {"/streams/0/name", "\"a b\"", "streams[0]: stream name \"a b\" must be"},
    {"/streams/0/mode", "\"auto\"", "streams[0].mode: expected one of"},
    {"/streams/0/shards", "0", "streams[0].shards: expected a whole number from 1 to 20000"},
    {"/streams/0/shards", "20001", "streams[0].shards: expected"},
    {"/streams/0/retention", "\"23h\"", "streams[0].retention: expected a duration from"},
    {"/streams/0/retention", "\"8761h\"", "streams[0].retention: expected a duration from"},
    {"/streams/0/retention", "\"1441m\"", "streams[0]: retention 1441m must be whole hours"},
    {"/streams/0/max_record_size_kib", "1023", "streams[0].max_record_size_kib: expected"},
    {"/streams/0/max_record_size_kib", "10241", "streams[0].max_record_size_kib: expected"},
    {"/streams/0/shard", "1", "streams[0].shard: unknown member; did you mean \"shards\"?"},
    {"/producers/0/name", "", "producers[0].name: is missing"},
    {"/producers/0/stream", "", "producers[0].stream: is missing"},
    {"/producers/1/name", "\"p\"", "producers[1].name: \"p\" stands twice"},
    {"/producers/0/arrivals", "5", "producers[0].arrivals: expected an object"},
    {"/producers/0/arrivals/shape", "\"x\"", "producers[0].arrivals.shape: expected one of"},
    {"/producers/0/arrivals/spacing", "\"x\"", "producers[0].arrivals.spacing: expected one of"},
    {"/producers/0/arrivals/rate", "-1", "producers[0].arrivals.rate: expected a whole number"},
    {"/producers/0/arrivals/rate", "1.5", "producers[0].arrivals.rate: expected a whole number"},
    {"/producers/0/arrivals/rate", "10000001", "producers[0].arrivals.rate: expected"},
    {"/producers/0/arrivals/rate", "\"5\"", "producers[0].arrivals.rate: expected records per"},
    {"/producers/0/arrivals/rate", "\"5/y\"", "producers[0].arrivals.rate: expected records per"},
    {"/producers/0/arrivals/rate", "\"/s\"", "producers[0].arrivals.rate: expected records per"},
    {"/producers/0/arrivals/rate", "\"-5/s\"", "producers[0].arrivals.rate: expected records"},
    {"/producers/0/arrivals/rate", "\"99999999/s\"", "producers[0].arrivals.rate: expected"},
    {"/producers/0/arrivals/peak", "0", "producers[0].arrivals.peak: must be above 0"},
    {"/producers/0/arrivals/every", "\"9ms\"", "producers[0].arrivals.every: expected a duration"},
    {"/producers/0/arrivals/lasts", "\"61s\"", "producers[0].arrivals.lasts: is longer than every"},
    {"/producers/0/arrivals/at", "\"1s\"", "producers[0].arrivals.at: unknown member"},
    {"/producers/0/keys/shape", "\"x\"", "producers[0].keys.shape: expected one of"},
    {"/producers/0/keys/count", "0", "producers[0].keys.count: expected a whole number from 1"},
    {"/producers/0/keys/count", "10000001", "producers[0].keys.count: expected"},
    {"/producers/0/keys/prefix", "1", "producers[0].keys.prefix: expected a text"},
    {"/producers/0/keys/skew_hundredths", "301", "producers[0].keys.skew_hundredths: expected"},
    {"/producers/0/keys/hot_percent", "5", "producers[0].keys.hot_percent: unknown member"},
    {"/producers/0/keys/partition_by", "\"x\"", "producers[0].keys.partition_by: expected one of"},
    {"/producers/0/keys/salts", "1", "producers[0].keys.salts: expected a whole number from 2"},
    {"/producers/0/size", "\"1\"", "producers[0].size: expected a whole number"},
    {"/producers/0/size", "10485761", "producers[0].size: expected a whole number"},
    {"/producers/0/size/min", "3", "producers[0].size.max: is less than min"},
    {"/producers/0/limit", "0", "producers[0].limit: expected a whole number from 1"},
    {"/producers/0/limit", "4294967296", "producers[0].limit: expected a whole number"},
    {"/producers/0/start", "0", "producers[0].start: expected a duration"},
    {"/producers/0/stop", "\"x\"", "producers[0].stop: \"x\" is not a duration"},
    {"/producers/0/batch", "501", "producers[0].batch: expected a whole number from 1 to 500"},
    {"/producers/0/batch", "0", "producers[0].batch: expected"},
    {"/producers/0/linger", "\"61m\"", "producers[0].linger: expected a duration"},
    {"/producers/0/in_flight", "65", "producers[0].in_flight: expected"},
    {"/producers/0/latency", "\"5ms\"", "producers[0].latency: expected an object"},
    {"/producers/0/latency/min", "\"1us\"", "producers[0].latency.min: expected a duration"},
    {"/producers/0/latency/min", "\"3ms\"", "producers[0].latency.max: is shorter than min"},
    {"/producers/0/retry/attempts", "101", "producers[0].retry.attempts: expected"},
    {"/producers/0/retry/base", "\"0s\"", "producers[0].retry.base: expected a duration"},
    {"/producers/0/retry/max", "\"2h\"", "producers[0].retry.max: expected a duration"},
    {"/producers/0/lost_answers", "-1", "producers[0].lost_answers: expected"},
    {"/producers/0/lost_answers", "1001", "producers[0].lost_answers: expected"},
    {"/producers/0/request_timeout", "\"0s\"", "producers[0].request_timeout: expected a duration"},
    {"/producers/0/request_timeout", "\"2h\"", "producers[0].request_timeout: expected a duration"},
    {"/producers/0/in_order", "1", "producers[0].in_order: expected true or false"},
    {"/producers/0/replay", "{}", "producers[0].arrivals: does not go with \"replay\""},
    {"/producers/1/size", "5", "producers[1].size: does not go with \"replay\""},
    {"/producers/1/replay/file", "", "producers[1].replay.file: is missing"},
    {"/producers/1/replay/format", "\"xml\"", "producers[1].replay.format: expected one of"},
    {"/producers/1/replay/key", "", "producers[1].replay.key: is missing"},
    {"/producers/1/replay/time", "", "producers[1].replay.time: is missing"},
    {"/producers/1/replay/time_unit", "\"h\"", "producers[1].replay.time_unit: expected one of"},
    {"/producers/1/replay/order", "\"x\"", "producers[1].replay.order: expected one of"},
    {"/producers/1/replay/speed", "0", "producers[1].replay.speed: expected a whole number from 1"},
    {"/consumers/0/name", "", "consumers[0].name: is missing"},
    {"/consumers/0/stream", "\"x\"", "consumers[0].stream: there is no stream \"x\""},
    {"/consumers/0/start", "\"HORIZON\"", "consumers[0].start: expected one of"},
    {"/consumers/0/timestamp", "\"x\"", "consumers[0].timestamp: expected a time"},
    {"/consumers/0/timestamp", "\"2026-01-01T00:00:01Z\"", "consumers[0].timestamp: lies after"},
    {"/consumers/0/start_after", "1", "consumers[0].start_after: expected a duration"},
    {"/consumers/0/workers", "1001", "consumers[0].workers: expected"},
    {"/consumers/0/poll", "\"0s\"", "consumers[0].poll: expected a duration"},
    {"/consumers/0/limit", "10001", "consumers[0].limit: expected"},
    {"/consumers/0/threads", "0", "consumers[0].threads: expected"},
    {"/consumers/0/threads", "65", "consumers[0].threads: expected"},
    {"/consumers/0/threads", "1", "consumers[0].order: goes with several \"threads\""},
    {"/consumers/0/order", "\"shard\"", "consumers[0].order: expected one of"},
    {"/consumers/0/records_per_second", "-1", "consumers[0].records_per_second: expected"},
    {"/consumers/0/latency/max", "\"61s\"", "consumers[0].latency.max: expected a duration"},
    {"/consumers/0/children", "\"x\"", "consumers[0].children: expected one of"},
    {"/consumers/0/read", "\"x\"", "consumers[0].read: expected one of"},
    {"/consumers/0/read", "\"fan_out\"", "consumers[0].poll: does not go with \"fan_out\""},
    {"/consumers/0/pol", "\"1s\"", "consumers[0].pol: unknown member; did you mean \"poll\"?"},
    {"/events/0/at", "", "events[0].at: is missing"},
    {"/events/0/at", "\"-1s\"", "events[0].at: \"-1s\" is not a duration"},
    {"/events/0/do", "", "events[0].do: is missing"},
    {"/events/0/do", "\"Split\"", "events[0].do: \"Split\" is no command; expected one of"},
    {"/events/0/shard", "", "events[0].shard: is missing"},
    {"/events/0/shard", "\"0\"", "events[0].shard: expected a whole number"},
    {"/events/0/target", "2", "events[0].target: unknown member"},
};

class WrongMemberTest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongMemberTest, IsRefusedWithItsPath) {
  const std::string error = ErrorWith(GetParam());
  EXPECT_EQ(error.substr(0, std::string_view(GetParam().error).size()), GetParam().error) << error;
}

INSTANTIATE_TEST_SUITE_P(Scenario, WrongMemberTest, testing::ValuesIn(kWrong));

TEST(ScenarioMembersTest, TheScenarioThatTheyAreWrongInIsGood) {
  EXPECT_EQ(test::ScenarioError(kGood), "");
}

// Whatever stands in the place of any member, the answer is a scenario or one line of error.
TEST(ScenarioMembersTest, AnyTypeInAnyPlaceIsAnError) {
  const Json good = ParseJson(kGood).value();
  std::vector<std::string> pointers;
  CollectPointers(good, "", pointers);
  EXPECT_GT(pointers.size(), 60);
  for (const std::string& pointer : pointers) {
    for (const char* other : {"null", "true", "-7", "1e300", "\"\"", "[]", "{}", "[[{}]]"}) {
      Json document = good;
      Replace(document, pointer, other);
      const std::string error = test::ScenarioError(document.dump());
      EXPECT_EQ(error.find('\n'), std::string::npos);
      EXPECT_TRUE(error != "" || std::string_view(other) != "null") << pointer;
    }
  }
}

}  // namespace
}  // namespace weir
