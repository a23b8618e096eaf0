// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/decimate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace labwarden::widgets {

namespace {

// Collects one column: at most four of its samples, each once, in order.
class Column {
public:
    explicit Column(QList<QPointF>& out) : m_out(out) {}

    void add(const Sample& sample) {
        if (!m_first) {
            m_first = m_lowest = m_highest = &sample;
        } else {
            if (sample.value < m_lowest->value)
                m_lowest = &sample;
            if (sample.value > m_highest->value)
                m_highest = &sample;
        }
        m_last = &sample;
    }

    void flush() {
        if (!m_first)
            return;
        const Sample* picked[] = {m_first, std::min(m_lowest, m_highest), std::max(m_lowest, m_highest),
                                  m_last};
        const Sample* before = nullptr;
        for (const Sample* sample : picked) {
            if (sample != before)
                m_out << QPointF(static_cast<qreal>(sample->at.ms), sample->value);
            before = sample;
        }
        m_first = nullptr;
    }

private:
    QList<QPointF>& m_out;
    const Sample* m_first = nullptr;
    const Sample* m_lowest = nullptr;
    const Sample* m_highest = nullptr;
    const Sample* m_last = nullptr;
};

} // namespace

QList<QPointF> decimate(std::span<const Sample> samples, Timestamp from, Timestamp to, int pixels) {
    QList<QPointF> out;
    if (to <= from || pixels < 1)
        return out;
    const auto earlier = [](const Sample& sample, Timestamp at) { return sample.at < at; };
    auto begin = std::lower_bound(samples.begin(), samples.end(), from, earlier);
    auto end = std::lower_bound(begin, samples.end(), to + std::chrono::milliseconds(1), earlier);
    if (begin != samples.begin())
        --begin;
    if (end != samples.end())
        ++end;
    const double perPixel = static_cast<double>(to.ms - from.ms) / pixels;
    out.reserve(std::min<qsizetype>(end - begin, 4 * qsizetype(pixels) + 8));
    Column column(out);
    qint64 current = std::numeric_limits<qint64>::min();
    for (auto it = begin; it != end; ++it) {
        if (!std::isfinite(it->value))
            continue;
        const auto index =
            static_cast<qint64>(std::floor(static_cast<double>(it->at.ms - from.ms) / perPixel));
        if (index != current) {
            column.flush();
            current = index;
        }
        column.add(*it);
    }
    column.flush();
    return out;
}

std::vector<std::span<const Sample>> splitAtGaps(std::span<const Sample> samples,
                                                 std::span<const TelemetryGap> gaps) {
    std::vector<std::span<const Sample>> parts;
    auto begin = samples.begin();
    const auto add = [&](auto end) {
        if (end > begin)
            parts.emplace_back(begin, end);
        begin = std::max(begin, end);
    };
    for (const auto& gap : gaps)
        add(std::upper_bound(begin, samples.end(), gap.from,
                             [](Timestamp at, const Sample& sample) { return at < sample.at; }));
    add(samples.end());
    return parts;
}

} // namespace labwarden::widgets
