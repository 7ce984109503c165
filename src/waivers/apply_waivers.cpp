#include <algorithm>

#include "evaluate/evaluate.h"
#include "waivers/waiver.h"

namespace verilot {

namespace {

void note_turn(DossierResult& result, const Date& as_of, std::chrono::sys_days day) {
  if (day <= as_of.first) return;
  if (!result.next_change || day < *result.next_change) result.next_change = day;
}

void waive(Finding& finding, const Waiver& waiver) {
  const WaiverAct& approval = last_event(waiver, WaiverEvent::Kind::approved)->act;
  const WaiverAct& request = waiver.history.front().act;
  finding.waived =
      WaivedBy{waiver.id, to_string(waiver.term.until), approval.who, request.why, finding.outcome};
  finding.outcome = Outcome::waived;
  finding.message = "Waived until " + to_string(waiver.term.until) + " by " + approval.who +
                    " (waiver " + waiver.id + ", asked for by " + request.who + ": " + request.why +
                    "). Found: " + finding.message;
  finding.settle.reset();
}

// What is asked for to settle what is waived is not asked for.
void drop_waived(DossierResult& result) {
  const auto is_waived = [&](const std::string& id) {
    return std::ranges::any_of(result.findings, [&](const Finding& finding) {
      return finding.id == id && finding.outcome == Outcome::waived;
    });
  };
  for (NeededDocument& document : result.needed) std::erase_if(document.findings, is_waived);
  std::erase_if(result.needed,
                [](const NeededDocument& document) { return document.findings.empty(); });
  result.requests = requests_of(result.findings);
}

void judge_packs_again(DossierResult& result) {
  for (PackVerdict& verdict : result.verdicts) {
    std::vector<Finding> of_pack;
    for (const Finding& finding : result.findings)
      if (finding.pack == verdict.pack) of_pack.push_back(finding);
    verdict.verdict = verdict_of(of_pack);
  }
}

}  // namespace

void apply_waivers(DossierResult& result, const std::vector<Waiver>& waivers, const Date& as_of) {
  bool any = false;
  for (const Waiver& waiver : waivers) {
    if (waiver.item != result.id) continue;
    if (is_standing(waiver)) {
      if (const auto first = first_day(waiver)) note_turn(result, as_of, *first);
      note_turn(result, as_of, day_after(waiver));
    }
    const auto finding = std::ranges::find_if(result.findings, [&](const Finding& one) {
      return one.rule == waiver.rule && one.subject == waiver.subject;
    });
    const bool found = finding != result.findings.end();
    const WaiverState state =
        waiver_state(waiver, found ? evidence_hash(*finding, result) : "", as_of);
    result.waivers.push_back({waiver.id, found ? finding->id : "", std::string(to_string(state))});
    if (state != WaiverState::live || finding->outcome == Outcome::waived) continue;
    waive(*finding, waiver);
    any = true;
  }
  if (!any) return;
  judge_packs_again(result);
  drop_waived(result);
}

}  // namespace verilot
