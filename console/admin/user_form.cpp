// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_form.h"

#include "console/admin/role_choice.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/section_header.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int indent = 24; ///< below the word of a check box

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

void setText(QLineEdit* line, const std::string& text) {
    if (line->text() != q(text))
        line->setText(q(text)); // the cursor stays where nothing is different
}

} // namespace

UserForm::UserForm(const LabStore& lab, const PeopleStore& people, QWidget* parent)
    : QWidget(parent), m_newPart(new QWidget(this)), m_accessPart(new QWidget(this)) {
    setObjectName(QStringLiteral("userForm"));
    auto* newLayout = new QVBoxLayout(m_newPart);
    newLayout->setContentsMargins(0, 0, 0, 10);
    newLayout->setSpacing(4);
    m_username = addLine(newLayout, tr("&User name"), "/username", "usernameLineEdit");
    auto* hint =
        new Label(tr("They sign in with it. It cannot be changed later, since the history speaks of it."),
                  Text::caption, Token::muted, m_newPart);
    hint->setWordWrap(true);
    newLayout->addWidget(hint);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_newPart);
    m_name = addLine(layout, tr("&Name"), "/displayName", "displayNameLineEdit");
    layout->addSpacing(10);
    m_mail = addLine(layout, tr("&Mail"), "/email", "emailLineEdit");
    layout->addSpacing(16);
    m_rolesHeader = new widgets::SectionHeader(tr("Roles"), this);
    layout->addWidget(m_rolesHeader);
    layout->addSpacing(4);
    m_roles = new RoleChoice(lab, people, this);
    m_roles->setReachedAfter(m_mail);
    layout->addWidget(m_roles);
    addFault(layout, "/roles", m_roles);

    auto* access = new QVBoxLayout(m_accessPart);
    access->setContentsMargins(0, 12, 0, 0);
    access->setSpacing(2);
    access->addWidget(new widgets::SectionHeader(tr("Access"), m_accessPart));
    access->addSpacing(4);
    m_disabled = new QCheckBox(tr("&Disabled"), m_accessPart);
    m_disabled->setObjectName(QStringLiteral("disabledCheckBox"));
    access->addWidget(m_disabled);
    auto* meaning =
        new Label(tr("Cannot sign in, and the sessions end at once. Can be enabled again at any time."),
                  Text::secondary, Token::secondary, m_accessPart);
    meaning->setWordWrap(true);
    meaning->setContentsMargins(indent, 0, 0, 0);
    access->addWidget(meaning);
    addFault(access, "/disabled", m_disabled);
    layout->addWidget(m_accessPart);

    for (auto* line : {m_username, m_name, m_mail}) {
        connect(line, &QLineEdit::textEdited, this, &UserForm::changed);
        connect(line, &QLineEdit::returnPressed, this, &UserForm::submitted);
    }
    connect(m_roles, &RoleChoice::changed, this, &UserForm::noteRoles);
    connect(m_roles, &RoleChoice::changed, this, &UserForm::changed);
    connect(m_disabled, &QCheckBox::clicked, this, &UserForm::changed);
    // What was wrong is not wrong any more once it is another.
    connect(this, &UserForm::changed, this, [this] {
        for (const auto& field : m_fields)
            if (field.input == focusWidget() || field.input->isAncestorOf(focusWidget()))
                field.fault->hide();
    });
}

QLineEdit* UserForm::addLine(QVBoxLayout* layout, const QString& caption, const char* pointer,
                             const char* name) {
    auto* owner = layout->parentWidget() ? layout->parentWidget() : this;
    auto* label = new Label(caption, Text::secondary, Token::secondary, owner);
    auto* line = new QLineEdit(owner);
    line->setObjectName(QLatin1String(name));
    line->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
    label->setBuddy(line);
    layout->addWidget(label);
    layout->addWidget(line);
    addFault(layout, pointer, line);
    return line;
}

