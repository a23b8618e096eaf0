// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/refused_dialog.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/table.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {

RefusedDialog::RefusedDialog(const std::vector<UserConflict>& conflicts, int asked, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("refusedDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Nothing was changed"));
    const auto count = static_cast<int>(conflicts.size());
    resize(560, std::min(480, 206 + style::metrics::rowHeight * count));
    auto* title =
        new widgets::Label(tr("Nothing was changed"), style::Text::heading, style::Token::text, this);
    auto* text = new widgets::Label(
        count == 1
            ? tr("Of the %1 chosen one stands in the way, and it is done for all or for none.").arg(asked)
            : tr("Of the %1 chosen %2 stand in the way, and it is done for all or for none.")
                  .arg(asked)
                  .arg(count),
        style::Text::body, style::Token::secondary, this);
    text->setWordWrap(true);
    auto* model = new QStandardItemModel(count, 2, this);
    model->setHorizontalHeaderLabels({tr("User"), tr("Why not")});
    for (int row = 0; row < count; ++row) {
        const auto& conflict = conflicts[static_cast<std::size_t>(row)];
        const QString texts[] = {QString::fromStdString(conflict.username),
                                 widgets::sentenceText(conflict.reason)};
        for (int column = 0; column < 2; ++column) {
            auto* item = new QStandardItem(texts[column]);
            item->setToolTip(texts[column]);
            model->setItem(row, column, item);
        }
    }
    auto* table = new QTableView(this);
    table->setObjectName(QStringLiteral("refusedTableView"));
    table->setAccessibleName(tr("Who stands in the way, and why"));
    table->setModel(model);
    widgets::setUpTable(table);
    widgets::offerCopy(table);
    table->setSortingEnabled(false);
    model->sort(0);
    table->horizontalHeader()->resizeSection(0, 150);
    auto* leaveOut = new QPushButton(count == 1 ? tr("Leave this one out") : tr("Leave these out"), this);
    leaveOut->setObjectName(QStringLiteral("leaveOutPushButton"));
    leaveOut->setToolTip(tr("They are no longer chosen; the others stay"));
    leaveOut->setEnabled(count < asked);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closePushButton"));
    style::setButtonRole(leaveOut, style::ButtonRole::primary);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(leaveOut);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::metrics::pageMargin, style::metrics::pageMargin,
                               style::metrics::pageMargin, 16);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addWidget(table, 1);
    layout->addLayout(buttons);
    auto* first = leaveOut->isEnabled() ? leaveOut : close;
    first->setDefault(true);
    first->setFocus();
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(leaveOut, &QPushButton::clicked, this, [this, conflicts] {
        std::vector<std::string> ids;
        for (const auto& conflict : conflicts)
            ids.push_back(conflict.userId);
        Q_EMIT leaveOutRequested(ids);
        accept();
    });
}

} // namespace labwarden::console
