// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_import.h"
#include "tests/console/support/fake_lab.h"

#include <string>
#include <vector>

namespace labwarden::console::test {

/// What is done with the devices of a FakeLab behind its server: maintenance, release, registration, import
/// and export, and those that nobody has registered. Changes the lab, answers with the events, and (of an
/// import) tells them through the feed, as the real server does.
class FakeDeviceActions {
public:
    FakeDeviceActions(FakeLab& lab, FakeServer& server);

    /// The next requests at the path are refused so, before anything is done; after `passing` that are
    /// answered.
    void refuse(const char* method, const QString& path, const FakeServer::Answer& answer, int passing = 0);
    /// No more.
    void letPass() { m_refusals.clear(); }
    /// Somebody speaks whom nobody has registered; the event is told.
    UnregisteredDevice& speak(const std::string& key, bool online = true);
    /// More devices, "x0001" and so on, in a rack of their own.
    void addMany(int count);
    /// Keys of devices that have to pass their health check before they are in service again.
    std::vector<std::string> needHealthCheck;

private:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;
    struct Refusal {
        QByteArray method;
        QString path;
        Answer answer;
        int passing;
    };

    void on(const char* method, const char* path, std::function<Answer(const Request&)> handler);
    Answer setService(const Request& request, bool inService);
    Answer create(const Request& request);
    Answer release(const Request& request);
    Answer import(const Request& request);
    Answer exportAll(const Request& request) const;
    Answer refuseDevice(const Request& request);
    Answer forget(const Request& request);
    Device* byId(const std::string& id);
    Event welcome(const std::string& key);

    FakeLab& m_lab;
    FakeServer& m_server;
    std::vector<Refusal> m_refusals;
    int m_next = 7000;
};

} // namespace labwarden::console::test
