// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"

#include <QAbstractButton>

namespace labwarden::console {

/// One page in the navigation: icon, name, and how many there are. Checked while its page is shown.
class NavButton : public QAbstractButton {
    Q_OBJECT
public:
    NavButton(style::Icon icon, const QString& name, QWidget* parent = nullptr);

    /// Negative: no number.
    void setCount(int count);
    int count() const { return m_count; }
    /// The number may be another one by now: "~14".
    void setStale(bool stale);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString countWords() const;
    void describe();

    style::Icon m_icon;
    int m_count = -1;
    bool m_stale = false;
};

} // namespace labwarden::console
