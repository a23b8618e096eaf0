// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace labwarden::widgets {

/// A small switch between a few views, an icon for each; one is always on. Arrow keys move between them.
class SegmentSwitch : public QWidget {
    Q_OBJECT
public:
    explicit SegmentSwitch(QWidget* parent = nullptr);

    /// `name` is its tool tip and accessible name. The first one added is on.
    void add(style::Icon icon, const QString& name);
    int current() const;
    void setCurrent(int index);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* m_layout;
    QButtonGroup* m_group;
};

} // namespace labwarden::widgets
