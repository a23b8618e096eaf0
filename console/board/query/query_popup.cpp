// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/query_popup.h"

#include "console/board/query/completion_list.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/label.h"

#include <QAccessible>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {

using style::Token;

namespace {

constexpr int mostRows = 8;
constexpr int leastWidth = 360;
constexpr int gap = 4;
constexpr int faultIcon = 14;

} // namespace

QueryPopup::QueryPopup(QWidget* field)
    : QFrame(field->window())
    , m_field(field)
    , m_faults(new widgets::Label(style::Text::secondary, Token::failed, this))
    , m_model(new CompletionModel(this))
    , m_list(new QListView(this))
    , m_keys(new widgets::Label(style::Text::caption, Token::muted, this)) {
    setObjectName(QStringLiteral("queryPopup"));
    setFocusPolicy(Qt::NoFocus);
    m_faults->setObjectName(QStringLiteral("queryFaultsLabel"));
    m_faults->setTextFormat(Qt::PlainText);
    m_faults->setWordWrap(true);
    m_faults->setContentsMargins(faultIcon + 20, 6, 8, 6);
    m_list->setObjectName(QStringLiteral("completionsListView"));
    m_list->setAccessibleName(tr("Suggestions"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CompletionDelegate(m_model, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_keys->setObjectName(QStringLiteral("completionKeysLabel"));
    m_keys->setContentsMargins(12, 6, 12, 4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(0);
    layout->addWidget(m_faults);
    layout->addWidget(m_list);
    layout->addWidget(m_keys);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT taken(QueryCompletion(m_model->at(index.row()))); });
    hide();
}

void QueryPopup::setCompletions(std::vector<QueryCompletion> items) {
    m_model->setItems(std::move(items));
    m_list->setVisible(hasCompletions());
    m_list->scrollToTop();
    m_keys->setText(hasCompletions()
                        ? tr("↓ ↑ choose   ·   Enter or Tab takes it   ·   Esc closes   ·   F1 help")
                        : tr("Esc closes   ·   F1 explains the language"));
}

void QueryPopup::setFaults(const QStringList& messages) {
    m_faults->setText(messages.join(QLatin1Char('\n')));
    m_faults->setVisible(!messages.isEmpty());
}

bool QueryPopup::hasCompletions() const {
    return m_model->rowCount() > 0;
}

void QueryPopup::unfold() {
    if (!hasCompletions() && m_faults->text().isEmpty())
        return hide();
    QWidget* window = m_field->window();
    if (parentWidget() != window)
        setParent(window);
    const int width = std::min(std::max(m_field->width(), leastWidth), window->width() - 2 * gap);
    m_list->setFixedHeight(std::min(m_model->rowCount(), mostRows) * style::metrics::menuRowHeight);
    const int height = layout()->totalHeightForWidth(width);
    QPoint corner = m_field->mapTo(window, QPoint(0, m_field->height() + gap));
    corner.setX(std::clamp(corner.x(), gap, std::max(gap, window->width() - width - gap)));
    setGeometry(QRect(corner, QSize(width, height > 0 ? height : layout()->totalSizeHint().height())));
    show();
    raise();
}

void QueryPopup::step(int by) {
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    const int now = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : by > 0 ? -1 : rows;
    const QModelIndex next = m_model->index(std::clamp(now + by, 0, rows - 1), 0);
    m_list->setCurrentIndex(next);
    if (QAccessible::isActive()) { // the list has no keyboard focus and would not tell by itself
        QAccessibleEvent event(m_list, QAccessible::Focus);
        event.setChild(next.row());
        QAccessible::updateAccessibility(&event);
    }
}

const QueryCompletion* QueryPopup::current() const {
    const QModelIndex index = m_list->currentIndex();
    return isVisible() && index.isValid() ? &m_model->at(index.row()) : nullptr;
}

void QueryPopup::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    style::paintBox(painter, rect(), style::metrics::radius, t[Token::raised],
                    t.mix(Token::border, Token::muted, 0.4));
    if (!m_faults->isVisibleTo(this))
        return;
    const QRect faults = m_faults->geometry();
    style::paintIcon(painter, QRectF(faults.left() + 12, faults.top() + 7, faultIcon, faultIcon),
                     style::Icon::circleAlert, t[Token::failed]);
}

} // namespace labwarden::board
