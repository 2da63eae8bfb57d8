// _heapq and _bisect: rows kept in heap order, and sorted rows.
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

List& heap_of(const char* function, CallArgs args) {
    const Value& v = args.values[0];
    if (!is_list(v)) {
        raise_format(type_error_type, "{}() argument {}must be list, not {}", function,
                     args.positional_count > 1 ? "1 " : "", type_name(v));
    }
    return *v.as<List>();
}

/// Which of two items is nearer to the top of the heap.
enum class Order : std::uint8_t { Least, Greatest };

template <Order order>
bool before(const Value& a, const Value& b) {
    return order == Order::Least ? compare_bool(a, b, CompareOp::Lt)
                                 : compare_bool(b, a, CompareOp::Lt);
}

void check_size(const List& heap, std::size_t size) {
    if (heap.size() != size) {
        raise(object::runtime_error_type, "list changed size during iteration");
    }
}

/// Moves the item at `at` up to its place, not above `start`. Mirrors: siftdown.
template <Order order>
void sift_down(List& heap, std::size_t start, std::size_t at) {
    std::size_t size = heap.size();
    while (at > start) {
        std::size_t parent = (at - 1) / 2;
        Value item = heap[at];
        Value above = heap[parent];
        bool moves = before<order>(item, above);
        check_size(heap, size);
        if (!moves) return;
        std::swap(heap[at], heap[parent]);
        at = parent;
    }
}

/// Lets the item at `at` sink along the better children to a leaf, then rise to its place; this is
/// the order of comparisons that programs can see. Mirrors: siftup.
template <Order order>
void sift_up(List& heap, std::size_t at) {
    std::size_t size = heap.size();
    std::size_t start = at;
    while (at < size / 2) {
        std::size_t child = 2 * at + 1;
        if (child + 1 < size) {
            Value left = heap[child];
            Value right = heap[child + 1];
            bool left_first = before<order>(left, right);
            check_size(heap, size);
            if (!left_first) ++child;
        }
        std::swap(heap[at], heap[child]);
        at = child;
    }
    sift_down<order>(heap, start, at);
}

Value heap_push(const Value&, CallArgs args) {
    List& heap = heap_of("heappush", args);
    heap.append(args.values[1]);
    sift_down<Order::Least>(heap, 0, heap.size() - 1);
    return none();
}

template <Order order>
Value heap_pop(const Value&, CallArgs args) {
    List& heap = heap_of(order == Order::Least ? "heappop" : "_heappop_max", args);
    if (heap.size() == 0) raise(object::index_error_type, "index out of range");
    Value last = heap.remove_at(heap.size() - 1);
    if (heap.size() == 0) return last;
    Value top = std::exchange(heap[0], last);
    sift_up<order>(heap, 0);
    return top;
}

template <Order order>
Value heap_replace(const Value&, CallArgs args) {
    List& heap = heap_of(order == Order::Least ? "heapreplace" : "_heapreplace_max", args);
    if (heap.size() == 0) raise(object::index_error_type, "index out of range");
    Value top = std::exchange(heap[0], args.values[1]);
    sift_up<order>(heap, 0);
    return top;
}

Value heap_push_pop(const Value&, CallArgs args) {
    List& heap = heap_of("heappushpop", args);
    if (heap.size() == 0) return args.values[1];
    Value top = heap[0];
    if (!compare_bool(top, args.values[1], CompareOp::Lt)) return args.values[1];
    if (heap.size() == 0) raise(object::index_error_type, "index out of range");
    top = std::exchange(heap[0], args.values[1]);
    sift_up<Order::Least>(heap, 0);
    return top;
}

template <Order order>
Value heapify(const Value&, CallArgs args) {
    List& heap = heap_of(order == Order::Least ? "heapify" : "_heapify_max", args);
    for (std::size_t i = heap.size() / 2; i-- > 0;) sift_up<order>(heap, i);
    return none();
}

// bisect.

enum class Side : std::uint8_t { Left, Right };

/// Where `item` belongs in a sorted row. Mirrors: internal_bisect_left, internal_bisect_right.
std::int64_t find_place(Side side, CallArgs args) {
    const Value& row = args.values[0];
    const Value& item = args.values[1];
    std::int64_t low = index_or(args.values[2], 0);
    if (low < 0) raise_value_error("lo must be non-negative");
    std::int64_t high =
        absent(args.values[3]) ? object::length(row) : object::to_index(args.values[3]);
    const Value& key = args.values[4];
    while (low < high) {
        std::int64_t middle = low + (high - low) / 2;
        Value there = getitem(row, Int::from(middle));
        if (!absent(key)) there = call(key, {there});
        bool go_left = side == Side::Right ? compare_bool(item, there, CompareOp::Lt)
                                           : !compare_bool(there, item, CompareOp::Lt);
        if (go_left) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

template <Side side>
Value bisect(const Value&, CallArgs args) {
    return Int::from(find_place(side, args));
}

template <Side side>
Value insort(const Value&, CallArgs args) {
    Value keyed = absent(args.values[4]) ? args.values[1] : call(args.values[4], {args.values[1]});
    Value sought[] = {args.values[0], keyed, args.values[2], args.values[3], args.values[4]};
    std::int64_t place = find_place(side, {sought, 5, nullptr});
    call_method(args.values[0], "insert", {Int::from(place), args.values[1]});
    return none();
}

}  // namespace

void init_heapq(Module& module) {
    object::add_functions(*module.dict,
                          {{"heappush", heap_push, "heap, item, /"},
                           {"heappop", heap_pop<Order::Least>, "heap, /"},
                           {"heapreplace", heap_replace<Order::Least>, "heap, item, /"},
                           {"heappushpop", heap_push_pop, "heap, item, /"},
                           {"heapify", heapify<Order::Least>, "heap, /"},
                           {"_heappop_max", heap_pop<Order::Greatest>, "heap, /"},
                           {"_heapreplace_max", heap_replace<Order::Greatest>, "heap, item, /"},
                           {"_heapify_max", heapify<Order::Greatest>, "heap, /"}},
                          "_heapq");
}

void init_bisect(Module& module) {
    const char* parameters = "a, x, lo=, hi=, *, key=";
    object::add_functions(*module.dict,
                          {{"bisect_left", bisect<Side::Left>, parameters},
                           {"bisect_right", bisect<Side::Right>, parameters},
                           {"insort_left", insort<Side::Left>, parameters},
                           {"insort_right", insort<Side::Right>, parameters}},
                          "_bisect");
    for (const char* name : {"bisect", "insort"}) {
        module.set(name, *module.dict->find(std::string_view(fmt::format("{}_right", name))));
    }
}

}  // namespace loopscope::python::modules
