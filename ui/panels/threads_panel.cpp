// The tab of the machine: groups of cards, in as many columns as there is room for.
#include "ui/panels/threads_panel.h"

#include <fmt/format.h>

#include <algorithm>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr float kCardWidth = 260;  // A column's least width.
constexpr float kGap = 8;
constexpr float kHeading = 30;
constexpr float kLine = 22;
constexpr float kChipLine = 26;
constexpr float kFlowLine = 34;
constexpr std::size_t kFillCells = 16;  // As many places are drawn one by one.
constexpr std::size_t kSlotsMax = 8;

std::size_t slots_shown(const MachineCard& card) { return std::min(card.slots.size(), kSlotsMax); }

float height_of(const MachineCard& card) {
    float h = kLine;
    if (!card.detail.empty()) h += 18;
    if (card.fill) h += kLine;
    if (!card.holders.empty() || !card.waiters.empty()) h += kChipLine;
    h += kChipLine * static_cast<float>(slots_shown(card));
    if (!card.queue.empty()) h += kChipLine;
    h += kFlowLine * static_cast<float>(card.flows.size());
    return h + 12;
}

/// A group's heading, or some of its cards side by side.
struct Block {
    const MachineGroup* group = nullptr;
    std::size_t first = 0;
    std::size_t count = 0;  ///< 0: the heading.
    float height = kHeading;
};

std::vector<Block> blocks_of(const MachineView& view, std::size_t columns) {
    std::vector<Block> blocks;
    for (const MachineGroup& group : view.groups) {
        blocks.push_back({&group});
        for (std::size_t i = 0; i < group.cards.size(); i += columns) {
            Block block{&group, i, std::min(columns, group.cards.size() - i), 0};
            for (std::size_t k = 0; k < block.count; ++k)
                block.height = std::max(block.height, height_of(group.cards[i + k]));
            block.height += kGap;
            blocks.push_back(block);
        }
    }
    return blocks;
}

class MachineCards {
  public:
    MachineCards(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), t_(painter.theme()), out_(commands) {}

