// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>

namespace labwarden::console {

/// Where secrets of this program stay between its starts: the system's key store, or a test's own. Answers
/// come later, on the GUI thread, and never when `context` has died; there may be minutes between, while the
/// system asks the person to unlock it.
class KeyStore {
public:
    enum class Outcome {
        done,
        notFound,    ///< read: there is no such secret
        unavailable, ///< this machine has no key store, or it does not answer
        refused      ///< by the person or the key store: locked, access denied
    };
    struct Answer {
        Outcome outcome = Outcome::done;
        QByteArray secret; ///< of a read that is done
        QString words;     ///< what the key store has to say about it; may be empty
    };
    using Done = std::function<void(const Answer&)>;

    virtual ~KeyStore() = default;
    virtual void read(const QString& key, QObject* context, Done done) = 0;
    /// Replaces what is there.
    virtual void write(const QString& key, const QByteArray& secret, QObject* context, Done done) = 0;
    /// Done also when there was nothing.
    virtual void remove(const QString& key, QObject* context, Done done) = 0;
};

} // namespace labwarden::console
