#include "registry/likeness.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace verilot {

namespace {

constexpr std::size_t kLongestWord = 40;
constexpr double kInitial = 0.7, kJoined = 0.97, kAcronym = 0.8;
constexpr double kRare = 0.5;  // of weight and of agreement

struct Pair {
  std::size_t a, b;
  double agreement, gain;
};

class Comparison {
 public:
  Comparison(const std::vector<std::string>& a, const std::vector<std::string>& b,
             const WordWeight& weigh, const ScreenWords& words)
      : a_(a), b_(b), words_(words), used_a_(a.size()), used_b_(b.size()) {
    for (const std::string& word : a) weight_a_.push_back(weigh(word));
    for (const std::string& word : b) weight_b_.push_back(weigh(word));
  }

  Likeness result() {
    take_joined(a_, used_a_, weight_a_, b_, used_b_, weight_b_, false);
    take_joined(b_, used_b_, weight_b_, a_, used_a_, weight_a_, true);
    take_pairs();
    for (std::size_t i = 0; i < a_.size(); ++i) rest(a_[i], used_a_[i], weight_a_[i], like_.only_a);
    for (std::size_t i = 0; i < b_.size(); ++i) rest(b_[i], used_b_[i], weight_b_[i], like_.only_b);
    like_.share = all_ > 0 ? agreeing_ / all_ : 0;
    if (like_.only_a.empty() && like_.only_b.empty() && !like_.agreeing.empty())
      like_.rare_word = true;
    return std::move(like_);
  }

 private:
  void agree(double weight, double share, AgreeingWords words) {
    agreeing_ += weight * share;
    all_ += weight;
    like_.agreeing.push_back(std::move(words));
  }

  // "bio prep" on one side, "bioprep" on the other.
  void take_joined(const std::vector<std::string>& parts, std::vector<bool>& used_parts,
                   const std::vector<double>& weights, const std::vector<std::string>& wholes,
                   std::vector<bool>& used_wholes, const std::vector<double>& whole_weights,
                   bool swapped) {
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      for (std::size_t j = 0; j < wholes.size(); ++j) {
        if (used_wholes[j] || used_parts[i] || used_parts[i + 1]) continue;
        if (wholes[j].size() != parts[i].size() + parts[i + 1].size() ||
            !wholes[j].starts_with(parts[i]) || !wholes[j].ends_with(parts[i + 1]))
          continue;
        used_parts[i] = used_parts[i + 1] = used_wholes[j] = true;
        AgreeingWords words{parts[i] + " " + parts[i + 1], wholes[j], kJoined};
        if (swapped) std::swap(words.a, words.b);
        like_.rare_word = like_.rare_word || whole_weights[j] > kRare;
        agree(weights[i] + weights[i + 1] + whole_weights[j], kJoined, std::move(words));
      }
    }
  }

  void take_pairs() {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < a_.size(); ++i)
      for (std::size_t j = 0; j < b_.size(); ++j) {
        if (used_a_[i] || used_b_[j]) continue;
        const double near = agreement(a_[i], b_[j], words_);
        if (near > 0) pairs.push_back({i, j, near, near * (weight_a_[i] + weight_b_[j])});
      }
    std::ranges::stable_sort(pairs, std::ranges::greater(), &Pair::gain);
    for (const Pair& pair : pairs) {
      if (used_a_[pair.a] || used_b_[pair.b]) continue;
      used_a_[pair.a] = used_b_[pair.b] = true;
      if (pair.agreement > kInitial && std::min(weight_a_[pair.a], weight_b_[pair.b]) > kRare)
        like_.rare_word = true;
      agree(weight_a_[pair.a] + weight_b_[pair.b], pair.agreement,
            {a_[pair.a], b_[pair.b], pair.agreement});
    }
  }

  void rest(const std::string& word, bool used, double weight, std::vector<std::string>& only) {
    if (used) return;
    all_ += weight;
    only.push_back(word);
  }

  const std::vector<std::string>&a_, &b_;
  const ScreenWords& words_;
  std::vector<bool> used_a_, used_b_;
  std::vector<double> weight_a_, weight_b_;
  double agreeing_ = 0, all_ = 0;
  Likeness like_;
};

bool is_acronym(const std::vector<std::string>& one, const std::vector<std::string>& all) {
  return one.size() == 1 && one.front().size() >= 3 && one.front() == acronym_of(all);
}

}  // namespace

int letters_apart(std::string_view a, std::string_view b, int most) {
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > most) return most + 1;
  if (a.size() > kLongestWord || b.size() > kLongestWord) return a == b ? 0 : most + 1;
  std::array<std::array<int, kLongestWord + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto &above = rows[(i + 2) % 3], &two_above = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], most + 1);
}

double agreement(std::string_view a, std::string_view b, const ScreenWords& words) {
  if (a == b) return 1;
  if (a.empty() || b.empty()) return 0;
  if (a.size() == 1 || b.size() == 1) return a.front() == b.front() ? kInitial : 0;
  const std::size_t shorter = std::min(a.size(), b.size());
  const int most = words.typos(shorter);
  const int apart = most == 0 ? 1 : letters_apart(a, b, most);
  return apart > most ? 0 : 1 - static_cast<double>(apart) / static_cast<double>(shorter);
}

std::string acronym_of(const std::vector<std::string>& words) {
  if (words.size() < 3 || words.size() > 6) return "";
  std::string letters;
  for (const std::string& word : words) letters += word.front();
  return letters;
}

Likeness likeness(const std::vector<std::string>& a, const std::vector<std::string>& b,
                  const WordWeight& weigh, const ScreenWords& words) {
  if (!is_acronym(a, b) && !is_acronym(b, a)) return Comparison(a, b, weigh, words).result();
  Likeness like{.share = kAcronym, .rare_word = true};
  std::string all_a, all_b;
  for (const std::string& word : a) all_a += (all_a.empty() ? "" : " ") + word;
  for (const std::string& word : b) all_b += (all_b.empty() ? "" : " ") + word;
  like.agreeing.push_back({all_a, all_b, kAcronym});
  return like;
}

}  // namespace verilot
