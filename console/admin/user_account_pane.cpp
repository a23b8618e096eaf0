// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_account_pane.h"

#include "console/admin/user_form.h"
#include "console/admin/user_words.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/key_values.h"
#include "console/widgets/label.h"

#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
enum Fact { UserName, LastLogin };

QPushButton* makeButton(Icon icon, Token colour, const QString& text, const char* name, QWidget* parent) {
    auto* button = new QPushButton(style::icon(icon, colour), text, parent);
    button->setObjectName(QLatin1String(name));
    return button;
}

void offer(QPushButton* button, const Right& right, bool busy) {
    button->setEnabled(static_cast<bool>(right) && !busy);
    button->setToolTip(right.whyNot);
    button->setAccessibleDescription(right.whyNot);
}

} // namespace

UserAccountPane::UserAccountPane(const AdminParts& parts, QWidget* parent)
    : QScrollArea(parent), m_clock(parts.clock), m_form(new UserForm(parts.lab, parts.people)) {
    setObjectName(QStringLiteral("userAccountPane"));
    auto* column = new QWidget;
    m_facts = new widgets::KeyValues(column);
    m_facts->add(tr("User name"));
    m_facts->add(tr("Last log-in"));
    m_unlock = makeButton(Icon::lock, Token::secondary, tr("Unlock"), "unlockPushButton", column);
    auto* facts = new QVBoxLayout; // whoever is locked out is in a hurry: the way in stands on top
    facts->setSpacing(10);
    facts->addWidget(m_facts);
    facts->addWidget(m_unlock, 0, Qt::AlignLeft);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(margin, 14, margin, 16);
    layout->setSpacing(0);
    layout->addLayout(facts);
    layout->addSpacing(14);
    layout->addWidget(m_form);
    m_actions = new QWidget(column); // made after the form, and so reached after it
    makeActions();
    m_created = new widgets::Label(Text::caption, Token::muted, column);
    layout->addWidget(m_actions);
    layout->addSpacing(14);
    layout->addWidget(m_created);
    layout->addStretch(1);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(column);
    viewport()->setAutoFillBackground(false); // on the ground of the panel
    column->setAutoFillBackground(false);
}

void UserAccountPane::makeActions() {
    m_reset = makeButton(Icon::keyRound, Token::secondary, tr("Reset password…"), "resetPasswordPushButton",
                         m_actions);
    m_delete = makeButton(Icon::trash2, Token::failed, tr("Delete…"), "deleteUserPushButton", m_actions);
    style::setButtonRole(m_delete, style::ButtonRole::danger);
    auto* layout = new QHBoxLayout(m_actions);
    layout->setContentsMargins(0, 18, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_reset);
    layout->addStretch(1);
    layout->addWidget(m_delete);
    connect(m_reset, &QPushButton::clicked, this, &UserAccountPane::resetRequested);
    connect(m_unlock, &QPushButton::clicked, this, &UserAccountPane::unlockRequested);
    connect(m_delete, &QPushButton::clicked, this, &UserAccountPane::removeRequested);
}

void UserAccountPane::setNew() {
    m_form->setNew();
    m_unlock->hide();
    for (QWidget* part : {static_cast<QWidget*>(m_facts), m_actions, static_cast<QWidget*>(m_created)})
        part->hide();
}

void UserAccountPane::scrollToTop() {
    verticalScrollBar()->setValue(0);
}

void UserAccountPane::showUser(const User& user, const UserRights& rights, bool busy) {
    m_facts->setValue(UserName, QString::fromStdString(user.username));
    m_facts->setValue(LastLogin, lastLoginText(user, m_clock.now()));
    m_created->setText(tr("Created %1").arg(widgets::dateTimeText(user.createdAt)));
    m_unlock->setVisible(user.locked);
    offer(m_reset, rights.resetPassword, busy);
    offer(m_unlock, rights.attend, busy);
    offer(m_delete, rights.remove, busy);
    for (QWidget* part : {static_cast<QWidget*>(m_facts), m_actions, static_cast<QWidget*>(m_created)})
        part->show();
}

} // namespace labwarden::console
