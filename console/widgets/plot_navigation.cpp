// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/plot_navigation.h"

#include "console/widgets/plot.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace labwarden::widgets {
namespace {

constexpr double keyStep = 0.25;        ///< of the window, for one press
constexpr double zoomStep = 1.5;        ///< for one press, or one notch of the wheel
constexpr double notch = 120;           ///< of a wheel, as Qt counts
constexpr double wheelPan = 0.1;        ///< of the window, for one notch sideways
constexpr qreal leastDrag = 3;          ///< pixels; less is a click
constexpr std::int64_t shortest = 1000; ///< ms
constexpr std::int64_t longest = std::int64_t(366) * 24 * 3600 * 1000;

} // namespace

TimeSpan panned(const TimeSpan& span, double share) {
    const auto by =
        std::chrono::milliseconds(std::llround(share * static_cast<double>(span.length().count())));
    return {span.from + by, span.to + by};
}

TimeSpan zoomed(const TimeSpan& span, double factor, Timestamp around) {
    const auto length = std::max<double>(1, static_cast<double>(span.length().count()));
    const double wanted = std::clamp(length * factor, double(shortest), double(longest));
    const Timestamp still = std::clamp(around, span.from, span.to);
    const double before = static_cast<double>((still - span.from).count()) / length;
    const Timestamp from = still - std::chrono::milliseconds(std::llround(before * wanted));
    return {from, from + std::chrono::milliseconds(std::llround(wanted))};
}

PlotNavigation::PlotNavigation(Plot* plot) : QObject(plot), m_plot(plot) {
    plot->installEventFilter(this);
    plot->viewport()->installEventFilter(this);
}

bool PlotNavigation::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot)
        return event->type() == QEvent::KeyPress && key(*static_cast<QKeyEvent*>(event));
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        return press(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove:
        return move(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
        return release();
    case QEvent::MouseButtonDblClick:
        Q_EMIT resetWanted();
        return true;
    case QEvent::Wheel:
        return wheel(*static_cast<QWheelEvent*>(event));
    default:
        return false;
    }
}

bool PlotNavigation::press(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || !m_plot->area().contains(event.position()))
        return false;
    m_drag = Drag{event.position().x(), m_plot->window()};
    m_plot->viewport()->setCursor(Qt::ClosedHandCursor);
    return false; // the plot takes the keyboard
}

bool PlotNavigation::move(const QMouseEvent& event) {
    if (!m_drag || !(event.buttons() & Qt::LeftButton))
        return false;
    const qreal by = m_drag->x - event.position().x();
    if (std::abs(by) >= leastDrag || m_drag->span != m_plot->window())
        want(panned(m_drag->span, by / m_plot->area().width()));
    return true;
}

bool PlotNavigation::release() {
    m_drag.reset();
    m_plot->viewport()->unsetCursor();
    return false;
}

bool PlotNavigation::wheel(const QWheelEvent& event) {
    const QPoint turned = event.angleDelta();
    if (turned.x() != 0 && std::abs(turned.x()) > std::abs(turned.y())) {
        want(panned(m_plot->window(), -turned.x() / notch * wheelPan));
        return true;
    }
    const bool isMeant = m_plot->hasFocus() || event.modifiers() & Qt::ControlModifier;
    if (!isMeant || turned.y() == 0)
        return false;
    want(zoomed(m_plot->window(), std::pow(zoomStep, -turned.y() / notch),
                m_plot->timeAt(event.position().x())));
    return true;
}

bool PlotNavigation::key(const QKeyEvent& event) {
    const TimeSpan span = m_plot->window();
    const Timestamp around = m_plot->cursor().value_or(m_isLive ? span.to : span.from + span.length() / 2);
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (!(event.modifiers() & Qt::ControlModifier))
            return false; // moves the cursor
        want(panned(span, event.key() == Qt::Key_Left ? -keyStep : keyStep));
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        want(zoomed(span, 1 / zoomStep, around));
        return true;
    case Qt::Key_Minus:
        want(zoomed(span, zoomStep, around));
        return true;
    case Qt::Key_0:
        Q_EMIT resetWanted();
        return true;
    default:
        return false;
    }
}

void PlotNavigation::want(const TimeSpan& span) {
    Q_EMIT windowWanted(span.from, span.to);
}

} // namespace labwarden::widgets
