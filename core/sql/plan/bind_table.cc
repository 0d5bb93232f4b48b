// What stands behind FROM: tables, views, queries and window functions.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {
namespace {

constexpr int kViewDepthMax = 30;
constexpr int64_t kWindowsPerRowMax = 100'000;  // Modelled: a row in more windows is a slip.

PlanPtr NewNode(NodeKind kind) {
  auto node = std::make_shared<PlanNode>();
  node->kind = kind;
  return node;
}

}  // namespace

BoundTable Binder::TableOf(const TableRef& table) {
  BoundTable bound;
  switch (table.kind) {
    case TableRef::Kind::kNamed:
      bound = NamedOf(table);
      break;
    case TableRef::Kind::kQuery:
      bound.node = QueryOf(*table.query);
      if (!failed()) bound.scope = Scope::Of(bound.node->schema, "");
      break;
    case TableRef::Kind::kWindow:
      bound = WindowOf(table);
      break;
    case TableRef::Kind::kJoin: {
      std::vector<ExprPtr> none;
      bound = JoinOf(table, none);
      break;
    }
    case TableRef::Kind::kMatch:
      bound = MatchOf(table);
      break;
    case TableRef::Kind::kFunction:
      if (IsUnnest(table)) {
        auto one = NewNode(NodeKind::kValues);
        one->spec = ValuesSpec{{Row{}}};
        return UnnestOf(table, std::move(one), Scope(), false);
      }
      if (catalog_.dialect == Dialect::kKinesisAnalytics &&
          (table.function->text == "TOP_K_ITEMS_TUMBLING" ||
           table.function->text == "COUNT_DISTINCT_ITEMS_TUMBLING")) {
        bound = TumblingItems(table);
        break;
      }
      Fail(table.span,
           StrCat({"the table function ", TextOf(*table.function),
                   " is not one that Weir runs: TUMBLE, HOP, CUMULATE and SESSION are"}));
      break;
  }
  if (!failed()) Rename(bound, table);
  return bound;
}

void Binder::Rename(BoundTable& table, const TableRef& ref) {
  if (!ref.alias.empty()) {
    for (ScopeColumn& column : table.scope.columns) column.table = ref.alias;
  }
  if (ref.column_aliases.empty()) return;
  if (ref.column_aliases.size() != table.scope.columns.size()) {
    Fail(ref.span, StrCat({"\"", ref.alias, "\" has ", std::to_string(table.scope.columns.size()),
                           " columns, but ", std::to_string(ref.column_aliases.size()), " names"}));
    return;
  }
  for (size_t i = 0; i < ref.column_aliases.size(); ++i) {
    table.scope.columns[i].name = ref.column_aliases[i].text;
  }
}

BoundTable Binder::NamedOf(const TableRef& table) {
  const std::string& name = table.names.back().text;
  BoundTable bound;
  for (size_t i = with_.size(); i > 0; --i) {
    if (with_[i - 1].first != name) continue;
    // What stands behind this one in WITH is not seen by it.
    std::vector<std::pair<std::string, CommonTable>> seen(
        with_.begin(), with_.begin() + static_cast<std::ptrdiff_t>(i - 1));
    const CommonTable common = with_[i - 1].second;
    std::swap(seen, with_);
    bound.node = QueryOf(*common.query);
    std::swap(seen, with_);
    if (failed()) return bound;
    bound.scope = Scope::Of(bound.node->schema, name);
    for (size_t c = 0; c < std::min(common.columns.size(), bound.scope.columns.size()); ++c) {
      bound.scope.columns[c].name = common.columns[c].text;
    }
    return bound;
  }
  // A stream that a pump fills is a view and a table of that name: the view says what is in it.
  if (const auto view = catalog_.views.find(name); view != catalog_.views.end()) {
    bound.node = ViewOf(view->second, name, table.span);
  } else if (const auto found = catalog_.tables.find(name); found != catalog_.tables.end()) {
    bound.node = SourceOf(found->second);
  } else {
    const std::string near = catalog_.NearestTable(name);
    Fail(table.names.back().span,
         StrCat({"there is no table \"", name, "\"", near.empty() ? "" : "; did you mean ", near,
                 near.empty() ? "" : "?"}));
  }
  if (!failed()) bound.scope = Scope::Of(bound.node->schema, name);
  if (catalog_.dialect == Dialect::kKinesisAnalytics) {
    for (ScopeColumn& column : bound.scope.columns) column.pseudo = column.name == "ROWTIME";
  }
  return bound;
}

