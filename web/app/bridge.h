// The program's end of the bridge to a page: requests and answers as JSON.
//
// web/page/bridge.js, the other end, lists every request with its members. Nothing in here knows of
// a browser, so the tests speak to it natively.
#pragma once

#include <string>
#include <string_view>

#include "web/app/session.h"
#include "web/app/ui_state.h"

namespace weir::app {

class Bridge {
 public:
  // Both outlive the bridge.
  Bridge(Session& session, UiState& ui) : session_(session), ui_(ui) {}

  // One request, one answer: {"ok":true,...} or {"ok":false,"error":"a sentence"}. Whatever the
  // request is, nothing fails; a refused one has changed nothing.
  std::string Call(std::string_view request);

 private:
  Session& session_;
  UiState& ui_;
};

}  // namespace weir::app
