// Cards, then chips, then a count.
#include "ui/model/overflow.h"

#include <algorithm>
#include <cmath>

namespace loopscope::ui {
namespace {

/// Puts one box after the other, line by line.
class Flow {
  public:
    Flow(const Rect& area, float height, float gap)
        : area_(area), height_(height), gap_(gap), x_(area.x), y_(area.y) {}

    bool fits(float w) const {
        if (x_ + w <= area_.right() + 0.01f) return true;
        return y_ + height_ + gap_ + height_ <= area_.bottom() + 0.01f && w <= area_.w;
    }
    Rect put(float w) {
        if (x_ + w > area_.right() + 0.01f) {
            x_ = area_.x;
            y_ += height_ + gap_;
        }
        Rect box{x_, y_, w, height_};
        x_ += w + gap_;
        return box;
    }
    Rect rest() const { return {x_, y_, std::max(0.0f, area_.right() - x_), height_}; }

  private:
    Rect area_;
    float height_;
    float gap_;
    float x_;
    float y_;
};

FlowPlan flow(std::size_t count, std::size_t batch, bool divided, const Rect& area,
              const FlowSizes& sizes, CardForm form) {
    float w = form == CardForm::Card ? sizes.card_width : sizes.chip_width;
    float h = form == CardForm::Card ? sizes.card_height : sizes.chip_height;
    FlowPlan plan;
    plan.form = form;
    Flow flow(area, std::min(h, area.h), form == CardForm::Card ? sizes.gap : sizes.chip_gap);
    auto divide = [&](std::size_t index) {
        if (!divided || plan.has_divider || index != batch || !flow.fits(sizes.divider_width))
            return;
        plan.divider = flow.put(sizes.divider_width);
        plan.has_divider = true;
    };
    for (std::size_t i = 0; i < count; ++i) {
        divide(i);
        Flow before = flow;
        bool last = i + 1 == count;
        if (!flow.fits(w)) {
            plan.hidden = count - i;
            break;
        }
        Rect place = flow.put(w);
        if (!last && !flow.fits(w) && !flow.fits(sizes.count_width)) {
            // No room would be left for the count: this place becomes it.
            flow = before;
            plan.hidden = count - i;
            break;
        }
        plan.places.push_back(place);
    }
    if (plan.hidden > 0 && flow.fits(sizes.count_width)) plan.count = flow.put(sizes.count_width);
    if (plan.hidden == 0) divide(count);
    plan.rest = flow.rest();
    return plan;
}

}  // namespace

FlowPlan plan_flow(std::size_t count, std::size_t batch, bool divided, const Rect& area,
                   const FlowSizes& sizes) {
    FlowPlan plan = flow(count, batch, divided, area, sizes, CardForm::Card);
    if (plan.hidden == 0 && sizes.card_height <= area.h + 0.01f) return plan;
    return flow(count, batch, divided, area, sizes, CardForm::Chip);
}

RowPlan plan_rows(std::size_t count, std::size_t room) {
    if (count <= room) return {count, 0};
    std::size_t shown = room > 0 ? room - 1 : 0;
    return {shown, count - shown};
}

std::vector<std::size_t> share_rows(const std::vector<std::size_t>& wishes, std::size_t room) {
    std::vector<std::size_t> shares(wishes.size(), 0);
    bool given = true;
    while (room > 0 && given) {
        given = false;
        for (std::size_t i = 0; i < wishes.size() && room > 0; ++i) {
            if (shares[i] >= wishes[i]) continue;
            ++shares[i];
            --room;
            given = true;
        }
    }
    return shares;
}

}  // namespace loopscope::ui
