// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_parts.h"

#include <QObject>
#include <QPointer>

class QMenu;

namespace labwarden::console {

/// What is done with an environment from the list or its editor. GUI thread.
class EnvironmentActions : public QObject {
    Q_OBJECT
public:
    /// `owner`: over which questions are asked.
    EnvironmentActions(const EnvironmentParts& parts, QWidget* owner);

    /// Deletes itself when it closes.
    QMenu* makeMenu(const std::string& id);
    /// A new one with the same content, without secrets.
    void copy(const std::string& id);
    void compare(const std::string& id);
    /// Asks first.
    void remove(const std::string& id);

Q_SIGNALS:
    void openRequested(const std::string& id);
    void historyRequested(const std::string& id);
    /// `secrets`: how many have lost their values.
    void copied(const labwarden::EnvironmentDocument& document, const QString& from, int secrets);
    void removed(const std::string& id, const QString& name);
    void failed(const QString& words, const QString& detail);

private:
    EnvironmentParts m_parts;
    QWidget* m_owner;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
