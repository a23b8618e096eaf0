// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/revision_dialog.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::widgets {
namespace {

using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int listWidth = 340;

} // namespace

RevisionDialog::RevisionDialog(const QString& name, bool mayRestore, QWidget* parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_title(new Label(Text::bodyStrong, Token::text, this))
    , m_notice(new Notice(this))
    , m_changes(new ChangeList(this))
    , m_restore(new QPushButton(this)) {
    setObjectName(QStringLiteral("historyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("History of %1").arg(name));
    resize(960, 600);
    m_list->setObjectName(QStringLiteral("revisionsListWidget"));
    m_list->setAccessibleName(tr("Revisions, newest first"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setIconSize({14, 14});
    m_list->setFixedWidth(listWidth);
    m_title->setObjectName(QStringLiteral("comparisonLabel"));
    layOut(name, mayRestore);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &RevisionDialog::compare);
    connect(m_restore, &QPushButton::clicked, this, [this] {
        const int revision = chosen().second;
        if (!isKnown(revision))
            return;
        accept();
        restore(revision);
    });
    m_restore->setEnabled(false);
}

void RevisionDialog::layOut(const QString& name, bool mayRestore) {
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
    layout->addWidget(new Label(tr("History of %1").arg(name), Text::heading, Token::text, this));
    layout->addLayout(middle, 1);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

void RevisionDialog::add(const std::vector<Entry>& entries) {
    const bool isFirst = m_list->count() == 0;
    for (const auto& entry : entries) {
        const QString head =
            entry.message.isEmpty()
                ? tr("Revision %1").arg(entry.revision)
                : tr("%1 · %2").arg(entry.revision).arg(entry.message.section(QLatin1Char('\n'), 0, 0));
        QStringList facts{tr("%1, %2").arg(entry.author, dateTimeText(entry.at))};
        QStringList tip{entry.message.isEmpty() ? head : entry.message};
        if (!entry.more.isEmpty())
            facts << entry.more;
        if (!entry.look.isEmpty())
            tip << entry.look;
        tip << facts.join(QStringLiteral(", "));
        auto* item =
            new QListWidgetItem(style::icon(entry.icon, entry.colour),
                                head + QLatin1Char('\n') + facts.join(QStringLiteral(" · ")), m_list);
        item->setData(Qt::UserRole, entry.revision);
        item->setSizeHint({listWidth - 12, 52});
        item->setToolTip(tip.join(QLatin1Char('\n')));
    }
    if (isFirst && m_list->count() > 0) {
        m_list->setCurrentRow(0);
        m_list->setFocus();
    }
}

void RevisionDialog::problem(const QString& words, const QString& detail) {
    m_notice->problem(words, detail);
}

std::pair<int, int> RevisionDialog::chosen() const {
    std::vector<int> revisions;
    for (const auto* item : m_list->selectedItems())
        revisions.push_back(item->data(Qt::UserRole).toInt());
    if (revisions.empty())
        return {0, 0};
    const auto [least, most] = std::minmax_element(revisions.begin(), revisions.end());
    return {revisions.size() == 1 ? *most - 1 : *least, *most};
}

void RevisionDialog::compare() {
    const auto [first, second] = chosen();
    const int newest = m_list->count() > 0 ? m_list->item(0)->data(Qt::UserRole).toInt() : 0;
    m_restore->setText(tr("Restore revision %1").arg(second));
    m_restore->setEnabled(second > 0 && second != newest && isKnown(second));
    for (const int revision : {second, first}) {
        if (revision > 0 && !isKnown(revision)) {
            fetch(revision); // goes on when it is here
            return;
        }
    }
    if (second == 0)
        return;
    m_notice->clear();
    m_title->setText(first > 0 ? tr("From revision %1 to %2").arg(first).arg(second)
                               : tr("Revision %1, the first").arg(second));
    m_changes->setChanges(changes(first, second));
}

} // namespace labwarden::widgets