PlanPtr Binder::SourceOf(const Table& table) {
  PlanPtr node = NewNode(NodeKind::kSource);
  node->schema = table.schema;
  node->updating = table.changelog;
  node->unique_key = table.primary_key;
  node->spec = table.source;
  return node;
}

PlanPtr Binder::ViewOf(const View& view, const std::string& name, Span span) {
  if (++view_depth_ > kViewDepthMax)
    Fail(span, StrCat({"the view \"", name, "\" nests too deeply"}));
  if (failed()) return nullptr;
  Binder inner(catalog_, *view.text);
  inner.view_depth_ = view_depth_;
  inner.queries_ = queries_;
  PlanPtr node = inner.QueryOf(*view.query);
  --view_depth_;
  if (inner.failed()) {
    Fail(span, StrCat({"in the view \"", name, "\": ", inner.error_->message}));
    return nullptr;
  }
  if (view.columns.empty()) return node;
  if (view.columns.size() != node->schema.size()) {
    Fail(span, StrCat({"the view \"", name, "\" names ", std::to_string(view.columns.size()),
                       " columns, but its query has ", std::to_string(node->schema.size())}));
    return nullptr;
  }
  for (size_t i = 0; i < view.columns.size(); ++i) node->schema[i].name = view.columns[i];
  return node;
}

namespace {

struct SizeRule {
  std::string_view name;
  WindowKind kind;
  size_t least;
  size_t most;
  std::string_view form;
};
constexpr SizeRule kSizeRules[] = {
    {"TUMBLE", WindowKind::kTumble, 1, 2, "TUMBLE(TABLE t, DESCRIPTOR(ts), size [, offset])"},
    {"HOP", WindowKind::kHop, 2, 3, "HOP(TABLE t, DESCRIPTOR(ts), slide, size [, offset])"},
    {"CUMULATE", WindowKind::kCumulate, 2, 3,
     "CUMULATE(TABLE t, DESCRIPTOR(ts), step, max size [, offset])"},
    {"SESSION", WindowKind::kSession, 1, 1,
     "SESSION(TABLE t [PARTITION BY k], DESCRIPTOR(ts), gap)"},
};

}  // namespace

std::optional<WindowShape> Binder::ShapeOf(const std::string& name,
                                           const std::vector<ExprPtr>& sizes, Span span,
                                           bool legacy) {
  const auto* const rule = std::find_if(std::begin(kSizeRules), std::end(kSizeRules),
                                        [&](const SizeRule& one) { return one.name == name; });
  if (sizes.size() < rule->least || sizes.size() > rule->most) {
    Fail(span,
         StrCat({name, " has ", std::to_string(sizes.size()), " lengths: it is ", rule->form}));
    return std::nullopt;
  }
  std::vector<int64_t> lengths;
  for (const ExprPtr& size : sizes) {
    const auto length = ConstantInterval(size, StrCat({"a length of ", name}));
    if (!length.has_value()) return std::nullopt;
    lengths.push_back(*length);
  }
  for (size_t i = 0; i < rule->least; ++i) {
    if (lengths[i] > 0) continue;
    Fail(sizes[i]->span, StrCat({"a length of ", name, " is more than 0"}));
    return std::nullopt;
  }
  WindowShape shape;
  shape.kind = rule->kind;
  shape.size = lengths[rule->least - 1];
  shape.slide = rule->least == 2 ? lengths[0] : shape.size;
  if (lengths.size() > rule->least) shape.offset = lengths.back();
  const bool multiple = shape.size % shape.slide == 0;
  if (!multiple && !legacy && shape.kind != WindowKind::kSession) {
    Fail(span,
         StrCat({name, ": the size ", std::to_string(shape.size), " ms is no multiple of the ",
                 shape.kind == WindowKind::kHop ? "slide " : "step ", std::to_string(shape.slide),
                 " ms"}));
    return std::nullopt;
  }
  if (shape.size / shape.slide > kWindowsPerRowMax) {
    Fail(span, StrCat({name, ": each row would be in ", std::to_string(shape.size / shape.slide),
                       " windows; at most 100,000"}));
    return std::nullopt;
  }
  return shape;
}

