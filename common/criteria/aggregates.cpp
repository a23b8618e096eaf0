// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/aggregates.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace labwarden::criteria {

namespace {

using Each = std::function<void(const Window&, std::optional<Measured>)>;

/// A queue that knows the combination of all its elements at any time, each step in amortised constant time
/// and without ever subtracting (which would lose digits): two stacks, the front one with running
/// combinations.
template<class Element>
class SlidingFold {
public:
    void push(const Element& element) {
        m_back.push_back(element);
        m_backTotal = m_backTotal + element;
    }
    void pop() {
        if (m_front.empty())
            turn();
        m_front.pop_back();
    }
    Element total() const { return m_front.empty() ? m_backTotal : m_front.back() + m_backTotal; }

private:
    void turn() {
        Element total;
        for (auto it = m_back.rbegin(); it != m_back.rend(); ++it) {
            total = *it + total;
            m_front.push_back(total);
        }
        m_back.clear();
        m_backTotal = {};
    }
    std::vector<Element> m_front, m_back;
    Element m_backTotal;
};

// The elements that fold: each `a + b` is "a, then b".
// ----------------------------------------------------------------------

template<bool Largest>
struct Extreme {
    explicit Extreme(const Sample& s) : sample(s), any(true) {}
    Extreme() = default;
    Sample sample;
    bool any = false;
    friend Extreme operator+(const Extreme& a, const Extreme& b) {
        if (!a.any || !b.any)
            return a.any ? a : b;
        const bool later = Largest ? b.sample.value > a.sample.value : b.sample.value < a.sample.value;
        return later ? b : a; // of equals the first
    }
    std::optional<Measured> measured(Timestamp) const {
        return any ? std::optional(Measured{sample.value, sample.at}) : std::nullopt;
    }
};

struct Sum {
    explicit Sum(const Sample& s) : sum(s.value), count(1) {}
    Sum() = default;
    double sum = 0;
    std::size_t count = 0;
    friend Sum operator+(Sum a, const Sum& b) {
        a.sum += b.sum;
        a.count += b.count;
        return a;
    }
    std::optional<Measured> measured(Timestamp closes) const {
        return count ? std::optional(Measured{sum, closes}) : std::nullopt;
    }
};

struct Mean : Sum {
    using Sum::Sum;
    friend Mean operator+(Mean a, const Mean& b) {
        a.sum += b.sum;
        a.count += b.count;
        return a;
    }
    std::optional<Measured> measured(Timestamp closes) const {
        return count ? std::optional(Measured{sum / static_cast<double>(count), closes}) : std::nullopt;
    }
};

/// Mean and sum of squared distances from it, combined as Chan, Golub and LeVeque do.
struct Spread {
    explicit Spread(const Sample& s) : count(1), mean(s.value) {}
    Spread() = default;
    double count = 0, mean = 0, squares = 0;
    friend Spread operator+(const Spread& a, const Spread& b) {
        if (a.count == 0 || b.count == 0)
            return a.count == 0 ? b : a;
        Spread both;
        both.count = a.count + b.count;
        const double apart = b.mean - a.mean;
        both.mean = a.mean + apart * b.count / both.count;
        both.squares = a.squares + b.squares + apart * apart * a.count * b.count / both.count;
        return both;
    }
    std::optional<Measured> measured(Timestamp closes) const {
        return count > 0 ? std::optional(Measured{std::sqrt(squares / count), closes}) : std::nullopt;
    }
};

template<class Element>
void foldWindows(std::span<const Sample> samples, std::span<const Window> windows, const Each& each) {
    SlidingFold<Element> fold;
    std::size_t begin = windows.empty() ? 0 : windows.front().begin;
    std::size_t end = begin;
    for (const Window& window : windows) {
        for (; end < window.end; ++end)
            fold.push(Element(samples[end]));
        for (; begin < window.begin; ++begin)
            fold.pop();
        each(window, fold.total().measured(window.closes));
    }
}

/// Which of a fixed set of ranks are present, and which is the k-th of those (a Fenwick tree): log n each.
class RankSet {
public:
    explicit RankSet(std::size_t size)
        : m_counts(size + 1, 0), m_top(std::bit_floor(std::max<std::size_t>(size, 1))) {}
    void change(std::size_t rank, std::int32_t by) {
        for (std::size_t i = rank + 1; i < m_counts.size(); i += i & (~i + 1))
            m_counts[i] += by;
    }
    /// The rank of the k-th present one, k from 1.
    std::size_t kth(std::size_t k) const {
        std::size_t at = 0;
        for (std::size_t step = m_top; step > 0; step /= 2) {
            const std::size_t next = at + step;
            if (next < m_counts.size() && static_cast<std::size_t>(m_counts[next]) < k) {
                at = next;
                k -= static_cast<std::size_t>(m_counts[next]);
            }
        }
        return at;
    }

private:
    std::vector<std::int32_t> m_counts;
    std::size_t m_top;
};

/// Nearest rank: the ceil(p/100 * n)-th smallest of n samples.
std::size_t nearestRank(double percentile, std::size_t count) {
    const double exact = percentile * static_cast<double>(count) / 100.0;
    // 95 % of 20 is 19, also where 0.95 is not quite 0.95 in binary.
    const double rank = std::ceil(exact - 1e-9);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(rank, 1.0)), 1, count);
}

