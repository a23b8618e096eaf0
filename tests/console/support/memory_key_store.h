// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/login/key_store.h"

#include <QMap>
#include <QMetaObject>

namespace labwarden::console::test {

/// A key store inside the test. Answers come later, as the real one's do.
class MemoryKeyStore : public KeyStore {
public:
    QMap<QString, QByteArray> secrets;
    Outcome outcome = Outcome::done; ///< anything else: what every request comes to

    void read(const QString& key, QObject* context, Done done) override {
        if (outcome != Outcome::done)
            answer({outcome, {}, {}}, context, std::move(done));
        else if (secrets.contains(key))
            answer({Outcome::done, secrets[key], {}}, context, std::move(done));
        else
            answer({Outcome::notFound, {}, {}}, context, std::move(done));
    }
    void write(const QString& key, const QByteArray& secret, QObject* context, Done done) override {
        if (outcome == Outcome::done)
            secrets[key] = secret;
        answer({outcome, {}, {}}, context, std::move(done));
    }
    void remove(const QString& key, QObject* context, Done done) override {
        if (outcome == Outcome::done)
            secrets.remove(key);
        answer({outcome, {}, {}}, context, std::move(done));
    }

private:
    static void answer(const Answer& given, QObject* context, Done done) {
        QMetaObject::invokeMethod(
            context, [given, done = std::move(done)] { done(given); }, Qt::QueuedConnection);
    }
};

} // namespace labwarden::console::test
