// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {

class Label;

/// What stands where nothing is to be shown: an icon, one sentence, a hint, and optionally what can be done
/// about it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// Without `action` there is no button. `other` stands beside it: what can be done instead.
    void setContent(style::Icon icon, const QString& sentence, const QString& hint = {},
                    const QString& action = {}, const QString& other = {});

Q_SIGNALS:
    void actionTriggered();
    void otherTriggered();

private:
    class Picture;

    Picture* m_picture;
    Label* m_sentence;
    Label* m_hint;
    QPushButton *m_action, *m_other;
};

} // namespace labwarden::widgets
