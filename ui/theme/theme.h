// The two themes: every colour that a panel may use, by its role.
#pragma once

#include <cstdint>

#include "ui/theme/colour.h"

namespace loopscope::ui {

enum class ThemeName : std::uint8_t {
    Dark,
    Light,
    Contrast,  ///< Black, white and saturated colours: for poor projectors and weak eyes.
};

/// What a thing of the program is, as far as its look goes. Each has a colour, an icon and, in the
/// timeline, a pattern, so that no state is told by colour alone.
enum class Look : std::uint8_t { Waiting, Ready, Running, Done, Cancelled, Failed };
inline constexpr int kLookCount = 6;

/// The colours of one theme. Hues of the states follow Okabe and Ito's palette, which people with
/// any of the common colour blindnesses tell apart.
struct Theme {
    ThemeName name;
    Colour background, panel, raised, line;  ///< From the back to the front.
    Colour sunken;                           ///< A slot to put something in.
    Colour text, dim, faint;                 ///< Text; second text; decoration and disabled text.
    Colour waiting, ready, running, done, cancelled, failed;
    Colour on_accent;                                              ///< Text on the filled accent.
    Colour keyword, string, number, definition, comment, builtin;  ///< Python.
    Colour shadow;

    Colour look(Look look) const;
    /// `look`'s colour as a wash upon `under`.
    Colour wash(Look look, Colour under, float amount = 0.16f) const;
};

const Theme& theme(ThemeName name);

}  // namespace loopscope::ui
