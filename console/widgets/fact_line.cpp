// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/fact_line.h"

#include "console/style/metrics.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace labwarden::widgets {
namespace {

constexpr int iconSize = style::metrics::icon;
constexpr int gap = 8;

} // namespace

FactLine::FactLine(QWidget* parent)
    : QWidget(parent), m_words(new Label(style::Text::body, style::Token::text, this)) {
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(iconSize + gap, 0, 0, 0);
    layout->addWidget(m_words);
    auto policy = sizePolicy();
    policy.setHeightForWidth(true);
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    setSizePolicy(policy);
    hide();
}

void FactLine::say(style::Icon icon, style::Token colour, const QString& words) {
    m_icon = icon;
    m_colour = colour;
    m_words->setText(words);
    setAccessibleName(words);
    setVisible(!words.isEmpty());
    update();
}

QString FactLine::words() const {
    return m_words->text();
}

void FactLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    // In the middle of the first line, however many follow.
    const qreal top = (fontMetrics().height() - iconSize) / 2.0;
    style::paintIcon(painter, QRectF(0, top, iconSize, iconSize), m_icon, style::tokens(this)[m_colour]);
}

} // namespace labwarden::widgets
