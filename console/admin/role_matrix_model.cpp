// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_matrix_model.h"

#include <algorithm>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

bool sameShape(const std::vector<Role>& a, const std::vector<Role>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Role& x, const Role& y) { return x.id == y.id; });
}

void sortRoles(std::vector<Role>& roles) {
    std::stable_sort(roles.begin(), roles.end(), [](const Role& a, const Role& b) {
        if (a.builtIn != b.builtIn)
            return a.builtIn;
        return !a.builtIn && q(a.name).localeAwareCompare(q(b.name)) < 0;
    });
}

} // namespace

void RoleMatrixModel::setContents(std::vector<Permission> permissions, std::vector<Role> roles,
                                  PermissionSet own) {
    // A role may hold what this server's list does not name, such as something of a later version.
    for (const auto& role : roles)
        for (const auto& name : role.permissions)
            if (std::none_of(permissions.begin(), permissions.end(),
                             [&](const Permission& known) { return known.name == name; }))
                permissions.push_back({name, {}, false});
    std::vector<Row> rows;
    for (const auto& permission : permissions) {
        const auto area = areaOf(permission.name);
        const auto last =
            std::find_if(rows.rbegin(), rows.rend(), [&](const Row& row) { return row.area == area; });
        const auto place = last == rows.rend() ? rows.end() : last.base();
        if (last == rows.rend()) {
            rows.push_back({true, area, {}});
            rows.push_back({false, area, permission});
        } else {
            rows.insert(place, {false, area, permission});
        }
    }
    sortRoles(roles);
    const bool same =
        sameShape(m_roles, roles) &&
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) {
            return a.area == b.area && a.permission.name == b.permission.name;
        });
    if (!same)
        beginResetModel();
    m_permissions = std::move(permissions);
    m_rows = std::move(rows);
    m_roles = std::move(roles);
    m_own = std::move(own);
    if (same)
        refreshAll();
    else
        endResetModel();
}

void RoleMatrixModel::refreshAll() {
    if (m_rows.empty() || m_roles.empty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const Role* RoleMatrixModel::roleAt(int column) const {
    return column >= 0 && column < columnCount() ? &m_roles[static_cast<std::size_t>(column)] : nullptr;
}

const RoleMatrixModel::Row* RoleMatrixModel::rowAt(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int RoleMatrixModel::columnOf(const std::string& roleId) const {
    const auto at =
        std::find_if(m_roles.begin(), m_roles.end(), [&](const Role& role) { return role.id == roleId; });
    return at == m_roles.end() ? -1 : static_cast<int>(at - m_roles.begin());
}

void RoleMatrixModel::setDrafts(RoleDrafts drafts) {
    m_drafts = std::move(drafts);
    refreshAll();
    Q_EMIT draftsChanged();
}

bool RoleMatrixModel::toggle(const QModelIndex& index) {
    if (!whyNot(index).isEmpty())
        return false;
    const auto* role = roleAt(index.column());
    const auto* row = rowAt(index.row());
    if (!role || !row || row->isArea)
        return false;
    const auto& permission = row->permission.name;
    m_drafts.set(*role, permission, !m_drafts.allows(*role, permission));
    Q_EMIT dataChanged(index, index);
    Q_EMIT headerDataChanged(Qt::Horizontal, index.column(), index.column());
    Q_EMIT draftsChanged();
    return true;
}

QString RoleMatrixModel::whyNot(const Role& role) const {
    if (role.builtIn)
        return tr("“%1” is built in and stays as it is. Copy it to change the copy.").arg(q(role.name));
    if (!m_own.contains("roles:write"))
        return tr("You may look at roles; changing them takes the permission roles:write.");
    if (const auto lacking = lackingPermission(role.permissions, m_own); !lacking.empty())
        return tr("“%1” allows %2, which you do not have: nobody changes more than they have themselves.")
            .arg(q(role.name), q(lacking));
    return {};
}

QString RoleMatrixModel::whyNot(const QModelIndex& index) const {
    const auto* role = roleAt(index.column());
    const auto* row = rowAt(index.row());
    if (!role || !row || row->isArea)
        return {};
    if (QString why = whyNot(*role); !why.isEmpty())
        return why;
    if (!m_own.contains(row->permission.name))
        return tr("You do not have %1 yourself: nobody gives what they do not have.")
            .arg(q(row->permission.name));
    return {};
}

int RoleMatrixModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RoleMatrixModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_roles.size());
}

Qt::ItemFlags RoleMatrixModel::flags(const QModelIndex& index) const {
    const auto* row = rowAt(index.row());
    if (!index.isValid() || !row || row->isArea)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QVariant RoleMatrixModel::data(const QModelIndex& index, int dataRole) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& role = *roleAt(index.column());
    const auto& row = *rowAt(index.row());
    if (dataRole == AreaRole)
        return row.isArea;
    if (row.isArea)
        return {};
    const auto& permission = row.permission.name;
    const bool allowed = m_drafts.allows(role, permission);
    const bool changed = m_drafts.changes(role, permission);
    switch (dataRole) {
    case AllowedRole:
        return allowed;
    case ChangedRole:
        return changed;
    case EditableRole:
        return whyNot(index).isEmpty();
    case Qt::AccessibleTextRole: {
        QString text = QStringLiteral("%1, %2, %3")
                           .arg(q(role.name), q(permission), allowed ? tr("allowed") : tr("not allowed"));
        return changed ? text + tr(", not saved yet") : text;
    }
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole: {
        QStringList lines;
        if (!row.permission.summary.empty())
            lines << q(row.permission.summary);
        if (const QString why = whyNot(index); !why.isEmpty())
            lines << why;
        return lines.join(QLatin1Char('\n'));
    }
    default:
        return {};
    }
}

QVariant RoleMatrixModel::headerData(int section, Qt::Orientation orientation, int dataRole) const {
    if (orientation == Qt::Vertical) {
        const auto* row = rowAt(section);
        if (!row)
            return {};
        if (dataRole == AreaRole)
            return row->isArea;
        if (dataRole == Qt::DisplayRole)
            return row->isArea ? areaWord(row->area) : q(row->permission.name);
        if (dataRole == Qt::ToolTipRole || dataRole == Qt::StatusTipRole)
            return q(row->permission.summary);
        return {};
    }
    const auto* role = roleAt(section);
    if (!role)
        return {};
    switch (dataRole) {
    case Qt::DisplayRole:
        return q(role->name);
    case Qt::ToolTipRole: {
        QStringList lines{q(role->name)};
        if (!role->description.empty())
            lines << q(role->description);
        return lines.join(QLatin1Char('\n'));
    }
    case BuiltInRole:
        return role->builtIn;
    case UserCountRole:
        return QVariant::fromValue(static_cast<qint64>(role->userCount));
    case DraftRole:
        return m_drafts.has(role->id);
    default:
        return {};
    }
}

} // namespace labwarden::console
