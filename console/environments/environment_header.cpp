// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_header.h"

#include "console/widgets/format.h"

#include <QToolButton>

namespace labwarden::console {
namespace {

using style::Icon;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

EnvironmentHeader::EnvironmentHeader(QWidget* parent) : EditorHeader(QStringLiteral("Environment"), parent) {
    m_history = addTool(QStringLiteral("environmentHistory"), Icon::history, tr("History"));
    m_compare = addTool(QStringLiteral("compareEnvironment"), Icon::arrowUpDown, tr("Compare with another"));
    m_copy = addTool(QStringLiteral("copyEnvironment"), Icon::copy, tr("Copy, without its secrets"));
    m_remove = addTool(QStringLiteral("deleteEnvironment"), Icon::trash2, tr("Delete"));
    connect(m_history, &QToolButton::clicked, this, &EnvironmentHeader::historyRequested);
    connect(m_compare, &QToolButton::clicked, this, &EnvironmentHeader::compareRequested);
    connect(m_copy, &QToolButton::clicked, this, &EnvironmentHeader::copyRequested);
    connect(m_remove, &QToolButton::clicked, this, &EnvironmentHeader::removeRequested);
}

void EnvironmentHeader::show(const EnvironmentDocument& document, const Environment& base,
                             const QUndoStack& undo, bool mayWrite) {
    const bool isNew = base.id.empty();
    QString facts = isNew ? tr("Not saved yet") : tr("Revision %1").arg(base.revision);
    if (!base.changedBy.empty())
        facts += tr(" · %1, %2").arg(q(base.changedBy), widgets::dateTimeText(base.changedAt));
    showTitle(document.name.empty() ? tr("New environment") : q(document.name), facts);
    showUndo(undo);
    m_history->setEnabled(!isNew);
    m_compare->setEnabled(!isNew);
    m_copy->setEnabled(!isNew && mayWrite);
    m_remove->setEnabled(!isNew && mayWrite);
}

} // namespace labwarden::console
