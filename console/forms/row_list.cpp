// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/row_list.h"

#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int gripWidth = 16;
constexpr int rowPadding = 8;

} // namespace

// --- a row ---

ListRow::ListRow(FieldGroup* group, int index, const RowKind& kind, QWidget* parent)
    : QWidget(parent), m_group(group), m_hasGrip(kind.isOrdered) {
    group->setParent(this);
    m_menu = new QToolButton(this);
    m_menu->setObjectName(QStringLiteral("rowMenuToolButton"));
    m_menu->setIcon(style::icon(Icon::ellipsis));
    m_menu->setToolTip(
        (m_hasGrip ? tr("Move, duplicate or remove this %1") : tr("Duplicate or remove this %1"))
            .arg(kind.what));
    m_menu->setAccessibleName(tr("Menu of %1 %2").arg(kind.what).arg(index + 1));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(m_hasGrip ? gripWidth + 4 : 0, rowPadding, 0, rowPadding);
    layout->setSpacing(4);
    layout->addWidget(group, 1);
    layout->addWidget(m_menu, 0, Qt::AlignTop);
    connect(m_menu, &QToolButton::clicked, this, &ListRow::menuRequested);
    setMouseTracking(true);
}

QRect ListRow::gripRect() const {
    if (!m_hasGrip)
        return {};
    return {0, rowPadding, gripWidth, style::metrics::controlHeight};
}

void ListRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t[Token::muted]);
    const QRectF grip = gripRect();
    for (int column = 0; m_hasGrip && column < 2; ++column)
        for (int line = -1; line <= 1; ++line)
            painter.drawEllipse(QPointF(grip.left() + 4 + column * 5, grip.center().y() + line * 5), 1.2,
                                1.2);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t[Token::border]);
}

// --- the list ---

RowList::RowList(RowKind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(std::move(kind))
    , m_layout(new QVBoxLayout(this))
    , m_empty(new widgets::Label(m_kind.empty, style::Text::secondary, Token::muted, this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(0, 4, 0, 8);
    m_layout->addWidget(m_empty);
}

QString RowList::pointer(int index) const {
    return QStringLiteral("%1/%2").arg(m_kind.base).arg(index);
}

void RowList::refresh() {
    const int wanted = m_kind.count();
    const bool isOther = wanted != count();
    while (count() > wanted) {
        auto* last = m_rows.back();
        m_rows.pop_back();
        m_layout->removeWidget(last);
        last->hide();
        last->deleteLater();
    }
    while (count() < wanted) {
        const int index = count();
        auto* row = new ListRow(m_kind.makeGroup(index, this), index, m_kind, this);
        row->installEventFilter(this);
        connect(row, &ListRow::menuRequested, this, [this, index] { openMenu(index); });
        for (auto* child : row->findChildren<QWidget*>())
            child->installEventFilter(this);
        m_layout->addWidget(row);
        m_rows.push_back(row);
        row->show();
    }
    for (auto* row : m_rows)
        row->group()->refresh();
    m_empty->setVisible(m_rows.empty());
    if (isOther) {
        setReadOnly(m_isReadOnly);
        Q_EMIT rowsChanged();
    }
}

void RowList::setReadOnly(bool readOnly) {
    m_isReadOnly = readOnly;
    for (auto* each : m_rows) {
        each->group()->setReadOnly(readOnly);
        each->menuButton()->setEnabled(!readOnly);
    }
}

void RowList::showFaults() {
    for (auto* row : m_rows)
        row->group()->showFaults();
}

QWidget* RowList::fieldAt(const QString& pointer) const {
    for (const auto* row : m_rows)
        if (auto* field = row->group()->fieldAt(pointer))
            return field;
    return nullptr;
}

QString RowList::pointerOf(const QWidget* focus) const {
    const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&](const ListRow* each) { return each->isAncestorOf(focus); });
    if (row == m_rows.end())
        return {};
    const QString of = (*row)->group()->pointerOfFocus();
    return of.isEmpty() ? (*row)->group()->base() : of;
}

QList<QWidget*> RowList::tabStops() const {
    QList<QWidget*> stops;
    for (const auto* row : m_rows)
        stops << row->group()->tabStops() << row->menuButton();
    return stops;
}

int RowList::rowOfFocus() const {
    const QWidget* focus = focusWidget();
    for (int i = 0; i < count(); ++i)
        if (focus && row(i)->isAncestorOf(focus))
            return i;
    return -1;
}

void RowList::focusRow(int index, const QString& rest) {
    if (index < 0 || index >= count())
        return;
    auto* field = rest.isEmpty() ? row(index)->group()->fieldAt(pointer(index))
                                 : row(index)->group()->fieldAt(pointer(index) + rest);
    if (rest == QLatin1String("menu"))
        field = row(index)->menuButton();
    if (field)
        field->setFocus(Qt::OtherFocusReason);
}

