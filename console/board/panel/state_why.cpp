// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/state_why.h"

#include "console/board/panel/device_words.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"
#include "console/widgets/wrap_label.h"

#include <QPainter>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int padding = 12;
constexpr int iconRoom = 24;

} // namespace

StateWhy::StateWhy(QWidget* parent)
    : QWidget(parent)
    , m_look(widgets::lookOf(DeviceState::available))
    , m_word(new Label(Text::bodyStrong, Token::text, this))
    , m_since(new Label(Text::secondary, Token::secondary, this))
    , m_reason(new widgets::WrapLabel(Text::body, Token::text, this)) {
    setObjectName(QStringLiteral("stateWhy"));
    m_since->setObjectName(QStringLiteral("stateSinceLabel"));
    m_reason->setObjectName(QStringLiteral("stateReasonLabel"));
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_word);
    first->addWidget(m_since, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(padding + iconRoom, padding - 2, padding, padding - 2);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(m_reason);
    auto policy = sizePolicy();
    policy.setHeightForWidth(true);
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    setSizePolicy(policy);
}

void StateWhy::showDevice(const DeviceDetail& device, Timestamp now, bool isLive) {
    const auto why = deviceWhy(device);
    m_look = widgets::lookOf(deviceState(device.presence, device.lease, device.service));
    if (!isLive)
        m_look.colour = Token::secondary;
    m_word->setText(m_look.word);
    m_word->setColour(m_look.colour);
    m_since->setText(sinceText(why.since, now));
    QString reason = widgets::sentenceText(QString::fromStdString(why.text));
    const bool inMaintenance =
        deviceState(device.presence, device.lease, device.service) == DeviceState::maintenance;
    if (inMaintenance && why.by)
        reason += QLatin1Char(' ') + tr("Said by %1.").arg(QString::fromStdString(*why.by));
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    setAccessibleName(QStringLiteral("%1 %2. %3").arg(m_look.word, m_since->text(), reason));
    update();
}

void StateWhy::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    const bool isCalm = m_look.colour == Token::available || m_look.colour == Token::secondary;
    style::paintBox(painter, rect(), style::metrics::radius,
                    isCalm ? t[Token::surface] : t.tint(m_look.colour),
                    isCalm ? t[Token::border] : t.tintBorder(m_look.colour));
    style::paintIcon(painter, QRectF(padding, m_word->geometry().center().y() - 7.5, 16, 16), m_look.icon,
                     t[m_look.colour]);
}

} // namespace labwarden::board
