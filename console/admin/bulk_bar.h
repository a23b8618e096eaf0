// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/user_rights.h"

#include <QWidget>

class QMenu;
class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// What can be done with those chosen in the table, below it. Hidden while nobody is.
class BulkBar : public QWidget {
    Q_OBJECT
public:
    explicit BulkBar(QWidget* parent = nullptr);

    /// Offers what `rights` allow; what they do not says why in its tool tip.
    void setChoice(const std::vector<User>& chosen, const UserRights& rights, const std::vector<Role>& roles,
                   const LabStore& lab);
    /// While a change is under way nothing else is offered.
    void setBusy(bool busy);

Q_SIGNALS:
    void disableRequested();
    void enableRequested();
    void roleRequested(const std::string& role, bool give);
    void clearRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void apply();
    void openMenu(QMenu* menu, const QPushButton* over);

    UserRights m_rights;
    std::vector<std::pair<QString, Right>> m_roles;
    bool m_someEnabled = false, m_someDisabled = false;
    bool m_busy = false;
    widgets::Label* m_count;
    QPushButton *m_disable, *m_enable, *m_give, *m_take;
    QMenu *m_giveMenu, *m_takeMenu;
    QPushButton* m_clear;
};

} // namespace labwarden::console