    void draw(Rect area) {
        if (s_.machine.groups.empty()) {
            draw_empty(p_, cut_top(area, kLine), s_.strings("machine.threads.none"));
            return;
        }
        auto columns =
            static_cast<std::size_t>(std::max(1.0f, (area.w + kGap) / (kCardWidth + kGap)));
        std::vector<Block> blocks = blocks_of(s_.machine, columns);
        std::size_t first = scrolled(area, blocks);
        float w = (area.w - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
        for (std::size_t i = first; i < blocks.size(); ++i) {
            const Block& block = blocks[i];
            // A heading without its cards says nothing.
            float next =
                block.count == 0 && i + 1 < blocks.size() ? blocks[i + 1].height - kGap : 0;
            float needed = block.height - (block.count > 0 ? kGap : 0) + next;
            if (needed > area.h + 0.5f && i > first) break;
            Rect box = cut_top(area, std::min(block.height, area.h));
            if (block.count == 0) {
                draw_section(p_, {box.x, box.y + 4, box.w, 22}, block.group->title,
                             block.group->count);
                continue;
            }
            for (std::size_t k = 0; k < block.count; ++k) {
                Rect place{box.x + (w + kGap) * static_cast<float>(k), box.y, w,
                           std::min(block.height - kGap, box.h)};
                card(place, block.group->cards[block.first + k], i * 16 + k);
            }
        }
    }

  private:
    std::size_t scrolled(Rect& area, const std::vector<Block>& blocks) {
        float total = -kGap;
        for (const Block& block : blocks) total += block.height;
        if (total <= area.h) return 0;
        std::int64_t room = 0;
        float h = -kGap;
        for (auto it = blocks.rbegin(); it != blocks.rend() && h + it->height <= area.h; ++it) {
            h += it->height;
            ++room;
        }
        auto count = static_cast<std::int64_t>(blocks.size());
        std::int64_t now = scroll_rows(p_, area,
                                       {"machine.scroll", std::min(s_.view.side_first, count - 1),
                                        count, std::max<std::int64_t>(1, room)});
        if (now != s_.view.side_first) out_.push_back({Act::ScrollSide, now});
        cut_right(area, kScrollBarWidth, 2);
        return static_cast<std::size_t>(now);
    }

    void card(const Rect& box, const MachineCard& card, std::size_t index) {
        bool selected = card.task && card.task == s_.view.selected;
        p_.fill(box, selected ? t_.line : t_.raised, kCardRadius);
        p_.fill({box.x, box.y, 3, box.h}, t_.look(card.look), 1.5f);
        if (card.task) {
            Press press = p_.press(fmt::format("machine.row.{}", index), box);
            if (press.clicked) out_.push_back({Act::SelectTask, card.task.value});
        }
        Rect inner = box.inset(12, 6);
        inner.w += 2;
        title(cut_top(inner, std::min(kLine, inner.h)), card);
        auto line = [&](float height) { return cut_top(inner, height); };
        auto room = [&](float height) { return inner.h + 0.5f >= height; };
        if (!card.detail.empty() && room(18))
            p_.text_with_tip(line(18), card.detail,
                             {.type = kCode, .colour = t_.dim, .cut = Cut::Middle});
        if (card.fill && room(kLine)) fill(line(kLine), *card.fill);
        if ((!card.holders.empty() || !card.waiters.empty()) && room(kChipLine))
            people(line(kChipLine), card);
        for (std::size_t i = 0; i < slots_shown(card) && room(kChipLine); ++i)
            slot(line(kChipLine), card.slots[i]);
        if (!card.queue.empty() && room(kChipLine)) {
            Rect row = line(kChipLine);
            chips(row, card.queue, card.queue_more);
        }
        for (const MachineFlow& f : card.flows)
            if (room(kFlowLine)) flow(line(kFlowLine), f);
    }

    void title(Rect line, const MachineCard& card) {
        draw_icon(p_, icon_of(card.look), cut_left(line, 12, 7), t_.look(card.look));
        // The name says which one it is: the state gives way first.
        const std::string& brief_name = card.name_short.empty() ? card.name : card.name_short;
        const std::string& brief_state = card.state_short.empty() ? card.state : card.state_short;
        std::string_view name = card.name;
        std::string_view state = card.state;
        auto fits = [&] {
            return p_.width(name, kStrong) + p_.width(state, kLabel) + 10 <= line.w;
        };
        if (!fits()) state = brief_state;
        if (!fits()) name = brief_name;
        float name_width = p_.width(name, kStrong) + 1;
        float state_width = std::min(p_.width(state, kLabel) + 1,
                                     std::max(line.w * 0.25f, line.w - name_width - 8));
        bool shortened = name != card.name || state != card.state;
        if (shortened && p_.hovers(line)) p_.tip(card.name + "\n" + card.state);
        if (!state.empty())
            p_.text_with_tip(cut_right(line, state_width, 8), state,
                             {.colour = t_.dim, .align = Align::Right});
        p_.text_with_tip(line, name, {.type = kStrong, .colour = t_.text, .cut = Cut::Middle});
    }

    /// Places of a queue, full and free; or a bar, where they are many.
    void fill(Rect line, const MachineFill& f) {
        std::string words =
            f.size_max > 0 ? fmt::format("{} / {}", f.size, f.size_max) : std::to_string(f.size);
        float w = p_.width(words, kCodeStrong) + 1;
        p_.text(cut_right(line, w, 8), words,
                {.type = kCodeStrong, .colour = t_.text, .align = Align::Right});
        bool full = f.size_max > 0 && f.size >= f.size_max;
        Colour ink = full ? t_.failed : t_.waiting;
        std::size_t places = f.size_max > 0 ? f.size_max : f.size;
        float cell =
            std::floor((line.w + 3) / static_cast<float>(std::max<std::size_t>(1, places)));
        Rect bar = line.inset(0, 5);
        if (places <= kFillCells && cell >= 9) {
            cell = std::min(cell, 22.0f);
            for (std::size_t i = 0; i < places; ++i) {
                Rect place{bar.x + cell * static_cast<float>(i), bar.y, cell - 3, bar.h};
                if (i < f.size)
                    p_.fill(place, ink, 2);
                else
                    p_.stroke(place, t_.faint, 2, 1);
            }
            return;
        }
        bar = bar.inset(0, 2);
        p_.fill(bar, t_.sunken, 3);
        float part =
            f.size_max > 0 ? static_cast<float>(f.size) / static_cast<float>(f.size_max) : 1.0f;
        p_.fill({bar.x, bar.y, bar.w * std::min(1.0f, part), bar.h}, ink, 3);
    }

    /// Who holds, and behind an arrow who waits.
    void people(Rect line, const MachineCard& card) {
        if (!card.holders.empty()) {
            chips(line, card.holders, 0);
            if (card.waiters.empty()) return;
            draw_icon(p_, Icon::ArrowRight, Rect{line.x, line.y + 6, 14, 14}, t_.dim);
            cut_left(line, 20);
        }
        chips(line, card.waiters, card.waiters_more);
    }

    /// Chips from the left; those without room are counted. What is left of the line stays in it.
    void chips(Rect& line, const std::vector<MachineChip>& list, std::size_t more) {
        // Room for the count of those that find none.
        float number = p_.width(fmt::format("+{}", list.size() + more), kCodeStrong) + 1;
        for (std::size_t i = 0; i < list.size(); ++i) {
            bool last = i + 1 == list.size() && more == 0;
            float wish = p_.width(list[i].text, kLabel) + 25;
            float room = line.w - (last ? 0 : number);
            if (wish > room && (i > 0 || room < 40)) {
                count(line, list.size() - i + more);
                return;
            }
            chip(cut_left(line, std::min(wish, room), 5), list[i]);
        }
        if (more > 0) count(line, more);
    }

    void count(Rect& line, std::size_t number) {
        std::string words = fmt::format("+{}", number);
        float w = std::min(line.w, p_.width(words, kCodeStrong) + 1);
        p_.text(cut_left(line, w, 5), words, {.type = kCodeStrong, .colour = t_.dim});
    }

    void chip(Rect box, const MachineChip& chip) {
        box = box.inset(0, 2);
        p_.fill(box, t_.wash(chip.look, t_.panel, 0.16f), 4);
        p_.stroke(box, t_.look(chip.look), 4, chip.look == Look::Running ? 1.5f : 1);
        Rect inner = box.inset(6, 0);
        draw_icon(p_, icon_of(chip.look), cut_left(inner, 9, 4), t_.look(chip.look));
        p_.text_with_tip(inner, chip.text, {.colour = t_.text, .cut = Cut::Middle});
        if (!chip.task) return;
        bool selected = chip.task == s_.view.selected;
        if (selected) p_.stroke(box, t_.text, 4, 1);
    }

    void slot(Rect line, const MachineSlot& slot) {
        Rect box = line.inset(0, 2);
        bool busy = !slot.job.empty();
        p_.fill(box, busy ? t_.wash(Look::Running, t_.panel, 0.16f) : t_.sunken, 4);
        if (busy)
            p_.stroke(box, t_.running, 4, 1);
        else
            p_.dashed(box, t_.line);
        Rect inner = box.inset(8, 0);
        float w = std::min(p_.width(slot.name, kLabel) + 1, inner.w * 0.5f);
        p_.text_with_tip(cut_left(inner, w, 8), slot.name, {.colour = t_.dim, .cut = Cut::Middle});
        p_.text_with_tip(inner, busy ? slot.job : s_.strings("machine.idle"),
                         {.type = busy ? kCode : kLabel,
                          .colour = busy ? t_.text : t_.faint,
                          .align = Align::Right,
                          .cut = Cut::Middle});
    }

    void flow(Rect line, const MachineFlow& f) {
        Rect words = cut_top(line, 18);
        float w = std::min(p_.width(f.text, kLabel) + 1, words.w * 0.62f);
        p_.text_with_tip(cut_right(words, w, 8), f.text, {.colour = t_.dim, .align = Align::Right});
        p_.text_with_tip(words, f.label, {.type = kCode, .colour = t_.text, .cut = Cut::Middle});
        Rect bar{line.x, line.y + 2, line.w, 6};
        p_.fill(bar, t_.sunken, 3);
        if (f.part > 0)
            p_.fill({bar.x, bar.y, std::max(6.0f, bar.w * std::min(1.0f, f.part)), bar.h},
                    t_.running, 3);
    }

    Painter& p_;
    const Scene& s_;
    const Theme& t_;
    Commands& out_;
};

}  // namespace

void draw_threads(Painter& p, const Scene& s, Rect area, Commands& out) {
    MachineCards(p, s, out).draw(area);
}

}  // namespace loopscope::ui
