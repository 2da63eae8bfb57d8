// A TextMeasure for tests: every character has the same width.
#pragma once

#include "ui/model/elide.h"
#include "ui/model/text_style.h"

namespace loopscope::ui::testing {

/// Ten pixels a character, whatever the type; Chinese characters twenty.
class FakeMeasure : public TextMeasure {
  public:
    float width(std::string_view text, Type) const override {
        float total = 0;
        for (std::size_t i = 0; i < text.size();) {
            std::size_t length = utf8_length(text, i);
            bool wide = static_cast<unsigned char>(text[i]) >= 0xe3;
            total += wide ? 20.0f : 10.0f;
            i += length;
        }
        return total;
    }
};

}  // namespace loopscope::ui::testing
