// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/account/profile_pane.h"

#include "console/style/control_style.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/form_field.h"
#include "console/widgets/key_values.h"
#include "console/widgets/notice.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

ProfilePane::ProfilePane(AccountApi& api, LabStore& store, QWidget* parent)
    : QWidget(parent)
    , m_api(api)
    , m_store(store)
    , m_facts(new widgets::KeyValues(this))
    , m_name(new QLineEdit(this))
    , m_mail(new QLineEdit(this))
    , m_notice(new widgets::Notice(this))
    , m_theirs(new QPushButton(tr("Take the other state"), this))
    , m_save(new QPushButton(this)) {
    setObjectName(QStringLiteral("profilePane"));
    m_facts->add(tr("User name"));
    m_facts->add(tr("Roles"));
    m_name->setObjectName(QStringLiteral("displayNameLineEdit"));
    m_mail->setObjectName(QStringLiteral("emailLineEdit"));
    m_nameField = new widgets::FormField(tr("&Name, as others see it"), m_name, this);
    m_mailField = new widgets::FormField(tr("&Mail"), m_mail, this);
    m_notice->setObjectName(QStringLiteral("profileNotice"));
    m_theirs->setObjectName(QStringLiteral("takeTheirsPushButton"));
    m_theirs->setAutoDefault(false);
    m_save->setObjectName(QStringLiteral("saveProfilePushButton"));
    style::setButtonRole(m_save, style::ButtonRole::primary);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_theirs);
    buttons->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    layout->addWidget(m_facts);
    layout->addWidget(m_nameField);
    layout->addWidget(m_mailField);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    layout->addLayout(buttons);
    widgets::leadFocus(this, m_name);

    for (auto* line : {m_name, m_mail}) {
        connect(line, &QLineEdit::textEdited, this, &ProfilePane::update);
        connect(line, &QLineEdit::returnPressed, this, &ProfilePane::save);
    }
    connect(m_save, &QPushButton::clicked, this, &ProfilePane::save);
    connect(m_theirs, &QPushButton::clicked, this, [this] {
        take(m_base);
        m_notice->clear();
        m_name->setFocus();
    });
    if (const auto* session = m_store.session())
        take(session->user);
}

void ProfilePane::take(const UserInfo& user) {
    m_base = user;
    m_facts->setValue(0, q(user.username));
    QStringList roles;
    for (const auto& role : user.roles)
        roles << q(role);
    m_facts->setValue(1, roles.isEmpty() ? tr("none") : roles.join(QLatin1String(", ")));
    m_name->setText(q(user.displayName));
    m_mail->setText(q(user.email));
    m_theirs->hide();
    update();
}

void ProfilePane::update() {
    m_nameField->setFault({});
    m_mailField->setFault({});
    const bool differs =
        m_name->text().trimmed() != q(m_base.displayName) || m_mail->text().trimmed() != q(m_base.email);
    m_save->setEnabled(differs && !m_busy);
    m_save->setText(m_busy ? tr("Saving…") : tr("Save"));
}

void ProfilePane::save() {
    if (m_busy || !m_save->isEnabled())
        return;
    if (m_name->text().trimmed().isEmpty()) {
        m_nameField->setFault(tr("Enter a name."));
        m_name->setFocus();
        return;
    }
    m_notice->clear();
    setBusy(true);
    m_api.editProfile({m_name->text().trimmed().toStdString(), m_mail->text().trimmed().toStdString()},
                      m_base.version, this,
                      [this](ApiResult<UserInfo> result) { onSaved(std::move(result)); });
}

void ProfilePane::onSaved(ApiResult<UserInfo> result) {
    setBusy(false);
    if (!result) {
        showRefusal(result.error());
        return;
    }
    m_store.updateUser(*result);
    take(*result);
    m_notice->say(style::Icon::circleCheck, style::Token::available, tr("Saved."));
}

void ProfilePane::showRefusal(const ApiError& error) {
    if (error.kind == ApiError::Kind::Stale) {
        showDifference();
        return;
    }
    QStringList elsewhere;
    for (const auto& fault : error.faults) {
        if (fault.pointer == "/displayName")
            m_nameField->setFault(q(fault.message));
        else if (fault.pointer == "/email")
            m_mailField->setFault(q(fault.message));
        else
            elsewhere << q(fault.message);
    }
    if (error.faults.empty() || !elsewhere.isEmpty())
        m_notice->problem(error.title,
                          elsewhere.isEmpty() ? error.detail : elsewhere.join(QLatin1Char('\n')));
    (m_mailField->hasFault() && !m_nameField->hasFault() ? m_mail : m_name)->setFocus();
}

// What was entered stays; what is there now becomes what it is compared with, so that saving again is a
// decision.
void ProfilePane::showDifference() {
    setBusy(true);
    m_api.me(this, [this](ApiResult<UserInfo> now) {
        setBusy(false);
        if (!now) {
            m_notice->problem(now.error().title, now.error().detail);
            return;
        }
        m_store.updateUser(*now);
        m_base = *now;
        m_notice->say(style::Icon::triangleAlert, style::Token::warning,
                      tr("Your profile was changed elsewhere in the meantime. Nothing was saved."),
                      tr("There now: name “%1”, mail “%2”. “Save” replaces it with what you see here.")
                          .arg(q(now->displayName), q(now->email)));
        m_theirs->show();
        update();
        m_name->setFocus();
    });
}

void ProfilePane::setBusy(bool busy) {
    m_busy = busy;
    m_name->setReadOnly(busy);
    m_mail->setReadOnly(busy);
    update();
}

} // namespace labwarden::console
