// report: how the HTML report looks, on a screen and on paper.
#pragma once

namespace verilot {

extern const char* const kHtmlStyle;

}  // namespace verilot
