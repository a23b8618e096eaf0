// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/widgets/label.h"

class QHBoxLayout;

namespace labwarden::widgets {

/// The line above a part of a page: its name in semibold, whatever belongs beside it, a note on the right.
class SectionHeader : public QWidget {
    Q_OBJECT
public:
    explicit SectionHeader(const QString& title = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setNote(const QString& note);
    /// Puts a widget between title and note; it then belongs to this one.
    void addBeside(QWidget* widget);

private:
    QHBoxLayout* m_layout;
    Label* m_title;
    Label* m_note;
};

} // namespace labwarden::widgets
