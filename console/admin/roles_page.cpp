// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/roles_page.h"

#include "console/admin/role_dialog.h"
#include "console/admin/role_matrix_model.h"
#include "console/admin/role_matrix_view.h"
#include "console/admin/role_panel.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

RolesPage::RolesPage(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new RoleMatrixModel(this))
    , m_view(new RoleMatrixView(m_model, this))
    , m_panel(new RolePanel(this))
    , m_tools(new QWidget)
    , m_new(new QPushButton(style::icon(Icon::plus, Token::onFilled), tr("New role"), m_tools))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
    , m_notice(new widgets::Notice(this)) {
    setObjectName(QStringLiteral("rolesPage"));
    widgets::leadFocus(this, m_view);
    m_new->setObjectName(QStringLiteral("newRolePushButton"));
    style::setButtonRole(m_new, style::ButtonRole::primary);
    auto* tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->addStretch(1);
    tools->addWidget(m_new);
    m_empty->setObjectName(QStringLiteral("rolesEmptyState"));
    m_notice->setObjectName(QStringLiteral("rolesLoadNotice"));

    auto* matrix = new QWidget(this);
    auto* columns = new QHBoxLayout(matrix);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_view, 1);
    columns->addWidget(new widgets::Hairline(Qt::Vertical, matrix));
    columns->addWidget(m_panel);
    m_stack->addWidget(matrix);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);

    connect(m_new, &QPushButton::clicked, this, [this] { openNew({}); });
    connect(m_view, &RoleMatrixView::currentRoleChanged, this, [this](int column) {
        if (const auto* role = m_model->roleAt(column))
            m_chosen = role->id;
        refreshRole();
    });
    connect(m_view, &RoleMatrixView::refused, m_panel, &RolePanel::showHint);
    connect(m_model, &RoleMatrixModel::draftsChanged, this, [this] {
        m_panel->clearNotice();
        refreshEdits();
    });
    connect(m_panel, &RolePanel::copyRequested, this, [this] {
        if (const auto* role = currentRole())
            openNew(role->id);
    });
    connect(m_panel, &RolePanel::editRequested, this, &RolesPage::openEdit);
    connect(m_panel, &RolePanel::deleteRequested, this, &RolesPage::askDelete);
    connect(m_panel, &RolePanel::saveRequested, this, &RolesPage::save);
    connect(m_panel, &RolePanel::discardRequested, this, [this] {
        putDrafts({});
        m_view->setFocus();
    });
    connect(m_panel, &RolePanel::takeTheirsRequested, this, [this](const std::string& id) {
        auto drafts = m_model->drafts();
        drafts.discard(id);
        putDrafts(std::move(drafts));
        m_view->setFocus();
    });
    connect(m_panel, &RolePanel::keepMineRequested, this, [this](const std::string& id) {
        auto drafts = m_model->drafts();
        if (const auto* theirs = m_parts.people.role(id))
            drafts.rebase(*theirs);
        putDrafts(std::move(drafts));
        m_view->setFocus();
    });
    connect(m_empty, &widgets::EmptyState::actionTriggered, &m_parts.sync, &PeopleSync::reload);
    auto* saveKey = new QShortcut(QKeySequence::Save, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(saveKey, &QShortcut::activated, this, &RolesPage::save);
    connect(&m_parts.people, &PeopleStore::changed, this, [this](const PeopleChanges& changes) {
        if (changes.roles || changes.permissions || !changes.users.empty())
            refresh();
    });
    connect(&m_parts.people, &PeopleStore::reset, this, &RolesPage::refresh);
    connect(&m_parts.sync, &PeopleSync::stateChanged, this, &RolesPage::showState);
    connect(&m_parts.lab, &LabStore::sessionChanged, this, &RolesPage::refresh);
    refresh();
}

PermissionSet RolesPage::own() const {
    const auto* session = m_parts.lab.session();
    return session ? PermissionSet(session->user.permissions.begin(), session->user.permissions.end())
                   : PermissionSet();
}

std::vector<User> RolesPage::allUsers() const {
    std::vector<User> users;
    for (const auto& [id, user] : m_parts.people.users())
        users.push_back(user);
    return users;
}

const Role* RolesPage::currentRole() const {
    return m_model->roleAt(m_view->currentIndex().column());
}

