// Reads the tests of the CEL conformance suite (one JSON object a line) and judges an answer.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace verilot::cel::conformance {

// The folder of the suite; empty where it is not there.
std::filesystem::path folder();

std::vector<nlohmann::json> read_tests(const std::filesystem::path& file);

std::string identity(const nlohmann::json& test);  // "macros/exists/list_empty"

// Empty where the engine's answer is the expected one, else what it was.
std::string judge(const nlohmann::json& test);

}  // namespace verilot::cel::conformance
