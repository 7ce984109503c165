// packs: what a pack says of the law, as a page of Markdown: its pathways, and every clause with
// its text and the rules that rest on it.
//
// Shapes: `users` holds the rules and leaves of any pack that cite a clause, by the clause's id.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "packs/pack.h"

namespace verilot {

struct ClauseUser {
  std::string pack;
  std::string id;  // of the rule or leaf
  std::string title;
  std::string grade;  // "critical", "critical, advisory", "pathway"
};
using ClauseUsers = std::map<std::string, std::vector<ClauseUser>, std::less<>>;

// Adds those of the pack, each once a clause.
void note_users(const RulePack&, ClauseUsers&);

std::string reference_page(const RulePack&, const ClauseUsers&);

// Every clause of the packs with what rests on it, or why nothing does.
std::string reference_index(const std::vector<RulePack>&, const ClauseUsers&);

}  // namespace verilot
