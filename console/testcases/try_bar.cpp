// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/try_bar.h"

#include "console/forms/row_list.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/testcases/criterion_group.h"
#include "console/testcases/trial_device.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace labwarden::console {

TryBar::TryBar(const CaseParts& parts, CaseDraft& draft, TrialDevice& device, RowList& rows, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_draft(draft)
    , m_rows(rows)
    , m_values(parts, draft)
    , m_device(new DeviceBox(parts.store, device, this))
    , m_backTest(new QPushButton(style::icon(style::Icon::history), tr("Back-test"), this)) {
    setObjectName(QStringLiteral("tryBar"));
    m_device->setObjectName(QStringLiteral("tryDeviceComboBox"));
    m_device->setToolTip(tr("Each criterion shows its live value on this device"));
    m_backTest->setObjectName(QStringLiteral("backTestPushButton"));
    m_backTest->setToolTip(tr("Try the criteria on telemetry that is there already (Ctrl+B)"));
    style::setButtonRole(m_backTest, style::ButtonRole::plain);
    auto* caption = new widgets::Label(tr("Try on"), style::Text::secondary, style::Token::secondary, this);
    caption->setBuddy(m_device);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(caption);
    layout->addWidget(m_device, 1);
    layout->addWidget(m_backTest);
    connect(m_backTest, &QPushButton::clicked, this, &TryBar::backTestRequested);
    connect(&device, &TrialDevice::changed, this, [this, &device] { m_values.setDevice(device.id()); });
    connect(&m_values, &LiveValues::changed, this, &TryBar::tellRows);
    connect(&rows, &RowList::rowsChanged, this, &TryBar::tellRows);
    connect(&draft, &CaseDraft::changed, this, &TryBar::update);
    connect(&parts.store, &LabStore::sessionChanged, this, [this] {
        m_values.setActive(false);
        update();
    });
    m_values.setDevice(device.id());
    update();
}

void TryBar::setLive(bool live) {
    m_isLive = live;
    update();
}

QList<QWidget*> TryBar::tabStops() const {
    return {m_device, m_backTest};
}

void TryBar::update() {
    const auto& document = m_draft.document();
    m_device->setRequirements(document.requirements);
    const bool may = m_parts.store.may("testcases:read") && m_parts.store.may("devices:read");
    setHidden(document.criteria.empty() || !may);
    m_values.setActive(isVisible() && m_isLive && may);
    tellRows();
}

void TryBar::tellRows() {
    for (int row = 0; row < m_rows.count(); ++row)
        if (auto* group = qobject_cast<CriterionGroup*>(m_rows.row(row)->group()))
            group->setLive(m_values.of(static_cast<std::size_t>(row)));
}

void TryBar::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    update();
}

void TryBar::hideEvent(QHideEvent* event) {
    m_values.setActive(false);
    QWidget::hideEvent(event);
}

} // namespace labwarden::console
