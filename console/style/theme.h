// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/system_appearance.h"
#include "console/style/tokens.h"

class QApplication;

namespace labwarden::style {

enum class ThemeMode { system, dark, light };

/// Gives the whole application its look: fonts, palette and style. main() makes one after QApplication and
/// keeps it; whoever paints asks `tokens(this)` and repaints on QEvent::PaletteChange. GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QApplication& application, ThemeMode mode = ThemeMode::system);

    ThemeMode mode() const { return m_mode; }
    /// Every visible widget is repainted at once in the other theme.
    void setMode(ThemeMode mode);
    bool isDark() const { return m_dark; }

Q_SIGNALS:
    /// The colours have changed, by setMode() or because the system went from light to dark or back.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();

    QApplication& m_application;
    SystemAppearance m_system;
    ThemeMode m_mode;
    bool m_dark = false;
};

} // namespace labwarden::style
