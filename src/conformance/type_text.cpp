#include <algorithm>
#include <map>
#include <stdexcept>
#include <string_view>

#include "conformance/encoding.h"

namespace verilot::conformance {
namespace {

using cel::Type;
using Kind = Type::Kind;

constexpr std::size_t kMaxDepth = 100;

class Reader {
 public:
  Reader(std::string_view text, const std::vector<std::string>& parameters)
      : all_(text), rest_(text), parameters_(parameters) {}

  Type read() {
    Type type = one(0);
    if (!rest_.empty()) refuse();
    return type;
  }

 private:
  [[noreturn]] void refuse() const {
    throw std::runtime_error("\"" + std::string(all_.substr(0, 100)) +
                             "\" is no type: write int, list(string), map(string, dyn), T");
  }

  bool accept(std::string_view symbol) {
    if (!rest_.starts_with(symbol)) return false;
    rest_.remove_prefix(symbol.size());
    return true;
  }

  Type one(std::size_t depth) {
    const std::size_t end = std::min(rest_.find_first_of("(), "), rest_.size());
    const std::string name(rest_.substr(0, end));
    if (name.empty() || depth > kMaxDepth) refuse();
    rest_.remove_prefix(end);
    std::vector<Type> parameters;
    if (accept("(")) {
      do {
        accept(" ");
        parameters.push_back(one(depth + 1));
      } while (accept(","));
      if (!accept(")")) refuse();
    }
    return named(name, std::move(parameters));
  }

  Type named(const std::string& name, std::vector<Type> parameters) const {
    static const std::map<std::string, Kind, std::less<>> kKinds = [] {
      std::map<std::string, Kind, std::less<>> kinds = {{"dyn", Kind::dyn},
                                                        {"any", Kind::dyn},
                                                        {"timestamp", Kind::timestamp},
                                                        {"duration", Kind::duration}};
      for (const cel::TypeDenotation& denotation : cel::type_denotations()) {
        if (denotation.kind != Kind::opaque) kinds.emplace(denotation.name, denotation.kind);
      }
      return kinds;
    }();
    // A value that may be null: so may every value that is bound from outside.
    if (name == "wrapper" && parameters.size() == 1) return parameters[0];
    const auto kind = kKinds.find(name);
    if (kind == kKinds.end()) return open(name, std::move(parameters));
    const std::size_t wanted = kind->second == Kind::map ? 2 : 1;
    const bool generic = kind->second == Kind::list || kind->second == Kind::map;
    if (generic && parameters.empty()) parameters.resize(wanted);
    if (generic && parameters.size() != wanted) refuse();
    if (kind->second == Kind::type && parameters.empty()) parameters.resize(1);
    return {kind->second, {}, std::move(parameters)};
  }

  Type open(const std::string& name, std::vector<Type> parameters) const {
    const bool letter = name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z';
    const bool declared = std::ranges::find(parameters_, name) != parameters_.end();
    if ((letter || declared) && parameters.empty()) return {Kind::parameter, name, {}};
    return {Kind::opaque, name, std::move(parameters)};
  }

  std::string_view all_;
  std::string_view rest_;
  const std::vector<std::string>& parameters_;
};

}  // namespace

Type decode_type(const std::string& text, const std::vector<std::string>& parameters) {
  return Reader(text, parameters).read();
}

}  // namespace verilot::conformance