void RolesPage::refresh() {
    // Somebody else at this console must not find, and save, what the one before them had begun.
    const auto* session = m_parts.lab.session();
    if (session && session->user.id != m_person) {
        m_person = session->user.id;
        if (!m_model->drafts().empty())
            m_model->setDrafts({});
    }
    m_new->setVisible(m_parts.lab.may("roles:write"));
    if (!session)
        return; // the log-in is over it; the edits wait for who comes back
    if (m_parts.people.rolesLoaded()) {
        m_model->setContents(m_parts.people.permissions(), m_parts.people.roles(), own());
        choose(m_chosen);
    }
    refreshRole();
    refreshEdits();
    showState();
}

void RolesPage::choose(const std::string& roleId) {
    const int column = m_model->columnOf(roleId);
    if (column >= 0 && m_view->currentIndex().column() != column)
        m_view->setCurrentRole(column);
    else if (!m_view->currentIndex().isValid() && m_model->columnCount() > 0)
        m_view->setCurrentRole(0);
}

void RolesPage::refreshRole() {
    const auto* role = currentRole();
    std::vector<User> holders;
    if (role)
        for (auto& user : allUsers())
            if (std::find(user.roles.begin(), user.roles.end(), role->name) != user.roles.end())
                holders.push_back(std::move(user));
    std::sort(holders.begin(), holders.end(), [](const User& a, const User& b) {
        return q(a.displayName).localeAwareCompare(q(b.displayName)) < 0;
    });
    m_panel->showRole(role, holders, role ? m_model->whyNot(*role) : QString(),
                      m_parts.lab.may("roles:write"));
}

void RolesPage::refreshEdits() {
    auto drafts = m_model->drafts();
    const auto conflicts =
        m_parts.people.rolesLoaded() ? drafts.refresh(m_parts.people.roles()) : std::vector<RoleConflict>();
    const bool merged = drafts.roleIds() != m_model->drafts().roleIds();
    if (merged) {
        m_model->setDrafts(std::move(drafts)); // comes back here
        return;
    }
    m_model->takeBases(std::move(drafts));
    const auto& before = m_model->roles();
    const auto effects =
        effectsOf(before, m_model->drafts().applied(before), allUsers(), m_model->permissions());
    m_panel->showEffects(m_model->drafts(), effects, m_parts.people.usersLoaded());
    m_panel->showConflict(conflicts.empty() ? std::nullopt : std::optional(conflicts.front()),
                          m_model->permissions());
}

void RolesPage::showState() {
    const auto& problem = m_parts.sync.problem();
    if (m_parts.people.rolesLoaded()) {
        m_stack->setCurrentIndex(0);
        if (problem)
            m_notice->say(Icon::refreshCw, Token::warning,
                          tr("Roles and people may have changed meanwhile; loading them is tried again."),
                          problem->text());
        else
            m_notice->clear();
        return;
    }
    m_notice->clear();
    m_stack->setCurrentWidget(m_empty);
    if (problem)
        m_empty->setContent(Icon::circleAlert, tr("The roles cannot be loaded yet"), problem->text(),
                            tr("Try again"));
    else
        m_empty->setContent(Icon::hourglass, tr("Loading the roles…"));
}

void RolesPage::putDrafts(RoleDrafts drafts) {
    m_model->setDrafts(std::move(drafts));
}

void RolesPage::openNew(const std::string& copyOf) {
    if (!m_parts.lab.may("roles:write"))
        return;
    auto* dialog = new RoleDialog(m_parts.api, m_model->roles(), own(), copyOf, this);
    connect(dialog, &RoleDialog::saved, this, [this](const Role& role) {
        m_chosen = role.id;
        m_parts.people.mergeRole(role);
        m_view->setFocus();
    });
    dialog->open();
}

void RolesPage::openEdit() {
    const auto* role = currentRole();
    const auto* stored = role ? m_parts.people.role(role->id) : nullptr;
    if (!stored || !m_model->whyNot(*stored).isEmpty())
        return;
    auto* dialog = new RoleDialog(m_parts.api, *stored, m_model->roles(), this);
    const auto learn = [this](const Role& learnt) {
        m_parts.people.mergeRole(learnt);
        m_parts.sync.reload(); // people hold roles by name
    };
    connect(dialog, &RoleDialog::saved, this, learn);
    connect(dialog, &RoleDialog::learnt, this, learn);
    dialog->open();
}

