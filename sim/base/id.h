// Strong ids: small integers that name things across modules and in traces.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace loopscope::base {

/// A 32-bit id of one kind of thing. 0 means "none"; the first thing of a run has id 1, and ids
/// are dense in order of creation, so they are the same in every run of the same program.
template <typename Tag>
struct Id {
    std::uint32_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace loopscope::base

template <typename Tag>
struct std::hash<loopscope::base::Id<Tag>> {
    std::size_t operator()(loopscope::base::Id<Tag> id) const noexcept { return id.value; }
};
