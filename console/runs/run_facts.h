// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"
#include "console/widgets/fact_list.h"

namespace labwarden::console {

/// What else there is to know of a run: case and revision, devices, runner, parameters. All of it can be
/// copied.
class RunFacts : public widgets::FactList {
    Q_OBJECT
public:
    explicit RunFacts(QWidget* parent = nullptr);

    void showRun(const TestRunDetail& run);
};

} // namespace labwarden::console