void rankWindows(double percentile, std::span<const Sample> samples, std::span<const Window> windows,
                 const Each& each) {
    std::vector<std::size_t> byValue(samples.size()); // rank -> sample
    std::iota(byValue.begin(), byValue.end(), std::size_t{0});
    std::ranges::stable_sort(byValue, {}, [&](std::size_t i) { return samples[i].value; });
    std::vector<std::size_t> rankOf(samples.size());
    for (std::size_t rank = 0; rank < byValue.size(); ++rank)
        rankOf[byValue[rank]] = rank;

    RankSet present(samples.size());
    std::size_t begin = windows.empty() ? 0 : windows.front().begin;
    std::size_t end = begin;
    for (const Window& window : windows) {
        for (; end < window.end; ++end)
            present.change(rankOf[end], 1);
        for (; begin < window.begin; ++begin)
            present.change(rankOf[begin], -1);
        if (begin == end) {
            each(window, std::nullopt);
            continue;
        }
        const Sample& sample = samples[byValue[present.kth(nearestRank(percentile, end - begin))]];
        each(window, Measured{sample.value, sample.at});
    }
}

/// What needs the ends of the window alone.
template<class F>
void edgeWindows(std::span<const Sample> samples, std::span<const Window> windows, const Each& each,
                 F value) {
    for (const Window& window : windows) {
        if (window.begin == window.end)
            each(window, std::nullopt);
        else
            each(window, value(window, samples[window.begin], samples[window.end - 1]));
    }
}

} // namespace

void measure(const Criterion& criterion, std::span<const Sample> samples, std::span<const Window> windows,
             const Each& each) {
    using Result = std::optional<Measured>;
    switch (criterion.aggregate) {
    case Aggregate::min:
        return foldWindows<Extreme<false>>(samples, windows, each);
    case Aggregate::max:
        return foldWindows<Extreme<true>>(samples, windows, each);
    case Aggregate::mean:
        return foldWindows<Mean>(samples, windows, each);
    case Aggregate::sum:
        return foldWindows<Sum>(samples, windows, each);
    case Aggregate::stddev:
        return foldWindows<Spread>(samples, windows, each);
    case Aggregate::median:
        return rankWindows(50, samples, windows, each);
    case Aggregate::percentile:
        return rankWindows(criterion.percentile, samples, windows, each);
    case Aggregate::first:
        return edgeWindows(samples, windows, each, [](const Window&, const Sample& a, const Sample&) {
            return Result({a.value, a.at});
        });
    case Aggregate::last:
        return edgeWindows(samples, windows, each, [](const Window&, const Sample&, const Sample& b) {
            return Result({b.value, b.at});
        });
    case Aggregate::count:
        return edgeWindows(samples, windows, each, [](const Window& w, const Sample&, const Sample&) {
            return Result({static_cast<double>(w.end - w.begin), w.closes});
        });
    case Aggregate::delta:
        return edgeWindows(samples, windows, each, [](const Window& w, const Sample& a, const Sample& b) {
            return w.end - w.begin < 2 ? Result() : Result({b.value - a.value, w.closes});
        });
    case Aggregate::rate:
        return edgeWindows(samples, windows, each, [](const Window& w, const Sample& a, const Sample& b) {
            const double seconds = static_cast<double>((b.at - a.at).count()) / 1000;
            return seconds > 0 ? Result({(b.value - a.value) / seconds, w.closes}) : Result();
        });
    }
}

} // namespace labwarden::criteria
