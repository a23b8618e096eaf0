// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/metric_chooser.h"

#include "console/board/panel/metric_model.h"
#include "console/style/icons.h"

#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr int mostRows = 7;

} // namespace

MetricChooser::MetricChooser(MetricModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_button(new QPushButton(parent)), m_list(new QListView(this)) {
    m_button->setObjectName(QStringLiteral("metricsPushButton"));
    m_button->setCheckable(true);
    m_button->setIcon(style::icon(style::Icon::listChecks));
    m_button->setToolTip(tr("Choose what is looked at"));
    m_list->setObjectName(QStringLiteral("metricListView"));
    m_list->setAccessibleName(tr("Metrics"));
    m_list->setModel(&model);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setTabKeyNavigation(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list);
    hide();
    connect(m_button, &QPushButton::toggled, this, [this](bool shown) {
        setVisible(shown);
        if (!shown)
            return;
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model.index(0));
        m_list->setFocus();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &MetricChooser::showCount);
    connect(&model, &QAbstractItemModel::dataChanged, this, &MetricChooser::showCount);
    showCount();
}

void MetricChooser::showCount() {
    const int count = m_model.rowCount();
    const auto chosen = static_cast<int>(m_model.chosen().size());
    m_button->setText(count == 0 ? tr("Metrics") : tr("Metrics · %1 of %2").arg(chosen).arg(count));
    m_button->setEnabled(count > 0);
    if (count > 0)
        m_list->setFixedHeight(std::clamp(count, 1, mostRows) * m_list->sizeHintForRow(0) +
                               2 * m_list->frameWidth());
}

} // namespace labwarden::board
