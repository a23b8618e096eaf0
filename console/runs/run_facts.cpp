// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_facts.h"

#include "console/style/metrics.h"
#include "console/widgets/format.h"

#include <boost/json/serialize.hpp>

namespace labwarden::console {
namespace {

constexpr int margin = style::metrics::pageMargin;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString devicesOf(const TestRun& run) {
    QStringList devices;
    for (const auto& device : run.devices) {
        const bool named = !device.name.empty() && device.name != device.key;
        devices << (named ? QStringLiteral("%1 (%2)").arg(q(device.key), q(device.name)) : q(device.key));
    }
    return devices.join(QLatin1Char('\n'));
}

QString valueOf(const boost::json::value& value) {
    if (const auto* text = value.if_string())
        return QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    return q(boost::json::serialize(value));
}

} // namespace

RunFacts::RunFacts(QWidget* parent) : FactList(parent) {
    setObjectName(QStringLiteral("runFacts"));
    setContentsMargins(margin, 16, margin, margin);
}

void RunFacts::showRun(const TestRunDetail& run) {
    QList<QPair<QString, QString>> facts;
    const auto add = [&facts](const QString& caption, const QString& value) {
        if (!value.isEmpty())
            facts.append({caption, value});
    };
    add(tr("Test case"), tr("%1, revision %2").arg(q(run.testCaseKey)).arg(run.revision));
    add(tr("What it does"), q(run.testCase.description));
    add(run.devices.size() == 1 ? tr("Device") : tr("Devices"), devicesOf(run));
    add(tr("Environment"), q(run.environmentName));
    add(tr("Requested"), tr("%1 by %2").arg(widgets::dateTimeText(run.createdAt), q(run.createdBy)));
    add(tr("Runner"), run.runner.empty() ? tr("none yet") : q(run.runner));
    add(tr("Attempt"), QString::number(run.attempt));
    if (run.finishedAt)
        add(tr("Finished"), widgets::dateTimeText(*run.finishedAt));
    add(tr("Remark"), q(run.reason));
    add(tr("Link"), QStringLiteral("labwarden://run/%1").arg(run.number));
    for (const auto& [name, value] : run.parameters)
        add(q(std::string(name)), valueOf(value));
    setFacts(facts);
}

} // namespace labwarden::console
