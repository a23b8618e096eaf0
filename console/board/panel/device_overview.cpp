// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_overview.h"

#include "console/board/panel/device_words.h"
#include "console/board/panel/run_strip.h"
#include "console/board/panel/state_why.h"
#include "console/style/metrics.h"
#include "console/widgets/fact_list.h"
#include "console/widgets/hairline.h"
#include "console/widgets/notice.h"
#include "console/widgets/section_header.h"
#include "console/widgets/wrap_label.h"

#include <QVBoxLayout>

namespace labwarden::board {
namespace {

constexpr int margin = style::metrics::pageMargin;

} // namespace

DeviceOverview::DeviceOverview(QWidget* parent) : QScrollArea(parent) {
    setObjectName(QStringLiteral("deviceOverviewScrollArea"));
    setAccessibleName(tr("Overview of the device"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    m_why = new StateWhy(content);
    m_run = new RunStrip(content);
    m_facts = new widgets::FactList(content);
    m_facts->setObjectName(QStringLiteral("deviceFactList"));
    m_notesPart = new QWidget(content);
    m_notes = new widgets::WrapLabel(style::Text::body, style::Token::text, m_notesPart);
    m_notes->setObjectName(QStringLiteral("deviceNotesLabel"));
    auto* notes = new QVBoxLayout(m_notesPart);
    notes->setContentsMargins(0, 0, 0, 0);
    notes->setSpacing(12);
    notes->addWidget(new widgets::Hairline(Qt::Horizontal, m_notesPart));
    notes->addWidget(new widgets::SectionHeader(tr("Notes"), m_notesPart));
    notes->addWidget(m_notes);
    m_remarks = new QVBoxLayout;
    m_remarks->setSpacing(8);

    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(margin, 16, margin, margin);
    layout->setSpacing(12);
    layout->addWidget(m_why);
    layout->addLayout(m_remarks);
    layout->addWidget(m_run);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, content));
    layout->addWidget(new widgets::SectionHeader(tr("Facts"), content));
    layout->addWidget(m_facts);
    layout->addWidget(m_notesPart);
    layout->addStretch(1);
    setWidget(content);
    // The ground is the panel's own.
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    connect(m_run, &RunStrip::openRequested, this, &DeviceOverview::runRequested);
}

void DeviceOverview::showDevice(const DeviceDetail& device, Timestamp now, bool isLive) {
    m_why->showDevice(device, now, isLive);
    m_run->showDevice(device, now, isLive);
    m_facts->setFacts(factsOf(device, now));
    m_notes->setText(QString::fromStdString(device.notes));
    m_notesPart->setVisible(!device.notes.empty());

    const auto remarks = remarksOf(device, now);
    while (m_remarks->count() < remarks.size()) {
        auto* notice = new widgets::Notice(widget());
        notice->setObjectName(QStringLiteral("deviceRemarkNotice"));
        m_remarks->addWidget(notice);
    }
    for (int i = 0; i < m_remarks->count(); ++i) {
        auto* notice = static_cast<widgets::Notice*>(m_remarks->itemAt(i)->widget());
        if (i >= remarks.size())
            notice->clear();
        else if (const auto& remark = remarks[i];
                 notice->isHidden() ||
                 notice->accessibleName() != remark.look.word + QLatin1Char(' ') + remark.meaning)
            notice->say(remark.look.icon, remark.look.colour, remark.look.word, remark.meaning);
    }
}

} // namespace labwarden::board
