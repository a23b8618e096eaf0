// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/admin_api.h"
#include "console/api/clock.h"
#include "console/store/lab_store.h"
#include "console/store/people_store.h"
#include "console/store/people_sync.h"

#include <QWidget>

#include <string>
#include <vector>

class QSettings;
class QStackedWidget;
class QTabBar;

namespace labwarden::console {

/// What the pages of the admin tab are given; everything outlives them.
struct AdminParts {
    AdminApi& api;
    PeopleStore& people;
    PeopleSync& sync;
    LabStore& lab; ///< who is signed in, and what they may
    const Clock& clock;
    QSettings& settings;
};

/// The admin tab: a sub-page for each thing that admins decide, each only for those who may see it, live. The
/// sub-pages are listed once, in the constructor; a new one is a line there.
class AdminPage : public QWidget {
    Q_OBJECT
public:
    explicit AdminPage(const AdminParts& parts, QWidget* parent = nullptr);

    /// Adds a sub-page, shown to those who hold `permission`. `tools` (a search field, a button) stand right
    /// of the title while it is shown. Both belong to this one.
    void addSection(const QString& name, const std::string& permission, QWidget* page,
                    QWidget* tools = nullptr);
    /// Whether the signed-in person may see any of it.
    bool isAvailable() const { return m_available; }
    /// Shows the sub-page, if the person may see it.
    void open(const QWidget* page);

Q_SIGNALS:
    void availabilityChanged(bool available);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Section {
        std::string permission;
        QWidget* page;
        QWidget* tools;
    };
    void applyPermissions();
    void showSection(int index);

    AdminParts m_parts;
    QTabBar* m_tabs;
    QStackedWidget* m_tools;
    QStackedWidget* m_pages;
    std::vector<Section> m_sections;
    bool m_available = false;
};

} // namespace labwarden::console
