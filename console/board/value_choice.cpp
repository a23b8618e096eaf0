// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/value_choice.h"

#include "console/style/fonts.h"

#include <QAbstractItemView>
#include <QSettings>
#include <QSignalBlocker>

#include <algorithm>

namespace labwarden::board {

namespace {

const QString metricKey = QStringLiteral("board/valueMetric");

/// "case_temp" as people write it: "Case temp".
QString spoken(const std::string& metric) {
    QString words = QString::fromStdString(metric).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

std::string atFirst(const std::vector<LabMetric>& metrics) {
    const auto temperature =
        std::find_if(metrics.begin(), metrics.end(), [](const LabMetric& m) { return m.unit == "°C"; });
    if (temperature != metrics.end())
        return temperature->name;
    return metrics.empty() ? std::string() : metrics.front().name;
}

} // namespace

ValueChoice::ValueChoice(console::LabApi& api, const console::LabStore& store, QSettings& settings,
                         QWidget* parent)
    : QComboBox(parent), m_api(api), m_store(store), m_settings(settings) {
    setObjectName(QStringLiteral("valueComboBox"));
    setAccessibleName(tr("Value on each device"));
    setFrame(false);
    setFont(style::font(style::Text::secondaryStrong));
    setSizeAdjustPolicy(AdjustToContents);
    connect(this, &QComboBox::currentIndexChanged, this, [this] {
        m_settings.setValue(metricKey, QString::fromStdString(metric()));
        setToolTip(tr("The newest value of every device"));
        if (metric() != m_told)
            Q_EMIT metricChanged(m_told = metric());
    });
    connect(&store, &console::LabStore::sessionChanged, this, &ValueChoice::ask);
    hide();
    ask();
}

std::string ValueChoice::metric() const {
    return currentData().toString().toStdString();
}

void ValueChoice::showPopup() {
    ask(); // for the next time: what is chosen from must not change under the pointer
    QComboBox::showPopup();
}

void ValueChoice::ask() {
    if (!m_store.session() || m_job)
        return;
    m_job = m_api.labMetrics(this, [this](console::ApiResult<std::vector<LabMetric>> metrics) {
        m_job = nullptr;
        if (metrics && !view()->isVisible())
            fill(*metrics);
    });
}

void ValueChoice::fill(const std::vector<LabMetric>& metrics) {
    const bool wasChosen = m_settings.contains(metricKey);
    const QString wanted =
        wasChosen ? m_settings.value(metricKey).toString() : QString::fromStdString(atFirst(metrics));
    {
        const QSignalBlocker quiet(this);
        clear();
        addItem(tr("No value"), QString());
        for (const LabMetric& metric : metrics)
            addItem(metric.unit.empty() ? spoken(metric.name)
                                        : QStringLiteral("%1, %2").arg(spoken(metric.name),
                                                                       QString::fromStdString(metric.unit)),
                    QString::fromStdString(metric.name));
        setCurrentIndex(std::max(0, findData(wanted)));
    }
    setVisible(!metrics.empty());
    if (metric() != m_told)
        Q_EMIT metricChanged(m_told = metric());
}

} // namespace labwarden::board
