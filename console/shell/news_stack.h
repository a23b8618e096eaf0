// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/watch_news.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QVBoxLayout;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// Where the desktop has no notifications: what one is told stands in the window's lower right corner, above
/// everything, until it is opened or closed. The latest is on top; of many the rest is counted.
class NewsStack : public QWidget {
    Q_OBJECT
public:
    explicit NewsStack(QWidget* parent);

    void add(const News& news);
    void clear();
    int count() const { return static_cast<int>(m_news.size()); }

Q_SIGNALS:
    void clicked(const labwarden::console::News& news);
    /// Those that are only counted are wanted.
    void moreRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class Line;
    void rebuild();
    void place();
    void remove(std::size_t index);

    std::vector<News> m_news; ///< the latest first
    std::vector<Line*> m_lines;
    QVBoxLayout* m_layout;
    QPushButton* m_more;
    QPushButton* m_clear;
};

} // namespace labwarden::console
