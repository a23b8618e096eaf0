// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/device_api.h"

#include <QString>
#include <QStringList>

#include <cstddef>

namespace labwarden::board {

/// The most bytes of one import that the server takes.
inline constexpr qsizetype mostImportedBytes = 10 << 20;

/// A file that is to be imported, looked at here before anything is sent. A plain value.
struct ImportFile {
    QString path;
    QByteArray text;
    console::DeviceApi::Format format = console::DeviceApi::Format::csv;
    QStringList keys; ///< of its devices, as they come; a place without one is empty
    QString whyNot;   ///< empty: it can be sent

    /// Of a device by its place in the file; empty when it has none.
    QString keyAt(std::size_t place) const { return keys.value(static_cast<qsizetype>(place)); }
};

/// By its content: JSON begins with a bracket.
ImportFile importFileOf(const QString& path, const QByteArray& text);
/// From the disk; a file that cannot be read says so in `whyNot`.
ImportFile readImportFile(const QString& path);

} // namespace labwarden::board
