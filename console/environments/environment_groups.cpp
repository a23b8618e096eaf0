// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_groups.h"

#include "console/environments/environment_words.h"
#include "console/forms/fault_mark.h"
#include "console/style/control_style.h"
#include "console/widgets/label.h"
#include "console/widgets/password_edit.h"
#include "console/widgets/state_badge.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {

// --- a variable ---

VariableGroup::VariableGroup(EnvironmentDraft& draft, int index, QWidget* parent)
    : EnvironmentFields(draft, QStringLiteral("/variables/%1").arg(index), parent)
    , m_index(static_cast<std::size_t>(index)) {
    m_name = addLine("/name", "variableName", tr("Name"), tr("rename variable"),
                     [this](WrittenEnvironment& document) -> std::string* {
                         auto* found = variable(document);
                         return found ? &found->name : nullptr;
                     });
    m_name->setPlaceholderText(tr("name"));
    makeValue();
    makeStored();
    makeSecret();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_name, 2);
    auto* value = new QWidget(this); // so that names are below each other whatever stands here
    auto* cell = new QHBoxLayout(value);
    cell->setContentsMargins(0, 0, 0, 0);
    cell->setSpacing(4);
    for (auto* each : {static_cast<QWidget*>(m_value), static_cast<QWidget*>(m_secretValue), m_stored})
        cell->addWidget(each, 1);
    cell->addWidget(m_keep);
    row->addWidget(value, 3);
    row->addWidget(m_secret);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(faultsLabel());
}

Variable* VariableGroup::variable(WrittenEnvironment& document) const {
    return m_index < document.variables.size() ? &document.variables[m_index] : nullptr;
}

void VariableGroup::setValue(const std::string& value, Draft::Kind kind) {
    write("/value", tr("change value of variable"), kind, [&](WrittenEnvironment& document) {
        if (auto* found = variable(document))
            found->value = value;
    });
}

void VariableGroup::makeValue() {
    m_value = new QLineEdit(this);
    m_value->setObjectName(QStringLiteral("variableValueLineEdit"));
    m_value->setPlaceholderText(tr("value"));
    m_secretValue = new widgets::PasswordEdit(this);
    m_secretValue->setObjectName(QStringLiteral("secretValuePasswordEdit"));
    m_secretValue->setPlaceholderText(tr("new value, at least 4 characters"));
    m_secretValue->setAccessibleName(tr("Value"));
    takeUndoKeys(m_secretValue);
    for (auto* line : {m_value, static_cast<QLineEdit*>(m_secretValue)})
        connect(line, &QLineEdit::textEdited, this,
                [this](const QString& text) { setValue(text.toStdString(), Draft::Kind::typing); });
    addField(QStringLiteral("/value"), m_value, tr("Value"), [this] {
        const auto* found = variable(document());
        if (!found)
            return;
        const QString text = QString::fromStdString(found->value);
        m_value->setText(found->secret ? QString() : text);
        if (m_secretValue->text() != text || !found->secret)
            m_secretValue->setText(found->secret ? text : QString());
    });
}

void VariableGroup::makeStored() {
    m_stored = new QWidget(this);
    auto* badge = new widgets::StateBadge(m_stored);
    badge->setObjectName(QStringLiteral("storedSecretBadge"));
    badge->setLook({style::Icon::lock, style::Token::offline, tr("Stored, not readable")});
    badge->setToolTip(tr("Its value is on the server and goes to runners alone. Saving keeps it."));
    m_replace = new QPushButton(tr("Replace"), m_stored);
    m_replace->setObjectName(QStringLiteral("replaceSecretPushButton"));
    m_keep = new QPushButton(tr("Keep stored"), this);
    m_keep->setObjectName(QStringLiteral("keepSecretPushButton"));
    m_keep->setToolTip(tr("Forget the new value; what is stored stays"));
    for (auto* button : {m_replace, m_keep})
        style::setButtonRole(button, style::ButtonRole::plain);
    auto* layout = new QHBoxLayout(m_stored);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(badge);
    layout->addWidget(m_replace);
    layout->addStretch(1);
    connect(m_replace, &QPushButton::clicked, this, [this] {
        if (const auto* found = variable(document()))
            m_replacing = found->name;
        m_replacingSince = draft().beginnings();
        refresh();
        m_secretValue->setFocus();
    });
    connect(m_keep, &QPushButton::clicked, this, [this] {
        m_replacing.clear();
        setValue({}, Draft::Kind::step);
        refresh();
        m_replace->setFocus();
    });
}

