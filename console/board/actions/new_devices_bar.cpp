// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/new_devices_bar.h"

#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace labwarden::board {
namespace {

constexpr int margin = style::metrics::pageMargin;
constexpr int barHeight = 40;

} // namespace

NewDevicesBar::NewDevicesBar(QWidget* parent)
    : QWidget(parent)
    , m_text(new widgets::Label(style::Text::body, style::Token::text, this))
    , m_review(new QPushButton(tr("Review…"), this)) {
    setObjectName(QStringLiteral("newDevicesBar"));
    m_text->setObjectName(QStringLiteral("newDevicesLabel"));
    m_review->setObjectName(QStringLiteral("reviewPushButton"));
    m_review->setFixedHeight(style::metrics::chipHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(margin + 24, 0, margin, 1);
    layout->setSpacing(12);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_review);
    setFixedHeight(barHeight);
    connect(m_review, &QPushButton::clicked, this, &NewDevicesBar::reviewRequested);
    hide();
}

void NewDevicesBar::setCount(int count) {
    m_text->setText(count == 1 ? tr("1 new device wants to join")
                               : tr("%1 new devices want to join").arg(widgets::countText(count)));
    setAccessibleName(m_text->text());
    m_review->setAccessibleDescription(m_text->text());
    setVisible(count > 0);
}

void NewDevicesBar::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.tint(style::Token::accent));
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.tintBorder(style::Token::accent));
    style::paintIcon(painter, QRectF(margin, height() / 2.0 - 8, 16, 16), style::Icon::plugZap,
                     t[style::Token::accent]);
}

} // namespace labwarden::board
