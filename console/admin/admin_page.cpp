// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/admin_page.h"

#include "console/admin/api_keys_page.h"
#include "console/admin/audit_page.h"
#include "console/admin/roles_page.h"
#include "console/admin/users_page.h"
#include "console/style/metrics.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int margin = style::metrics::pageMargin;
constexpr int tabPadding = 13; ///< of the style, left of a tab's word

} // namespace

AdminPage::AdminPage(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_tabs(new QTabBar(this))
    , m_tools(new QStackedWidget(this))
    , m_pages(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("adminPage"));
    m_tabs->setObjectName(QStringLiteral("adminTabBar"));
    m_tabs->setAccessibleName(tr("Parts of the administration"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tools->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_tools->setFixedHeight(style::metrics::controlHeight);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(margin, 14, margin, 0);
    head->setSpacing(10);
    head->addWidget(new widgets::Label(tr("Admin"), style::Text::title, style::Token::text, this));
    head->addWidget(m_tools, 1);
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(margin - tabPadding, 4, margin, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(tabs);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_pages, 1);

    auto* users = new UsersPage(parts);
    addSection(tr("Users"), "users:read", users, users->tools());
    auto* roles = new RolesPage(parts);
    addSection(tr("Roles"), "users:read", roles, roles->tools());
    auto* keys = new ApiKeysPage(parts);
    addSection(tr("API keys"), "users:read", keys, keys->tools());
    auto* audit = new AuditLogPage(parts);
    addSection(tr("Audit log"), "audit:read", audit, audit->tools());

    connect(m_tabs, &QTabBar::currentChanged, this, &AdminPage::showSection);
    connect(&parts.lab, &LabStore::sessionChanged, this, &AdminPage::applyPermissions);
    applyPermissions();
}

void AdminPage::addSection(const QString& name, const std::string& permission, QWidget* page,
                           QWidget* tools) {
    if (!tools)
        tools = new QWidget;
    m_sections.push_back({permission, page, tools});
    m_pages->addWidget(page);
    m_tools->addWidget(tools);
    m_tabs->addTab(name);
    applyPermissions();
}

void AdminPage::open(const QWidget* page) {
    const int index = m_pages->indexOf(page);
    if (index >= 0 && m_tabs->isTabVisible(index))
        m_tabs->setCurrentIndex(index);
}

void AdminPage::applyPermissions() {
    int first = -1;
    for (int i = 0; i < static_cast<int>(m_sections.size()); ++i) {
        const bool may = m_parts.lab.may(m_sections[static_cast<std::size_t>(i)].permission);
        m_tabs->setTabVisible(i, may);
        if (may && first < 0)
            first = i;
    }
    const int current = m_tabs->currentIndex();
    if (first >= 0 && (current < 0 || !m_tabs->isTabVisible(current)))
        m_tabs->setCurrentIndex(first);
    showSection(m_tabs->currentIndex());
    const bool available = first >= 0;
    if (available == m_available)
        return;
    m_available = available;
    Q_EMIT availabilityChanged(available);
}

void AdminPage::showSection(int index) {
    if (index < 0)
        return;
    m_pages->setCurrentIndex(index);
    m_tools->setCurrentIndex(index);
    widgets::leadFocus(this, m_pages->currentWidget());
}

void AdminPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_parts.sync.look();
}

} // namespace labwarden::console
