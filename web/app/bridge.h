// The program's end of the bridge to a page: requests and answers as JSON.
//
// web/page/bridge.js, the other end, lists every request with its members. Nothing in here knows of
// a browser, so the tests speak to it natively.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/engine/scenario_json.h"
#include "web/app/session.h"
#include "web/app/ui_state.h"

namespace weir::app {

class Bridge {
 public:
  // Both outlive the bridge. `read_data` gives the data sets that scenarios name.
  Bridge(Session& session, UiState& ui, ReadFile read_data)
      : session_(session), ui_(ui), read_data_(std::move(read_data)) {}

  // One request, one answer: {"ok":true,...} or {"ok":false,"error":"a sentence"}. Whatever the
  // request is, nothing fails; a refused one has changed nothing.
  std::string Call(std::string_view request);

 private:
  Session& session_;
  UiState& ui_;
  ReadFile read_data_;
};

}  // namespace weir::app
