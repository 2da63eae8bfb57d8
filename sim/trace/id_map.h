// IdMap: a map from ids to plain values that is copied in constant time.
//
// A trace of ten million events has thousands of keyframes, and each is a whole ProgramState. So
// the tables of a state are tries over the bits of the id whose nodes are shared by all copies
// and cloned when a copy changes them: a keyframe costs what changes after it, and no more.
//
// Invariants:
//  1. A node that two owners reach (refs > 1, or below such a node) is never written.
//  2. No node is empty, and the root is not an inner node with the first child alone. So equal
//     maps have equal shapes, whatever was inserted and erased on the way.
//
// Rejected: a vector of shared chunks (a keyframe of 500,000 finished tasks still copies 30,000
// pointers) and inverse operations (each event kind needs one, and one wrong one is never seen).
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace loopscope::trace {

/// An ordered map from a base::Id to T. Iteration gives the values in ascending order of id,
/// which is the order of creation. T needs operator== and heap_bytes(const T&), the bytes that
/// it owns outside itself.
///
/// A map and its copies belong to one thread: the counts in shared nodes are not atomic.
/// Cost: copy O(1); find, edit, erase O(log32 of the largest id). Ids need not be dense, but each
/// lonely one costs its own path of nodes (some 300 bytes for every 5 bits).
template <typename Key, typename T>
class IdMap {
    static constexpr unsigned kLeafBits = 3, kInnerBits = 5;
    static constexpr unsigned kHeightMax = 6;  // 3 + 6 * 5 bits cover every 32-bit id.
    static constexpr std::uint32_t kChildren = 1u << kInnerBits;

    struct Node {
        std::uint32_t refs = 1;
        std::uint32_t bitmap = 0;  // Which slots are taken.
    };
    struct Inner : Node {
        Node* children[kChildren] = {};
    };
    struct Leaf : Node {
        std::vector<T> items;  // One for each bit set, in order.
    };

  public:
    IdMap() = default;
    IdMap(const IdMap& other)
        : root_(share(other.root_)), height_(other.height_), size_(other.size_) {}
    IdMap(IdMap&& other) noexcept { swap(other); }
    IdMap& operator=(const IdMap& other) {
        IdMap copy(other);
        swap(copy);
        return *this;
    }
    IdMap& operator=(IdMap&& other) noexcept {
        swap(other);
        return *this;
    }
    ~IdMap() { release(root_, height_); }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// The value of `key`, or nullptr. Valid until the map changes.
    const T* find(Key key) const {
        if (!root_ || !fits(key.value, height_)) return nullptr;
        const Node* node = root_;
        for (unsigned level = height_; level > 0 && node; --level)
            node = inner(node)->children[slot_of(key.value, level)];
        unsigned slot = slot_of(key.value, 0);
        if (!node || !(node->bitmap >> slot & 1)) return nullptr;
        return &leaf(node)->items[rank(node->bitmap, slot)];
    }
    bool contains(Key key) const { return find(key) != nullptr; }

    /// The value of `key` to be changed, or nullptr. Valid until the map changes or is copied.
    T* edit(Key key) {
        if (!root_ || !fits(key.value, height_)) return nullptr;
        Node** place = &root_;
        for (unsigned level = height_; level > 0; --level) {
            place = &own_inner(*place)->children[slot_of(key.value, level)];
            if (!*place) return nullptr;
        }
        unsigned slot = slot_of(key.value, 0);
        if (!((*place)->bitmap >> slot & 1)) return nullptr;
        Leaf* at = own_leaf(*place);
        return &at->items[rank(at->bitmap, slot)];
    }

    /// The value of `key` to be changed; a default one is put there first where there is none.
    T& obtain(Key key) {
        if (!root_) root_ = new Leaf;
        while (!fits(key.value, height_)) grow();
        Node** place = &root_;
        for (unsigned level = height_; level > 0; --level) {
            Inner* node = own_inner(*place);
            unsigned slot = slot_of(key.value, level);
            place = &node->children[slot];
            if (!*place) *place = level > 1 ? static_cast<Node*>(new Inner) : new Leaf;
            node->bitmap |= 1u << slot;
        }
        Leaf* at = own_leaf(*place);
        unsigned slot = slot_of(key.value, 0), index = rank(at->bitmap, slot);
        if (!(at->bitmap >> slot & 1)) {
            at->items.insert(at->items.begin() + index, T{});
            at->bitmap |= 1u << slot;
            ++size_;
        }
        return at->items[index];
    }

    void erase(Key key) {
        if (!contains(key)) return;
        erase_below(root_, height_, key.value);
        --size_;
        while (root_ && height_ > 0 && root_->bitmap == 1) {
            Node* child = share(inner(root_)->children[0]);
            release(root_, height_--);
            root_ = child;
        }
        if (!root_) height_ = 0;
    }

    /// Bytes of shared nodes that had to be cloned since the last call: what the last copy that
    /// was kept costs in memory.
    std::size_t take_cloned_bytes() { return std::exchange(cloned_bytes_, 0); }

    class const_iterator {  // NOLINT(readability-identifier-naming): as the standard library names
                            // it.
      public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using reference = const T&;
        using pointer = const T*;
        using iterator_category = std::forward_iterator_tag;
        const_iterator() = default;
        const T& operator*() const { return leaf_->items[index_]; }
        const T* operator->() const { return &leaf_->items[index_]; }
        const_iterator& operator++() {
            if (++index_ < leaf_->items.size()) return *this;
            index_ = 0;
            leaf_ = nullptr;
            for (unsigned level = 1; level <= height_ && !leaf_; ++level) {
                ++at_[level];
                if (to_child(level)) descend(level);
            }
            return *this;
        }
        const_iterator operator++(int) {
            auto before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const const_iterator& x, const const_iterator& y) {
            return x.leaf_ == y.leaf_ && x.index_ == y.index_;
        }

      private:
        friend class IdMap;
        const_iterator(const Node* root, unsigned height) : height_(height) {
            if (!root) return;
            path_[height] = root;
            if (height == 0) {
                leaf_ = leaf(root);
            } else {
                to_child(height);
                descend(height);
            }
        }
        // Moves to the first child of this level's node at or after the place; false: none.
        bool to_child(unsigned level) {
            std::uint32_t& at = at_[level];
            while (at < kChildren && !inner(path_[level])->children[at]) ++at;
            return at < kChildren;
        }
        // Goes down to the first leaf below the place of `level`.
        void descend(unsigned level) {
            for (; level > 1; --level) {
                path_[level - 1] = inner(path_[level])->children[at_[level]];
                at_[level - 1] = 0;
                to_child(level - 1);
            }
            leaf_ = leaf(inner(path_[1])->children[at_[1]]);
        }
        const Node* path_[kHeightMax + 1] = {};
        std::uint32_t at_[kHeightMax + 1] = {};
        const Leaf* leaf_ = nullptr;
        std::size_t index_ = 0;
        unsigned height_ = 0;
    };
    using iterator = const_iterator;
    using value_type = T;
    const_iterator begin() const { return const_iterator(root_, height_); }
    const_iterator end() const { return const_iterator(); }

    friend bool operator==(const IdMap& x, const IdMap& y) {
        return x.size_ == y.size_ && x.height_ == y.height_ && equal(x.root_, y.root_, x.height_);
    }

  private:
    static const Inner* inner(const Node* node) { return static_cast<const Inner*>(node); }
    static Inner* inner(Node* node) { return static_cast<Inner*>(node); }
    static const Leaf* leaf(const Node* node) { return static_cast<const Leaf*>(node); }
    static Leaf* leaf(Node* node) { return static_cast<Leaf*>(node); }

    static constexpr bool fits(std::uint32_t key, unsigned height) {
        unsigned bits = kLeafBits + kInnerBits * height;
        return bits >= 32 || key >> bits == 0;
    }
    static constexpr unsigned slot_of(std::uint32_t key, unsigned level) {
        if (level == 0) return key & ((1u << kLeafBits) - 1);
        return key >> (kLeafBits + kInnerBits * (level - 1)) & (kChildren - 1);
    }
    // How many of a leaf's slots before this one are taken. By hand: without the machine's own
    // instruction std::popcount is a call, which showed in profiles.
    static unsigned rank(std::uint32_t bitmap, unsigned slot) {
        std::uint32_t below = bitmap & ((1u << slot) - 1);
        below = below - (below >> 1 & 0x55u);
        below = (below & 0x33u) + (below >> 2 & 0x33u);
        return (below + (below >> 4)) & 0x0Fu;
    }
    static Node* share(Node* node) {
        if (node) ++node->refs;
        return node;
    }
    static void release(Node* node, unsigned level) {
        if (!node || --node->refs > 0) return;
        if (level == 0) {
            delete leaf(node);
            return;
        }
        for (Node* child : inner(node)->children) release(child, level - 1);
        delete inner(node);
    }
    static bool equal(const Node* x, const Node* y, unsigned level) {
        if (x == y) return true;
        if (!x || !y || x->bitmap != y->bitmap) return false;
        if (level == 0) return leaf(x)->items == leaf(y)->items;
        for (unsigned i = 0; i < kChildren; ++i)
            if (!equal(inner(x)->children[i], inner(y)->children[i], level - 1)) return false;
        return true;
    }
    void swap(IdMap& other) noexcept {
        std::swap(root_, other.root_);
        std::swap(height_, other.height_);
        std::swap(size_, other.size_);
        std::swap(cloned_bytes_, other.cloned_bytes_);
    }
    // Puts a new root above the old one, which becomes its first child.
    void grow() {
        if (root_->bitmap != 0) {
            auto* above = new Inner;
            above->bitmap = 1;
            above->children[0] = root_;
            root_ = above;
        } else {
            release(root_, height_);
            root_ = new Inner;
        }
        ++height_;
    }
    // The node at `place`, made this map's own.
    Inner* own_inner(Node*& place) {
        if (place->refs > 1) {
            auto* copy = new Inner(*inner(place));
            copy->refs = 1;
            for (Node* child : copy->children) share(child);
            cloned_bytes_ += sizeof(Inner);
            --place->refs;
            place = copy;
        }
        return inner(place);
    }
    Leaf* own_leaf(Node*& place) {
        if (place->refs > 1) {
            auto* copy = new Leaf(*leaf(place));
            copy->refs = 1;
            cloned_bytes_ += sizeof(Leaf);
            for (const T& item : copy->items) cloned_bytes_ += sizeof(T) + heap_bytes(item);
            --place->refs;
            place = copy;
        }
        return leaf(place);
    }
    // Requires: the key is there.
    void erase_below(Node*& place, unsigned level, std::uint32_t key) {
        unsigned slot = slot_of(key, level);
        if (level == 0) {
            Leaf* at = own_leaf(place);
            at->items.erase(at->items.begin() + rank(at->bitmap, slot));
            at->bitmap &= ~(1u << slot);
        } else {
            Inner* at = own_inner(place);
            erase_below(at->children[slot], level - 1, key);
            if (!at->children[slot]) at->bitmap &= ~(1u << slot);
        }
        if (place->bitmap == 0) {
            release(place, level);
            place = nullptr;
        }
    }

    Node* root_ = nullptr;
    unsigned height_ = 0;  // Levels of inner nodes above the leaves.
    std::size_t size_ = 0;
    std::size_t cloned_bytes_ = 0;
};

}  // namespace loopscope::trace
