// The reference page says what the tables of functions and aggregates say.
// WEIR_GOLDEN_UPDATE=1 writes the page anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "core/sql/functions/aggregate.h"
#include "core/sql/functions/function_def.h"
#include "tests/support/source_dir.h"

namespace weir::sql::test {
namespace {

constexpr std::string_view kMark = "<!-- the rest of this page is generated -->\n";

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string DialectNote(uint8_t dialects) {
  if (dialects == kFlinkOnly) return " Flink only.";
  return dialects == kKinesisOnly ? " Kinesis Analytics only." : "";
}

std::string Section(std::string_view title, Category category) {
  std::string text = "\n## " + std::string(title) + "\n\n| | |\n|---|---|\n";
  for (const FunctionDef* def : FunctionTable()) {
    if (def->category != category) continue;
    text += "| `" + Escaped(def->usage) + "` | " + Escaped(def->doc) + DialectNote(def->dialects) +
            " |\n";
  }
  return text;
}

std::string Generated() {
  std::string text = Section("Comparison", Category::kComparison);
  text += Section("Logic", Category::kLogic);
  text += Section("Conditions", Category::kConditional);
  text += Section("Numbers", Category::kArithmetic);
  text += Section("Text", Category::kString);
  text += Section("Time", Category::kTime);
  text += Section("Collections", Category::kCollection);
  text += Section("JSON", Category::kJson);
  text += Section("Hashes and encodings", Category::kHash);
  text += "\n## Aggregates\n\n| | |\n|---|---|\n";
  for (const AggregateDef& def : AggregateTable()) {
    text +=
        "| `" + Escaped(def.usage) + "` | " + Escaped(def.doc) + DialectNote(def.dialects) + " |\n";
  }
  return text;
}

TEST(SqlFunctionPage, SaysWhatTheTableSays) {
  const std::string path = weir::test::SourcePath("site/docs/sql-functions.md");
  std::stringstream file;
  file << std::ifstream(path).rdbuf();
  const std::string page = file.str();
  const size_t mark = page.find(kMark);
  ASSERT_NE(mark, std::string::npos);
  const std::string wanted = page.substr(0, mark + kMark.size()) + Generated();
  if (std::getenv("WEIR_GOLDEN_UPDATE") != nullptr) {
    std::ofstream(path) << wanted;
    return;
  }
  EXPECT_EQ(page, wanted) << "WEIR_GOLDEN_UPDATE=1 writes " << path << " anew";
}

TEST(SqlFunctionTable, EveryRowIsDescribedAndHasOneKernelOrARule) {
  std::set<std::string> rows;
  for (const FunctionDef* def : FunctionTable()) {
    EXPECT_FALSE(def->usage.empty()) << def->name;
    EXPECT_FALSE(def->doc.empty()) << def->name;
    EXPECT_TRUE(def->kernel != nullptr || def->row != nullptr || def->rule != nullptr) << def->name;
    EXPECT_TRUE(!def->result.empty() || def->rule != nullptr) << def->name;
    // Two rows of one name differ in what they take, or in the dialect.
    const std::string row = std::string(def->name) + "(" + std::string(def->parameters) + ")" +
                            std::to_string(def->dialects);
    EXPECT_TRUE(rows.insert(row).second) << row;
  }
}

// Any NULL, of any type that a function takes, is NULL or a value, never a crash.
TEST(SqlFunctionTable, EveryFunctionTakesNulls) {
  const Value null;
  for (const FunctionDef* def : FunctionTable()) {
    for (size_t count = 0; count <= 4; ++count) {
      const std::vector<Argument> args(count, Argument{Type::Null(), &null});
      const Dialect dialect =
          def->dialects == kKinesisOnly ? Dialect::kKinesisAnalytics : Dialect::kFlink;
      const Result<BoundFunction> bound = Bind(def->name, args, dialect);
      if (!bound.ok()) continue;
      EvalContext context;
      context.dialect = dialect;
      const std::vector<Value> values(count);
      const std::vector<Type> types(count, Type::Null());
      const Result<Value> value = EvaluateOnce(bound.value(), values, types, context);
      if (bound.value().nulls == NullRule::kStrict && count > 0) {
        EXPECT_TRUE(value.ok() && value.value().IsNull()) << def->name << " of " << count;
      }
    }
  }
}

}  // namespace
}  // namespace weir::sql::test
