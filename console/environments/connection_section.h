// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_groups.h"
#include "console/environments/environment_parts.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

class QProgressBar;

namespace labwarden::widgets {
class Notice;
class StateBadge;
class WrapLabel;
} // namespace labwarden::widgets

namespace labwarden::console {

/// Tries the connections of the environment as it is written, before it is saved. What came of it goes when
/// the environment is changed.
class ConnectionSection : public EnvironmentFields {
    Q_OBJECT
public:
    /// What `parts` refer to outlives it.
    ConnectionSection(EnvironmentDraft& draft, const EnvironmentParts& parts, QWidget* parent);

    /// Which environment it is; empty: a new one. What is under way is given up.
    void setId(const std::string& id);
    void test();
    void cancel();
    void refresh() override;
    QList<QWidget*> tabStops() const override;

private:
    struct Line {
        QWidget* row;
        widgets::StateBadge* badge;
        widgets::WrapLabel* words;
    };
    Line makeLine(const char* name, const QString& caption);
    void show(const ConnectionReport& report);
    void showLine(const Line& line, const ConnectionCheck& check);
    void clear();
    void setBusy(bool busy);
    void showElapsed();

    EnvironmentParts m_parts;
    std::string m_id;
    QPushButton *m_test, *m_cancel;
    widgets::Label* m_hint;
    QProgressBar* m_progress;
    widgets::Notice* m_notice;
    Line m_telemetry, m_grafana;
    std::optional<WrittenEnvironment> m_tested;
    QPointer<ApiJob> m_job;
    QElapsedTimer m_since;
    QTimer m_tick;
};

} // namespace labwarden::console
