// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_tree.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/testcases/case_words.h"
#include "console/widgets/table.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

const QString foldsKey = QStringLiteral("testcases/folded");
const QString columnsKey = QStringLiteral("testcases/columns");
constexpr int leastTitle = 200;
constexpr int roomForKey = 200; ///< and the status

/// One height, icons of 14, a status in its colour.
class CaseDelegate : public widgets::RowDelegate {
public:
    using RowDelegate::RowDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {80, style::metrics::rowHeight};
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        RowDelegate::initStyleOption(option, index);
        option->decorationSize = {14, 14};
        const auto* model = static_cast<const CaseTreeModel*>(index.model());
        const auto* summary = model->caseAt(index);
        const auto& t = style::tokens(option->palette);
        auto colour = t[style::Token::text];
        if (!summary)
            option->font = style::font(style::Text::bodyMedium);
        else if (index.column() == CaseTreeModel::Status)
            colour = t[lookOf(summary->status).colour];
        else if (index.column() != CaseTreeModel::Title || summary->status == CaseStatus::retired)
            colour = t[style::Token::secondary];
        option->palette.setColor(QPalette::Text, colour);
        option->palette.setColor(QPalette::HighlightedText, colour);
    }
};

} // namespace

CaseTree::CaseTree(CaseTreeModel* model, QSettings& settings, QWidget* parent)
    : QTreeView(parent), m_model(model), m_settings(settings) {
    setObjectName(QStringLiteral("caseTreeView"));
    setAccessibleName(tr("Test cases"));
    setModel(model);
    setItemDelegate(new CaseDelegate(this));
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setIndentation(20);
    setExpandsOnDoubleClick(true);
    setFont(style::font(style::Text::body));
    auto* columns = header();
    columns->setSectionsMovable(false);
    columns->setStretchLastSection(false);
    columns->setMinimumSectionSize(48);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    constexpr int widths[] = {320, 84, 116, 150, 110, 176};
    for (int column = 0; column < CaseTreeModel::ColumnCount; ++column)
        columns->resizeSection(column, widths[column]);
    for (const auto& width : m_settings.value(columnsKey).toStringList()) {
        const auto parts = width.split(QLatin1Char(':'));
        if (const int column = parts.value(0).toInt(), size = parts.value(1).toInt();
            size >= 48 && column < columns->count())
            columns->resizeSection(column, size);
    }
    for (const auto& path : m_settings.value(foldsKey).toStringList())
        m_folded.insert(path);
    connect(columns, &QHeaderView::sectionResized, this, [this, columns](int column) {
        if (column == CaseTreeModel::Title)
            return;
        QStringList all;
        for (int each = 1; each < columns->count(); ++each)
            if (!columns->isSectionHidden(each))
                all << QStringLiteral("%1:%2").arg(each).arg(columns->sectionSize(each));
        m_settings.setValue(columnsKey, all);
        layOut();
    });
    const auto fold = [this](const QModelIndex& index, bool folded) {
        if (m_isRestoring || !m_model->filter().isEmpty())
            return;
        if (folded)
            m_folded.insert(m_model->folderAt(index));
        else
            m_folded.erase(m_model->folderAt(index));
        m_settings.setValue(foldsKey, QStringList(m_folded.begin(), m_folded.end()));
    };
    connect(this, &QTreeView::collapsed, this, [fold](const QModelIndex& index) { fold(index, true); });
    connect(this, &QTreeView::expanded, this, [fold](const QModelIndex& index) { fold(index, false); });
    connect(this, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const auto* summary = m_model->caseAt(index))
            Q_EMIT opened(summary->id);
    });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_selected.clear();
        for (const auto& index : selectionModel()->selectedRows())
            if (const auto* summary = m_model->caseAt(index))
                m_selected.push_back(summary->id);
    });
    connect(model, &QAbstractItemModel::modelReset, this, &CaseTree::openFolders);
    connect(model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex& folder, int first, int last) {
                const bool wasRestoring = std::exchange(m_isRestoring, true);
                for (int row = first; row <= last; ++row)
                    if (const auto index = m_model->index(row, 0, folder);
                        m_model->isFolder(index) && !m_folded.contains(m_model->folderAt(index)))
                        expand(index);
                m_isRestoring = wasRestoring;
            });
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &CaseTree::choiceChanged);
    openFolders();
}

void CaseTree::openFolders() {
    m_isRestoring = true;
    const bool all = !m_model->filter().isEmpty();
    for (const auto& path : m_model->folders())
        if (all || !m_folded.contains(path))
            expand(m_model->indexOfFolder(path));
    QItemSelection selection;
    for (const auto& id : m_selected)
        if (const auto index = m_model->indexOf(id); index.isValid())
            selection.select(index, index.siblingAtColumn(CaseTreeModel::ColumnCount - 1));
    if (!selection.isEmpty()) {
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        selectionModel()->setCurrentIndex(selection.first().topLeft(), QItemSelectionModel::NoUpdate);
    }
    m_isRestoring = false;
    Q_EMIT choiceChanged();
}

std::vector<const TestCaseSummary*> CaseTree::chosen() const {
    std::vector<const TestCaseSummary*> cases;
    std::set<const TestCaseSummary*> seen;
    for (const auto& index : selectionModel()->selectedRows())
        for (const auto* summary : m_model->casesBelow(index))
            if (seen.insert(summary).second)
                cases.push_back(summary);
    return cases;
}

void CaseTree::select(const std::string& id) {
    const auto index = m_model->indexOf(id);
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    scrollTo(index);
}

void CaseTree::setNarrow(bool narrow) {
    m_isNarrow = narrow;
    for (const int column : {CaseTreeModel::Tags, CaseTreeModel::Owner, CaseTreeModel::Changed})
        setColumnHidden(column, narrow);
    layOut();
}

/// The title takes the room that the others leave.
void CaseTree::layOut() {
    // Where three do not fit, the key is in the tool tip.
    const bool hidesKey = m_isNarrow && viewport()->width() < leastTitle + roomForKey;
    if (isColumnHidden(CaseTreeModel::Key) != hidesKey)
        setColumnHidden(CaseTreeModel::Key, hidesKey);
    int others = 0;
    for (int column = 1; column < header()->count(); ++column)
        others += isColumnHidden(column) ? 0 : columnWidth(column);
    const int width = std::max(leastTitle, viewport()->width() - others);
    if (columnWidth(CaseTreeModel::Title) != width)
        header()->resizeSection(CaseTreeModel::Title, width);
}

void CaseTree::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    layOut();
}

void CaseTree::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && m_model->isFolder(currentIndex())) {
        setExpanded(currentIndex(), !isExpanded(currentIndex()));
        return;
    }
    QTreeView::keyPressEvent(event);
}

void CaseTree::contextMenuEvent(QContextMenuEvent* event) {
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuRequested(isKey ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft())
                               : event->globalPos());
}

void CaseTree::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
    const auto& t = style::tokens(this);
    const bool isSelected = selectionModel()->isSelected(index);
    if (isSelected)
        painter->fillRect(
            rect, palette().brush(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t[style::Token::border]);
    if (m_model->isFolder(index))
        style::paintIcon(*painter, QRectF(rect.right() - 16, rect.center().y() - 6.5, 14, 14),
                         isExpanded(index) ? style::Icon::chevronDown : style::Icon::chevronRight,
                         t[style::Token::secondary]);
    if (hasFocus() && index == currentIndex().siblingAtColumn(0))
        painter->fillRect(QRect(0, rect.top(), 2, rect.height()), t[style::Token::accent]);
}

} // namespace labwarden::console
