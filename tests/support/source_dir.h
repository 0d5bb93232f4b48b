// Where the checkout lies, for tests that read committed files (goldens, data sets).
#pragma once

#include <string>
#include <string_view>

namespace weir::test {

// The absolute path of `name`, which is relative to the checkout: SourcePath("tests/golden/x.txt").
std::string SourcePath(std::string_view name);

}  // namespace weir::test
