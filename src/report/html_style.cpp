#include "report/html_style.h"

namespace verilot {

// Outcomes are words; colour only repeats them. Paper gets the same without folds in what matters,
// and the folded rest as its counts.
const char* const kHtmlStyle = R"css(
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --wash: #f6f8fa;
  --fail: #b3261e; --open: #8a5a00; --pass: #1a6b35; --none: #57606a; --link: #0a4fa3; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; color: var(--ink);
  background: var(--paper); font: 15px/1.5 "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; line-height: 1.2; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .4rem; padding-top: .9rem;
  border-top: 3px solid var(--ink); line-height: 1.25; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; }
h4 { font-size: 1rem; margin: 0 0 .3rem; line-height: 1.35; }
p { margin: .3rem 0; }
a { color: var(--link); }
code { font: .86em/1.5 "DejaVu Sans Mono", Consolas, monospace; }
.soft { color: var(--soft); }
.small { font-size: .86rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid var(--line); }
th { font-weight: 600; background: var(--wash); }
td.number, th.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
table { overflow-wrap: break-word; }
code { overflow-wrap: anywhere; }
.verdicts td:first-child { width: 38%; min-width: 12rem; }
.facts { table-layout: fixed; overflow-wrap: anywhere; }
.facts th:nth-child(1) { width: 32%; }
.facts th:nth-child(3) { width: 14%; }
.facts th:nth-child(4) { width: 26%; }
.steps { table-layout: fixed; overflow-wrap: anywhere; }
.steps th:nth-child(2) { width: 30%; }
.takes td:first-child { white-space: nowrap; width: 1%; }
.word { font-weight: 700; white-space: nowrap; letter-spacing: .02em; }
.fail, .reject, .error { color: var(--fail); }
.unverified, .hold { color: var(--open); }
.pass, .clear { color: var(--pass); }
.not-applicable, .waived { color: var(--none); }
.badge { display: inline-block; margin: 0 .35rem .25rem 0; padding: 0 .45rem; white-space: nowrap;
  border: 1px solid var(--line); border-radius: .25rem; color: var(--ink); background: var(--paper); }
article { margin: 0 0 .9rem; padding: .7rem .9rem; border: 1px solid var(--line);
  border-left: .35rem solid var(--none); border-radius: .25rem; color: var(--ink); }
article.fail, article.error { border-left-color: var(--fail); color: var(--ink); }
article.unverified { border-left-color: var(--open); color: var(--ink); }
article.pass { border-left-color: var(--pass); color: var(--ink); }
article .message { font-size: 1.02rem; }
dl { display: grid; grid-template-columns: 7.2rem 1fr; gap: .2rem .8rem; margin: .5rem 0; }
dt { font-weight: 600; color: var(--soft); }
dd { margin: 0; min-width: 0; }
dd ul { margin: 0; padding-left: 1.1rem; }
blockquote { margin: .2rem 0; padding-left: .7rem; border-left: 3px solid var(--line); }
details { margin: .4rem 0; }
summary { cursor: pointer; color: var(--link); }
figure { margin: .6rem 0; }
figure svg { display: block; width: 100%; height: auto; border: 1px solid var(--line);
  background: var(--paper); }
figcaption { font-size: .86rem; color: var(--soft); }
rect { fill: #ffd33d; fill-opacity: .22; stroke: #b3261e; stroke-width: 1.6; }
rect.searched { fill: none; stroke: #0a4fa3; stroke-dasharray: 5 3; }
.kept { position: absolute; width: 0; height: 0; overflow: hidden; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; }
  body { padding: .8rem; }
}
@media print {
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  a { color: inherit; text-decoration: none; }
  h2 { break-before: page; }
  h2, h3, h4 { break-after: avoid; }
  tr, figure, dl > *, .message { break-inside: avoid; }
  table { font-size: 8.5pt; }
  figure svg { width: auto; max-width: 100%; max-height: 17cm; }
  .evidence::details-content { content-visibility: visible; display: block; }
  .evidence > summary { list-style: none; color: inherit; font-weight: 600; }
  .trace:not([open]) { display: none; }
  .rest > summary { list-style: none; color: inherit; }
}
)css";

}  // namespace verilot
