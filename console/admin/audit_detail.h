// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"

#include <QWidget>

#include <optional>

class QPushButton;
class QTimer;

namespace labwarden::widgets {
class KeyValues;
class Label;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

class DifferenceGrid;

/// One entry of the audit log in full: what is different, field by field.
class AuditDetail : public QWidget {
    Q_OBJECT
public:
    explicit AuditDetail(QWidget* parent = nullptr);

    void show(const AuditEntry& entry);
    using QWidget::show;

Q_SIGNALS:
    void closed();
    void actorRequested(const QString& username);
    void targetRequested(const QString& kind, const QString& id, const QString& name);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void copy();

    AuditEntry m_entry;
    widgets::Label* m_title;
    widgets::KeyValues* m_facts;
    widgets::KeyValues* m_more;
    widgets::SectionHeader* m_header;
    widgets::Label* m_none;
    DifferenceGrid* m_difference;
    QPushButton* m_copy;
    QPushButton* m_byActor;
    QPushButton* m_aboutTarget;
    QTimer* m_copied;
};

} // namespace labwarden::console