void RowList::move(int from, int to) {
    if (!m_kind.isOrdered || from == to || from < 0 || to < 0 || from >= count() || to >= count())
        return;
    const int focused = rowOfFocus();
    const QString at =
        focused == from ? row(from)->group()->pointerOfFocus().mid(pointer(from).size()) : QString();
    m_kind.move(tr("move %1").arg(m_kind.what), from, to);
    if (focused == from)
        focusRow(to, at.isEmpty() ? QStringLiteral("menu") : at);
}

void RowList::duplicate(int index) {
    m_kind.duplicate(tr("duplicate %1").arg(m_kind.what), index);
    focusRow(index + 1, {});
}

void RowList::remove(int index) {
    const bool hadFocus = rowOfFocus() >= 0;
    m_kind.remove(tr("remove %1").arg(m_kind.what), index);
    if (hadFocus && count() > 0)
        focusRow(std::min(index, count() - 1), {});
    else if (hadFocus)
        focusPreviousChild();
}

void RowList::openMenu(int index) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](Icon icon, const QString& text, const QKeySequence& keys, bool isOffered,
                         auto action) {
        auto* made = menu->addAction(style::icon(icon),
                                     text + QLatin1Char('\t') + keys.toString(QKeySequence::NativeText));
        made->setEnabled(isOffered);
        connect(made, &QAction::triggered, this, action);
    };
    if (m_kind.isOrdered) {
        add(Icon::arrowUp, tr("Move up"), Qt::ALT | Qt::Key_Up, index > 0,
            [this, index] { move(index, index - 1); });
        add(Icon::arrowDown, tr("Move down"), Qt::ALT | Qt::Key_Down, index + 1 < count(),
            [this, index] { move(index, index + 1); });
    }
    add(Icon::copy, tr("Duplicate"), Qt::CTRL | Qt::Key_D, true, [this, index] { duplicate(index); });
    menu->addSeparator();
    add(Icon::trash2, tr("Remove"), Qt::CTRL | Qt::Key_Delete, true, [this, index] { remove(index); });
    auto* button = row(index)->menuButton();
    menu->popup(button->mapToGlobal(QPoint(0, button->height())));
}

bool RowList::eventFilter(QObject* watched, QEvent* event) {
    if (auto* dragged = qobject_cast<ListRow*>(watched); dragged && dragEvent(dragged, event))
        return true;
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (isKey && !m_isReadOnly) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
        const int index = rowOfFocus();
        std::function<void()> action;
        if (modifiers == Qt::AltModifier && key->key() == Qt::Key_Up)
            action = [this, index] { move(index, index - 1); };
        else if (modifiers == Qt::AltModifier && key->key() == Qt::Key_Down)
            action = [this, index] { move(index, index + 1); };
        else if (modifiers == Qt::ControlModifier && key->key() == Qt::Key_D)
            action = [this, index] { duplicate(index); };
        else if (modifiers == Qt::ControlModifier && key->key() == Qt::Key_Delete)
            action = [this, index] { remove(index); };
        if (action && index >= 0) {
            event->accept();
            if (event->type() == QEvent::KeyPress)
                action();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

// --- dragging ---

int RowList::gapAt(int y) const {
    int gap = 0;
    while (gap < count() && y > row(gap)->geometry().center().y())
        ++gap;
    return gap;
}

bool RowList::dragEvent(ListRow* dragged, QEvent* event) {
    if (event->type() != QEvent::MouseMove && event->type() != QEvent::MouseButtonPress &&
        event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const QPoint at = mouse->position().toPoint();
    const bool isOnGrip = dragged->gripRect().contains(at);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        if (mouse->button() != Qt::LeftButton || !isOnGrip || m_isReadOnly)
            return false;
        m_dragged = static_cast<int>(std::find(m_rows.begin(), m_rows.end(), dragged) - m_rows.begin());
        return true;
    case QEvent::MouseMove:
        dragged->setCursor(m_dragged >= 0 ? Qt::ClosedHandCursor
                           : isOnGrip     ? Qt::OpenHandCursor
                                          : Qt::ArrowCursor);
        if (m_dragged < 0)
            return false;
        m_gap = gapAt(dragged->mapToParent(at).y());
        update();
        return true;
    default:
        break;
    }
    if (m_dragged < 0)
        return false;
    const int from = std::exchange(m_dragged, -1), gap = std::exchange(m_gap, -1);
    update();
    if (gap >= 0)
        move(from, gap > from ? gap - 1 : gap);
    return true;
}

void RowList::paintEvent(QPaintEvent*) {
    if (m_gap < 0 || m_rows.empty())
        return;
    const int y = m_gap < count() ? row(m_gap)->y() : m_rows.back()->geometry().bottom();
    QPainter painter(this);
    painter.fillRect(QRect(0, y - 1, width(), 2), style::tokens(this)[Token::accent]);
}

} // namespace labwarden::console