void VariableGroup::makeSecret() {
    m_secret = new QCheckBox(tr("Secret"), this);
    m_secret->setObjectName(QStringLiteral("variableSecretCheckBox"));
    m_secret->setToolTip(tr("Encrypted on the server, given to runners alone, blacked out of logs"));
    connect(m_secret, &QCheckBox::clicked, this, [this](bool secret) {
        write("/secret", secret ? tr("make variable secret") : tr("make variable plain"), Draft::Kind::step,
              [&](WrittenEnvironment& document) {
                  if (auto* found = variable(document)) {
                      found->secret = secret;
                      if (!secret)
                          found->value.clear(); // what was secret is not shown by a click
                  }
              });
    });
    addField(QStringLiteral("/secret"), m_secret, tr("Secret"), [this] {
        if (const auto* found = variable(document()))
            m_secret->setChecked(found->secret);
    });
}

void VariableGroup::refresh() {
    EnvironmentFields::refresh();
    const auto* found = variable(document());
    if (!found)
        return;
    if (m_replacing != found->name || m_replacingSince != draft().beginnings())
        m_replacing.clear();
    const bool isStored = found->secret && hasStored(draft().base(), found->name);
    const bool isKept = isStored && found->value.empty() && m_replacing.empty();
    m_value->setVisible(!found->secret);
    m_secretValue->setVisible(found->secret && !isKept);
    m_stored->setVisible(isKept);
    m_keep->setVisible(isStored && !isKept);
    m_replace->setAccessibleName(tr("Replace the value of %1").arg(QString::fromStdString(found->name)));
}

void VariableGroup::showFaults() {
    EnvironmentFields::showFaults();
    markFault(m_secretValue, faultAt(m_value));
}

QWidget* VariableGroup::fieldAt(const QString& pointer) const {
    auto* field = EnvironmentFields::fieldAt(pointer);
    if (field != m_value || !m_value->isHidden())
        return field;
    return m_secretValue->isHidden() ? static_cast<QWidget*>(m_replace) : m_secretValue;
}

QList<QWidget*> VariableGroup::tabStops() const {
    return {m_name, m_value, m_secretValue, m_replace, m_keep, m_secret};
}

// --- a default parameter ---

DefaultGroup::DefaultGroup(EnvironmentDraft& draft, int index, QWidget* parent)
    : EnvironmentFields(draft, QStringLiteral("/parameters/%1").arg(index), parent)
    , m_index(static_cast<std::size_t>(index)) {
    const auto part = [this](std::string WrittenParameter::*member) -> Access<std::string> {
        return [this, member](WrittenEnvironment& document) {
            auto* found = parameter(document);
            return found ? &(found->*member) : nullptr;
        };
    };
    m_name =
        addLine("/name", "defaultName", tr("Name"), tr("rename parameter"), part(&WrittenParameter::name));
    m_name->setPlaceholderText(tr("name, as in test cases"));
    m_type = addChoiceOf(
        "/type", "defaultType", tr("Type"), tr("change type of parameter"), parameterTypes(),
        [this](WrittenEnvironment& document) {
            const auto* found = parameter(document);
            return found ? static_cast<int>(found->type) : -1;
        },
        [this](WrittenEnvironment& document, int chosen) {
            auto* found = parameter(document);
            if (!found)
                return;
            found->type = static_cast<ParameterType>(chosen);
            if (found->type == ParameterType::boolean && found->text != "true")
                found->text = "false";
        });
    m_type->setFixedWidth(112);
    m_text = addLine("/text", "defaultValue", tr("Value"), tr("change value of parameter"),
                     part(&WrittenParameter::text));
    m_text->setPlaceholderText(tr("value"));
    m_yesNo = new QComboBox(this);
    m_yesNo->setObjectName(QStringLiteral("defaultYesNoComboBox"));
    m_yesNo->addItems({tr("Yes"), tr("No")});
    m_yesNo->setAccessibleName(tr("Value"));
    m_yesNo->setFocusPolicy(Qt::StrongFocus);
    takeUndoKeys(m_yesNo);
    connect(m_yesNo, &QComboBox::activated, this, [this](int chosen) {
        write("/text", tr("change value of parameter"), Draft::Kind::step, [&](WrittenEnvironment& document) {
            if (auto* found = parameter(document))
                found->text = chosen == 0 ? "true" : "false";
        });
    });
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_name, 2);
    row->addWidget(m_type);
    row->addWidget(m_text, 2);
    row->addWidget(m_yesNo, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(faultsLabel());
}

WrittenParameter* DefaultGroup::parameter(WrittenEnvironment& document) const {
    return m_index < document.parameters.size() ? &document.parameters[m_index] : nullptr;
}

void DefaultGroup::refresh() {
    EnvironmentFields::refresh();
    const auto* found = parameter(document());
    if (!found)
        return;
    const bool isYesNo = found->type == ParameterType::boolean;
    m_text->setVisible(!isYesNo);
    m_yesNo->setVisible(isYesNo);
    m_yesNo->setCurrentIndex(found->text == "true" ? 0 : 1);
}

QList<QWidget*> DefaultGroup::tabStops() const {
    return {m_name, m_type, m_text, m_yesNo};
}

} // namespace labwarden::console
