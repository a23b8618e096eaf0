// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/history_dialog.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/testcases/case_difference.h"
#include "console/testcases/case_words.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/wrap_label.h"

#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;
using widgets::WrapLabel;

constexpr int margin = style::metrics::pageMargin;
constexpr int listWidth = 340;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

HistoryDialog::HistoryDialog(const CaseParts& parts, const std::string& caseId, const QString& key,
                             bool mayRestore, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_caseId(caseId)
    , m_list(new QListWidget(this))
    , m_title(new Label(Text::bodyStrong, Token::text, this))
    , m_notice(new widgets::Notice(this))
    , m_changes(new QScrollArea(this))
    , m_restore(new QPushButton(this)) {
    setObjectName(QStringLiteral("historyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("History of %1").arg(key));
    resize(960, 600);
    m_list->setObjectName(QStringLiteral("revisionsListWidget"));
    m_list->setAccessibleName(tr("Revisions, newest first"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setIconSize({14, 14});
    m_list->setFixedWidth(listWidth);
    m_title->setObjectName(QStringLiteral("comparisonLabel"));
    m_changes->setObjectName(QStringLiteral("changesScrollArea"));
    m_changes->setWidgetResizable(true);
    m_changes->setFrameShape(QFrame::NoFrame);
    m_changes->setFocusPolicy(Qt::StrongFocus);
    m_changes->setAccessibleName(tr("What differs"));
    m_changes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeHistoryPushButton"));
    close->setAutoDefault(false);
    m_restore->setObjectName(QStringLiteral("restoreRevisionPushButton"));
    m_restore->setAutoDefault(false);
    m_restore->setVisible(mayRestore);
    style::setButtonRole(m_restore, style::ButtonRole::primary);
    auto* hint = new Label(tr("Select two to compare them."), Text::secondary, Token::secondary, this);
    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(m_title);
    right->addWidget(m_notice);
    right->addWidget(m_changes, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(margin);
    middle->addWidget(m_list);
    middle->addLayout(right, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(hint, 1);
    buttons->addWidget(close);
    buttons->addWidget(m_restore);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(new Label(tr("History of %1").arg(key), Text::heading, Token::text, this));
    layout->addLayout(middle, 1);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &HistoryDialog::compare);
    connect(m_restore, &QPushButton::clicked, this, [this] {
        const auto known = m_known.find(chosen().second);
        if (known == m_known.end())
            return;
        const TestCase revision = known->second;
        accept();
        Q_EMIT restoreRequested(revision);
    });
    m_restore->setEnabled(false);
    load({});
}

void HistoryDialog::load(const std::string& cursor) {
    m_job = m_parts.cases.revisions(m_caseId, cursor, this, [this](ApiResult<RevisionPage> result) {
        if (!result) {
            m_notice->problem(result.error().title, result.error().detail);
            return;
        }
        const bool isFirst = m_list->count() == 0;
        for (const auto& revision : result->revisions)
            add(revision);
        if (!result->nextCursor.empty())
            load(result->nextCursor);
        if (isFirst && m_list->count() > 0) {
            m_list->setCurrentRow(0);
            m_list->setFocus();
        }
    });
}

void HistoryDialog::add(const TestCaseRevision& revision) {
    const QString message = q(revision.message);
    const QString head =
        message.isEmpty()
            ? tr("Revision %1").arg(revision.revision)
            : tr("%1 · %2").arg(revision.revision).arg(message.section(QLatin1Char('\n'), 0, 0));
    const QString facts = tr("%1, %2").arg(q(revision.createdBy), widgets::dateTimeText(revision.createdAt));
    const QString runs = revision.runs == 0   ? tr("no runs")
                         : revision.runs == 1 ? tr("1 run")
                                              : tr("%1 runs").arg(revision.runs);
    const auto look = lookOf(revision.status);
    auto* item = new QListWidgetItem(style::icon(look.icon, look.colour),
                                     head + QLatin1Char('\n') + facts + QStringLiteral(" · ") + runs, m_list);
    item->setData(Qt::UserRole, revision.revision);
    item->setSizeHint({listWidth - 12, 52});
    item->setToolTip(
        QStringLiteral("%1\n%2\n%3, %4").arg(message.isEmpty() ? head : message, look.word, facts, runs));
}

std::pair<int, int> HistoryDialog::chosen() const {
    std::vector<int> revisions;
    for (const auto* item : m_list->selectedItems())
        revisions.push_back(item->data(Qt::UserRole).toInt());
    if (revisions.empty())
        return {0, 0};
    const auto [least, most] = std::minmax_element(revisions.begin(), revisions.end());
    return {revisions.size() == 1 ? *most - 1 : *least, *most};
}

const TestCase* HistoryDialog::at(int revision) {
    if (const auto known = m_known.find(revision); known != m_known.end())
        return &known->second;
    if (m_job)
        m_job->cancel();
    m_job = m_parts.cases.atRevision(m_caseId, revision, this, [this, revision](ApiResult<TestCase> result) {
        if (!result) {
            m_notice->problem(result.error().title, result.error().detail);
            return;
        }
        m_known.emplace(revision, *result);
        compare();
    });
    return nullptr;
}

void HistoryDialog::compare() {
    const auto [first, second] = chosen();
    const int newest = m_list->count() > 0 ? m_list->item(0)->data(Qt::UserRole).toInt() : 0;
    m_restore->setText(tr("Restore revision %1").arg(second));
    m_restore->setEnabled(false);
    if (second == 0)
        return;
    const auto* after = at(second);
    m_restore->setEnabled(after && second != newest);
    const auto* before = after && first > 0 ? at(first) : nullptr;
    if (!after || (first > 0 && !before))
        return; // goes on when it is here
    m_notice->clear();
    m_title->setText(first > 0 ? tr("From revision %1 to %2").arg(first).arg(second)
                               : tr("Revision %1, the first").arg(second));
    show(before ? before->document : TestCaseDocument{}, after->document);
}

void HistoryDialog::show(const TestCaseDocument& before, const TestCaseDocument& after) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(4);
    const auto changes = changesBetween(before, after);
    for (const auto& change : changes) {
        auto* caption = new WrapLabel(Text::secondaryStrong, Token::text, content);
        caption->setText(q(change.caption));
        layout->addWidget(caption);
        const auto line = [&](const std::string& text, const char* sign, Token colour) {
            if (text.empty())
                return;
            auto* label = new WrapLabel(Text::secondary, colour, content);
            label->setText(QString::fromUtf8(sign) + QLatin1Char(' ') + q(text));
            layout->addWidget(label);
        };
        line(change.before, "−", Token::failed);
        line(change.after, "+", Token::available);
        layout->addSpacing(4);
        layout->addWidget(new widgets::Hairline(Qt::Horizontal, content));
        layout->addSpacing(4);
    }
    if (changes.empty())
        layout->addWidget(new Label(tr("They say the same."), Text::body, Token::secondary, content));
    layout->addStretch(1);
    m_changes->setWidget(content);
}

} // namespace labwarden::console
