// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/step_timeline.h"

#include "console/style/fonts.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace labwarden::widgets {

using style::Token;

namespace {

constexpr int rowHeight = 26;
constexpr int durationWidth = 76;

std::chrono::milliseconds lengthOf(const StepBar& step, Timestamp now) {
    if (!step.startedAt)
        return std::chrono::milliseconds(0);
    return step.finishedAt.value_or(now) - *step.startedAt;
}

} // namespace

std::vector<StepSpan> stepSpans(const std::vector<StepBar>& steps, Timestamp now) {
    std::vector<std::pair<std::int64_t, std::int64_t>> spans; // milliseconds
    std::int64_t begin = now.ms;
    for (const StepBar& step : steps)
        if (step.startedAt)
            begin = std::min(begin, step.startedAt->ms);
    std::int64_t total = 0;
    for (const StepBar& step : steps)
        total += step.planned.count();
    const std::int64_t unplanned = std::max<std::int64_t>(1000, total / 30);
    std::int64_t end = begin;
    for (const StepBar& step : steps) {
        std::int64_t from = end;
        std::int64_t to = from + (step.planned.count() > 0 ? step.planned.count() : unplanned);
        if (step.state == StepState::skipped)
            to = from;
        if (step.startedAt) {
            from = step.startedAt->ms;
            to = step.finishedAt ? step.finishedAt->ms : std::max(now.ms, from);
        }
        spans.emplace_back(from, to);
        // What comes after a running step comes after its planned end.
        const bool running = step.startedAt && !step.finishedAt;
        end = std::max({end, to, running ? from + step.planned.count() : to});
    }
    std::vector<StepSpan> shares;
    const auto length = static_cast<qreal>(std::max<std::int64_t>(1, end - begin));
    for (const auto& [from, to] : spans)
        shares.push_back(
            {static_cast<qreal>(from - begin) / length, static_cast<qreal>(to - begin) / length});
    return shares;
}

StepTimeline::StepTimeline(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Timeline"));
}

void StepTimeline::setSteps(std::vector<StepBar> steps, Timestamp now) {
    const bool resized = steps.size() != m_steps.size();
    m_steps = std::move(steps);
    m_now = now;
    m_spans = stepSpans(m_steps, now);
    QStringList lines;
    for (const StepBar& step : m_steps)
        lines << QStringLiteral("%1: %2").arg(step.name, lookOf(step.state).word);
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
    if (resized)
        updateGeometry();
    update();
}

QSize StepTimeline::sizeHint() const {
    return {480, static_cast<int>(m_steps.size()) * rowHeight};
}

void StepTimeline::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    const int nameWidth = std::clamp(width() * 38 / 100, 96, 260);
    const QRectF axis(nameWidth + 8, 0, std::max(24, width() - nameWidth - durationWidth - 8), rowHeight);
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const StepBar& step = m_steps[i];
        const StateLook look = lookOf(step.state);
        const QRectF row(0, static_cast<qreal>(i) * rowHeight, width(), rowHeight);
        const bool active = step.state == StepState::running;
        const bool idle = step.state == StepState::pending || step.state == StepState::skipped;
        style::paintIcon(painter, QRectF(0, row.center().y() - 7.5, 15, 15), look.icon, t[look.colour]);
        painter.setFont(style::font(active ? style::Text::secondaryStrong : style::Text::secondary));
        painter.setPen(t[idle ? Token::muted : Token::text]);
        const QRectF name(24, row.top(), nameWidth - 24, rowHeight);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(step.name, Qt::ElideRight, int(name.width())));
        const QRectF groove(axis.left(), row.center().y() - 2, axis.width(), 4);
        style::paintBox(painter, groove, 2, t[Token::border]);
        const StepSpan& span = m_spans[i];
        if (span.to > span.from) {
            const qreal left = groove.left() + groove.width() * span.from;
            const qreal barWidth = std::max<qreal>(4, groove.width() * (span.to - span.from));
            const QRectF bar(std::min(left, groove.right() - barWidth), groove.top(), barWidth, 4);
            style::paintBox(painter, bar, 2,
                            idle ? t.mix(Token::border, Token::muted, 0.35) : t[look.colour]);
        }
        painter.setFont(style::font(style::Text::secondary));
        painter.setPen(t[idle ? Token::muted : Token::secondary]);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                         step.startedAt ? durationText(lengthOf(step, m_now)) : QStringLiteral("–"));
    }
}

bool StepTimeline::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto row = static_cast<std::size_t>(std::max(0, help->pos().y()) / rowHeight);
        if (row < m_steps.size())
            QToolTip::showText(
                help->globalPos(),
                QStringLiteral("%1: %2").arg(m_steps[row].name, lookOf(m_steps[row].state).word), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace labwarden::widgets
