// Input from Dear ImGui.
//
// Until 1.86 io.KeysDown is indexed with GLFW's key codes; from 1.87 on there are ImGuiKey values
// and an event queue. Everything else is the same in all versions that we build with.
#include "ui/app/input.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace loopscope::ui {
namespace {

struct NamedKey {
    Key key;
    int glfw;   // GLFW's code.
    int imgui;  // What Dear ImGui calls it.
    bool repeats;
};

#if IMGUI_VERSION_NUM < 18700
using ImGuiCode = int;
#define LOOPSCOPE_KEY(key, glfw, imgui, repeats) \
    { key, glfw, glfw, repeats }
#else
using ImGuiCode = ImGuiKey;
#define LOOPSCOPE_KEY(key, glfw, imgui, repeats) \
    { key, glfw, imgui, repeats }
#endif

// clang-format off
constexpr NamedKey kNamed[] = {
    LOOPSCOPE_KEY(Key::Left, GLFW_KEY_LEFT, ImGuiKey_LeftArrow, true),
    LOOPSCOPE_KEY(Key::Right, GLFW_KEY_RIGHT, ImGuiKey_RightArrow, true),
    LOOPSCOPE_KEY(Key::Up, GLFW_KEY_UP, ImGuiKey_UpArrow, true),
    LOOPSCOPE_KEY(Key::Down, GLFW_KEY_DOWN, ImGuiKey_DownArrow, true),
    LOOPSCOPE_KEY(Key::Home, GLFW_KEY_HOME, ImGuiKey_Home, false),
    LOOPSCOPE_KEY(Key::End, GLFW_KEY_END, ImGuiKey_End, false),
    LOOPSCOPE_KEY(Key::PageUp, GLFW_KEY_PAGE_UP, ImGuiKey_PageUp, true),
    LOOPSCOPE_KEY(Key::PageDown, GLFW_KEY_PAGE_DOWN, ImGuiKey_PageDown, true),
    LOOPSCOPE_KEY(Key::Space, GLFW_KEY_SPACE, ImGuiKey_Space, false),
    LOOPSCOPE_KEY(Key::Enter, GLFW_KEY_ENTER, ImGuiKey_Enter, false),
    LOOPSCOPE_KEY(Key::Enter, GLFW_KEY_KP_ENTER, ImGuiKey_KeypadEnter, false),
    LOOPSCOPE_KEY(Key::Escape, GLFW_KEY_ESCAPE, ImGuiKey_Escape, false),
    LOOPSCOPE_KEY(Key::Backspace, GLFW_KEY_BACKSPACE, ImGuiKey_Backspace, true),
    LOOPSCOPE_KEY(Key::Delete, GLFW_KEY_DELETE, ImGuiKey_Delete, true),
    LOOPSCOPE_KEY(Key::Tab, GLFW_KEY_TAB, ImGuiKey_Tab, true),
    LOOPSCOPE_KEY(Key::F5, GLFW_KEY_F5, ImGuiKey_F5, false),
    LOOPSCOPE_KEY(Key::F6, GLFW_KEY_F6, ImGuiKey_F6, true),
    LOOPSCOPE_KEY(Key::F11, GLFW_KEY_F11, ImGuiKey_F11, false),
};
constexpr NamedKey kWithControl[] = {
    LOOPSCOPE_KEY(Key::A, GLFW_KEY_A, ImGuiKey_A, false),
    LOOPSCOPE_KEY(Key::B, GLFW_KEY_B, ImGuiKey_B, false),
    LOOPSCOPE_KEY(Key::C, GLFW_KEY_C, ImGuiKey_C, false),
    LOOPSCOPE_KEY(Key::E, GLFW_KEY_E, ImGuiKey_E, false),
    LOOPSCOPE_KEY(Key::F, GLFW_KEY_F, ImGuiKey_F, false),
    LOOPSCOPE_KEY(Key::K, GLFW_KEY_K, ImGuiKey_K, false),
    LOOPSCOPE_KEY(Key::O, GLFW_KEY_O, ImGuiKey_O, false),
    LOOPSCOPE_KEY(Key::P, GLFW_KEY_P, ImGuiKey_P, false),
    LOOPSCOPE_KEY(Key::S, GLFW_KEY_S, ImGuiKey_S, false),
    LOOPSCOPE_KEY(Key::V, GLFW_KEY_V, ImGuiKey_V, true),
    LOOPSCOPE_KEY(Key::X, GLFW_KEY_X, ImGuiKey_X, false),
    LOOPSCOPE_KEY(Key::Y, GLFW_KEY_Y, ImGuiKey_Y, true),
    LOOPSCOPE_KEY(Key::Z, GLFW_KEY_Z, ImGuiKey_Z, true),
    LOOPSCOPE_KEY(Key::Plus, GLFW_KEY_EQUAL, ImGuiKey_Equal, false),
    LOOPSCOPE_KEY(Key::Minus, GLFW_KEY_MINUS, ImGuiKey_Minus, false),
    LOOPSCOPE_KEY(Key::Slash, GLFW_KEY_SLASH, ImGuiKey_Slash, false),
    LOOPSCOPE_KEY(Key::Digit0, GLFW_KEY_0, ImGuiKey_0, false),
    LOOPSCOPE_KEY(Key::Digit1, GLFW_KEY_1, ImGuiKey_1, false),
    LOOPSCOPE_KEY(Key::Digit2, GLFW_KEY_2, ImGuiKey_2, false),
    LOOPSCOPE_KEY(Key::Digit3, GLFW_KEY_3, ImGuiKey_3, false),
    LOOPSCOPE_KEY(Key::Digit4, GLFW_KEY_4, ImGuiKey_4, false),
    LOOPSCOPE_KEY(Key::Digit5, GLFW_KEY_5, ImGuiKey_5, false),
};
// clang-format on
#undef LOOPSCOPE_KEY

/// The key that a typed character stands for.
Key key_of(unsigned c) {
    if (c >= 'a' && c <= 'z') c = c - 'a' + 'A';
    auto after = [](Key first, unsigned n) {
        return static_cast<Key>(static_cast<unsigned>(first) + n);
    };
    if (c >= 'A' && c <= 'Z') return after(Key::A, c - 'A');
    if (c >= '0' && c <= '9') return after(Key::Digit0, c - '0');
    switch (c) {
        case ',':
            return Key::Comma;
        case '.':
            return Key::Period;
        case '/':
            return Key::Slash;
        case '?':
            return Key::Question;
        case 0xff1f:
            return Key::Question;  // What a Chinese input method makes of it.
        case '+':
        case '=':
            return Key::Plus;
        case '-':
            return Key::Minus;
        case '[':
            return Key::LeftBracket;
        case ']':
            return Key::RightBracket;
        default:
            return Key::Count;
    }
}

void append_utf8(std::string& text, unsigned c) {
    auto tail = [&](int shift) { text += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xc0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xe0 | c >> 12);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0 | c >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

Pointer read_pointer(const ImGuiIO& io, float scale) {
    Pointer p;
    p.inside = ImGui::IsMousePosValid(&io.MousePos);
    if (p.inside) p.at = {io.MousePos.x / scale, io.MousePos.y / scale};
    p.down = io.MouseDown[0];
    p.pressed = ImGui::IsMouseClicked(0);
    p.released = ImGui::IsMouseReleased(0);
    p.double_clicked = ImGui::IsMouseDoubleClicked(0);
    p.wheel = io.MouseWheel;
    p.wheel_x = io.MouseWheelH;
    p.control = io.KeyCtrl;
    p.shift = io.KeyShift;
    return p;
}

bool pressed(const NamedKey& named) {
    return ImGui::IsKeyPressed(static_cast<ImGuiCode>(named.imgui), named.repeats);
}

void read_named_keys(InputFrame& input) {
    const ImGuiIO& io = ImGui::GetIO();
    for (const NamedKey& named : kNamed) {
        if (pressed(named)) input.keys.push_back({named.key, io.KeyCtrl, io.KeyShift});
    }
    for (const NamedKey& named : kWithControl) {
        if (io.KeyCtrl && pressed(named)) input.keys.push_back({named.key, true, io.KeyShift});
    }
}

}  // namespace

std::optional<KeyPress> key_of_event(const KeyEvent& event) {
    if (event.action == GLFW_RELEASE) return std::nullopt;
    bool control = (event.modifiers & GLFW_MOD_CONTROL) != 0;
    bool shift = (event.modifiers & GLFW_MOD_SHIFT) != 0;
    for (const NamedKey& named : kNamed) {
        bool wanted = event.action == GLFW_PRESS || named.repeats;
        if (named.glfw == event.code && wanted) return KeyPress{named.key, control, shift};
    }
    for (const NamedKey& named : kWithControl) {
        if (named.glfw == event.code && control && event.action == GLFW_PRESS) {
            return KeyPress{named.key, true, shift};
        }
    }
    return std::nullopt;
}

InputFrame read_input(float scale, WindowEvents events) {
    const ImGuiIO& io = ImGui::GetIO();
    InputFrame input;
    input.pointer = read_pointer(io, scale);
    input.dropped = std::move(events.dropped);
    if (events.keys) {
        input.keys = std::move(*events.keys);
        return input;
    }
    read_named_keys(input);
    for (ImWchar c : io.InputQueueCharacters) {
        if (auto press = key_of_character(c); press && !io.KeyCtrl) input.keys.push_back(*press);
    }
    return input;
}

std::optional<KeyPress> key_of_character(unsigned c) {
    if (c < 0x20 || c == 0x7f) return std::nullopt;
    KeyPress press{key_of(c), false, c >= 'A' && c <= 'Z'};
    append_utf8(press.text, c);
    return press;
}

void feed_key(Key key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    for (const NamedKey& named : kNamed) {
        if (named.key != key) continue;
#if IMGUI_VERSION_NUM < 18700
        io.KeysDown[named.imgui] = down;
#else
        io.AddKeyEvent(static_cast<ImGuiKey>(named.imgui), down);
#endif
        return;
    }
    if (!down) return;
    constexpr std::string_view kCharacters = ",./?+-0123456789abcdefghijklmnopqrstuvwxyz[]";
    auto index = static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::Comma);
    if (index < kCharacters.size()) io.AddInputCharacter(static_cast<unsigned>(kCharacters[index]));
}

}  // namespace loopscope::ui
