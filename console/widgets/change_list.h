// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QScrollArea>

#include <string>
#include <vector>

namespace labwarden::widgets {

/// One place in which two versions of a thing differ, as people read it; the side on which it is missing is
/// empty.
struct Change {
    std::string caption, before, after;
};

/// What differs between two versions, one place below the other.
class ChangeList : public QScrollArea {
    Q_OBJECT
public:
    explicit ChangeList(QWidget* parent = nullptr);

    /// Without any it says that both are the same.
    void setChanges(const std::vector<Change>& changes);
};

} // namespace labwarden::widgets
