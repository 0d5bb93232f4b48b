// Where components report what they did: always into a digest, and to a listener when there is one.
#pragma once

#include "core/base/digest.h"
#include "core/model/trace_event.h"

namespace weir {

// Listens to a run: a test, the `trace` command, the markers of a timeline. It sees events in
// their order and may not touch the engine.
class TraceSink {
 public:
  virtual void OnEvent(const TraceEvent& event) = 0;

 protected:
  ~TraceSink() = default;  // Never owned through this type.
};

class Trace {
 public:
  void Emit(const TraceEvent& event) {
    event.AddTo(digest_);
    if (sink_ != nullptr) sink_->OnEvent(event);
  }

  // The listener is no part of the engine's value: it is set for the length of one call.
  void Listen(TraceSink* sink) { sink_ = sink; }
  const Digest& digest() const { return digest_; }

 private:
  Digest digest_;
  TraceSink* sink_ = nullptr;
};

}  // namespace weir
