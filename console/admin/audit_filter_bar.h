// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/admin_api.h"
#include "console/api/clock.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QDateTimeEdit;
class QLineEdit;
class QPushButton;
class QStringListModel;

namespace labwarden::console {

/// What of the audit log is to be seen: who, what, target, when. GUI thread only.
class AuditFilterBar : public QWidget {
    Q_OBJECT
public:
    explicit AuditFilterBar(const Clock& clock, QWidget* parent = nullptr);

    AuditFilter filter() const;
    /// Whether anything narrows the list.
    bool isNarrow() const { return filter() != AuditFilter(); }
    void reset();
    /// User names to complete from.
    void setPeople(const QStringList& usernames);
    /// Only what one person did; only what was done to one thing, which people know as `name`.
    void setActor(const QString& username);
    void setTarget(const QString& kind, const QString& id, const QString& name);

Q_SIGNALS:
    /// A little after the last key, so that not every letter asks the server.
    void changed();

private:
    enum class Period { any, hour, day, week, month, between };
    void onPeriod();
    void onTargetKind();
    void touched();
    void clearTarget();
    Period period() const;

    const Clock& m_clock;
    QLineEdit* m_who;
    QStringListModel* m_people;
    QComboBox* m_what;
    QComboBox* m_target;
    QComboBox* m_when;
    QPushButton* m_reset;
    QPushButton* m_onlyTarget; ///< the one thing; pressing it widens again
    QWidget* m_more;           ///< second line: days, the one thing
    QWidget* m_days;
    QDateTimeEdit* m_from;
    QDateTimeEdit* m_to;
    QString m_targetId;
    AuditFilter m_told; ///< with the last changed()
    QTimer m_typing;
    std::optional<Timestamp> m_since; ///< of a period up to now, fixed when it was chosen
};

} // namespace labwarden::console
