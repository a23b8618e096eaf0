// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/new_password_form.h"

#include "console/login/password_words.h"
#include "console/widgets/form_field.h"
#include "console/widgets/label.h"
#include "console/widgets/password_edit.h"

#include <QStringList>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

/// A line of room, so that nothing jumps while one types.
const QString noStrength = QStringLiteral(" ");

} // namespace

using style::Text;
using style::Token;
using widgets::FormField;
using widgets::Label;
using widgets::PasswordEdit;

NewPasswordForm::NewPasswordForm(const QString& currentCaption, QWidget* parent)
    : QWidget(parent)
    , m_current(new PasswordEdit(this))
    , m_wanted(new PasswordEdit(this))
    , m_again(new PasswordEdit(this)) {
    m_current->setObjectName(QStringLiteral("currentPasswordEdit"));
    m_wanted->setObjectName(QStringLiteral("newPasswordEdit"));
    m_again->setObjectName(QStringLiteral("repeatPasswordEdit"));
    m_currentField = new FormField(currentCaption, m_current, this);
    m_wantedField = new FormField(tr("&New password"), m_wanted, this);
    m_againField = new FormField(tr("&Repeat the new password"), m_again, this);
    auto* rules = new Label(passwordRules(), Text::secondary, Token::secondary, this);
    rules->setObjectName(QStringLiteral("passwordRulesLabel"));
    rules->setWordWrap(true);
    m_strength = new Label(Text::secondaryStrong, Token::secondary, this);
    m_strength->setObjectName(QStringLiteral("passwordStrengthLabel"));
    m_strength->setWordWrap(true);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_currentField);
    layout->addWidget(rules);
    layout->addWidget(m_wantedField);
    layout->addWidget(m_strength);
    layout->addWidget(m_againField);

    for (auto* field : {m_current, m_wanted, m_again})
        connect(field, &QLineEdit::textChanged, this, &NewPasswordForm::onInput);
    connect(m_current, &QLineEdit::returnPressed, m_wanted, qOverload<>(&QWidget::setFocus));
    connect(m_wanted, &QLineEdit::returnPressed, m_again, qOverload<>(&QWidget::setFocus));
    connect(m_again, &QLineEdit::returnPressed, this, &NewPasswordForm::submitted);
    onInput();
}

void NewPasswordForm::setUser(const QString& user) {
    m_user = user;
    onInput();
}

void NewPasswordForm::setKnownCurrent(const QString& password) {
    m_known = password;
    m_currentField->setVisible(password.isEmpty());
}

QString NewPasswordForm::current() const {
    return m_known.isEmpty() ? m_current->text() : m_known;
}

QString NewPasswordForm::wanted() const {
    return m_wanted->text();
}

bool NewPasswordForm::check() {
    m_currentField->setFault(current().isEmpty() ? tr("Enter it, so that nobody else can change it.")
                                                 : QString());
    m_wantedField->setFault(isTooShort(wanted()) ? tr("Use at least %1 characters.").arg(shortestPassword)
                                                 : QString());
    m_againField->setFault(m_again->text() != wanted() ? tr("This is not the same as above.") : QString());
    focusFirst();
    return !m_currentField->hasFault() && !m_wantedField->hasFault() && !m_againField->hasFault();
}

QString NewPasswordForm::showFaults(const std::vector<Fault>& faults) {
    QStringList elsewhere;
    for (const auto& fault : faults) {
        const QString message = QString::fromStdString(fault.message);
        if (fault.pointer == "/newPassword") {
            m_wantedField->setFault(message);
            m_strength->setText(noStrength); // the server knows better
        } else if (fault.pointer == "/currentPassword") {
            setKnownCurrent({}); // it was not the right one after all
            m_currentField->setFault(tr("This is not the right password."));
        } else {
            elsewhere << message;
        }
    }
    focusFirst();
    return elsewhere.join(QLatin1Char('\n'));
}

void NewPasswordForm::forget() {
    m_known.clear();
    for (auto* field : {m_current, m_wanted, m_again})
        field->forget();
    m_currentField->show();
}

void NewPasswordForm::focusFirst() {
    const auto wants = [](const FormField* field, const PasswordEdit* edit) {
        return !field->isHidden() && (field->hasFault() || edit->text().isEmpty());
    };
    auto* first = wants(m_currentField, m_current) ? m_current
                  : wants(m_wantedField, m_wanted) ? m_wanted
                  : wants(m_againField, m_again)   ? m_again
                                                   : nullptr;
    if (first)
        first->setFocus();
}

void NewPasswordForm::onInput() {
    for (auto* field : {m_currentField, m_wantedField, m_againField})
        field->setFault({});
    const QString words = passwordStrength(m_wanted->text(), m_user);
    m_strength->setText(words.isEmpty() ? noStrength : words);
    m_wanted->setAccessibleDescription(words);
}

} // namespace labwarden::console
