// The Kinesis Agent: tails a log file and puts its lines.
//
//   application -> log file --every 100 ms--> buffer --500, 4 MiB or a minute--> queue -->
//   PutRecords
//                  rotated, old ones deleted                                       ^          |
//                                                                                  '- retry --'
//
// The file is virtual: what the workload creates is a line in it. The agent never gives a line up
// that it has read: a buffer is sent until all of it is through, before newer ones, with a back-off
// that doubles up to 10 s. Meanwhile its queue fills, it stops reading, and what is still in a file
// that rotation deletes is lost. Several buffers are sent at once, so lines overtake each other.
//
// The back-off is between handing one buffer over and the next: what has been handed over is sent
// as soon as a thread is free, so a throttled shard meets all of it at once.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/producer/pending_records.h"
#include "core/producer/producer_counters.h"
#include "core/producer/producer_spec.h"
#include "core/producer/workload.h"
#include "core/stream/sim_context.h"

namespace weir {

class AgentProducer {
 public:
  AgentProducer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop,
                uint64_t seed);

  void Start(Instant now, SimContext& sim);
  // Reads what was written meanwhile and sends what is due.
  void OnFlush(Instant now, SimContext& sim);
  // Call `slot` reaches the service.
  void OnPutArrives(Instant now, uint32_t slot, SimContext& sim);
  void OnPutReturns(Instant now, uint32_t slot, SimContext& sim);

  void SetRate(Instant now, Rate rate, SimContext& sim);
  // For every line that is not read yet.
  void SetKeys(const KeySpec& keys);

  const ProducerSpec& spec() const { return spec_; }
  const Workload& workload() const { return workload_; }
  const ProducerCounters& counters() const { return counters_; }
  // Lines written so far, but for those that the agent was told to pass over.
  int64_t CreatedBy(Instant now) const;
  bool done() const { return done_; }

  // What the random stream would give next: differs where one run drew more than another.
  uint64_t LastDraw() const { return Prng(latencies_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  struct Buffer {
    PendingRecords records;
    int64_t bytes = 0;
    Instant read_at;  // When its first line was.
  };
  struct Call {
    bool active = false;
    Instant sent_at;
    Instant returns_at;
    int64_t sent = 0;
    Buffer buffer;  // After the service has answered: what is to be sent again.
  };

  void ComeUp(Instant now);
  void Read(Instant now, SimContext& sim);
  bool Offer(Instant now);
  bool QueueBuffer();
  bool Full() const;
  bool TooOld(Instant now) const { return buffer_.read_at + spec_.agent.max_buffer_age <= now; }
  Instant NextLineAt() const {
    return unread_.empty() ? workload_.next_at() : unread_.first_created_at();
  }
  void TakeLine(PendingRecords& to);
  int64_t FileOf(Instant written_at) const;
  void SendQueued(Instant now, SimContext& sim);
  void Settle(Call& call, const std::vector<ThrottledEntry>& throttled);
  void StartCall(Instant now, uint32_t slot, Buffer buffer, SimContext& sim);
  void CountFailure(Instant now, int64_t failed, int64_t sent);
  Duration BackOff(bool rejected);
  int FreeSlot() const;
  Instant NextPoll(Instant from) const;
  void MoveOn(Instant now, SimContext& sim);
  void Plan(Instant now, SimContext& sim);
  void NoticeEnd(Instant now, SimContext& sim);
  int64_t held() const {
    return static_cast<int64_t>(workload_.taken()) - passed_over_ - counters_.accepted -
           counters_.given_up;
  }

  ProducerId id_;
  ProducerSpec spec_;
  Instant start_;
  Instant up_at_;
  bool up_ = false;
  Workload workload_;
  Prng latencies_;
  PendingRecords unread_;   // In the file from before a change of the rate; else what next_at says.
  PendingRecords offered_;  // A line that was read and found no room.
  Buffer buffer_;
  std::deque<Buffer> queue_;
  std::deque<Buffer> again_;   // Sent before; first.
  std::deque<Buffer> handed_;  // Over to the threads, none of which was free.
  std::vector<Call> calls_;    // One a sending thread.
  int64_t open_file_ = 0;
  int64_t passed_over_ = 0;
  int64_t failures_ = 0;  // In thousandths: parts of a call fail too.
  Instant send_at_;       // Not before.
  Instant backs_off_since_;
  Instant wake_at_ = kNever;
  ProducerCounters counters_;
  bool done_ = false;
};

}  // namespace weir
