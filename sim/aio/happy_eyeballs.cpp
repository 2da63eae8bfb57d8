// Connecting to several addresses at once, each a little later than the last: create_connection's
// happy_eyeballs_delay and interleave. CPython: asyncio.staggered
#include <algorithm>
#include <mutex>

#include "sim/aio/locks.h"
#include "sim/aio/loop_connections_parts.h"
#include "sim/aio/wait.h"
#include "sim/kernel/errors.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kRace{"staggered_race", "staggered.py", 14};
constexpr LibraryCode kRunOne{"staggered_race.<locals>.run_one_coro", "staggered.py", 82};

/// The variables that the tasks of one race share. CPython: the closure of staggered_race
struct Race : Container {
    Ref<EventLoop> loop;
    Ref<List> infos;       ///< What to try, in order.
    Value local;           ///< Addresses to bind to, or null.
    Value delay;           ///< Seconds before the next may start.
    Ref<List> tasks;       ///< One for each attempt, and the one that waits to begin the next.
    Ref<List> failures;    ///< A list for each attempt that has begun.
    std::size_t next = 0;  ///< The attempt that begins next.
    Value winner;          ///< A socket; null: nobody yet.
    static Type* class_type();
};

Type race_type;

void race_traverse(Object* self, Visitor& visitor) {
    auto* race = static_cast<Race*>(self);
    visitor.visit(race->loop);
    visitor.visit(race->infos);
    visitor.visit(race->local);
    visitor.visit(race->delay);
    visitor.visit(race->tasks);
    visitor.visit(race->failures);
    visitor.visit(race->winner);
}
void race_clear(Object* self) {
    auto* race = static_cast<Race*>(self);
    Ref<EventLoop> loop = std::move(race->loop);
    Ref<List> infos = std::move(race->infos);
    Value local = std::move(race->local);
    Value delay = std::move(race->delay);
    Ref<List> tasks = std::move(race->tasks);
    Ref<List> failures = std::move(race->failures);
    Value winner = std::move(race->winner);
}

Type* Race::class_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        race_type.traverse = race_traverse;
        race_type.clear = race_clear;
        define_type<Race>(race_type,
                          {.name = "staggered_race.<locals>", .module = "asyncio.staggered"});
    });
    return &race_type;
}

Coro run_one(Ref<Race> race, Ref<Event> previous_failed);

void start_one(Race& race, Ref<Event> previous_failed) {
    race.tasks->append(race.loop->create_task(
        run_one(Ref<Race>(&race), std::move(previous_failed)).named(kRunOne)));
}

/// Cancels the race's tasks, but for that of the attempt `kept`.
void cancel_tasks(Race& race, std::size_t kept) {
    for (std::size_t i = 0; i < race.tasks->size(); ++i) {
        const Value task = (*race.tasks)[i];
        if (i != kept) cancel_any(task, Value());
    }
}

/// One attempt, behind the wait for its turn.
/// CPython: staggered_race.<locals>.run_one_coro
Coro run_one(Ref<Race> given, Ref<Event> previous_failed) {
    CoroPromise& self = co_await ThisCoro{};
    Race& race = self.hold(std::move(given));
    if (previous_failed) {
        Value turn = wait_event(std::move(previous_failed));
        try {
            co_await wait_for(*race.loop->kernel, std::move(turn), race.delay);
        } catch (Raised& raised) {
            if (!matches(*raised.exception, timeout_error_type)) throw;
        }
    }
    if (race.next == race.infos->size()) co_return none();
    const std::size_t index = race.next++;
    Event& failed = self.hold(make_event());
    start_one(race, Ref<Event>(&failed));
    Ref<List> failures = List::make();
    race.failures->append(failures);
    Value socket;
    try {
        socket =
            co_await connect_sock(race.loop, (*race.infos)[index], race.local, std::move(failures));
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        set_event(failed);
        co_return none();
    }
    race.winner = std::move(socket);
    cancel_tasks(race, index);
    co_return none();
}

/// What a task of the race failed with that isn't the failure of its attempt.
void raise_unexpected(const Value& done) {
    for_each(done, [](const Value& each) {
        Future* task = as_future(each);
        if (task == nullptr || task->cancelled()) return;
        Value exception = future_exception(*task);
        if (!is_none(exception)) raise(Ref<ExceptionObject>(exception.as<ExceptionObject>()));
    });
}

Coro race_body(Ref<Race> given, Ref<List> failures) {
    CoroPromise& self = co_await ThisCoro{};
    Race& race = self.hold(std::move(given));
    start_one(race, nullptr);
    try {
        std::size_t done_count = 0;
        while (done_count != race.tasks->size()) {
            Value sets = co_await wait(*race.loop->kernel, race.tasks, none(), Value());
            const Value done = getitem(sets, Value::small(0));
            done_count = static_cast<std::size_t>(length(done));
            raise_unexpected(done);
        }
    } catch (Raised&) {
        cancel_tasks(race, race.tasks->size());
        throw;
    }
    cancel_tasks(race, race.tasks->size());  // They are done, and refuse.
    for (const Value& each : race.failures->items()) {
        for (const Value& failure : each.as<List>()->items()) failures->append(failure);
    }
    co_return race.winner ? race.winner : none();
}

}  // namespace

Coro race_addresses(LoopRef loop, Value infos, Value local_addresses, Value delay,
                    Ref<List> failures) {
    Ref<Race> race = make<Race>();
    race->loop = std::move(loop);
    race->infos = Ref<List>(infos.as<List>());
    race->local = std::move(local_addresses);
    race->delay = std::move(delay);
    race->tasks = List::make();
    race->failures = List::make();
    return race_body(std::move(race), std::move(failures)).named(kRace);
}

Value interleave_addresses(const Value& infos, const Value& count) {
    std::vector<std::pair<Value, std::vector<Value>>> families;
    for (const Value& info : infos.as<List>()->items()) {
        const Value family = getitem(info, Value::small(0));
        auto known = std::find_if(families.begin(), families.end(),
                                  [&](const auto& each) { return equal(each.first, family); });
        if (known == families.end()) known = families.insert(known, {family, {}});
        known->second.push_back(info);
    }
    Ref<List> result = List::make();
    std::vector<Value>& first = families.front().second;
    if (compare_bool(count, Value::small(1), CompareOp::Gt)) {
        const auto head = std::min(static_cast<std::size_t>(to_index(count) - 1), first.size());
        for (std::size_t i = 0; i < head; ++i) result->append(first[i]);
        first.erase(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(head));
    }
    std::size_t longest = 0;
    for (const auto& each : families) longest = std::max(longest, each.second.size());
    for (std::size_t i = 0; i < longest; ++i) {
        for (const auto& each : families) {
            if (i < each.second.size()) result->append(each.second[i]);
        }
    }
    return result;
}

}  // namespace loopscope::aio
