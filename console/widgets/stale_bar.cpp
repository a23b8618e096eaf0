// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/stale_bar.h"

#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace labwarden::widgets {

StaleBar::StaleBar(Subject subject, QWidget* parent)
    : QWidget(parent)
    , m_subject(subject)
    , m_text(new Label(style::Text::secondaryStrong, style::Token::warning)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::metrics::pageMargin + 24, 0, style::metrics::pageMargin, 0);
    layout->addWidget(m_text);
    setFixedHeight(32);
    setLastHeard({});
}

void StaleBar::setLastHeard(std::optional<Timestamp> at) {
    const QString time = at ? timeText(*at) : QString();
    switch (m_subject) {
    case Subject::devices:
        m_text->setText(at ? tr("No connection to the lab: devices as of %1").arg(time)
                           : tr("No connection to the lab: devices may have changed"));
        break;
    case Subject::testCases:
        m_text->setText(at ? tr("No connection to the lab: test cases as of %1").arg(time)
                           : tr("No connection to the lab: test cases may have changed"));
        break;
    case Subject::environments:
        m_text->setText(at ? tr("No connection to the lab: environments as of %1").arg(time)
                           : tr("No connection to the lab: environments may have changed"));
        break;
    case Subject::runs:
        m_text->setText(at ? tr("No connection to the lab: runs as of %1").arg(time)
                           : tr("No connection to the lab: runs may have changed"));
        break;
    case Subject::everything:
        m_text->setText(at ? tr("No connection to the lab: everything as of %1").arg(time)
                           : tr("No connection to the lab: much may have changed"));
        break;
    }
    setAccessibleName(m_text->text());
}

void StaleBar::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.tint(style::Token::warning));
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.tintBorder(style::Token::warning));
    style::paintIcon(painter, QRectF(style::metrics::pageMargin, height() / 2.0 - 8, 16, 16),
                     style::Icon::wifiOff, t[style::Token::warning]);
}

} // namespace labwarden::widgets
