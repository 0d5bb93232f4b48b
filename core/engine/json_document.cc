#include "core/engine/json_document.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"

namespace weir {
namespace {

// Builds the document as the library does, and refuses what the library lets pass.
class StrictBuilder : public nlohmann::detail::json_sax_dom_parser<Json> {
  using Base = nlohmann::detail::json_sax_dom_parser<Json>;

 public:
  explicit StrictBuilder(Json& document) : Base(document, false) {}

  const std::string& error() const { return error_; }

  bool start_object(std::size_t size) {
    names_.emplace_back();
    return Enter() && Base::start_object(size);
  }
  bool end_object() {
    names_.pop_back();
    --depth_;
    return Base::end_object();
  }
  bool start_array(std::size_t size) { return Enter() && Base::start_array(size); }
  bool end_array() {
    --depth_;
    return Base::end_array();
  }
  bool key(std::string& name) {
    std::vector<std::string>& seen = names_.back();
    // A linear search suits the objects there are; this keeps a hostile one from taking hours.
    if (seen.size() >= kJsonMembersMax) {
      error_ = StrCat({"more than ", std::to_string(kJsonMembersMax), " members in one object"});
      return false;
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      error_ = StrCat({"member \"", name, "\" stands twice in one object"});
      return false;
    }
    seen.push_back(name);
    return Base::key(name);
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& problem) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error ...": from
    // the place on.
    const std::string_view text = problem.what();
    constexpr std::string_view kPlace = "parse error at ";
    const size_t place = text.find(kPlace);
    error_ =
        std::string(place == std::string_view::npos ? text : text.substr(place + kPlace.size()));
    return false;
  }

 private:
  bool Enter() {
    if (++depth_ <= kJsonDepthMax) return true;
    error_ = StrCat({"more than ", std::to_string(kJsonDepthMax), " levels of nesting"});
    return false;
  }

  int depth_ = 0;
  std::vector<std::vector<std::string>> names_;
  std::string error_;
};

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  Json root;
  StrictBuilder builder(root);
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return root;
  return Error{ErrorCode::kScenario, builder.error()};
}

}  // namespace weir
