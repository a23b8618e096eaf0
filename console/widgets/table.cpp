// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/table.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/tokens.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPainter>
#include <QSettings>
#include <QTableView>

#include <algorithm>

namespace labwarden::widgets {
namespace {

QString cellText(const QModelIndex& index) {
    const QVariant data = index.data();
    return data.typeId() == QMetaType::QStringList ? data.toStringList().join(QLatin1String(", "))
                                                   : data.toString();
}

/// The columns as they stand, but for the hidden ones.
QString rowsText(const QTableView& table) {
    auto rows = table.selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.row() < b.row(); });
    const auto& columns = *table.horizontalHeader();
    QStringList lines;
    for (const auto& row : rows) {
        QStringList cells;
        for (int place = 0; place < columns.count(); ++place)
            if (const int column = columns.logicalIndex(place); !columns.isSectionHidden(column))
                cells << cellText(row.siblingAtColumn(column));
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void RowDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const style::Tokens& t = style::tokens(option.palette);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      t[style::Token::border]);
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    if (table && table->hasFocus() && index.row() == table->currentIndex().row() && index.column() == 0)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()),
                          t[style::Token::accent]);
}

void setUpTable(QTableView* table) {
    table->setItemDelegate(new RowDelegate(table));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->viewport()->setBackgroundRole(QPalette::Window); // on the page's ground, not on a sheet of its own
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->setSortingEnabled(true);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setFont(style::font(style::Text::body));
    table->verticalHeader()->hide();
    // Fixed, never by contents: that stalls with thousands of rows.
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(style::metrics::rowHeight);
    QHeaderView* header = table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(48);
    header->setStretchLastSection(true);
}

void offerCopy(QTableView* table) {
    const auto add = [table](const QString& text, const QKeySequence& keys, auto textOf) {
        auto* action = new QAction(text, table);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        table->addAction(action);
        QObject::connect(action, &QAction::triggered, table, [table, textOf] {
            const QString copied = textOf(*table);
            if (!copied.isEmpty())
                QGuiApplication::clipboard()->setText(copied);
        });
    };
    add(QCoreApplication::translate("Table", "Copy row"), QKeySequence::Copy, rowsText);
    add(QCoreApplication::translate("Table", "Copy cell"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
        [](const QTableView& view) { return cellText(view.currentIndex()); });
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void rememberColumns(QTableView* table, QSettings& settings, const QString& key) {
    QHeaderView* header = table->horizontalHeader();
    // A state saved for other columns would hide the new ones.
    const QString fullKey = QStringLiteral("%1/columns%2").arg(key).arg(header->count());
    header->restoreState(settings.value(fullKey).toByteArray());
    const auto save = [header, &settings, fullKey] { settings.setValue(fullKey, header->saveState()); };
    QObject::connect(header, &QHeaderView::sectionResized, header, save);
    QObject::connect(header, &QHeaderView::sectionMoved, header, save);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, header, save);
}

} // namespace labwarden::widgets
