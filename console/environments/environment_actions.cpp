// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_actions.h"

#include "console/environments/compare_dialog.h"
#include "console/forms/row_kinds.h"
#include "console/style/icons.h"
#include "console/widgets/message_box.h"

#include <QMenu>

#include <set>

namespace labwarden::console {
namespace {

using style::Icon;
using widgets::MessageBox;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

EnvironmentActions::EnvironmentActions(const EnvironmentParts& parts, QWidget* owner)
    : QObject(owner), m_parts(parts), m_owner(owner) {}

QMenu* EnvironmentActions::makeMenu(const std::string& id) {
    auto* menu = new QMenu(m_owner);
    menu->setObjectName(QStringLiteral("environmentMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool writes = m_parts.store.may("environments:write");
    const auto add = [&](Icon icon, const QString& text, bool isOffered, auto action) {
        auto* made = menu->addAction(style::icon(icon), text);
        made->setEnabled(isOffered);
        connect(made, &QAction::triggered, this, action);
    };
    add(Icon::pencil, tr("Open"), true, [this, id] { Q_EMIT openRequested(id); });
    add(Icon::history, tr("History…"), true, [this, id] { Q_EMIT historyRequested(id); });
    add(Icon::arrowUpDown, tr("Compare with another…"), true, [this, id] { compare(id); });
    menu->addSeparator();
    add(Icon::copy, tr("Copy"), writes, [this, id] { copy(id); });
    add(Icon::trash2, tr("Delete…"), writes, [this, id] { remove(id); });
    return menu;
}

void EnvironmentActions::copy(const std::string& id) {
    const auto* environment = m_parts.store.environment(id);
    if (!environment)
        return;
    auto document = environment->document;
    int secrets = 0;
    for (const auto& variable : document.variables)
        secrets += variable.secret ? 1 : 0;
    std::set<std::string> names;
    for (const auto& [otherId, other] : m_parts.store.environments())
        names.insert(other.document.name);
    document.name = freshName(tr("%1 copy").arg(q(document.name)).toStdString(), names);
    Q_EMIT copied(document, q(environment->document.name), secrets);
}

void EnvironmentActions::compare(const std::string& id) {
    if (m_parts.store.environment(id))
        (new CompareDialog(m_parts.store, id, m_owner))->open();
}

void EnvironmentActions::remove(const std::string& id) {
    const auto* environment = m_parts.store.environment(id);
    if (!environment)
        return;
    const QString name = q(environment->document.name);
    MessageBox::ask(m_owner,
                    {tr("Delete %1?").arg(name),
                     tr("Its history and its secrets go with it; runs that took place in it stay. An "
                        "environment that a run or a health check is using is not deleted."),
                     tr("Delete"), tr("Keep"), true},
                    [this, id, name, revision = environment->revision](MessageBox::Answer answer) {
                        if (answer != MessageBox::Answer::yes)
                            return;
                        m_job = m_parts.environments.remove(
                            id, revision, this, [this, id, name](ApiResult<bool> result) {
                                if (result)
                                    Q_EMIT removed(id, name);
                                else
                                    Q_EMIT failed(tr("%1 was not deleted.").arg(name), result.error().text());
                            });
                    });
}

} // namespace labwarden::console
