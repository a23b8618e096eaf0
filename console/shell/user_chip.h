// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/session.h"

#include <QAbstractButton>

namespace labwarden::console {

/// Who is signed in: initials, name and role. A click opens the menu that the window has given it.
class UserChip : public QAbstractButton {
    Q_OBJECT
public:
    explicit UserChip(QWidget* parent = nullptr);

    void setUser(const UserInfo& user);
    /// "MK" for "M. Keller".
    static QString initials(const QString& name);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString m_name, m_role;
};

} // namespace labwarden::console
