// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/focus_lead.h"

#include <QFocusEvent>
#include <QPointer>
#include <QWidget>

namespace labwarden::widgets {
namespace {

class FocusLead : public QObject {
public:
    explicit FocusLead(QWidget* container) : QObject(container) {
        setObjectName(name());
        container->installEventFilter(this);
    }
    static QString name() { return QStringLiteral("focusLead"); }
    void setTarget(QWidget* target) { m_target = target; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FocusIn && m_target)
            m_target->setFocus(static_cast<QFocusEvent*>(event)->reason());
        return QObject::eventFilter(watched, event);
    }

private:
    QPointer<QWidget> m_target;
};

} // namespace

void leadFocus(QWidget* container, QWidget* target) {
    auto* lead = static_cast<FocusLead*>(
        container->findChild<QObject*>(FocusLead::name(), Qt::FindDirectChildrenOnly));
    if (!lead)
        lead = new FocusLead(container);
    lead->setTarget(target);
}

} // namespace labwarden::widgets
