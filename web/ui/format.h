// Numbers as people read them beside a moving picture: short, with a unit, of a steady width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace weir::ui {

// "0", "999", "12,345", "123k", "1.23M". Not negative.
std::string FormatCount(int64_t count);

// "1 record", "12,345 records".
std::string FormatRecords(int64_t count);

// "812 B", "1.2 KiB", "3.4 MiB". Not negative.
std::string FormatBytes(int64_t bytes);

// "0 s", "85 ms", "1.2 s", "48 s", "3m 20s", "2h 05m", "4d 12h". Not negative.
std::string FormatAge(Duration age);

// `count` in `per`, a second each: "0.3/s", "67/s", "1,250/s". A thing that never happened is
// "0/s".
std::string FormatRate(int64_t count, Duration per);

// Thousandths as a percentage: 125 is "12%". Between 0 and 1 percent "<1%".
std::string FormatPercent(int64_t thousandths);

// At most `size` bytes of data; those that are no text become dots, for data may be anything.
std::string Printable(std::string data, size_t size);

// A playback speed: "1/100x", "1/2x", "1x", "2.5x", "10,000x". `speed` is above zero.
std::string FormatSpeed(double speed);

}  // namespace weir::ui
