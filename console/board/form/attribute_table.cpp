// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/form/attribute_table.h"

#include "console/board/form/attribute_model.h"
#include "console/style/metrics.h"
#include "console/widgets/table.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr int mostRows = 6;
constexpr int nameWidth = 180;

} // namespace

AttributeTable::AttributeTable(AttributeModel& model, QWidget* parent) : QTableView(parent), m_model(model) {
    setObjectName(QStringLiteral("attributeTableView"));
    setModel(&model);
    widgets::setUpTable(this);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setFrameShape(QFrame::StyledPanel);
    setSortingEnabled(false);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                    QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    horizontalHeader()->setSectionsMovable(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->resizeSection(AttributeModel::Name, nameWidth);
    setToolTip(tr("Write into a cell to change it; Delete removes a row"));
    connect(&model, &QAbstractItemModel::rowsInserted, this, &AttributeTable::fit);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &AttributeTable::fit);
    connect(&model, &QAbstractItemModel::modelReset, this, &AttributeTable::fit);
    fit();
}

void AttributeTable::finishEditing() {
    if (state() != EditingState)
        return;
    if (auto* editor = indexWidget(currentIndex()))
        commitData(editor);
    const auto index = currentIndex();
    setCurrentIndex({});
    setCurrentIndex(index); // closes the editor, with what it has
}

/// Tab leads from a name to its value and no further: who goes on editing for ever never gets out.
void AttributeTable::closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) {
    const auto index = currentIndex();
    const bool goesOn = hint == QAbstractItemDelegate::EditNextItem && index.column() == AttributeModel::Name;
    QTableView::closeEditor(editor, goesOn ? hint : QAbstractItemDelegate::NoHint);
    if (hint == QAbstractItemDelegate::EditNextItem && !goesOn)
        setCurrentIndex(m_model.index(index.row() + 1, AttributeModel::Name));
}

void AttributeTable::keyPressEvent(QKeyEvent* event) {
    const auto index = currentIndex();
    if (event->key() == Qt::Key_Delete && index.isValid()) {
        m_model.remove(index.row());
        setCurrentIndex(m_model.index(std::min(index.row(), m_model.rowCount() - 1), index.column()));
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && index.isValid() &&
        state() != EditingState) {
        QTableView::edit(index);
        return;
    }
    QTableView::keyPressEvent(event);
}

void AttributeTable::fit() {
    const int rows = std::min(m_model.rowCount(), mostRows);
    setFixedHeight(style::metrics::headerHeight + rows * style::metrics::rowHeight + 2 * frameWidth());
}

} // namespace labwarden::board
