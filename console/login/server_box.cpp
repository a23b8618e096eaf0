// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/server_box.h"

#include "console/style/icons.h"
#include "console/style/metrics.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QSettings>
#include <QStyledItemDelegate>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int historyLength = 8;
constexpr int crossWidth = 28;
constexpr int crossSize = 14;
const QString historyKey = QStringLiteral("login/servers");

QRect crossRect(const QRect& row) {
    return {row.right() - crossWidth + 1, row.top(), crossWidth, row.height()};
}

/// A row with a cross at its right.
class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const auto cross = crossRect(option.rect);
        style::paintIcon(*painter,
                         QRectF(cross.x() + (cross.width() - crossSize) / 2.0,
                                cross.y() + (cross.height() - crossSize) / 2.0, crossSize, crossSize),
                         style::Icon::x, style::tokens(option.palette)[style::Token::secondary]);
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + crossWidth, std::max(size.height(), style::metrics::menuRowHeight)};
    }
};

} // namespace

ServerBox::ServerBox(QSettings& settings, QWidget* parent) : QComboBox(parent), m_settings(settings) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setItemDelegate(new EntryDelegate(this));
    addItems(settings.value(historyKey).toStringList());
    lineEdit()->setPlaceholderText(QStringLiteral("lab.example:8080"));
    lineEdit()->setObjectName(QStringLiteral("serverLineEdit"));
    view()->setToolTip(tr("Delete takes an address out of the list"));
    view()->installEventFilter(this);
    view()->viewport()->installEventFilter(this);
}

void ServerBox::remember(const QString& address) {
    auto history = m_settings.value(historyKey).toStringList();
    history.removeAll(address);
    history.prepend(address);
    history = history.mid(0, historyLength);
    m_settings.setValue(historyKey, history);
    clear();
    addItems(history);
}

void ServerBox::forget(int row) {
    if (row < 0 || row >= count())
        return;
    const QString address = itemText(row);
    const QString typed = currentText();
    auto history = m_settings.value(historyKey).toStringList();
    history.removeAll(address);
    m_settings.setValue(historyKey, history);
    removeItem(row);
    setEditText(typed == address ? QString() : typed);
    if (count() == 0)
        hidePopup();
    else
        view()->setCurrentIndex(model()->index(std::min(row, count() - 1), modelColumn()));
    Q_EMIT forgotten(address);
}

bool ServerBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view() && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        forget(view()->currentIndex().row());
        return true;
    }
    if (watched == view()->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto at = static_cast<QMouseEvent*>(event)->position().toPoint();
        const auto index = view()->indexAt(at);
        if (index.isValid() && crossRect(view()->visualRect(index)).contains(at)) {
            forget(index.row());
            return true;
        }
    }
    return QComboBox::eventFilter(watched, event);
}

} // namespace labwarden::console
