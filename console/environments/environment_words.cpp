// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_words.h"

#include <QCoreApplication>

#include <utility>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("EnvironmentWords", text);
}

} // namespace

QStringList parameterTypes() {
    return {tr("Number"), tr("Text"), tr("Yes or no")};
}

QStringList telemetrySources() {
    return {QStringLiteral("InfluxDB")};
}

QString queueName(const EnvironmentDocument& document) {
    const QString base = QStringLiteral("test-jobs");
    return document.runnerQueue.empty()
               ? base
               : base + QLatin1Char('.') + QString::fromStdString(document.runnerQueue);
}

QString environmentPlace(const QString& pointer) {
    const QStringList parts = pointer.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.isEmpty())
        return tr("Environment");
    if (parts.size() > 1 && parts[0] == QLatin1String("variables"))
        return tr("Variable %1").arg(parts[1].toInt() + 1);
    if (parts.size() > 1 && parts[0] == QLatin1String("parameters"))
        return tr("Parameter %1").arg(parts[1].toInt() + 1);
    static const std::pair<QLatin1String, const char*> fields[] = {
        {QLatin1String("name"), "Name"},
        {QLatin1String("description"), "Description"},
        {QLatin1String("telemetrySource"), "Telemetry"},
        {QLatin1String("runnerQueue"), "Runner queue"},
        {QLatin1String("grafanaUrlTemplate"), "Grafana link"},
        {QLatin1String("variables"), "Variables"},
        {QLatin1String("defaultParameters"), "Default parameters"},
    };
    for (const auto& [name, words] : fields)
        if (name == parts[0])
            return tr(words);
    return parts[0];
}

} // namespace labwarden::console
