// Animation: cards glide from where they were to where they belong.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "ui/model/geometry.h"

namespace loopscope::ui {

/// Names a card through frames and panels: a kind of thing and its id.
struct CardKey {
    std::uint32_t kind = 0;
    std::uint32_t id = 0;

    friend bool operator==(const CardKey&, const CardKey&) = default;
};

}  // namespace loopscope::ui

template <>
struct std::hash<loopscope::ui::CardKey> {
    std::size_t operator()(const loopscope::ui::CardKey& key) const noexcept {
        return std::hash<std::uint64_t>()(std::uint64_t{key.kind} << 32 | key.id);
    }
};

namespace loopscope::ui {

/// Knows where each card is drawn, and moves it towards its target.
///
/// Policy: a card that appears for the first time stands at its target at once. One whose target
/// changes starts from where it is drawn now and arrives after kSeconds, however often the target
/// changes on the way. A card that is not asked for during a frame is forgotten. With motion off
/// every card is always at its target.
class Animator {
  public:
    static constexpr double kSeconds = 0.22;

    /// Starts a frame at `now` seconds.
    void begin_frame(double now, bool motion);
    /// Where to draw the card in this frame.
    Rect place(CardKey key, const Rect& target);
    /// True when `key` was not at its target when last asked for in this frame.
    bool moving(CardKey key) const;
    /// Forgets the cards that this frame did not ask for.
    void end_frame();
    /// True when the next frame will differ although nothing else changes.
    bool any_moving() const { return any_moving_; }
    /// Puts every card to its target: after a jump, or when the window was resized.
    void settle() { cards_.clear(); }

  private:
    struct Card {
        Rect from;
        Rect target;
        Rect drawn;
        double started = 0;
        bool moving = false;
        std::uint64_t seen = 0;
    };
    std::unordered_map<CardKey, Card> cards_;
    double now_ = 0;
    bool motion_ = true;
    bool any_moving_ = false;
    std::uint64_t frame_ = 0;
};

/// Starts fast and arrives softly: 0 to 1 over 0 to 1.
float ease_out(float t);

}  // namespace loopscope::ui
