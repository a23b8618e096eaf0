// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/device_api.h"

#include <QObject>
#include <QPointer>

#include <optional>
#include <string>
#include <unordered_set>

namespace labwarden::board {

/// Keys of devices that are to be written.
using Keys = std::unordered_set<std::string>;

/// The part of an export that is about these devices, every value of it as the server wrote it (what keeps a
/// spreadsheet from taking a text for a formula among them), and how many there are. Nothing when the text is
/// no such export.
struct ExportPart {
    QByteArray text;
    int devices = 0;
};
std::optional<ExportPart> onlyThese(const QByteArray& text, console::DeviceApi::Format format,
                                    const Keys& keys);

/// Writes devices to a file in the form that an import takes. A file of the given name is whole or as it was
/// before. One at a time. GUI thread only.
class DeviceExport : public QObject {
    Q_OBJECT
public:
    struct Wish {
        QString path;
        console::DeviceApi::Format format = console::DeviceApi::Format::csv;
        std::optional<Keys> keys; ///< nothing: all devices
    };
    explicit DeviceExport(console::DeviceApi& api, QObject* parent = nullptr) : QObject(parent), m_api(api) {}

    void start(const Wish& wish);
    /// Nothing is written; finished() and failed() do not follow.
    void cancel();
    bool isRunning() const { return m_job != nullptr; }
    const QString& path() const { return m_wish.path; }

Q_SIGNALS:
    /// `missing`: devices that are not registered any more.
    void finished(int devices, int missing);
    /// And what was at the path is as it was.
    void failed(const QString& why);

private:
    void write(const QByteArray& text);

    console::DeviceApi& m_api;
    Wish m_wish;
    QPointer<console::ApiJob> m_job;
};

} // namespace labwarden::board
