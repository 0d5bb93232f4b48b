#include "native/poster_style.h"

#include "core/base/text.h"

namespace weir {
namespace {

// The colours of web/ui/theme.cc, which a command line does not link.
constexpr const char* kLight =
    "svg{--bg:#ffffff;--lane:#f3f5f8;--line:#d5dce4;--text:#171b20;--muted:#586472;"
    "--fill:#0a66c2;--bad:#c92a2a;--c0:#b26a00;--c1:#007a5e;--c2:#4a50c4;--c3:#a3437f}";
constexpr const char* kDark =
    "svg{--bg:#0f1217;--lane:#171c23;--line:#2c3542;--text:#e9edf2;--muted:#94a1b0;"
    "--fill:#62b4ff;--bad:#ff6b6b;--c0:#e69f00;--c1:#2ec4a0;--c2:#97a3ff;--c3:#e08bc4}";

constexpr const char* kShapes =
    "text{font-family:Inter,system-ui,sans-serif;font-size:12px;fill:var(--text)}"
    ".title{font-size:18px;font-weight:600}.muted{fill:var(--muted)}.verdict{font-weight:600}"
    ".label,.tick{font-size:11px;fill:var(--muted)}"
    ".bg{fill:var(--bg)}.lane{fill:var(--lane);stroke:var(--line);stroke-width:1}"
    ".axis{stroke:var(--line)}.throttled{fill:var(--bad)}"
    ".area{fill:var(--fill);opacity:.55}.bad-area{fill:var(--bad);opacity:.8}"
    "polyline{fill:none;stroke-width:1.6;stroke-linejoin:round}"
    ".c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}"
    ".k0{fill:var(--c0)}.k1{fill:var(--c1)}.k2{fill:var(--c2)}.k3{fill:var(--c3)}"
    ".h1,.h2,.h3,.h4,.h5,.h6,.h7,.h8{fill:var(--fill)}"
    ".h1{opacity:.14}.h2{opacity:.24}.h3{opacity:.34}.h4{opacity:.45}.h5{opacity:.56}"
    ".h6{opacity:.68}.h7{opacity:.82}.h8{opacity:.96}";

}  // namespace

std::string PosterStyle(PosterTheme theme) {
  switch (theme) {
    case PosterTheme::kLight:
      return StrCat({kLight, kShapes});
    case PosterTheme::kDark:
      return StrCat({kDark, kShapes});
    case PosterTheme::kAuto:
      break;
  }
  return StrCat({kLight, "@media (prefers-color-scheme:dark){", kDark, "}", kShapes});
}

}  // namespace weir
