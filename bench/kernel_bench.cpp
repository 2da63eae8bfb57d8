// How fast the kernel turns: the same workloads as bench/workloads.py, with C++ coroutines.
//
// Items per second are steps of tasks: one resumption of a coroutine by the loop. Each workload
// runs with the trace off and with the loop's trace recorded.
#include <benchmark/benchmark.h>

#include "sim/aio/gather.h"
#include "sim/aio/runner.h"
#include "sim/aio/sleep.h"
#include "sim/aio/tasks.h"
#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/policy.h"
#include "sim/object/float.h"
#include "sim/object/protocol.h"

namespace {

using namespace loopscope;
using namespace loopscope::object;
using kernel::Coro;
using kernel::Kernel;
using kernel::LibraryCode;

constexpr LibraryCode kWorker{"worker"};
constexpr LibraryCode kMain{"main"};

/// One run: everything from the machine up.
struct Simulation {
    trace::EventLog log;
    trace::Recorder recorder;
    world::Machine machine;
    Runtime runtime;
    Runtime::Scope scope;
    Kernel& kernel;

    explicit Simulation(trace::Level level)
        : recorder(log, level),
          machine(recorder),
          scope(runtime),
          kernel(runtime.add(std::make_unique<Kernel>(runtime, machine))) {}
};

Value spawn(Kernel& k, Coro&& coro) {
    return aio::create_task(k, Value(std::move(coro)), Value(), Value());
}

// sleep(0) spinning: `tasks` tasks that do nothing but let the others run.
constexpr int kSpinTasks = 10;
constexpr int kSpinTurns = 2000;

Coro spin_worker(Kernel& k) {
    for (int i = 0; i < kSpinTurns; ++i) co_await aio::sleep(k, Value::small(0), none());
    co_return none();
}

Coro spin(Kernel& k) {
    std::vector<Value> tasks;
    for (int i = 0; i < kSpinTasks; ++i) tasks.push_back(spawn(k, spin_worker(k).named(kWorker)));
    for (const Value& task : tasks) co_await task;
    co_return none();
}

// Creating tasks: each is made, runs one step and is awaited.
constexpr int kCreated = 10000;

Coro nothing() { co_return none(); }

Coro create(Kernel& k) {
    for (int i = 0; i < kCreated; ++i) co_await spawn(k, nothing().named(kWorker));
    co_return none();
}

// Timers: tasks that sleep for different times, so that the heap is at work.
constexpr int kTimerTasks = 100;
constexpr int kTimerTurns = 100;

Coro timer_worker(Kernel& k, int number) {
    Value delay = Float::from(0.001 * (number % 17 + 1));
    for (int i = 0; i < kTimerTurns; ++i) co_await aio::sleep(k, delay, none());
    co_return none();
}

Coro timers(Kernel& k) {
    std::vector<Value> tasks;
    for (int i = 0; i < kTimerTasks; ++i)
        tasks.push_back(spawn(k, timer_worker(k, i).named(kWorker)));
    for (const Value& task : tasks) co_await task;
    co_return none();
}

// Ping-pong: two tasks that wake each other through futures.
constexpr int kRallies = 10000;

struct Table {
    Ref<kernel::Future> ball[2];
};

Coro player(Kernel& k, Table& table, int side) {
    kernel::EventLoop& loop = kernel::get_running_loop(k);
    for (int i = 0; i < kRallies; ++i) {
        co_await table.ball[side];
        table.ball[side] = kernel::make_future(loop);
        kernel::set_result(*table.ball[1 - side], none());
    }
    co_return none();
}

Coro ping_pong(Kernel& k) {
    kernel::EventLoop& loop = kernel::get_running_loop(k);
    Table table;
    table.ball[0] = kernel::make_future(loop);
    table.ball[1] = kernel::make_future(loop);
    Value first = spawn(k, player(k, table, 0).named(kWorker));
    Value second = spawn(k, player(k, table, 1).named(kWorker));
    kernel::set_result(*table.ball[0], none());
    co_await first;
    co_await second;
    co_return none();
}

template <typename Main>
void run_workload(benchmark::State& state, Main main, std::int64_t steps) {
    auto level = state.range(0) != 0 ? trace::Level::Loop : trace::Level::Off;
    for (auto _ : state) {
        Simulation simulation(level);
        Value result =
            aio::run(simulation.kernel, Value(main(simulation.kernel).named(kMain)), Value());
        benchmark::DoNotOptimize(result);
    }
    state.SetItemsProcessed(state.iterations() * steps);
    state.SetLabel(level == trace::Level::Off ? "trace off" : "trace of the loop");
}

void BM_sleep_zero(benchmark::State& state) {
    run_workload(state, spin, std::int64_t{kSpinTasks} * kSpinTurns);
}
void BM_create_tasks(benchmark::State& state) { run_workload(state, create, kCreated); }
void BM_timers(benchmark::State& state) {
    run_workload(state, timers, std::int64_t{kTimerTasks} * kTimerTurns);
}
void BM_ping_pong(benchmark::State& state) {
    run_workload(state, ping_pong, std::int64_t{kRallies} * 2);
}

BENCHMARK(BM_sleep_zero)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_create_tasks)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_timers)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ping_pong)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
