// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/selection_bar.h"

#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/tokens.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QAction>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int gap = 8;
constexpr int barHeight = 48;

} // namespace

SelectionBar::SelectionBar(const std::vector<QAction*>& actions, QWidget* parent)
    : QWidget(parent)
    , m_count(new widgets::Label(style::Text::bodyStrong, Token::text, this))
    , m_menu(new QMenu(this)) {
    setObjectName(QStringLiteral("selectionBar"));
    m_count->setObjectName(QStringLiteral("selectionCountLabel"));
    m_menu->setObjectName(QStringLiteral("moreSelectionMenu"));
    m_selectAll = makeButton(QStringLiteral("selectAllPushButton"), style::ButtonRole::plain);
    m_selectAll->setToolTip(tr("Ctrl+A"));
    m_more = makeButton(QStringLiteral("moreSelectionPushButton"), style::ButtonRole::secondary);
    m_more->setIcon(style::icon(Icon::ellipsis));
    m_more->setToolTip(tr("More"));
    m_more->setAccessibleName(tr("More"));
    m_clear = makeButton(QStringLiteral("clearSelectionPushButton"), style::ButtonRole::plain);
    m_clear->setIcon(style::icon(Icon::x));
    m_clear->setToolTip(tr("Clear the selection (Esc)"));
    m_clear->setAccessibleName(tr("Clear the selection"));
    connect(m_selectAll, &QPushButton::clicked, this, &SelectionBar::selectAllRequested);
    connect(m_more, &QPushButton::clicked, this, &SelectionBar::openMore);
    connect(m_clear, &QPushButton::clicked, this, &SelectionBar::clearRequested);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
    for (auto* action : actions)
        add(action);
    m_first = m_actions.size();
}

QPushButton* SelectionBar::makeButton(const QString& name, style::ButtonRole role) {
    auto* button = new QPushButton(this);
    button->setObjectName(name);
    style::setButtonRole(button, role);
    return button;
}

void SelectionBar::add(QAction* action) {
    auto* button =
        makeButton(action->objectName() + QStringLiteral("PushButton"), style::ButtonRole::secondary);
    if (!m_buttons.empty()) // the keyboard meets them in the order in which they stand
        setTabOrder(m_buttons.back(), button);
    setTabOrder(button, m_more);
    m_actions.push_back(action);
    m_buttons.push_back(button);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, [this, at = m_buttons.size() - 1] {
        follow(at);
        arrange();
    });
    follow(m_buttons.size() - 1);
    arrange();
}

void SelectionBar::follow(std::size_t at) {
    const QAction& action = *m_actions[at];
    QPushButton& button = *m_buttons[at];
    button.setText(action.text());
    button.setIcon(action.icon());
    button.setEnabled(action.isEnabled());
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    button.setToolTip(keys.isEmpty() ? action.toolTip()
                                     : QStringLiteral("%1 (%2)").arg(action.toolTip(), keys));
    button.setAccessibleDescription(action.toolTip());
}

void SelectionBar::setCounts(int selected, int matching, bool isFiltered) {
    m_count->setText(tr("%1 selected").arg(widgets::countText(selected)));
    const QString all = widgets::countText(matching);
    m_selectAll->setText(isFiltered ? tr("Select all %1 that match").arg(all) : tr("Select all %1").arg(all));
    m_canSelectAll = selected < matching;
    setAccessibleName(m_count->text());
    arrange();
}

QSize SelectionBar::sizeHint() const {
    return {400, barHeight};
}

// From the left what is selected, then the actions as far as there is room; the way out stays at the right.
void SelectionBar::arrange() {
    const int top = (barHeight + 1 - style::metrics::controlHeight) / 2;
    const auto place = [top](QWidget* widget, int left) {
        const int width = widget->sizeHint().width();
        widget->setGeometry(left, top, width, style::metrics::controlHeight);
        return left + width + gap;
    };
    int right = width() - margin + gap; // the cross has room around it already
    right -= m_clear->sizeHint().width();
    place(m_clear, right);
    right -= gap;
    int left = place(m_count, margin);
    std::vector<QPushButton*> offered;
    int wanted = 0, first = 0; // room for all of them, and for those that were there from the start
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        if (m_actions[i]->isVisible()) {
            offered.push_back(m_buttons[i]);
            wanted += m_buttons[i]->sizeHint().width() + gap;
            first = i < m_first ? wanted : first;
        } else {
            m_buttons[i]->hide();
        }
    }
    const int moreWidth = m_more->sizeHint().width() + gap;
    // Selecting all goes by key, too: it gives way before the actions do.
    const int selectWidth = m_selectAll->sizeHint().width() + gap;
    const int least = first == wanted ? wanted : std::min(wanted, first + moreWidth);
    const bool hasRoom = left + selectWidth + least <= right + gap;
    m_selectAll->setVisible(m_canSelectAll && hasRoom);
    if (m_canSelectAll && hasRoom)
        left = place(m_selectAll, left);
    const bool all = left + wanted <= right + gap;
    const int end = all ? right + gap : right - moreWidth + gap;
    bool isFull = false;
    for (auto* button : offered) {
        isFull = isFull || left + button->sizeHint().width() + gap > end;
        button->setVisible(!isFull);
        if (!isFull)
            left = place(button, left);
    }
    m_more->setVisible(isFull);
    if (isFull)
        place(m_more, left);
}

void SelectionBar::openMore() {
    m_menu->clear();
    m_menu->setToolTipsVisible(true);
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        if (m_actions[i]->isVisible() && m_buttons[i]->isHidden())
            m_menu->addAction(m_actions[i]);
    m_menu->popup(m_more->mapToGlobal(QPoint(0, -m_menu->sizeHint().height() - 4)));
}

void SelectionBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void SelectionBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
}

void SelectionBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT clearRequested();
    else
        QWidget::keyPressEvent(event);
}

void SelectionBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, width(), 1), t[Token::border]);
}

} // namespace labwarden::board
