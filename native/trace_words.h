// The words by which the command line and its JSON call the kinds of trace events.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/trace_event.h"

namespace weir {

// Mostly the word that the line of such an event begins with: "put", "throttle", "shard".
std::string_view TraceWord(TraceKind kind);

std::vector<std::string> TraceWords();  // Each once, in the order of the kinds.
std::string TraceWordList();            // "command, status, shard, ..."

// "put,throttle" as a list. Error kInput: a word that is none of them.
Result<std::vector<std::string>> ParseTraceWords(std::string_view words);

}  // namespace weir
