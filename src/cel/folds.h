// How the values of several operands become one, with errors and unknowns among them.
#pragma once

#include <optional>
#include <string>

#include "cel/evaluator.h"

namespace verilot::cel {

// && || all exists: an operand equal to `deciding` decides alone; else unknown, else error.
class Evaluation::Fold {
 public:
  explicit Fold(bool deciding) : deciding_(deciding) {}

  void add(const Value& operand) {
    if (operand.kind() == Value::Kind::boolean) {
      decided_ = decided_ || operand.as_boolean() == deciding_;
    } else if (operand.is_unknown()) {
      add(operand.missing());
    } else if (!error_) {
      error_ = operand.is_error()
                   ? operand
                   : Value::error("no such overload: a condition must be bool, not " +
                                  type_name(operand));
    }
  }

  void add(const MissingSet& missing) {
    unknown_ = true;
    missing_ = merged(missing_, missing);
  }

  bool decided() const { return decided_; }

  Value result() const {
    if (decided_) return Value::boolean(deciding_);
    if (unknown_) return Value::unknown(missing_);
    return error_.value_or(Value::boolean(!deciding_));
  }

 private:
  bool deciding_;
  bool decided_ = false;
  bool unknown_ = false;
  MissingSet missing_;
  std::optional<Value> error_;
};

// Strict operands: any error is the result, else any unknown.
class Evaluation::Strict {
 public:
  // Returns whether the operand is a value.
  bool add(const Value& operand) {
    if (operand.is_error() && !error_) error_ = operand;
    if (operand.is_unknown()) add(operand.missing());
    return !operand.is_error() && !operand.is_unknown();
  }

  void add(const MissingSet& missing) {
    unknown_ = true;
    missing_ = merged(missing_, missing);
  }

  bool failed() const { return error_.has_value(); }

  // Nothing where all operands are values.
  std::optional<Value> result() const {
    if (error_) return error_;
    if (unknown_) return Value::unknown(missing_);
    return std::nullopt;
  }

 private:
  bool unknown_ = false;
  MissingSet missing_;
  std::optional<Value> error_;
};

}  // namespace verilot::cel
