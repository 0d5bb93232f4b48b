// One line on a terminal that says how far a run is; nothing anywhere else.
//
//   trucks  ##########----------  52 %  00:02:36  1,204,332 records/s  3 s left
#pragma once

#include <chrono>
#include <string>

#include "native/runner.h"
#include "native/terminal.h"

namespace weir {

class Progress : public RunListener {
 public:
  // `rows`: how many records there are to read, where that and not the clock says how far we are.
  Progress(const Terminal& terminal, bool wanted, const RunPlan& plan, int64_t rows);
  ~Progress();  // Takes the line away.
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  Result<void> OnStep(const Engine& engine) override;

 private:
  using Clock = std::chrono::steady_clock;

  void Draw(const Engine& engine, Clock::time_point now);
  double PartDone(const Engine& engine) const;

  Terminal terminal_;
  bool shown_;
  bool drawn_ = false;
  const RunPlan& plan_;
  int64_t rows_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point drawn_at_ = began_;
};

}  // namespace weir
