// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_fields.h"

namespace labwarden::widgets {
class WordListEdit;
}

namespace labwarden::console {

class CaseHelp;

/// Title, description, where the case stands among others, who answers for it, whether it is ready.
class HeadSection : public CaseFields {
    Q_OBJECT
public:
    HeadSection(CaseDraft& draft, CaseHelp& help, QWidget* parent);
};

/// What devices have to be.
class DevicesSection : public CaseFields {
    Q_OBJECT
public:
    DevicesSection(CaseDraft& draft, CaseHelp& help, QWidget* parent);
};

/// How long a run may take, how often it is tried, what a lost device means.
class LimitsSection : public CaseFields {
    Q_OBJECT
public:
    LimitsSection(CaseDraft& draft, QWidget* parent);
};

} // namespace labwarden::console
