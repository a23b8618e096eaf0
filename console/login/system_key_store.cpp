// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/system_key_store.h"

#include <qt6keychain/keychain.h>

namespace labwarden::console {
namespace {

KeyStore::Outcome outcomeOf(QKeychain::Error error) {
    switch (error) {
    case QKeychain::NoError:
        return KeyStore::Outcome::done;
    case QKeychain::EntryNotFound:
        return KeyStore::Outcome::notFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
        return KeyStore::Outcome::refused;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError: // among them: nobody answers on the bus
        break;
    }
    return KeyStore::Outcome::unavailable;
}

/// Jobs delete themselves once they are finished.
template<class Job>
void run(Job* job, const QString& key, QObject* context, KeyStore::Done done) {
    job->setKey(key);
    job->setInsecureFallback(false);
    QObject::connect(
        job, &QKeychain::Job::finished, context, [done = std::move(done)](QKeychain::Job* ended) {
            KeyStore::Answer answer{
                outcomeOf(ended->error()), {}, ended->error() ? ended->errorString() : QString()};
            if constexpr (std::is_same_v<Job, QKeychain::ReadPasswordJob>)
                answer.secret = static_cast<Job*>(ended)->binaryData();
            done(answer);
        });
    job->start();
}

} // namespace

void SystemKeyStore::read(const QString& key, QObject* context, Done done) {
    run(new QKeychain::ReadPasswordJob(m_service), key, context, std::move(done));
}

void SystemKeyStore::write(const QString& key, const QByteArray& secret, QObject* context, Done done) {
    auto* job = new QKeychain::WritePasswordJob(m_service);
    job->setTextData(QString::fromLatin1(secret));
    run(job, key, context, std::move(done));
}

void SystemKeyStore::remove(const QString& key, QObject* context, Done done) {
    run(new QKeychain::DeletePasswordJob(m_service), key, context, [done = std::move(done)](Answer answer) {
        if (answer.outcome == Outcome::notFound)
            answer = {};
        done(answer);
    });
}

} // namespace labwarden::console
