// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"

#include <QList>
#include <QPair>
#include <QWidget>

class QGridLayout;

namespace labwarden::console {

/// What else there is to know of a run: case and revision, devices, runner, parameters. All of it can be
/// copied.
class RunFacts : public QWidget {
    Q_OBJECT
public:
    explicit RunFacts(QWidget* parent = nullptr);

    void showRun(const TestRunDetail& run);

private:
    QGridLayout* m_layout;
    QList<QPair<QString, QString>> m_facts;
};

} // namespace labwarden::console
