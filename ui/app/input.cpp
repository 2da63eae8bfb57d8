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
    int code;  // As Dear ImGui's version knows it.
    bool repeats;
};

#if IMGUI_VERSION_NUM < 18700
using ImGuiCode = int;
constexpr NamedKey kNamed[] = {
    {Key::Left, GLFW_KEY_LEFT, true},
    {Key::Right, GLFW_KEY_RIGHT, true},
    {Key::Up, GLFW_KEY_UP, true},
    {Key::Down, GLFW_KEY_DOWN, true},
    {Key::Home, GLFW_KEY_HOME, false},
    {Key::End, GLFW_KEY_END, false},
    {Key::PageUp, GLFW_KEY_PAGE_UP, true},
    {Key::PageDown, GLFW_KEY_PAGE_DOWN, true},
    {Key::Space, GLFW_KEY_SPACE, false},
    {Key::Enter, GLFW_KEY_ENTER, false},
    {Key::Enter, GLFW_KEY_KP_ENTER, false},
    {Key::Escape, GLFW_KEY_ESCAPE, false},
    {Key::Backspace, GLFW_KEY_BACKSPACE, true},
};
constexpr NamedKey kWithControl[] = {
    {Key::F, GLFW_KEY_F, false},
    {Key::Plus, GLFW_KEY_EQUAL, false},
    {Key::Minus, GLFW_KEY_MINUS, false},
};
#else
using ImGuiCode = ImGuiKey;
constexpr NamedKey kNamed[] = {
    {Key::Left, ImGuiKey_LeftArrow, true},      {Key::Right, ImGuiKey_RightArrow, true},
    {Key::Up, ImGuiKey_UpArrow, true},          {Key::Down, ImGuiKey_DownArrow, true},
    {Key::Home, ImGuiKey_Home, false},          {Key::End, ImGuiKey_End, false},
    {Key::PageUp, ImGuiKey_PageUp, true},       {Key::PageDown, ImGuiKey_PageDown, true},
    {Key::Space, ImGuiKey_Space, false},        {Key::Enter, ImGuiKey_Enter, false},
    {Key::Enter, ImGuiKey_KeypadEnter, false},  {Key::Escape, ImGuiKey_Escape, false},
    {Key::Backspace, ImGuiKey_Backspace, true},
};
constexpr NamedKey kWithControl[] = {
    {Key::F, ImGuiKey_F, false},
    {Key::Plus, ImGuiKey_Equal, false},
    {Key::Minus, ImGuiKey_Minus, false},
};
#endif

/// The key that a typed character stands for.
Key key_of(ImWchar c) {
    if (c >= 'a' && c <= 'z') c = static_cast<ImWchar>(c - 'a' + 'A');
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
        case '1':
            return Key::Digit1;
        case '2':
            return Key::Digit2;
        case '3':
            return Key::Digit3;
        case '4':
            return Key::Digit4;
        case '5':
            return Key::Digit5;
        case 'F':
            return Key::F;
        case 'L':
            return Key::L;
        case 'M':
            return Key::M;
        case 'N':
            return Key::N;
        case 'O':
            return Key::O;
        case 'Q':
            return Key::Q;
        case 'T':
            return Key::T;
        default:
            return Key::Count;
    }
}

void append_utf8(std::string& text, ImWchar character) {
    auto c = static_cast<unsigned>(character);
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xc0 | c >> 6);
        text += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        text += static_cast<char>(0xe0 | c >> 12);
        text += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (c & 0x3f));
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
    return ImGui::IsKeyPressed(static_cast<ImGuiCode>(named.code), named.repeats);
}

}  // namespace

InputFrame read_input(float scale) {
    const ImGuiIO& io = ImGui::GetIO();
    InputFrame input;
    input.pointer = read_pointer(io, scale);
    for (const NamedKey& named : kNamed) {
        if (pressed(named)) input.keys.push_back({named.key, io.KeyCtrl, io.KeyShift});
    }
    for (const NamedKey& named : kWithControl) {
        if (io.KeyCtrl && pressed(named)) input.keys.push_back({named.key, true, io.KeyShift});
    }
    for (ImWchar c : io.InputQueueCharacters) {
        if (c >= 0x20 && c != 0x7f) append_utf8(input.typed, c);
        Key key = key_of(c);
        if (key != Key::Count && !io.KeyCtrl) {
            bool shift = c >= 'A' && c <= 'Z';
            input.keys.push_back({key, false, shift});
        }
    }
    return input;
}

void feed_key(Key key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    for (const NamedKey& named : kNamed) {
        if (named.key != key) continue;
#if IMGUI_VERSION_NUM < 18700
        io.KeysDown[named.code] = down;
#else
        io.AddKeyEvent(static_cast<ImGuiKey>(named.code), down);
#endif
        return;
    }
    if (!down) return;
    constexpr std::string_view kCharacters = ",./?+-12345flmnoqt";
    auto index = static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::Comma);
    if (index < kCharacters.size()) io.AddInputCharacter(static_cast<unsigned>(kCharacters[index]));
}

}  // namespace loopscope::ui
