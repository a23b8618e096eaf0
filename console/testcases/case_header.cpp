// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_header.h"

#include "console/style/metrics.h"
#include "console/testcases/case_words.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/segment_switch.h"
#include "console/widgets/state_badge.h"

#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// "Undo rename step (Ctrl+Z)"
QString tipOf(const QString& verb, const QString& what, const QKeySequence& keys) {
    const QString words = what.isEmpty() ? verb : verb + QLatin1Char(' ') + what;
    return QStringLiteral("%1 (%2)").arg(words, keys.toString(QKeySequence::NativeText));
}

} // namespace

CaseHeader::CaseHeader(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label(Text::heading, Token::text, this))
    , m_facts(new Label(Text::secondary, Token::secondary, this))
    , m_usage(new Label(Text::secondary, Token::secondary, this))
    , m_badge(new widgets::StateBadge(this))
    , m_switch(new widgets::SegmentSwitch(this)) {
    m_title->setObjectName(QStringLiteral("caseTitleLabel"));
    m_facts->setObjectName(QStringLiteral("caseFactsLabel"));
    m_badge->setObjectName(QStringLiteral("caseStatusBadge"));
    m_usage->setObjectName(QStringLiteral("caseUsageLabel"));
    for (auto* label : {m_title, m_facts, m_usage}) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    auto* layout = new QHBoxLayout;
    layout->setSpacing(4);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_badge);
    layout->addSpacing(8);
    m_switch->setObjectName(QStringLiteral("caseViewSwitch"));
    m_switch->add(Icon::listChecks, tr("As a form (Ctrl+E)"));
    m_switch->add(Icon::fileText, tr("As text (Ctrl+E)"));
    connect(m_switch, &widgets::SegmentSwitch::currentChanged, this,
            [this](int index) { Q_EMIT textRequested(index == 1); });
    layout->addWidget(m_switch);
    layout->addSpacing(8);
    const auto button = [&](const char* name, Icon icon, const QString& text, auto signal) {
        auto* made = new QToolButton(this);
        made->setObjectName(QLatin1String(name) + QLatin1String("ToolButton"));
        made->setIcon(style::icon(icon));
        made->setToolTip(text);
        made->setAccessibleName(text);
        layout->addWidget(made);
        connect(made, &QToolButton::clicked, this, signal);
        return made;
    };
    m_undo = button("undoCase", Icon::arrowLeft, tr("Undo"), &CaseHeader::undoRequested);
    m_redo = button("redoCase", Icon::arrowRight, tr("Redo"), &CaseHeader::redoRequested);
    m_history = button("caseHistory", Icon::history, tr("History"), &CaseHeader::historyRequested);
    m_start =
        button("startCase", Icon::play, tr("Start a run with this test case"), &CaseHeader::startRequested);
    button("closeCase", Icon::x, tr("Close (Esc)"), &CaseHeader::closeRequested);
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(style::metrics::pageMargin, 8, 12, 8);
    lines->setSpacing(2);
    lines->addLayout(layout);
    lines->addWidget(m_facts);
    lines->addWidget(m_usage);
    m_usage->hide();
}

void CaseHeader::setTextShown(bool isText) {
    m_switch->setCurrent(isText ? 1 : 0);
}

void CaseHeader::showLoading(const QString& name) {
    m_title->setText(name.isEmpty() ? tr("Loading…") : name);
    m_badge->hide();
    m_facts->hide();
    m_usage->hide();
    for (auto* each : {m_undo, m_redo, m_history, m_start})
        each->setEnabled(false);
}

void CaseHeader::showUsage(const QString& words) {
    m_usage->setText(words);
    m_usage->setToolTip(words);
    m_usage->setVisible(!words.isEmpty());
}

void CaseHeader::showCase(const TestCaseDocument& document, const TestCase& base, const QUndoStack& undo,
                          bool mayStart) {
    const bool isNew = base.id.empty();
    const QString title = q(document.title);
    m_title->setText(title.isEmpty() ? tr("New test case") : title);
    m_title->setToolTip(title);
    QString facts = isNew ? tr("Not saved yet") : tr("%1 · revision %2").arg(q(base.key)).arg(base.revision);
    if (!base.changedBy.empty())
        facts += tr(" · %1, %2").arg(q(base.changedBy), widgets::dateTimeText(base.changedAt));
    m_facts->setText(facts);
    m_facts->show();
    m_badge->setLook(lookOf(document.status));
    m_badge->show();
    m_undo->setEnabled(undo.canUndo());
    m_undo->setToolTip(tipOf(tr("Undo"), undo.undoText(), Qt::CTRL | Qt::Key_Z));
    m_redo->setEnabled(undo.canRedo());
    m_redo->setToolTip(tipOf(tr("Redo"), undo.redoText(), Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    m_history->setEnabled(!isNew);
    m_start->setEnabled(!isNew && mayStart && document.status != CaseStatus::retired);
}

} // namespace labwarden::console
