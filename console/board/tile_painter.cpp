// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_painter.h"

#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace labwarden::board {

using style::Icon;
using style::Token;

namespace {

constexpr int padding = 12;
constexpr int iconSize = 15;
constexpr int smallIcon = 12;
constexpr int barWidth = 90; ///< of a header's distribution

QString tr(const char* text) {
    return QCoreApplication::translate("Board", text);
}

QString counted(const char* text, int count) {
    return tr(text).arg(widgets::countText(count));
}

// The tint of a tile: only what needs a person's eye has one.
std::optional<Token> tintOf(const DeviceRow& row) {
    if (row.state == DeviceState::maintenance)
        return Token::warning;
    if (row.lastRunFailed && row.state == DeviceState::available)
        return Token::failed;
    return std::nullopt;
}

} // namespace

TilePainter::TilePainter(QPainter& painter, const style::Tokens& tokens)
    : m_painter(painter), m_tokens(tokens) {}

int TilePainter::write(const QRect& room, const QString& text, const Face& face, const QColor& colour,
                       Qt::TextElideMode elide) {
    if (text.isEmpty() || room.width() <= 0)
        return 0;
    const int wanted = face.metrics.horizontalAdvance(text);
    const QString shown = wanted <= room.width() ? text : face.metrics.elidedText(text, elide, room.width());
    m_painter.setFont(face.font);
    m_painter.setPen(colour);
    m_painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    return std::min(wanted, room.width());
}

void TilePainter::paintTile(const QRect& rect, const DeviceRow& row, TileLook look) {
    const style::Tokens& t = m_tokens;
    const auto tint = look.stale ? std::nullopt : tintOf(row);
    const bool offline = row.state == DeviceState::offline;

    QColor ground = tint ? t.tint(*tint) : look.hovered ? t[Token::raised] : t[Token::surface];
    QColor outline = tint           ? t.tintBorder(*tint)
                     : look.hovered ? t.mix(Token::border, Token::muted, 0.35)
                                    : t[Token::border];
    if (look.selected) {
        ground = tint ? ground : t.tint(Token::accent);
        outline = t[Token::accent];
    }
    style::paintBox(m_painter, rect, style::metrics::cardRadius, ground, outline, look.selected ? 2 : 1);
    if (look.focused)
        style::paintBox(m_painter, QRectF(rect).adjusted(-3.5, -3.5, 3.5, 3.5),
                        style::metrics::cardRadius + 3, {}, t[Token::accent], 1.5);

    const widgets::StateLook state = widgets::lookOf(row.state);
    const QRect inner = rect.adjusted(padding, 0, -padding, 0);
    const QColor stateColour = t[look.stale ? Token::muted : state.colour];
    style::paintIcon(m_painter, QRectF(inner.right() - iconSize + 1, rect.top() + 11, iconSize, iconSize),
                     state.icon, stateColour);
    const int eye = row.watched ? smallIcon + 6 : 0;
    if (row.watched)
        style::paintIcon(m_painter,
                         QRectF(inner.right() - iconSize + 1 - eye, rect.top() + 12.5, smallIcon, smallIcon),
                         Icon::eye, t[look.stale ? Token::muted : Token::accent]);
    const QColor nameColour = t[offline || look.stale ? Token::secondary : Token::text];
    write({inner.left(), rect.top() + 8, inner.width() - iconSize - 8 - eye, 20}, row.name, m_name,
          nameColour,
          Qt::ElideMiddle); // what tells devices apart is often at the end
    QRect second(inner.left(), rect.top() + 28, inner.width(), 18);
    if (row.flapping) // comes before the model, which may be cut
        second.setRight(paintBadge(second, widgets::flappingLook(), look.stale) - 8);
    const QString& model = row.model.isEmpty() ? row.type : row.model;
    write(second, model, m_text, t[offline || look.stale ? Token::muted : Token::secondary]);
    paintFoot({inner.left(), rect.top() + 50, inner.width(), 18}, row, look.stale);
    if (row.state == DeviceState::under_test && row.percent >= 0)
        style::paintBar(m_painter, QRectF(inner.left(), rect.bottom() - 6, inner.width(), 2.5),
                        row.percent / 100.0, t.mix(Token::surface, Token::underTest, 0.25), stateColour);
}

