// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"

class QPushButton;
class QStackedWidget;
class QTableView;
class QTimer;

namespace labwarden::widgets {
class EmptyState;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

class ApiKeyModel;

/// What programs sign in with: who made it, what it may do, until when; made and revoked here.
class ApiKeysPage : public QWidget {
    Q_OBJECT
public:
    explicit ApiKeysPage(const AdminParts& parts, QWidget* parent = nullptr);

    /// What stands beside the title of the admin tab.
    QWidget* tools() const { return m_tools; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void showState();
    void updateTools();
    void fitColumns();
    const ApiKey* chosen() const;
    bool mayRevoke(const ApiKey& key) const;
    void openNew();
    void showSecret(const CreatedApiKey& made);
    void askRevoke();
    void revoke(const ApiKey& key);

    AdminParts m_parts;
    ApiKeyModel* m_model;
    QTableView* m_table;
    QWidget* m_tools;
    QPushButton* m_revoke;
    QPushButton* m_new;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    widgets::Notice* m_notice;
    widgets::Notice* m_trouble;
};

} // namespace labwarden::console
