// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/theme.h"

#include "console/style/control_style.h"
#include "console/style/fonts.h"
#include "console/style/icons.h"

#include <QApplication>
#include <QEvent>
#include <QToolTip>

namespace labwarden::style {

namespace {

bool wantsDark(ThemeMode mode, const SystemAppearance& system) {
    return mode == ThemeMode::system ? system.isDark() : mode == ThemeMode::dark;
}

} // namespace

Theme::Theme(QApplication& application, ThemeMode mode)
    : m_application(application), m_mode(mode), m_dark(wantsDark(mode, m_system)) {
    loadFonts();
    application.setFont(font(Text::body));
    application.setWindowIcon(applicationIcon());
    application.setStyle(new ControlStyle); // the application owns it
    QToolTip::setFont(font(Text::secondary));
    apply();
    application.installEventFilter(this);
    connect(&m_system, &SystemAppearance::changed, this, [this] { setMode(m_mode); });
}

void Theme::setMode(ThemeMode mode) {
    m_mode = mode;
    const bool dark = wantsDark(mode, m_system);
    if (dark == m_dark)
        return;
    m_dark = dark;
    apply();
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_application && event->type() == QEvent::ThemeChange)
        m_system.refresh();
    return QObject::eventFilter(watched, event);
}

void Theme::apply() {
    const QPalette palette = paletteOf(m_dark ? darkTokens() : lightTokens());
    m_application.setPalette(palette);
    QToolTip::setPalette(palette);
}

} // namespace labwarden::style
