// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_matrix_view.h"

#include "console/admin/role_matrix_headers.h"
#include "console/admin/role_matrix_model.h"
#include "console/style/icons.h"
#include "console/style/painting.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int permissionHeight = 34;
constexpr int areaHeight = 34;
constexpr int roleColumnWidth = 116;
constexpr int wideHeader = 400, narrowHeader = 184; // with and without what the permissions mean
constexpr int box = 16;

} // namespace

void RoleMatrixDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const auto& t = style::tokens(option.palette);
    const QRect& rect = option.rect;
    const auto* view = qobject_cast<const QTableView*>(option.widget);
    const auto current = view ? view->currentIndex() : QModelIndex();
    const bool isArea = index.data(RoleMatrixModel::AreaRole).toBool();
    const bool lit = current.isValid() &&
                     (index.column() == current.column() || (!isArea && index.row() == current.row()));
    painter->save();
    painter->fillRect(rect, t[lit ? Token::raised : Token::bg]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t[Token::border]);
    if (isArea) {
        painter->restore();
        return;
    }
    const bool allowed = index.data(RoleMatrixModel::AllowedRole).toBool();
    const bool changed = index.data(RoleMatrixModel::ChangedRole).toBool();
    const bool editable = index.data(RoleMatrixModel::EditableRole).toBool();
    const QRectF mark(rect.center().x() - box / 2.0 + 0.5, rect.center().y() - box / 2.0, box, box);
    if (changed) {
        const Token token = allowed ? Token::available : Token::failed;
        const QRectF pill = QRectF(rect).adjusted(6, 4, -6, -5);
        style::paintBox(*painter, pill, 5, t.tint(token), t.tintBorder(token));
        style::paintIcon(*painter, QRectF(pill.right() - 22, pill.center().y() - 6, 12, 12),
                         allowed ? Icon::plus : Icon::minus, t[token]);
    }
    if (editable) {
        QStyleOptionViewItem check(option);
        check.rect = mark.toRect();
        check.state = QStyle::State_Enabled | (allowed ? QStyle::State_On : QStyle::State_Off);
        QApplication::style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &check, painter,
                                             option.widget);
    } else {
        style::paintIcon(*painter, mark, allowed ? Icon::check : Icon::minus,
                         allowed ? t[Token::secondary] : t[Token::border]);
    }
    if (view && view->hasFocus() && index == current)
        style::paintFocusRing(*painter, QRectF(rect).adjusted(2, 1, -2, -2), 5, t);
    painter->restore();
}

RoleMatrixView::RoleMatrixView(RoleMatrixModel* model, QWidget* parent)
    : QTableView(parent)
    , m_matrix(model)
    , m_roles(new RoleHeader(this))
    , m_permissions(new PermissionHeader(this)) {
    setObjectName(QStringLiteral("roleMatrixView"));
    setAccessibleName(tr("What every role allows"));
    setAccessibleDescription(tr("Arrow keys go from cell to cell, Space gives or takes a permission."));
    setHorizontalHeader(m_roles);
    setVerticalHeader(m_permissions);
    setItemDelegate(new RoleMatrixDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    viewport()->setBackgroundRole(QPalette::Window);
    m_roles->setSectionResizeMode(QHeaderView::Fixed);
    m_roles->setDefaultSectionSize(roleColumnWidth);
    m_permissions->setDefaultSectionSize(permissionHeight);
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &RoleMatrixView::layOutRows);
    connect(model, &QAbstractItemModel::modelReset, this, &RoleMatrixView::layOutColumns);
    connect(this, &QTableView::clicked, this, &RoleMatrixView::toggle);
    connect(m_roles, &QHeaderView::sectionPressed, this, &RoleMatrixView::setCurrentRole);
    layOutRows();
}

void RoleMatrixView::layOutRows() {
    for (int row = 0; row < m_matrix->rowCount(); ++row)
        m_permissions->resizeSection(
            row, m_matrix->headerData(row, Qt::Vertical, RoleMatrixModel::AreaRole).toBool()
                     ? areaHeight
                     : permissionHeight);
}

// The roles come first; the permissions' meanings, which their tool tips tell too, have what is left.
void RoleMatrixView::layOutColumns() {
    const int left = width() - m_matrix->columnCount() * roleColumnWidth;
    m_permissions->setWide(std::clamp(left, narrowHeader, wideHeader));
}

int RoleMatrixView::firstRow() const {
    for (int row = 0; row < m_matrix->rowCount(); ++row)
        if (!m_matrix->headerData(row, Qt::Vertical, RoleMatrixModel::AreaRole).toBool())
            return row;
    return -1;
}

void RoleMatrixView::setCurrentRole(int column) {
    const int row = currentIndex().isValid() ? currentIndex().row() : firstRow();
    if (row >= 0 && column >= 0)
        setCurrentIndex(m_matrix->index(row, column));
}

QModelIndex RoleMatrixView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    const auto from = currentIndex();
    if (!from.isValid())
        return m_matrix->index(firstRow(), 0);
    const auto isCell = [&](int row) {
        return !m_matrix->headerData(row, Qt::Vertical, RoleMatrixModel::AreaRole).toBool();
    };
    const int step = action == MoveDown ? 1 : action == MoveUp ? -1 : 0;
    if (step == 0) {
        const auto to = QTableView::moveCursor(action, modifiers);
        for (int row = to.row(); row < m_matrix->rowCount(); ++row)
            if (to.isValid() && isCell(row))
                return to.sibling(row, to.column());
        return from;
    }
    for (int row = from.row() + step; row >= 0 && row < m_matrix->rowCount(); row += step)
        if (isCell(row))
            return from.sibling(row, from.column());
    // The line of the first area comes into view with the first permission.
    if (step < 0)
        scrollToTop();
    return from;
}

void RoleMatrixView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        toggle(currentIndex());
        return;
    default:
        QTableView::keyPressEvent(event);
    }
}

void RoleMatrixView::toggle(const QModelIndex& index) {
    if (!index.isValid() || m_matrix->toggle(index))
        return;
    if (const QString why = m_matrix->whyNot(index); !why.isEmpty())
        Q_EMIT refused(why);
}

void RoleMatrixView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    m_roles->setCurrent(current.column());
    m_permissions->setCurrent(current.row());
    viewport()->update(); // a whole column and a whole row are lit
    if (current.column() != previous.column())
        Q_EMIT currentRoleChanged(current.column());
}

void RoleMatrixView::resizeEvent(QResizeEvent* event) {
    layOutColumns();
    QTableView::resizeEvent(event);
}

void RoleMatrixView::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid())
        setCurrentRole(0);
}

} // namespace labwarden::console
