// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"

#include <QPlainTextEdit>

namespace labwarden::console {

/// The log of a run, each line with its time. Stays at the end while the reader is there.
class LogView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit LogView(QWidget* parent = nullptr);

    void setLog(const std::vector<LogLine>& log);

private:
    std::vector<LogLine> m_log;
};

} // namespace labwarden::console
