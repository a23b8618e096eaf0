// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/feed_indicator.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/style/tokens.h"
#include "console/widgets/announce.h"

#include <QLocale>
#include <QPainter>

namespace labwarden::console {
namespace {

constexpr int lineHeight = 32;
constexpr qreal dot = 8;

style::Token colourOf(FeedState::Kind kind) {
    switch (kind) {
    case FeedState::Kind::Live:
        return style::Token::available;
    case FeedState::Kind::Connecting:
    case FeedState::Kind::Reconnecting:
        return style::Token::warning;
    case FeedState::Kind::Offline:
        return style::Token::failed;
    case FeedState::Kind::Stopped:
        break;
    }
    return style::Token::offline;
}

} // namespace

FeedIndicator::FeedIndicator(QWidget* parent) : QAbstractButton(parent) {
    setObjectName(QStringLiteral("feedIndicator"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setState({});
}

QString FeedIndicator::words(const FeedState& state) {
    switch (state.kind) {
    case FeedState::Kind::Live:
        return state.delayMs < 0 ? tr("Live") : tr("Live · %1 ms").arg(state.delayMs);
    case FeedState::Kind::Stopped: // signed in, and loading
    case FeedState::Kind::Connecting:
        return tr("Connecting…");
    case FeedState::Kind::Reconnecting:
        return tr("Reconnecting…");
    case FeedState::Kind::Offline: {
        const QString time = QLocale().toString(state.since.time(), QStringLiteral("hh:mm"));
        const bool today = !state.since.isValid() || state.since.date() == QDate::currentDate();
        return tr("Offline since %1")
            .arg(today ? time : QLocale().toString(state.since.date(), QStringLiteral("d MMM ")) + time);
    }
    }
    return {};
}

void FeedIndicator::setState(const FeedState& state) {
    const bool differs = state.kind != m_state.kind;
    m_state = state;
    setText(words(state));
    // The name is what a screen reader says of itself: the delay, which is another one each time, is not in
    // it.
    const bool live = state.kind == FeedState::Kind::Live;
    setAccessibleName(tr("Connection to the lab: %1").arg(live ? tr("live") : text()));
    setAccessibleDescription(live ? text() : QString());
    if (differs && state.kind != FeedState::Kind::Stopped)
        widgets::announce(this);
    const bool lost = isLost(state);
    setFocusPolicy(lost ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(lost ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setToolTip(lost ? tr("What you see may be out of date. Click to try again now.")
                    : tr("How long a request to the server takes, there and back, measured every 5 seconds"));
    update();
}

QSize FeedIndicator::sizeHint() const {
    return {160, lineHeight};
}

void FeedIndicator::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& tokens = style::tokens(this);
    if (hasFocus())
        style::paintFocusRing(painter, rect(), style::metrics::radius, tokens);
    const auto colour = tokens[colourOf(m_state.kind)];
    const QPointF centre(16, lineHeight / 2.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.mix(style::Token::surface, colourOf(m_state.kind), 0.3));
    painter.drawEllipse(centre, dot, dot);
    painter.setBrush(colour);
    painter.drawEllipse(centre, dot / 2, dot / 2);
    const bool lost = isLost(m_state);
    painter.setFont(style::font(style::Text::secondary));
    painter.setPen(lost ? colour : tokens[style::Token::secondary]);
    painter.drawText(rect().adjusted(34, 0, -4, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace labwarden::console