Label* UserForm::addFault(QVBoxLayout* layout, const char* pointer, QWidget* input) {
    auto* fault =
        new Label(Text::secondary, Token::failed, layout->parentWidget() ? layout->parentWidget() : this);
    fault->setObjectName(QLatin1String(pointer + 1) + QStringLiteral("FaultLabel"));
    fault->setWordWrap(true);
    fault->hide();
    layout->addWidget(fault);
    m_fields.push_back({QLatin1String(pointer), input, fault});
    return fault;
}

void UserForm::setNew() {
    m_isNew = true;
    m_username->clear();
    fill({});
}

void UserForm::setEdit(const UserEdit& edit) {
    m_isNew = false;
    fill(edit);
}

void UserForm::fill(const UserEdit& edit) {
    m_newPart->setVisible(m_isNew);
    m_accessPart->setVisible(!m_isNew);
    setText(m_name, edit.displayName);
    setText(m_mail, edit.email);
    m_roles->setRoles(edit.roles);
    m_disabled->setChecked(edit.disabled);
    noteRoles();
    clearFaults();
}

void UserForm::noteRoles() {
    m_rolesHeader->setNote(m_roles->roles().empty() ? tr("none: may sign in and see nothing") : QString());
}

UserEdit UserForm::edit() const {
    return {m_name->text().trimmed().toStdString(), m_mail->text().trimmed().toStdString(), m_roles->roles(),
            m_disabled->isChecked()};
}

NewUser UserForm::newUser() const {
    const auto given = edit();
    return {m_username->text().trimmed().toStdString(), given.displayName, given.email, given.roles};
}

bool UserForm::isEmpty() const {
    const auto user = newUser();
    return user.username.empty() && user.displayName.empty() && user.email.empty() && user.roles.empty();
}

void UserForm::setRights(const UserRights& rights) {
    const bool mayEdit = static_cast<bool>(rights.edit);
    for (auto* line : {m_username, m_name, m_mail}) {
        line->setReadOnly(!mayEdit);
        line->setToolTip(rights.edit.whyNot);
    }
    m_roles->setReadOnly(!mayEdit);
    m_disabled->setEnabled(static_cast<bool>(rights.disable));
    m_disabled->setToolTip(rights.disable.whyNot);
}

void UserForm::refreshRoles() {
    m_roles->refresh();
}

bool UserForm::check() {
    clearFaults();
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$"));
    bool good = true;
    const auto fault = [&](const char* pointer, const QString& words) {
        good = false;
        showFault({pointer, words.toStdString()});
    };
    const QString username = m_username->text().trimmed();
    if (m_isNew && username.isEmpty())
        fault("/username", tr("Enter a user name."));
    else if (m_isNew && !allowed.match(username).hasMatch())
        fault("/username",
              tr("Letters, digits and . _ @ - only, a letter or digit first, at most 100 characters."));
    if (m_name->text().trimmed().isEmpty())
        fault("/displayName", tr("Enter a name that others know them by."));
    if (!good)
        focusFirstFault();
    return good;
}

bool UserForm::showFault(const Fault& fault) {
    const QString pointer = q(fault.pointer);
    for (const auto& field : m_fields) {
        if (pointer != field.pointer && !pointer.startsWith(field.pointer + QLatin1Char('/')))
            continue;
        field.fault->setText(widgets::sentenceText(q(fault.message)));
        field.fault->show();
        field.input->setAccessibleDescription(field.fault->text());
        return true;
    }
    return false;
}

void UserForm::clearFaults() {
    for (const auto& field : m_fields) {
        field.fault->hide();
        field.input->setAccessibleDescription({});
    }
}

void UserForm::focusFirst() {
    (m_isNew ? m_username : m_name)->setFocus();
}

QWidget* UserForm::focusFirstFault() {
    const auto at = std::find_if(m_fields.begin(), m_fields.end(),
                                 [](const Field& field) { return !field.fault->isHidden(); });
    if (at == m_fields.end())
        return nullptr;
    at->input->setFocus();
    return at->input;
}

} // namespace labwarden::console
