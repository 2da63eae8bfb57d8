// Kept pictures.
#include "tests/ui/kept_picture.h"

#include <webp/decode.h>
#include <webp/encode.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

namespace loopscope::ui::testing {
namespace {

constexpr int kShrink = 4;
constexpr int kTolerance = 12;  // Of 255: more than one of the 32 levels, less than two tones.

std::size_t index_of(const Picture& p, int x, int y) {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(p.width) +
            static_cast<std::size_t>(x)) *
           3;
}

/// Whether a colour of `point` lies outside of what `around` has about x, y.
bool outside(const Picture& around, int x, int y, const std::uint8_t* point) {
    const std::uint8_t* same = &around.rgb[index_of(around, x, y)];
    bool near = true;
    for (std::size_t c = 0; c < 3; ++c) near = near && std::abs(point[c] - same[c]) <= kTolerance;
    if (near) return false;
    for (std::size_t c = 0; c < 3; ++c) {
        int least = 255;
        int most = 0;
        for (int v = std::max(0, y - 1); v <= std::min(around.height - 1, y + 1); ++v) {
            for (int u = std::max(0, x - 1); u <= std::min(around.width - 1, x + 1); ++u) {
                int value = around.rgb[index_of(around, u, v) + c];
                least = std::min(least, value);
                most = std::max(most, value);
            }
        }
        if (point[c] < least - kTolerance || point[c] > most + kTolerance) return true;
    }
    return false;
}

}  // namespace

Picture reduced(const Picture& picture) {
    Picture out{picture.width / kShrink, picture.height / kShrink, {}};
    out.rgb.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                int sum = 0;
                const std::uint8_t* row =
                    picture.rgb.data() + index_of(picture, x * kShrink, y * kShrink) + c;
                for (int v = 0; v < kShrink; ++v, row += picture.width * 3)
                    for (int u = 0; u < kShrink; ++u) sum += row[u * 3];
                int mean = sum / (kShrink * kShrink);
                int level = (mean * 31 + 127) / 255;
                out.rgb.push_back(static_cast<std::uint8_t>(level * 255 / 31));
            }
        }
    }
    return out;
}

Difference compare(const Picture& kept, const Picture& now) {
    Difference d;
    d.map = now;
    d.all = now.rgb.size() / 3;
    d.left = now.width;
    d.top = now.height;
    for (int y = 0; y < now.height; ++y) {
        for (int x = 0; x < now.width; ++x) {
            std::size_t i = index_of(now, x, y);
            bool differs = outside(kept, x, y, &now.rgb[i]) || outside(now, x, y, &kept.rgb[i]);
            for (std::size_t c = 0; c < 3; ++c)
                d.map.rgb[i + c] = differs && c == 0 ? 255 : now.rgb[i + c] / 3;
            if (!differs) continue;
            ++d.points;
            d.left = std::min(d.left, x);
            d.right = std::max(d.right, x + 1);
            d.top = std::min(d.top, y);
            d.bottom = std::max(d.bottom, y + 1);
        }
    }
    return d;
}

bool keep(const Picture& picture, const std::string& path) {
    std::uint8_t* bytes = nullptr;
    std::size_t size = WebPEncodeLosslessRGB(picture.rgb.data(), picture.width, picture.height,
                                             picture.width * 3, &bytes);
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    WebPFree(bytes);
    return size > 0 && file.good();
}

std::optional<Picture> read_kept(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
    Picture picture;
    std::uint8_t* rgb = WebPDecodeRGB(bytes.data(), bytes.size(), &picture.width, &picture.height);
    if (!rgb) return std::nullopt;
    picture.rgb.assign(rgb, rgb + static_cast<std::size_t>(picture.width) *
                                      static_cast<std::size_t>(picture.height) * 3);
    WebPFree(rgb);
    return picture;
}

}  // namespace loopscope::ui::testing
