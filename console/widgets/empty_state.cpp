// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/empty_state.h"

#include "console/style/painting.h"
#include "console/widgets/label.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::widgets {

class EmptyState::Picture : public QWidget {
public:
    Picture() { setFixedSize(56, 56); }

    void setIcon(style::Icon icon) {
        m_icon = icon;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const style::Tokens& t = style::tokens(this);
        QPainter painter(this);
        style::paintBox(painter, rect(), 14, t[style::Token::raised], t[style::Token::border]);
        style::paintIcon(painter, QRectF(rect()).adjusted(16, 16, -16, -16), m_icon, t[style::Token::muted]);
    }

private:
    style::Icon m_icon = style::Icon::inbox;
};

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_picture(new Picture)
    , m_sentence(new Label(style::Text::bodyStrong))
    , m_hint(new Label(style::Text::secondary, style::Token::secondary))
    , m_action(new QPushButton)
    , m_other(new QPushButton) {
    m_action->setObjectName(QStringLiteral("emptyStatePushButton"));
    m_other->setObjectName(QStringLiteral("emptyStateOtherPushButton"));
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addStretch(1);
    actions->addWidget(m_action);
    actions->addWidget(m_other);
    actions->addStretch(1);
    m_hint->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    auto* layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(m_picture, 0, Qt::AlignHCenter);
    layout->addSpacing(8);
    layout->addWidget(m_sentence, 0, Qt::AlignHCenter);
    layout->addWidget(m_hint, 0, Qt::AlignHCenter);
    layout->addSpacing(8);
    layout->addLayout(actions);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(m_other, &QPushButton::clicked, this, &EmptyState::otherTriggered);
    setContent(style::Icon::inbox, {});
}

void EmptyState::setContent(style::Icon icon, const QString& sentence, const QString& hint,
                            const QString& action, const QString& other) {
    m_picture->setIcon(icon);
    m_sentence->setText(sentence);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_other->setText(other);
    m_other->setVisible(!other.isEmpty());
    setAccessibleName(sentence);
    setAccessibleDescription(hint);
}

} // namespace labwarden::widgets
