// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/new_password_panel.h"

#include "console/login/login_words.h"
#include "console/login/new_password_form.h"
#include "console/style/control_style.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {

using style::Text;
using style::Token;
using widgets::Label;

NewPasswordPanel::NewPasswordPanel(QWidget* parent)
    : QWidget(parent)
    , m_words(new Label(Text::body, Token::secondary, this))
    , m_form(new NewPasswordForm(tr("&One-time password"), this))
    , m_notice(new widgets::Notice(this))
    , m_go(new QPushButton(this))
    , m_back(new QPushButton(tr("Sign in as somebody else"), this)) {
    setObjectName(QStringLiteral("newPasswordPanel"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_notice->setObjectName(QStringLiteral("newPasswordNotice"));
    m_go->setObjectName(QStringLiteral("setPasswordPushButton"));
    style::setButtonRole(m_go, style::ButtonRole::primary);
    m_back->setObjectName(QStringLiteral("otherPersonPushButton"));
    style::setButtonRole(m_back, style::ButtonRole::plain);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(new Label(tr("Choose a new password"), Text::title, Token::text, this));
    layout->addWidget(m_words);
    layout->addSpacing(16);
    layout->addWidget(m_form);
    layout->addSpacing(12);
    layout->addWidget(m_notice);
    layout->addSpacing(4);
    layout->addWidget(m_go);
    layout->addWidget(m_back);
    widgets::leadFocus(this, m_form);

    connect(m_form, &NewPasswordForm::submitted, this, &NewPasswordPanel::submit);
    connect(m_go, &QPushButton::clicked, this, &NewPasswordPanel::submit);
    connect(m_back, &QPushButton::clicked, this, &NewPasswordPanel::cancelled);
    setBusy(false);
}

void NewPasswordPanel::open(const UserInfo& user, const QString& oneTime) {
    m_words->setText(
        tr("%1, the password you signed in with was good for this once. From now on you use one that only "
           "you know.")
            .arg(QString::fromStdString(user.displayName.empty() ? user.username : user.displayName)));
    m_form->forget();
    m_form->setUser(QString::fromStdString(user.username));
    m_form->setKnownCurrent(oneTime);
    m_notice->clear();
    setBusy(false);
    m_form->focusFirst();
}

void NewPasswordPanel::submit() {
    if (m_busy || !m_form->check())
        return;
    m_notice->clear();
    setBusy(true);
    Q_EMIT chosen(m_form->current(), m_form->wanted());
}

void NewPasswordPanel::showProblem(const ApiError& error) {
    setBusy(false);
    const auto words = passwordWords(error);
    const QString elsewhere = m_form->showFaults(error.faults);
    if (error.faults.empty() || !elsewhere.isEmpty())
        m_notice->problem(words.words, elsewhere.isEmpty() ? words.detail : elsewhere);
}

void NewPasswordPanel::close() {
    m_form->forget();
    m_notice->clear();
    setBusy(false);
}

void NewPasswordPanel::setBusy(bool busy) {
    m_busy = busy;
    m_form->setEnabled(!busy);
    m_go->setEnabled(!busy);
    m_go->setText(busy ? tr("Setting the password…") : tr("Set password and go on"));
}

void NewPasswordPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace labwarden::console
