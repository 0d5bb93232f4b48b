#include "web/app/desktop_options.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "core/base/text.h"
#include "core/engine/scenario_json.h"

namespace weir::app {
namespace {

Error Wrong(std::string_view option, std::string_view wanted) {
  return Error{ErrorCode::kInvalidArgument, StrCat({option, ": ", wanted, " is needed"})};
}

Result<std::string> ReadFileAt(std::string_view path) {
  std::FILE* file = std::fopen(std::string(path).c_str(), "rb");
  if (file == nullptr) return Error{ErrorCode::kInput, StrCat({path, ": cannot be opened"})};
  std::string bytes;
  char buffer[65'536];
  size_t read = 0;
  while ((read = std::fread(buffer, 1, sizeof buffer, file)) > 0) bytes.append(buffer, read);
  const bool failed = std::ferror(file) != 0;
  std::fclose(file);
  if (failed) return Error{ErrorCode::kInput, StrCat({path, ": cannot be read"})};
  return bytes;
}

// "1280x800" or "640,200".
bool ParsePair(std::string_view text, char between, int& first, int& second) {
  const size_t middle = text.find(between);
  if (middle == std::string_view::npos) return false;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto left = std::from_chars(begin, begin + middle, first);
  const auto right = std::from_chars(begin + middle + 1, end, second);
  return left.ec == std::errc() && right.ec == std::errc() && left.ptr == begin + middle &&
         right.ptr == end && first >= 0 && second >= 0;
}

bool ParseNumber(std::string_view text, double& number) {
  const std::string copy(text);
  char* end = nullptr;
  number = std::strtod(copy.c_str(), &end);
  return !copy.empty() && *end == '\0' && number > 0;
}

// One option with its value. Nothing: fine.
Result<void> Take(DesktopOptions& options, std::string_view name, std::string_view value) {
  if (name == "--scenario") {
    options.scenario = value;
  } else if (name == "--at") {
    const Result<Duration> at = ParseDuration(value);
    if (!at.ok()) return Wrong(name, "a time such as 30s");
    options.at = at.value();
  } else if (name == "--speed") {
    if (!ParseNumber(value, options.speed)) return Wrong(name, "a number above 0");
  } else if (name == "--size") {
    if (!ParsePair(value, 'x', options.width, options.height) || options.width < 100 ||
        options.height < 100 || options.width > 8'192 || options.height > 8'192) {
      return Wrong(name, "a size such as 1280x800");
    }
  } else if (name == "--scale") {
    double scale = 1;
    if (!ParseNumber(value, scale) || scale > 4) return Wrong(name, "a number up to 4");
    options.scale = static_cast<float>(scale);
  } else if (name == "--theme") {
    if (value != "dark" && value != "light") return Wrong(name, "dark or light");
    options.light = value == "light";
  } else if (name == "--layout") {
    if (value != "full" && value != "embed" && value != "phone") {
      return Wrong(name, "full, embed or phone");
    }
    options.layout = value == "embed"   ? ui::LayoutKind::kEmbed
                     : value == "phone" ? ui::LayoutKind::kPhone
                                        : ui::LayoutKind::kFull;
  } else if (name == "--screenshot") {
    options.screenshot = value;
  } else if (name == "--hover" || name == "--click") {
    if (!ParsePair(value, ',', options.hover_x, options.hover_y)) {
      return Wrong(name, "a place such as 640,200");
    }
    options.click = name == "--click";
  } else {
    return Error{ErrorCode::kInvalidArgument, StrCat({name, ": no such option; try --help"})};
  }
  return {};
}

}  // namespace

const char* DesktopHelp() {
  return "weir-ui: the playground as a window\n"
         "  --scenario NAME|FILE.json  what plays; without it trucks\n"
         "  --at TIME                  where it begins, such as 30s\n"
         "  --speed N                  virtual seconds a second, 0.01 to 10000\n"
         "  --size WxH                 1280x800\n"
         "  --theme dark|light\n"
         "  --layout full|embed|phone\n"
         "  --bare                     without the bars at the top and the bottom\n"
         "  --screenshot FILE.png      writes a picture and ends\n"
         "  --scale N                  device pixels a pixel, for a picture\n"
         "  --hover X,Y, --click X,Y   the pointer, for a picture\n";
}

Result<DesktopOptions> ParseDesktopOptions(const std::vector<std::string_view>& arguments) {
  DesktopOptions options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    if (name == "--help" || name == "-h") {
      options.help = true;
    } else if (name == "--bare") {
      options.bare = true;
    } else if (i + 1 == arguments.size()) {
      return Error{ErrorCode::kInvalidArgument,
                   StrCat({name, ": no such option, or its value is missing; try --help"})};
    } else if (const Result<void> taken = Take(options, name, arguments[++i]); !taken.ok()) {
      return taken.error();
    }
  }
  return options;
}

Result<void> LoadInto(Session& session, std::string_view name) {
  if (!name.ends_with(".json")) {
    Result<std::shared_ptr<const Scenario>> bundled = LoadBundledScenario(name);
    if (!bundled.ok()) return bundled.error();
    session.Load(std::move(bundled).value());
    return {};
  }
  const Result<std::string> text = ReadFileAt(name);
  if (!text.ok()) return text.error();
  // Data files stand beside the scenario.
  const std::string folder(name.substr(0, name.rfind('/') + 1));
  Result<std::shared_ptr<const Scenario>> scenario = ParseScenario(
      text.value(),
      [&folder](std::string_view file) { return ReadFileAt(StrCat({folder, file})); });
  if (!scenario.ok()) return scenario.error();
  session.Load(std::move(scenario).value());
  return {};
}

Result<void> Prepare(App& app, const DesktopOptions& options) {
  if (const Result<void> loaded = LoadInto(app.session(), options.scenario); !loaded.ok()) {
    return loaded;
  }
  if (options.speed > 0) app.session().SetSpeed(options.speed);
  app.session().SeekTo(options.at);
  app.session().FinishSeek();
  UiState& ui = app.ui();
  ui.theme = options.light ? ui::LightTheme() : ui::DarkTheme();
  ui.layout = options.layout;
  ui.width = static_cast<float>(options.width);
  ui.height = static_cast<float>(options.height);
  ui.pixel_width = options.width;
  ui.pixel_height = options.height;
  ui.own_bars = !options.bare;
  for (const ScenarioSummary& summary : BundledScenarios()) {
    ui.choices.push_back({summary.name, summary.title});
  }
  return {};
}

}  // namespace weir::app