// The state's word, and on the right what else is to be known, as long as there is room for it: of several
// ways to say it the first that fits.
void TilePainter::paintFoot(const QRect& foot, const DeviceRow& row, bool stale) {
    const style::Tokens& t = m_tokens;
    const widgets::StateLook state = widgets::lookOf(row.state);
    const Token wordColour = stale                                 ? Token::muted
                             : row.state == DeviceState::available ? Token::secondary
                                                                   : state.colour;
    const int used = write(foot, state.word, m_state, t[wordColour]);

    struct Extra {
        QStringList words; ///< the longest first
        std::optional<Icon> icon;
        Token colour = Token::muted;
        const Face* face = nullptr;
    } extra;
    extra.face = &m_caption;
    if (row.lastRunFailed && row.state != DeviceState::under_test) {
        extra.words = QStringList{tr("Last run failed"), tr("Last failed"), tr("Failed"), QString()};
        extra.icon = Icon::circleX;
        extra.colour = stale ? Token::muted : Token::failed;
        extra.face = &m_state;
    } else if (!row.value.isEmpty() && row.state != DeviceState::offline) {
        extra.words = QStringList{row.value};
        extra.colour = stale ? Token::muted : Token::secondary;
    } else if (row.percent >= 0) {
        extra.words = QStringList{tr("%1 %").arg(row.percent)};
        extra.colour = Token::secondary;
    } else if (row.unmonitored) {
        extra.words = QStringList{tr("Unmonitored"), QString()};
        extra.icon = Icon::eyeOff;
    } else {
        return;
    }
    const int iconPart = extra.icon ? smallIcon + 4 : 0;
    for (const QString& word : std::as_const(extra.words)) {
        const int width = iconPart + extra.face->metrics.horizontalAdvance(word) - (word.isEmpty() ? 4 : 0);
        if (used + 8 + width > foot.width())
            continue;
        const int left = foot.right() - width + 1;
        if (extra.icon)
            style::paintIcon(m_painter,
                             QRectF(left, foot.center().y() - smallIcon / 2.0 + 1, smallIcon, smallIcon),
                             *extra.icon, t[extra.colour]);
        write({left + iconPart, foot.top(), width - iconPart + 4, foot.height()}, word, *extra.face,
              t[extra.colour]);
        return;
    }
}

// At the right end of the line; its left edge is returned.
int TilePainter::paintBadge(const QRect& line, const widgets::StateLook& badge, bool stale) {
    const int width = m_state.metrics.horizontalAdvance(badge.word);
    const int left = line.right() + 1 - width - smallIcon - 4;
    const QColor ink = m_tokens[stale ? Token::muted : badge.colour];
    style::paintIcon(m_painter, QRectF(left, line.center().y() - smallIcon / 2.0 + 1, smallIcon, smallIcon),
                     badge.icon, ink);
    write({left + smallIcon + 4, line.top(), width + 4, line.height()}, badge.word, m_state, ink);
    return left;
}

void TilePainter::paintHeader(const QRect& rect, const DeviceGroup& group, const StateCounts& counts,
                              HeaderLook look) {
    const style::Tokens& t = m_tokens;
    const bool stale = look.stale;
    if (look.focused)
        style::paintFocusRing(m_painter, QRectF(rect).adjusted(-8, 6, 8, -6), style::metrics::radius, t);
    style::paintIcon(m_painter, QRectF(rect.left(), rect.center().y() - 7, 14, 14),
                     look.folded ? Icon::chevronRight : Icon::chevronDown, t[Token::secondary]);

    // From the right: the bar, then the exceptions in words; the title takes what is left.
    int right = rect.right() + 1 - barWidth;
    const QRectF bar(right, rect.center().y() - 1.5, barWidth, 4);
    if (stale)
        style::paintBox(m_painter, bar, 2, t[Token::border]);
    else
        widgets::paintDistribution(m_painter, bar, counts.shares(), t);
    right -= 14;
    const std::pair<QString, Token> exceptions[] = {
        {counts.lastRunFailed > 0 ? counted("%1 last run failed", counts.lastRunFailed) : QString(),
         Token::failed},
        {counts.flapping > 0 ? counted("%1 flapping", counts.flapping) : QString(), Token::warning},
        {counts.offline > 0 ? counted("%1 offline", counts.offline) : QString(), Token::offline},
        {counts.maintenance > 0 ? counted("%1 maintenance", counts.maintenance) : QString(), Token::warning},
        {counts.underTest > 0 ? counted("%1 under test", counts.underTest) : QString(), Token::underTest}};
    const int leastTitle = 150;
    for (const auto& [text, colour] : exceptions) {
        if (text.isEmpty())
            continue;
        const int width = m_strong.metrics.horizontalAdvance(text);
        if (right - width < rect.left() + leastTitle)
            break;
        write({right - width, rect.top(), width + 2, rect.height()}, text, m_strong,
              t[stale ? Token::muted : colour]);
        right -= width + 14;
    }

    const QString count = counts.total == 1 ? tr("1 device") : counted("%1 devices", counts.total);
    const QString detail = group.note.isEmpty() ? count : QStringLiteral("%1 · %2").arg(group.note, count);
    const int left = rect.left() + 20;
    const int detailWidth = m_text.metrics.horizontalAdvance(detail) + 2;
    const int room = std::max(60, right - left - detailWidth - 12);
    const int used = write({left, rect.top(), room, rect.height()}, group.title, m_name, t[Token::text]);
    write({left + used + 12, rect.top(), std::max(0, right - left - used - 12), rect.height()}, detail,
          m_text, t[Token::muted]);
}

} // namespace labwarden::board
