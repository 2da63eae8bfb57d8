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

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace loopscope::trace {

/// An ordered map from a base::Id to T. Iteration gives the values in ascending order of id,
/// which is the order of creation. T needs operator== and heap_bytes(const T&), the bytes that
/// it owns outside itself.
///
/// A map and its copies belong to one thread: the counts in shared nodes are not atomic.
/// Cost: copy O(1); find, edit, erase O(log32 of the largest id); ids need not be dense.
template <typename Key, typename T>
class IdMap {
    static constexpr unsigned kLeafBits = 4, kInnerBits = 5;
    static constexpr unsigned kHeightMax = 6;  // 4 + 6 * 5 bits cover every 32-bit id.

    struct Node {
        std::uint32_t refs = 1;
        std::uint32_t bitmap = 0;     // Which slots are taken.
        std::vector<Node*> children;  // Of an inner node: one for each bit set.
        std::vector<T> items;         // Of a leaf: one for each bit set.
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
        for (unsigned level = height_; level > 0; --level) {
            unsigned slot = slot_of(key.value, level);
            if (!(node->bitmap >> slot & 1)) return nullptr;
            node = node->children[rank(node->bitmap, slot)];
        }
        unsigned slot = slot_of(key.value, 0);
        return node->bitmap >> slot & 1 ? &node->items[rank(node->bitmap, slot)] : nullptr;
    }
    bool contains(Key key) const { return find(key) != nullptr; }

    /// The value of `key` to be changed, or nullptr. Valid until the map changes or is copied.
    T* edit(Key key) {
        if (!root_ || !fits(key.value, height_)) return nullptr;
        Node** place = &root_;
        for (unsigned level = height_; level > 0; --level) {
            Node& node = own(*place, level);
            unsigned slot = slot_of(key.value, level);
            if (!(node.bitmap >> slot & 1)) return nullptr;
            place = &node.children[rank(node.bitmap, slot)];
        }
        unsigned slot = slot_of(key.value, 0);
        if (!((*place)->bitmap >> slot & 1)) return nullptr;
        Node& leaf = own(*place, 0);
        return &leaf.items[rank(leaf.bitmap, slot)];
    }

    /// The value of `key` to be changed; a default one is put there first where there is none.
    T& obtain(Key key) {
        if (!root_) root_ = new Node;
        while (!fits(key.value, height_)) grow();
        Node** place = &root_;
        for (unsigned level = height_; level > 0; --level) {
            Node& node = own(*place, level);
            unsigned slot = slot_of(key.value, level), at = rank(node.bitmap, slot);
            if (!(node.bitmap >> slot & 1)) {
                node.children.insert(node.children.begin() + at, new Node);
                node.bitmap |= 1u << slot;
            }
            place = &node.children[at];
        }
        Node& leaf = own(*place, 0);
        unsigned slot = slot_of(key.value, 0), at = rank(leaf.bitmap, slot);
        if (!(leaf.bitmap >> slot & 1)) {
            leaf.items.insert(leaf.items.begin() + at, T{});
            leaf.bitmap |= 1u << slot;
            ++size_;
        }
        return leaf.items[at];
    }

    void erase(Key key) {
        if (!contains(key)) return;
        erase_below(root_, height_, key.value);
        --size_;
        while (root_ && height_ > 0 && root_->bitmap == 1) {
            Node* child = share(root_->children[0]);
            release(root_, height_--);
            root_ = child;
        }
        if (!root_) height_ = 0;
    }

    /// Bytes of shared nodes that had to be cloned since the last call: what the last copy that
    /// was kept costs in memory.
    std::size_t take_cloned_bytes() { return std::exchange(cloned_bytes_, 0); }

    class const_iterator {
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
            for (unsigned level = 1; level <= height_ && !leaf_; ++level)
                if (++at_[level] < path_[level]->children.size()) descend(level);
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
            at_[height] = 0;
            if (height == 0)
                leaf_ = root;
            else
                descend(height);
        }
        void descend(unsigned level) {
            for (; level > 1; --level) {
                path_[level - 1] = path_[level]->children[at_[level]];
                at_[level - 1] = 0;
            }
            leaf_ = path_[1]->children[at_[1]];
        }
        const Node* path_[kHeightMax + 1] = {};
        std::uint32_t at_[kHeightMax + 1] = {};
        const Node* leaf_ = nullptr;
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
    static constexpr bool fits(std::uint32_t key, unsigned height) {
        unsigned bits = kLeafBits + kInnerBits * height;
        return bits >= 32 || key >> bits == 0;
    }
    static constexpr unsigned slot_of(std::uint32_t key, unsigned level) {
        if (level == 0) return key & ((1u << kLeafBits) - 1);
        return key >> (kLeafBits + kInnerBits * (level - 1)) & ((1u << kInnerBits) - 1);
    }
    static unsigned rank(std::uint32_t bitmap, unsigned slot) {
        return static_cast<unsigned>(std::popcount(bitmap & ((1u << slot) - 1)));
    }
    static Node* share(Node* node) {
        if (node) ++node->refs;
        return node;
    }
    static void release(Node* node, unsigned level) {
        if (!node || --node->refs > 0) return;
        if (level > 0)
            for (Node* child : node->children) release(child, level - 1);
        delete node;
    }
    static bool equal(const Node* x, const Node* y, unsigned level) {
        if (x == y) return true;
        if (!x || !y || x->bitmap != y->bitmap) return false;
        if (level == 0) return x->items == y->items;
        for (std::size_t i = 0; i < x->children.size(); ++i)
            if (!equal(x->children[i], y->children[i], level - 1)) return false;
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
            auto* above = new Node;
            above->bitmap = 1;
            above->children.push_back(root_);
            root_ = above;
        }
        ++height_;
    }
    // The node at `place`, made this map's own.
    Node& own(Node*& place, unsigned level) {
        if (place->refs > 1) {
            auto* copy = new Node{1, place->bitmap, place->children, place->items};
            for (Node* child : copy->children) ++child->refs;
            cloned_bytes_ += sizeof(Node) + copy->children.size() * sizeof(Node*);
            for (const T& item : copy->items) cloned_bytes_ += sizeof(T) + heap_bytes(item);
            release(place, level);
            place = copy;
        }
        return *place;
    }
    void erase_below(Node*& place, unsigned level, std::uint32_t key) {
        Node& node = own(place, level);
        unsigned slot = slot_of(key, level), at = rank(node.bitmap, slot);
        if (level == 0) {
            node.items.erase(node.items.begin() + at);
            node.bitmap &= ~(1u << slot);
        } else {
            erase_below(node.children[at], level - 1, key);
            if (!node.children[at]) {
                node.children.erase(node.children.begin() + at);
                node.bitmap &= ~(1u << slot);
            }
        }
        if (node.bitmap == 0) {
            delete place;
            place = nullptr;
        }
    }

    Node* root_ = nullptr;
    unsigned height_ = 0;  // Levels of inner nodes above the leaves.
    std::size_t size_ = 0;
    std::size_t cloned_bytes_ = 0;
};

}  // namespace loopscope::trace
