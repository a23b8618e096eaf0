// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_draft.h"
#include "console/forms/fields.h"

class QCheckBox;
class QPushButton;

namespace labwarden::widgets {
class PasswordEdit;
}

namespace labwarden::console {

using EnvironmentFields = FieldsOf<WrittenEnvironment>;

/// One variable. The value of a secret that is stored cannot be read, and is kept until it is replaced.
class VariableGroup : public EnvironmentFields {
    Q_OBJECT
public:
    VariableGroup(EnvironmentDraft& draft, int index, QWidget* parent);

    void refresh() override;
    void showFaults() override;
    QWidget* fieldAt(const QString& pointer) const override;
    QList<QWidget*> tabStops() const override;

private:
    Variable* variable(WrittenEnvironment& document) const;
    void makeValue();
    void makeSecret();
    void makeStored();
    void setValue(const std::string& value, Draft::Kind kind);

    std::size_t m_index;
    QLineEdit *m_name, *m_value;
    widgets::PasswordEdit* m_secretValue;
    QWidget* m_stored; ///< in the place of the value while it is kept
    QPushButton *m_replace, *m_keep;
    QCheckBox* m_secret;
    std::string m_replacing;  ///< the stored secret that gets a new value
    int m_replacingSince = 0; ///< beginning of the draft
};

/// One default parameter: name, type and value.
class DefaultGroup : public EnvironmentFields {
    Q_OBJECT
public:
    DefaultGroup(EnvironmentDraft& draft, int index, QWidget* parent);

    void refresh() override;
    QList<QWidget*> tabStops() const override;

private:
    WrittenParameter* parameter(WrittenEnvironment& document) const;

    std::size_t m_index;
    QLineEdit *m_name, *m_text;
    QComboBox *m_type, *m_yesNo;
};

} // namespace labwarden::console
