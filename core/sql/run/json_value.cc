#include "core/sql/run/json_value.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir::sql {
namespace {

class Reader {
 public:
  explicit Reader(const EvalContext& context) : context_(context) {}

  Result<Value> Read(const JsonNode& json, const Type& type) {
    if (json.kind == JsonNode::Kind::kNull) return Value();
    const bool array = json.kind == JsonNode::Kind::kArray;
    const bool object = json.kind == JsonNode::Kind::kObject;
    switch (type.kind) {
      case TypeKind::kArray:
        return array ? Items(json, type) : Wrong(json, type);
      case TypeKind::kMap:
      case TypeKind::kMultiset:
        return object ? Entries(json, type) : Wrong(json, type);
      case TypeKind::kRow:
        return array ? Fields(json, type) : object ? NamedFields(json, type) : Wrong(json, type);
      default:
        return Scalar(json.IsScalar() ? ScalarText(json) : WriteJson(json), type);
    }
  }

 private:
  static Error Wrong(const JsonNode& json, const Type& type) {
    return Error{ErrorCode::kInput,
                 StrCat({WriteJson(json).substr(0, 60), " is no ", ToText(type)})};
  }

  Result<Value> Scalar(const std::string& text, const Type& type) {
    Result<BoundFunction> cast = BindCast(Type::String(), type, false, context_.dialect);
    if (!cast.ok()) return cast.error();
    EvalContext context;
    context.dialect = context_.dialect;
    context.zone = context_.zone;
    const Value values[] = {Value(text)};
    const Type types[] = {Type::String()};
    return EvaluateOnce(cast.value(), values, types, context);
  }

  Result<Value> Items(const JsonNode& json, const Type& type) {
    std::vector<Value> items;
    for (const JsonNode& item : json.items) {
      Result<Value> value = Read(item, type.Element());
      if (!value.ok()) return value;
      items.push_back(std::move(value).value());
    }
    return Value(std::move(items));
  }

  // MAP: key and value; MULTISET: value and count.
  Result<Value> Entries(const JsonNode& json, const Type& type) {
    std::vector<Value> items;
    for (size_t i = 0; i < json.items.size(); ++i) {
      Result<Value> key = Scalar(json.names[i], type.Element(0));
      if (!key.ok()) return key;
      Result<Value> value =
          Read(json.items[i], type.kind == TypeKind::kMap ? type.Element(1) : Type::BigInt());
      if (!value.ok()) return value;
      items.push_back(std::move(key).value());
      items.push_back(std::move(value).value());
    }
    return Value(std::move(items));
  }

  Result<Value> Fields(const JsonNode& json, const Type& type) {
    if (json.items.size() != type.ElementCount()) return Wrong(json, type);
    std::vector<Value> items;
    for (size_t i = 0; i < json.items.size(); ++i) {
      Result<Value> value = Read(json.items[i], type.Element(i));
      if (!value.ok()) return value;
      items.push_back(std::move(value).value());
    }
    return Value(std::move(items));
  }

  Result<Value> NamedFields(const JsonNode& json, const Type& type) {
    std::vector<Value> items;
    for (size_t i = 0; i < type.ElementCount(); ++i) {
      const auto found = std::find(json.names.begin(), json.names.end(), type.nest->names[i]);
      if (found == json.names.end()) {
        items.emplace_back();
        continue;
      }
      const auto at = static_cast<size_t>(found - json.names.begin());
      Result<Value> value = Read(json.items[at], type.Element(i));
      if (!value.ok()) return value;
      items.push_back(std::move(value).value());
    }
    return Value(std::move(items));
  }

  const EvalContext& context_;
};

}  // namespace

Result<Value> ValueOfJson(const JsonNode& json, const Type& type, const EvalContext& context) {
  return Reader(context).Read(json, type);
}

}  // namespace weir::sql
