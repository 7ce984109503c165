// How the values of several operands become one, with errors and unknowns among them.
#pragma once

#include <optional>
#include <string>

#include "cel/evaluator.h"

namespace verilot::cel {

// The unknown that several operands are together; of one alone its own value.
class Evaluation::Unknowns {
 public:
  void add(const Value& unknown) {
    if (!any_ && unknown.missing().size() <= kMaxMissing) {
      first_ = unknown;
    } else {
      const bool second = any_ && missing_.empty();
      missing_ = merged(second ? first_.missing() : missing_, unknown.missing());
    }
    any_ = true;
  }

  bool any() const { return any_; }
  Value value() const { return missing_.empty() ? first_ : Value::unknown(missing_); }

 private:
  bool any_ = false;
  Value first_ = Value::null();
  MissingSet missing_;  // of two or more
};

// && || all exists: an operand equal to `deciding` decides alone; else unknown, else error.
class Evaluation::Fold {
 public:
  explicit Fold(bool deciding) : deciding_(deciding) {}

  void add(const Value& operand) {
    if (operand.kind() == Value::Kind::boolean) {
      decided_ = decided_ || operand.as_boolean() == deciding_;
    } else if (operand.is_unknown()) {
      unknowns_.add(operand);
    } else if (!error_) {
      error_ = operand.is_error()
                   ? operand
                   : Value::error("no such overload: a condition must be bool, not " +
                                  type_name(operand));
    }
  }

  void add(const MissingSet& missing) { unknowns_.add(Value::unknown(missing)); }

  bool decided() const { return decided_; }

  Value result() const {
    if (decided_) return Value::boolean(deciding_);
    if (unknowns_.any()) return unknowns_.value();
    return error_.value_or(Value::boolean(!deciding_));
  }

 private:
  bool deciding_;
  bool decided_ = false;
  Unknowns unknowns_;
  std::optional<Value> error_;
};

// Strict operands: any error is the result, else any unknown.
class Evaluation::Strict {
 public:
  // Returns whether the operand is a value.
  bool add(const Value& operand) {
    if (operand.is_error() && !error_) error_ = operand;
    if (operand.is_unknown()) unknowns_.add(operand);
    return !operand.is_error() && !operand.is_unknown();
  }

  void add(const MissingSet& missing) { unknowns_.add(Value::unknown(missing)); }

  bool failed() const { return error_.has_value(); }

  // Nothing where all operands are values.
  std::optional<Value> result() const {
    if (error_) return error_;
    if (unknowns_.any()) return unknowns_.value();
    return std::nullopt;
  }

 private:
  Unknowns unknowns_;
  std::optional<Value> error_;
};

}  // namespace verilot::cel
