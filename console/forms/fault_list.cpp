// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/fault_list.h"

#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int mostSeen = 3;

} // namespace

FaultList::FaultList(Place place, QWidget* parent)
    : QWidget(parent)
    , m_place(std::move(place))
    , m_title(new widgets::Label(style::Text::secondaryStrong, Token::failed, this))
    , m_next(new QPushButton(tr("Next (F8)"), this))
    , m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("faultList"));
    m_title->setObjectName(QStringLiteral("faultCountLabel"));
    m_next->setObjectName(QStringLiteral("nextFaultPushButton"));
    m_next->setAccessibleName(tr("Go to the next fault"));
    style::setButtonRole(m_next, style::ButtonRole::plain);
    m_list->setObjectName(QStringLiteral("faultsListWidget"));
    m_list->setAccessibleName(tr("What is wrong"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setIconSize({14, 14});
    auto* head = new QHBoxLayout;
    head->setContentsMargins(margin, 4, margin - 8, 0);
    head->addWidget(m_title, 1);
    head->addWidget(m_next);
    auto* rows = new QHBoxLayout;
    rows->setContentsMargins(margin - 8, 0, margin - 8, 8);
    rows->addWidget(m_list);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addLayout(head);
    layout->addLayout(rows);
    connect(m_next, &QPushButton::clicked, this, &FaultList::next);
    connect(m_list, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* item) { choose(m_list->row(item)); });
    connect(m_list, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { choose(m_list->row(item)); });
    hide();
}

void FaultList::setFaults(const std::vector<Fault>& faults) {
    m_faults = faults;
    m_list->clear();
    for (const auto& fault : m_faults) {
        const QString words = QStringLiteral("%1: %2").arg(m_place(QString::fromStdString(fault.pointer)),
                                                           QString::fromStdString(fault.message));
        auto* item = new QListWidgetItem(style::icon(Icon::circleAlert, Token::failed), words, m_list);
        item->setToolTip(words);
    }
    m_current = std::min(m_current, count() - 1);
    m_title->setText(count() == 1 ? tr("1 fault") : tr("%1 faults").arg(count()));
    m_list->setFixedHeight(style::metrics::menuRowHeight * std::min(count(), mostSeen));
    setVisible(count() > 0);
}

void FaultList::next() {
    if (count() > 0)
        choose((m_current + 1) % count());
}

void FaultList::choose(int row) {
    if (row < 0 || row >= count())
        return;
    m_current = row;
    m_list->setCurrentRow(row);
    Q_EMIT chosen(QString::fromStdString(m_faults[static_cast<std::size_t>(row)].pointer));
}

} // namespace labwarden::console
