// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"

#include <QWidget>

class QPushButton;
class QTableView;

namespace labwarden::widgets {
class Notice;
}

namespace labwarden::console {

class SessionTableModel;

/// Where one is signed in, and how to end that elsewhere. This session ends by signing out.
class SessionsPane : public QWidget {
    Q_OBJECT
public:
    explicit SessionsPane(AccountApi& api, QWidget* parent = nullptr);

    void load();

private:
    void endSelected();
    void endOthers();
    void onEnded(const ApiResult<bool>& done);
    void update();

    AccountApi& m_api;
    SessionTableModel* m_model;
    QTableView* m_table;
    widgets::Notice* m_notice;
    QPushButton* m_end;
    QPushButton* m_endOthers;
    QPointer<ApiJob> m_loading;
    bool m_busy = false;
};

} // namespace labwarden::console
