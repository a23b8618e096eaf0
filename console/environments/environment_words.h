// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"

#include <QString>
#include <QStringList>

namespace labwarden::console {

/// In the order of ParameterType.
QStringList parameterTypes();
/// In the order of TelemetrySource.
QStringList telemetrySources();
/// The queue that jobs go to: "test-jobs" or "test-jobs.thermal".
QString queueName(const EnvironmentDocument& document);
/// Where a fault is, for people: "Variable 2", "Grafana link".
QString environmentPlace(const QString& pointer);

} // namespace labwarden::console