BoundTable Binder::WindowOf(const TableRef& table) {
  const WindowFunctionCall& call = *table.window;
  BoundTable bound = TableOf(*call.input);
  if (failed()) return bound;
  const std::optional<WindowShape> shape = ShapeOf(call.name, call.sizes, call.span, false);
  if (!shape.has_value()) return bound;
  Env env;
  env.scope = &bound.scope;
  env.clause = "DESCRIPTOR";
  const Scalar time = Expression(call.time_column, env);
  std::vector<size_t> partition;
  for (const ExprPtr& key : call.partition_by) {
    const Scalar column = Expression(key, env);
    if (failed()) return bound;
    if (!column.IsColumn()) Fail(key->span, "PARTITION BY of a window function names columns");
    partition.push_back(column.column);
  }
  if (!partition.empty() && shape->kind != WindowKind::kSession) {
    Fail(call.span, StrCat({"PARTITION BY goes with SESSION: windows of ", call.name,
                            " are the same for every key"}));
  }
  if (failed()) return bound;
  bound.node =
      WindowNode(bound.node, *shape, time.column, std::move(partition), call.time_column->span);
  if (failed()) return bound;
  const std::string name = bound.scope.columns.empty() ? "" : bound.scope.columns[0].table;
  for (size_t i = bound.scope.columns.size(); i < bound.node->schema.size(); ++i) {
    bound.scope.columns.push_back({name, bound.node->schema[i].name, bound.node->schema[i].type});
  }
  return bound;
}

PlanPtr Binder::WindowNode(PlanPtr input, const WindowShape& shape, size_t time_column,
                           std::vector<size_t> partition, Span span) {
  const Type& time = input->schema[time_column].type;
  if (time.attribute == TimeAttribute::kNone) {
    Fail(span,
         StrCat({"a window needs a time attribute, but \"", input->schema[time_column].name,
                 "\" is ", ToText(time), " without a watermark",
                 time.IsTimestamp() ? ": add WATERMARK FOR "
                                    : "; a time attribute is a TIMESTAMP(3) with WATERMARK FOR ",
                 input->schema[time_column].name,
                 " AS ... to its table, or use a column AS PROCTIME()"}));
    return nullptr;
  }
  PlanPtr node = NewNode(NodeKind::kWindow);
  node->schema = input->schema;
  node->updating = input->updating;
  WindowSpecification spec;
  spec.shape = shape;
  spec.shape.proctime = time.attribute == TimeAttribute::kProctime;
  spec.shape.local = time.kind == TypeKind::kTimestampLtz;
  spec.time_column = time_column;
  spec.partition = std::move(partition);
  // window_start and window_end are plain times; window_time = window_end - 1 ms goes on as the
  // time attribute, and the old one is one no longer.
  for (Field& field : node->schema) field.type.attribute = TimeAttribute::kNone;
  const size_t width = node->schema.size();
  node->schema.push_back({"window_start", Type::Timestamp(3).NotNull()});
  node->schema.push_back({"window_end", Type::Timestamp(3).NotNull()});
  Type window_time = spec.shape.local ? Type::TimestampLtz(3) : Type::Timestamp(3);
  window_time.attribute = time.attribute;
  node->schema.push_back({"window_time", window_time.NotNull()});
  node->window = WindowColumns{width, width + 1, width + 2, spec.shape};
  node->spec = std::move(spec);
  node->inputs.push_back(std::move(input));
  return node;
}

}  // namespace weir::sql
