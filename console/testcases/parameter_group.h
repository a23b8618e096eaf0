// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_fields.h"

namespace labwarden::console {

/// One parameter: name, type, unit, default, and what values it may have.
class ParameterGroup : public CaseFields {
    Q_OBJECT
public:
    ParameterGroup(CaseDraft& draft, int index, QWidget* parent);

    void refresh() override;

private:
    Parameter* parameter(TestCaseDocument& document) const;
    void makeDefault();
    void makeChoices();

    std::size_t m_index;
    QLineEdit *m_name, *m_unit, *m_default, *m_minimum, *m_maximum, *m_choices, *m_description;
    QComboBox *m_type, *m_yesNo;
};

} // namespace labwarden::console