void RolesPage::askDelete() {
    const auto* role = currentRole();
    if (!role || !m_model->whyNot(*role).isEmpty())
        return;
    const int holders = std::max(static_cast<int>(role->userCount), m_parts.people.holdersOf(role->name));
    if (holders > 0) {
        m_panel->showProblem(
            holders == 1 ? tr("“%1” is not deleted: 1 person has it.").arg(q(role->name))
                         : tr("“%1” is not deleted: %2 people have it.").arg(q(role->name)).arg(holders),
            tr("Take the role from them first, on the page of users."));
        return;
    }
    widgets::MessageBox::ask(
        this,
        {tr("Delete role “%1”?").arg(q(role->name)),
         tr("Nobody has it. It cannot be brought back; the audit log keeps what it allowed."),
         tr("Delete role"), tr("Keep it"), true},
        [this, role = *role](widgets::MessageBox::Answer answer) {
            if (answer == widgets::MessageBox::Answer::yes)
                remove(role);
        });
}

void RolesPage::remove(const Role& role) {
    m_parts.api.deleteRole(role.id, role.version, this, [this, role](ApiResult<bool> result) {
        if (!result) {
            const auto& error = result.error();
            m_parts.sync.reloadRoles();
            if (error.kind == ApiError::Kind::Stale)
                m_panel->showProblem(
                    tr("“%1” is not deleted: somebody else has changed it meanwhile.").arg(q(role.name)),
                    tr("Look at it again, then decide."));
            else if (error.kind != ApiError::Kind::NotFound)
                m_panel->showProblem(error.title, error.detail);
            return;
        }
        auto drafts = m_model->drafts();
        drafts.discard(role.id);
        putDrafts(std::move(drafts));
        m_parts.people.removeRole(role.id);
        m_view->setFocus();
    });
}

void RolesPage::save() {
    if (m_job || m_model->drafts().empty() || !m_parts.people.usersLoaded() || !m_parts.people.rolesLoaded())
        return;
    auto drafts = m_model->drafts();
    if (!drafts.refresh(m_parts.people.roles()).empty())
        return; // the panel asks for a decision first
    m_panel->clearNotice();
    m_panel->setBusy(true);
    m_view->setEnabled(false);
    saveNext(drafts.roleIds());
}

/// One role after the other; what has been saved is saved, whatever becomes of the next.
void RolesPage::saveNext(std::vector<std::string> ids) {
    std::optional<RoleDrafts::Save> save;
    while (!ids.empty() && !(save = m_model->drafts().saveOf(ids.back(), m_model->permissions())))
        ids.pop_back();
    if (!save) {
        m_panel->setBusy(false);
        m_view->setEnabled(true);
        m_view->setFocus();
        return;
    }
    const auto id = ids.back();
    ids.pop_back();
    m_job = m_parts.api.changeRole(id, save->edit, save->version, this,
                                   [this, id, ids = std::move(ids)](ApiResult<Role> result) mutable {
                                       m_job = nullptr;
                                       if (!result) {
                                           saveFailed(result.error(), id);
                                           return;
                                       }
                                       auto drafts = m_model->drafts();
                                       drafts.discard(id);
                                       m_parts.people.mergeRole(*result);
                                       putDrafts(std::move(drafts));
                                       saveNext(std::move(ids));
                                   });
}

void RolesPage::saveFailed(const ApiError& error, const std::string& roleId) {
    m_panel->setBusy(false);
    m_view->setEnabled(true);
    m_view->setFocus();
    const auto* role = m_parts.people.role(roleId);
    const QString name = role ? q(role->name) : tr("The role");
    using Kind = ApiError::Kind;
    if (error.kind == Kind::Stale || error.kind == Kind::NotFound) {
        m_panel->showProblem(tr("“%1” is not saved: somebody else has changed it meanwhile.").arg(name),
                             tr("What is different is shown here in a moment."));
        m_parts.sync.reloadRoles(); // brings the difference
        return;
    }
    QStringList details;
    if (!error.detail.isEmpty())
        details << error.detail;
    for (const auto& fault : error.faults)
        details << q(fault.message);
    m_panel->showProblem(tr("“%1” is not saved: %2").arg(name, error.title), details.join(QLatin1Char('\n')));
}

} // namespace labwarden::console
