// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBasicTimer>
#include <QObject>
#include <QRect>

#include <optional>

class QAbstractScrollArea;
class QPainter;

namespace labwarden::board {

/// A rubber band over the content of a view, which it scrolls while the pointer is beyond its edge. It
/// selects nothing: it says when what it covers is something else.
class RubberBand : public QObject {
    Q_OBJECT
public:
    explicit RubberBand(QAbstractScrollArea* view);

    /// Where one may begin, in the viewport.
    void press(const QPoint& point);
    /// False while none is drawn: no button was pressed before, or the pointer has hardly moved since.
    bool move(const QPoint& point, Qt::KeyboardModifiers modifiers);
    /// Whether one was drawn.
    bool release();
    /// On the content; empty while none is drawn.
    QRect rect() const { return m_band ? QRect(m_band->from, m_band->to).normalized() : QRect(); }
    /// Ctrl or Shift: what it covers joins what is selected already.
    bool adds() const { return m_band && m_band->adds; }
    void paint(QPainter& painter) const;

Q_SIGNALS:
    /// The pointer is at `point` of the viewport now.
    void stretched(const QPoint& point);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    struct Band {
        QPoint from, to;
        bool adds = false;
    };
    QPoint onContent(const QPoint& point) const;
    void stretch(const QPoint& point);

    QAbstractScrollArea* m_view;
    std::optional<QPoint> m_pressed; ///< on the content
    std::optional<Band> m_band;
    QBasicTimer m_scroll; ///< runs while the pointer is beyond the edge
};

} // namespace labwarden::board
