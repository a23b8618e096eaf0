// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_header.h"

#include "console/testcases/case_words.h"
#include "console/widgets/format.h"
#include "console/widgets/segment_switch.h"
#include "console/widgets/state_badge.h"

#include <QToolButton>

namespace labwarden::console {
namespace {

using style::Icon;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

CaseHeader::CaseHeader(QWidget* parent)
    : EditorHeader(QStringLiteral("Case"), parent), m_switch(new widgets::SegmentSwitch(this)) {
    m_switch->setObjectName(QStringLiteral("caseViewSwitch"));
    m_switch->add(Icon::listChecks, tr("As a form (Ctrl+E)"));
    m_switch->add(Icon::fileText, tr("As text (Ctrl+E)"));
    addBefore(m_switch);
    connect(m_switch, &widgets::SegmentSwitch::currentChanged, this,
            [this](int index) { Q_EMIT textRequested(index == 1); });
    m_history = addTool(QStringLiteral("caseHistory"), Icon::history, tr("History"));
    m_start = addTool(QStringLiteral("startCase"), Icon::play, tr("Start a run with this test case"));
    connect(m_history, &QToolButton::clicked, this, &CaseHeader::historyRequested);
    connect(m_start, &QToolButton::clicked, this, &CaseHeader::startRequested);
}

void CaseHeader::setTextShown(bool isText) {
    m_switch->setCurrent(isText ? 1 : 0);
}

void CaseHeader::showCase(const TestCaseDocument& document, const TestCase& base, const QUndoStack& undo,
                          bool mayStart) {
    const bool isNew = base.id.empty();
    const QString title = q(document.title);
    QString facts = isNew ? tr("Not saved yet") : tr("%1 · revision %2").arg(q(base.key)).arg(base.revision);
    if (!base.changedBy.empty())
        facts += tr(" · %1, %2").arg(q(base.changedBy), widgets::dateTimeText(base.changedAt));
    showTitle(title.isEmpty() ? tr("New test case") : title, facts);
    badge()->setLook(lookOf(document.status));
    badge()->show();
    showUndo(undo);
    m_history->setEnabled(!isNew);
    m_start->setEnabled(!isNew && mayStart && document.status != CaseStatus::retired);
}

} // namespace labwarden::console
