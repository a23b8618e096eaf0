// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/search_field.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>

namespace labwarden::widgets {

SearchField::SearchField(QWidget* parent) : QLineEdit(parent) {
    const QKeySequence keys(QKeySequence::Find);
    m_hint = keys.toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QLatin1Char(' '));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setMinimumWidth(140);
    setTextMargins(24, 0, 0, 0);
    setPlaceholderText(tr("Filter…"));
    setAccessibleName(tr("Filter"));
    auto* clear = addAction(style::icon(style::Icon::x), QLineEdit::TrailingPosition);
    clear->setToolTip(tr("Clear the filter"));
    clear->setVisible(false);
    connect(clear, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, clear,
            [clear](const QString& text) { clear->setVisible(!text.isEmpty()); });
    auto* shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    });
}

QSize SearchField::sizeHint() const {
    return {260, style::metrics::controlHeight};
}

void SearchField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    style::paintIcon(painter, QRectF(10, height() / 2.0 - 8, 16, 16), style::Icon::search,
                     t[style::Token::muted]);
    if (!text().isEmpty() || hasFocus() || width() < 200)
        return;
    painter.setFont(style::font(style::Text::caption));
    const int textWidth = painter.fontMetrics().horizontalAdvance(m_hint);
    const int right = width() - trailingWidth() - 7;
    const QRectF key(right - textWidth - 14, height() / 2.0 - 9, textWidth + 14, 18);
    style::paintBox(painter, key, 4, t[style::Token::raised], t[style::Token::border]);
    painter.setPen(t[style::Token::muted]);
    painter.drawText(key, Qt::AlignCenter, m_hint);
}

int SearchField::trailingWidth() const {
    int left = width();
    const auto buttons = findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
    for (const QToolButton* button : buttons)
        if (button->isVisible() && button->x() > width() / 2)
            left = std::min(left, button->x());
    return width() - left;
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace labwarden::widgets
