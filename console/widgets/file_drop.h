// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

class QWidget;

namespace labwarden::widgets {

/// Files and folders of this machine that are dropped on a widget, or on one in it. Belongs to the widget.
class FileDrop : public QObject {
    Q_OBJECT
public:
    /// `mayTake`: whether it takes any now.
    FileDrop(QWidget* target, std::function<bool()> mayTake);

Q_SIGNALS:
    void dropped(const QStringList& paths);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    std::function<bool()> m_mayTake;
};

} // namespace labwarden::widgets
