// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/user_rights.h"

#include <QPointer>

class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace labwarden::widgets {
class EmptyState;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

/// Where a user is signed in, and the means to end it.
class SessionList : public QWidget {
    Q_OBJECT
public:
    explicit SessionList(const AdminParts& parts, QWidget* parent = nullptr);

    /// Shows the user's sessions, asked for whenever this becomes visible. `right`: to end them.
    void setUser(const std::string& userId, const QString& name, const Right& right);
    void reload();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showSessions(const std::vector<SessionInfo>& sessions);
    QWidget* makeLine(const SessionInfo& session);
    void end(const SessionInfo& session);
    void askEndAll();
    void answered(const ApiError& error);

    AdminParts m_parts;
    std::string m_userId;
    QString m_name;
    Right m_right;
    widgets::Notice* m_notice;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    QWidget* m_lines;
    QVBoxLayout* m_linesLayout;
    QWidget* m_foot;
    QPushButton* m_endAll;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
