// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_accessible.h"

#include "console/board/tile_view.h"

#include <QPointer>

#include <utility>

namespace labwarden::board {

namespace {

class TileAccessible final : public QAccessibleInterface {
public:
    TileAccessible(TileView* view, const QModelIndex& index) : m_view(view), m_index(index) {}

    bool isValid() const override { return m_view && m_index.isValid(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        if (kind == QAccessible::Name)
            return m_index.data(Qt::AccessibleTextRole).toString();
        return kind == QAccessible::Description ? m_index.data(Qt::AccessibleDescriptionRole).toString()
                                                : QString();
    }

    QRect rect() const override {
        const QRect tile = isValid() ? m_view->visualRect(m_index) : QRect();
        return tile.isEmpty() ? QRect() : QRect(m_view->viewport()->mapToGlobal(tile.topLeft()), tile.size());
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = state.multiSelectable = state.focusable = true;
        state.selected = m_view->selectionModel()->isSelected(m_index);
        state.focused = m_view->hasFocus() && m_view->currentIndex() == m_index;
        const QRect tile = m_view->visualRect(m_index);
        state.invisible = tile.isEmpty();
        state.offscreen = !tile.intersects(m_view->viewport()->rect());
        return state;
    }

private:
    QPointer<TileView> m_view;
    QPersistentModelIndex m_index;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* view = qobject_cast<TileView*>(object);
    return view ? new TileListAccessible(view) : nullptr;
}

} // namespace

void TileListAccessible::install() {
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

TileListAccessible::TileListAccessible(TileView* view) : QAccessibleWidget(view, QAccessible::List) {}

TileListAccessible::~TileListAccessible() {
    forgetItems();
}

TileView* TileListAccessible::view() const {
    return static_cast<TileView*>(widget());
}

void TileListAccessible::forgetItems() {
    for (const QAccessible::Id id : std::exchange(m_items, {}))
        QAccessible::deleteAccessibleInterface(id);
}

int TileListAccessible::childCount() const {
    return view()->shownCount();
}

QAccessibleInterface* TileListAccessible::child(int index) const {
    if (const auto it = m_items.constFind(index); it != m_items.constEnd())
        return QAccessible::accessibleInterface(*it);
    const QModelIndex shown = view()->shownIndex(index);
    if (!shown.isValid())
        return nullptr;
    auto* item = new TileAccessible(view(), shown);
    m_items.insert(index, QAccessible::registerAccessibleInterface(item)); // which now owns it
    return item;
}

QAccessibleInterface* TileListAccessible::childAt(int x, int y) const {
    return child(view()->placeOf(view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y)))));
}

QAccessibleInterface* TileListAccessible::focusChild() const {
    return child(view()->placeOf(view()->currentIndex()));
}

int TileListAccessible::indexOfChild(const QAccessibleInterface* child) const {
    for (auto it = m_items.constBegin(); it != m_items.constEnd(); ++it)
        if (QAccessible::accessibleInterface(it.value()) == child)
            return it.key();
    return -1;
}

} // namespace labwarden::board
