// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_parts.h"

#include <QObject>
#include <QPointer>

namespace labwarden::console {

/// Brings a draft to the server: creates, saves, and when somebody else was faster lets the person choose,
/// field by field, over what all three versions say. GUI thread.
class EnvironmentSaving : public QObject {
    Q_OBJECT
public:
    /// `owner`: over which questions are asked.
    EnvironmentSaving(const EnvironmentParts& parts, QWidget* owner);

    void create(const EnvironmentDocument& document);
    /// `base`: what the draft was made from.
    void save(const Environment& base, const EnvironmentDocument& document, const std::string& message);
    /// What is under way is not reported any more; the server may still do it.
    void cancel();
    bool isBusy() const { return m_job; }

Q_SIGNALS:
    void busyChanged(bool busy);
    void saved(const labwarden::Environment& environment);
    /// Theirs is the newest now, and this is what the person has chosen of both: on the screen, not saved.
    void rebased(const labwarden::Environment& theirs, const labwarden::EnvironmentDocument& merged);
    void refused(const labwarden::console::ApiError& error);

private:
    void meetTheirs(const Environment& base, const EnvironmentDocument& mine, const std::string& message);
    void compare(const Environment& base, const Environment& theirs, const EnvironmentDocument& mine,
                 const std::string& message);
    void finish(ApiResult<EnvironmentChange> result);

    EnvironmentParts m_parts;
    QWidget* m_owner;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
