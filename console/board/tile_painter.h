// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/arrangement.h"
#include "console/style/fonts.h"
#include "console/widgets/state_look.h"

#include <QFontMetrics>
#include <QRect>

class QPainter;

namespace labwarden::board {

/// What a tile looks like beyond its device.
struct TileLook {
    bool selected = false;
    bool hovered = false;
    bool focused = false; ///< has the keyboard
    bool stale = false;   ///< the feed is down: what is shown may no longer be true
};

/// What a group's header looks like beyond its group.
struct HeaderLook {
    bool folded = false;
    bool focused = false;
    bool stale = false;
};

/// Paints the board's tiles and group headers in one theme. Made for one paint event; holds the fonts that
/// its many texts share.
class TilePainter {
public:
    TilePainter(QPainter& painter, const style::Tokens& tokens);

    void paintTile(const QRect& rect, const DeviceRow& row, TileLook look);
    void paintHeader(const QRect& rect, const DeviceGroup& group, const StateCounts& counts, HeaderLook look);

private:
    struct Face {
        explicit Face(style::Text text) : font(style::font(text)), metrics(font) {}
        QFont font;
        QFontMetrics metrics;
    };

    /// Cut to its width where it does not fit; returns the width it took.
    int write(const QRect& room, const QString& text, const Face& face, const QColor& colour,
              Qt::TextElideMode elide = Qt::ElideRight);
    int paintBadge(const QRect& line, const widgets::StateLook& badge, bool stale);
    void paintFoot(const QRect& foot, const DeviceRow& row, bool stale);

    QPainter& m_painter;
    const style::Tokens& m_tokens;
    Face m_name{style::Text::bodyStrong};
    Face m_text{style::Text::secondary};
    Face m_strong{style::Text::secondaryStrong};
    Face m_state{style::Text::captionStrong};
    Face m_caption{style::Text::caption};
};

} // namespace labwarden::board
