// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/password_edit.h"

#include "console/style/icons.h"

#include <QAction>

namespace labwarden::widgets {

PasswordEdit::PasswordEdit(QWidget* parent) : QLineEdit(parent) {
    setEchoMode(QLineEdit::Password);
    m_reveal = addAction(style::icon(style::Icon::eye), QLineEdit::TrailingPosition);
    m_reveal->setObjectName(QStringLiteral("revealAction"));
    m_reveal->setCheckable(true);
    m_reveal->setText(tr("Show the password"));
    m_reveal->setToolTip(tr("Show the password (Ctrl+R)"));
    m_reveal->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
    m_reveal->setShortcutContext(Qt::WidgetShortcut);
    connect(m_reveal, &QAction::toggled, this, [this](bool shown) {
        setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        m_reveal->setIcon(style::icon(shown ? style::Icon::eyeOff : style::Icon::eye));
        m_reveal->setText(shown ? tr("Hide the password") : tr("Show the password"));
        m_reveal->setToolTip(shown ? tr("Hide the password (Ctrl+R)") : tr("Show the password (Ctrl+R)"));
    });
}

void PasswordEdit::forget() {
    clear();
    m_reveal->setChecked(false);
}

} // namespace labwarden::widgets
