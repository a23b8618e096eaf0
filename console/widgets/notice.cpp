// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/notice.h"

#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/label.h"

#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace labwarden::widgets {
namespace {

constexpr int margin = 12;
constexpr int iconSize = style::metrics::icon;

} // namespace

Notice::Notice(QWidget* parent)
    : QWidget(parent)
    , m_words(new Label(style::Text::body, style::Token::text, this))
    , m_detail(new Label(style::Text::secondary, style::Token::secondary, this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this)) {
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_words);
    texts->addWidget(m_detail);
    m_detail->setObjectName(QStringLiteral("noticeDetailLabel"));
    m_action->setObjectName(QStringLiteral("noticeActionPushButton"));
    m_close->setObjectName(QStringLiteral("noticeCloseToolButton"));
    m_close->setIcon(style::icon(style::Icon::x));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(margin + iconSize + 8, 10, margin, 10);
    layout->setSpacing(8);
    layout->addLayout(texts, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &Notice::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, &Notice::clear);
    for (auto* label : {m_words, m_detail}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText); // the words may be the server's
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    // A wrapped label is as high as its width asks for; a box layout only knows that from the size policy.
    auto policy = sizePolicy();
    policy.setHeightForWidth(true);
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    setSizePolicy(policy);
    hide();
}

void Notice::say(style::Icon icon, style::Token colour, const QString& words, const QString& detail) {
    m_icon = icon;
    m_colour = colour;
    m_words->setText(words);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_action->hide();
    m_close->hide();
    setAccessibleName(detail.isEmpty() ? words : words + QLatin1Char(' ') + detail);
    show();
    updateGeometry();
    update();
}

void Notice::problem(const QString& words, const QString& detail) {
    say(style::Icon::circleAlert, style::Token::failed, words, detail);
}

void Notice::offer(const QString& action) {
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_close->show();
    updateGeometry();
}

void Notice::clear() {
    m_words->clear();
    m_detail->clear();
    hide();
}

QString Notice::words() const {
    return m_words->text();
}

void Notice::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& tokens = style::tokens(this);
    const QRect box = contentsRect();
    style::paintBox(painter, box, style::metrics::radius, tokens.tint(m_colour), tokens.tintBorder(m_colour));
    const qreal top = box.top() + (m_close->isHidden() ? 10 : (box.height() - iconSize) / 2.0);
    style::paintIcon(painter, QRectF(box.left() + margin, top, iconSize, iconSize), m_icon, tokens[m_colour]);
}

} // namespace labwarden::widgets
