#include "ingest/html_text.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace verilot {
namespace {

TEST_CASE("html_text: the words stay, tags go, blocks end the line") {
  CHECK(html_text("<p>One <b>word</b></p><div>two</div>") == "One word\ftwo");
  CHECK(html_text("plain") == "plain");
  CHECK(html_text("") == "");
}

TEST_CASE("html_text: items, cells and line breaks are told apart, a line end is a space") {
  CHECK(html_text("<ul><li>one</li><li><p>two</p></li></ul><p>three</p>") ==
        "\f\vone\f\vtwo\fthree");
  CHECK(html_text("<tr><td>FDA</td><td><p>Approved</p></td></tr><tr><th>a</th></tr>") ==
        "\f\vFDA\vApproved\f\va");
  CHECK(html_text("one<br>two<br><br>three") == "one\rtwo\fthree");
  CHECK(html_text("<p>not\nthis</p><pre>a\nb</pre>") == "not\v\nthis\fa\nb");
  CHECK(html_text("one<button>two</button>three<dl><dt>four<dd>five</dl>") ==
        "one\ftwo\fthree\ffour\ffive");
}

TEST_CASE("html_text: words of pictures and of the page's description stand apart") {
  CHECK(
      html_text("<meta content='For &quot;all&quot;' name=Description><p>a <img alt=\"b c\"> d") ==
      "\fFor \"all\"\fa  d\fb c\f");
  CHECK(html_text("<meta name=viewport content=x><img src=y>word") == "word");
}

TEST_CASE("html_text: a hidden word neither turns nor completes its line, and is read") {
  CHECK(html_text("<p>is <span hidden>not</span>approved</p>") == "is approved\fnot\f");
  CHECK(html_text("<p>is <b style='Display: NONE'>not</b>approved</p>") == "is approved\fnot\f");
  CHECK(html_text("<button>Why?</button><div hidden>No.</div>") == "Why?\fNo.");
  CHECK(html_text("<span hidden>never closed") == "never closed");
}

TEST_CASE("html_text: scripts, styles and comments are no words") {
  CHECK(html_text("a<script>if (x < 1) approved();</script>b") == "ab");
  CHECK(html_text("a<STYLE>p { color: red }</Style>b") == "ab");
  CHECK(html_text("a<!-- FDA approved > really -->b") == "ab");
  CHECK(html_text("a<script>never closed") == "a");
  CHECK(html_text("a<!-- never closed") == "a");
}

TEST_CASE("html_text: every line stays the line of the source") {
  const std::string html =
      "<html>\n<head>\n<style>\n.a{}\n</style>\n</head>\n<p\nclass=x>word</p>\n<!-- \n -->end";
  const std::string text = html_text(html);
  const auto line_of = [](const std::string& all, const char* word) {
    return std::count(all.begin(), all.begin() + static_cast<long>(all.find(word)), '\n');
  };
  CHECK(line_of(text, "word") == line_of(html, "word"));
  CHECK(line_of(text, "end") == line_of(html, "end"));
}

TEST_CASE("html_text: character references become characters") {
  const std::pair<const char*, const char*> cases[] = {
      {"a &amp; b", "a & b"},
      {"&lt;5&gt;", "<5>"},
      {"don&#39;t", "don't"},
      {"don&#x27;t", "don't"},
      {"&#8217;", "\u2019"},
      {"&#x2019;", "\u2019"},
      {"&#X1F600;", "\U0001F600"},
      {"FDA&nbsp;approved", "FDA approved"},
      {"&rsquo;&reg;", "\u2019\u00ae"},
      {"appr&shy;oved", "appr\u00ADoved"},
      {"aprobaci&oacute;n", "aprobaci\u00F3n"},
      {"AT&T; x", "AT&T; x"},
      {"a & b", "a & b"},
      {"&#12a;", "&#12a;"},
      {"&#x;", "&#x;"},
      {"&#;", "&#;"},
      {"&", "&"},
      {"&#xD800;", "&#xD800;"},
      {"&#99999999;", "&#99999999;"},
  };
  for (const auto& [html, text] : cases) CHECK(html_text(html) == text);
}

TEST_CASE("html_text: no reference becomes a control character") {
  for (const char* html : {"&#27;[2J", "&#x1b;[2J", "&#0;", "&#155;", "&#x7f;"})
    CHECK(html_text(html) == html);
}

TEST_CASE("html_text: a less-than sign in the text is no tag") {
  CHECK(html_text("<p>p < 0.05, not approved</p>") == "p < 0.05, not approved");
  CHECK(html_text("<0.5 EU/mL") == "<0.5 EU/mL");
  CHECK(html_text("a <") == "a <");
}

TEST_CASE("html_text: a damaged page keeps its lines, whatever is missing") {
  const std::string page =
      "<ul>\n<li hidden\n>a</li><table>\n<tr><td>x<td\n>y</table><pre>p\nq</pre><br>\n"
      "<span style='display:none'>h\nh</span><img alt='i\nj'><!-- c\n --><script>\n</script>&amp;";
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  for (std::size_t from = 0; from < page.size(); ++from)
    for (std::size_t length = 0; length <= page.size() - from; ++length) {
      const std::string part = page.substr(from, length);
      if (lines(html_text(part)) == lines(part)) continue;
      CAPTURE(part);
      CHECK(lines(html_text(part)) == lines(part));
    }
}

TEST_CASE("html_text: many scripts take time in step with their number") {
  std::string html;
  for (int i = 0; i < 20'000; ++i) html += "<script></script>x";
  CHECK(html_text(html) == std::string(20'000, 'x'));
}

}  // namespace
}  // namespace verilot
