// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/account/password_pane.h"

#include "console/login/login_words.h"
#include "console/login/new_password_form.h"
#include "console/style/control_style.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {

PasswordPane::PasswordPane(AccountApi& api, const QString& user, QWidget* parent)
    : QWidget(parent)
    , m_api(api)
    , m_form(new NewPasswordForm(tr("&Present password"), this))
    , m_notice(new widgets::Notice(this))
    , m_change(new QPushButton(this)) {
    setObjectName(QStringLiteral("passwordPane"));
    m_form->setUser(user);
    m_notice->setObjectName(QStringLiteral("passwordNotice"));
    m_change->setObjectName(QStringLiteral("changePasswordPushButton"));
    style::setButtonRole(m_change, style::ButtonRole::primary);
    auto* note = new widgets::Label(tr("Your other sessions end."), style::Text::secondary,
                                    style::Token::secondary, this);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(note, 1);
    buttons->addWidget(m_change);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    layout->addWidget(m_form);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(m_form, &NewPasswordForm::submitted, this, &PasswordPane::submit);
    connect(m_change, &QPushButton::clicked, this, &PasswordPane::submit);
    setBusy(false);
}

void PasswordPane::submit() {
    if (m_busy || !m_form->check())
        return;
    m_notice->clear();
    setBusy(true);
    m_api.changePassword(
        {m_form->current().toStdString(), m_form->wanted().toStdString()}, this,
        [this](ApiResult<bool> done) {
            setBusy(false);
            if (done) {
                m_form->forget();
                m_notice->say(style::Icon::circleCheck, style::Token::available,
                              tr("Your password is changed."), tr("Your other sessions have ended."));
                Q_EMIT changed();
                return;
            }
            const auto words = passwordWords(done.error());
            const QString elsewhere = m_form->showFaults(done.error().faults);
            if (done.error().faults.empty() || !elsewhere.isEmpty())
                m_notice->problem(words.words, elsewhere.isEmpty() ? words.detail : elsewhere);
        });
}

void PasswordPane::setBusy(bool busy) {
    m_busy = busy;
    m_form->setEnabled(!busy);
    m_change->setEnabled(!busy);
    m_change->setText(busy ? tr("Changing…") : tr("Change password"));
}

} // namespace labwarden::console
