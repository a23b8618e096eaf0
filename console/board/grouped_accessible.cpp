// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/grouped_accessible.h"

#include "console/board/grouped_view.h"

#include <QPointer>

#include <utility>

namespace labwarden::board {

namespace {

/// What headers and devices have in common: no children, a place in the view.
class ItemAccessible : public QAccessibleInterface {
public:
    explicit ItemAccessible(GroupedView* view) : m_view(view) {}

    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const final {
        const QRect here = isValid() ? onViewport() : QRect();
        return here.isEmpty() ? QRect() : QRect(m_view->viewport()->mapToGlobal(here.topLeft()), here.size());
    }
    QAccessible::State state() const final {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const QRect here = onViewport();
        state.focusable = true;
        state.invisible = here.isEmpty();
        state.offscreen = !here.intersects(m_view->viewport()->rect());
        complete(state);
        return state;
    }

protected:
    virtual QRect onViewport() const = 0;
    virtual void complete(QAccessible::State& state) const = 0;
    GroupedView* view() const { return m_view; }

private:
    QPointer<GroupedView> m_view;
};

class DeviceAccessible final : public ItemAccessible {
public:
    DeviceAccessible(GroupedView* view, const QModelIndex& index) : ItemAccessible(view), m_index(index) {}

    bool isValid() const override { return view() && m_index.isValid(); }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        if (kind == QAccessible::Name)
            return m_index.data(Qt::AccessibleTextRole).toString();
        return kind == QAccessible::Description ? m_index.data(Qt::AccessibleDescriptionRole).toString()
                                                : QString();
    }

protected:
    QRect onViewport() const override { return view()->visualRect(m_index); }
    void complete(QAccessible::State& state) const override {
        state.selectable = state.multiSelectable = true;
        state.selected = view()->selectionModel()->isSelected(m_index);
        state.focused = view()->hasFocus() && view()->currentHeader() < 0 &&
                        view()->currentIndex().row() == m_index.row();
    }

private:
    QPersistentModelIndex m_index;
};

/// Pressing it folds or unfolds its group.
class HeaderAccessible final : public ItemAccessible, public QAccessibleActionInterface {
public:
    HeaderAccessible(GroupedView* view, QString key) : ItemAccessible(view), m_key(std::move(key)) {}

    bool isValid() const override { return view() && group() >= 0; }
    QAccessible::Role role() const override { return QAccessible::Button; }
    QString text(QAccessible::Text kind) const override {
        return isValid() && kind == QAccessible::Name ? view()->groups()->describe(group()) : QString();
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (isValid() && name == pressAction())
            view()->groups()->setFolded(group(), !view()->groups()->isFolded(group()));
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

protected:
    QRect onViewport() const override { return view()->headerRect(group()); }
    void complete(QAccessible::State& state) const override {
        state.expandable = true;
        state.collapsed = view()->groups()->isFolded(group());
        state.expanded = !state.collapsed;
        state.focused = view()->hasFocus() && view()->currentHeader() == group();
    }

private:
    int group() const { return view()->groups()->groupOfKey(m_key); }

    QString m_key;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* view = qobject_cast<GroupedView*>(object);
    return view ? new GroupedAccessible(view) : nullptr;
}

} // namespace

void GroupedAccessible::install() {
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

GroupedAccessible::GroupedAccessible(GroupedView* view) : QAccessibleWidget(view, QAccessible::List) {}

GroupedAccessible::~GroupedAccessible() {
    forgetItems();
}

GroupedView* GroupedAccessible::view() const {
    return static_cast<GroupedView*>(widget());
}

void GroupedAccessible::forgetItems() {
    for (const QAccessible::Id id : std::exchange(m_items, {}))
        QAccessible::deleteAccessibleInterface(id);
}

int GroupedAccessible::childCount() const {
    return view()->groups()->count() + view()->groups()->shownCount();
}

int GroupedAccessible::childOf(BoardPosition position) const {
    if (position.group < 0)
        return -1;
    int child = position.index + 1;
    for (int g = 0; g < position.group; ++g)
        child += 1 + static_cast<int>(view()->groups()->at(g).rows.size());
    return child;
}

std::optional<BoardPosition> GroupedAccessible::positionOf(int child) const {
    for (int g = 0; g < view()->groups()->count(); ++g) {
        const int size = 1 + static_cast<int>(view()->groups()->at(g).rows.size());
        if (child >= 0 && child < size)
            return BoardPosition{g, child - 1};
        child -= size;
    }
    return std::nullopt;
}

QAccessibleInterface* GroupedAccessible::child(int index) const {
    if (const auto it = m_items.constFind(index); it != m_items.constEnd())
        return QAccessible::accessibleInterface(*it);
    const auto position = positionOf(index);
    if (!position)
        return nullptr;
    const DeviceGroups& groups = *view()->groups();
    QAccessibleInterface* item = nullptr;
    if (position->isHeader())
        item = new HeaderAccessible(view(), groups.at(position->group).key);
    else
        item = new DeviceAccessible(view(), groups.devices()->index(groups.rowAt(*position), 0));
    m_items.insert(index, QAccessible::registerAccessibleInterface(item)); // which now owns it
    return item;
}

QAccessibleInterface* GroupedAccessible::childAt(int x, int y) const {
    const QPoint point = view()->viewport()->mapFromGlobal(QPoint(x, y));
    for (const GroupLayout::Visible& part : view()->groupLayout().visible(view()->shownArea()))
        if (view()->headerRect(part.group).contains(point))
            return child(childOf({part.group, BoardPosition::header}));
    const auto position = view()->groups()->positionOf(view()->indexAt(point).row());
    return position ? child(childOf(*position)) : nullptr;
}

QAccessibleInterface* GroupedAccessible::focusChild() const {
    if (const int header = view()->currentHeader(); header >= 0)
        return child(childOf({header, BoardPosition::header}));
    const auto position = view()->groups()->positionOf(view()->currentIndex().row());
    return position ? child(childOf(*position)) : nullptr;
}

int GroupedAccessible::indexOfChild(const QAccessibleInterface* child) const {
    for (auto it = m_items.constBegin(); it != m_items.constEnd(); ++it)
        if (QAccessible::accessibleInterface(it.value()) == child)
            return it.key();
    return -1;
}

} // namespace labwarden::board
