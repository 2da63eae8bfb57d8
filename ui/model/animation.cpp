// Animation of cards.
#include "ui/model/animation.h"

#include <algorithm>

namespace loopscope::ui {

float ease_out(float t) {
    t = std::clamp(t, 0.0f, 1.0f);
    float rest = 1 - t;
    return 1 - rest * rest * rest;
}

void Animator::begin_frame(double now, bool motion) {
    now_ = now;
    motion_ = motion;
    any_moving_ = false;
    ++frame_;
}

Rect Animator::place(CardKey key, const Rect& target) {
    auto [it, fresh] = cards_.try_emplace(key);
    Card& card = it->second;
    if (fresh || !motion_) {
        card = {target, target, target, now_, false, frame_};
        return target;
    }
    if (card.target != target) {
        card.from = card.drawn;
        card.target = target;
        card.started = now_;
    }
    float t = static_cast<float>((now_ - card.started) / kSeconds);
    card.moving = t < 1 && card.from != card.target;
    card.drawn = card.moving ? mix(card.from, card.target, ease_out(t)) : card.target;
    card.seen = frame_;
    any_moving_ = any_moving_ || card.moving;
    return card.drawn;
}

bool Animator::moving(CardKey key) const {
    auto it = cards_.find(key);
    return it != cards_.end() && it->second.moving;
}

void Animator::end_frame() {
    std::erase_if(cards_, [this](const auto& entry) { return entry.second.seen != frame_; });
}

}  // namespace loopscope::ui
