// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_import_tree.h"

#include "console/style/metrics.h"
#include "console/widgets/table.h"

#include <QHeaderView>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int placeWidth = 210;
constexpr int outcomeWidth = 150;
constexpr int mostOpened = 200; // refused files whose faults are shown at once

class ImportDelegate : public widgets::RowDelegate {
public:
    using RowDelegate::RowDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {80, style::metrics::rowHeight};
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        RowDelegate::initStyleOption(option, index);
        option->decorationSize = {14, 14};
        if (index.column() == CaseImportModel::Place)
            option->textElideMode = Qt::ElideMiddle; // a path is known by its end
        const auto colour = index.data(Qt::ForegroundRole).value<QColor>();
        option->palette.setColor(QPalette::Text, colour);
        option->palette.setColor(QPalette::HighlightedText, colour);
    }
};

} // namespace

CaseImportTree::CaseImportTree(CaseImportModel* model, QWidget* parent) : QTreeView(parent), m_model(model) {
    setObjectName(QStringLiteral("importTreeView"));
    setAccessibleName(tr("What the import makes of each file"));
    setModel(model);
    setItemDelegate(new ImportDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(18);
    auto* columns = header();
    columns->setStretchLastSection(false);
    columns->setSectionsMovable(false);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    columns->setSectionResizeMode(CaseImportModel::What, QHeaderView::Stretch);
    columns->resizeSection(CaseImportModel::Place, placeWidth);
    columns->resizeSection(CaseImportModel::Outcome, outcomeWidth);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { Q_EMIT currentItemChanged(m_model->itemAt(now)); });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        if (m_model->itemAt(index))
            for (int row = 0; row < m_model->rowCount(index); ++row)
                setFirstColumnSpanned(row, index, true); // what is said of it needs the room
    });
    connect(model, &QAbstractItemModel::modelReset, this, &CaseImportTree::onReset);
}

void CaseImportTree::onReset() {
    expandToDepth(0);
    const auto group = m_model->index(0, 0);
    for (int i = 0; group.isValid() && i < std::min(m_model->rowCount(group), mostOpened); ++i)
        if (const auto index = m_model->index(i, 0, group);
            m_model->itemAt(index)->group == ImportGroup::refused)
            expand(index);
    setCurrentIndex(group.isValid() ? m_model->index(0, 0, group) : QModelIndex());
    scrollToTop();
    Q_EMIT currentItemChanged(m_model->itemAt(currentIndex()));
}

} // namespace labwarden::console
