// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_fields.h"

namespace labwarden::console {

/// One step, of the case itself or of its teardown: name, kind, and the fields that its kind needs.
class StepGroup : public CaseFields {
    Q_OBJECT
public:
    StepGroup(CaseDraft& draft, bool isTeardown, int index, QWidget* parent);

    void refresh() override;

private:
    Step* step(TestCaseDocument& document) const;
    void makeFields();

    bool m_isTeardown;
    std::size_t m_index;
    QComboBox* m_kind;
    QLineEdit* m_name;
    DurationEdit *m_duration, *m_timeout;
    QLineEdit *m_script, *m_arguments, *m_command, *m_reply;
};

/// Words of a command line, those with blanks in quotes; and back.
QString joinedArguments(const std::vector<std::string>& arguments);
std::vector<std::string> splitArguments(const QString& text);

} // namespace labwarden::console
