// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/query_completion.h"

#include <QFrame>

class QListView;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::board {

class CompletionModel;

/// What unfolds below the query field: what is wrong with the query, and what may follow at the cursor. It
/// lies over the window that the field is in and never takes the keyboard; the field passes it what to do.
class QueryPopup : public QFrame {
    Q_OBJECT
public:
    /// `field` outlives it; the popup is a child of its window.
    explicit QueryPopup(QWidget* field);

    void setCompletions(std::vector<QueryCompletion> items);
    void setFaults(const QStringList& messages);
    bool hasCompletions() const;
    /// Below the field, as high as it needs to be; hidden when there is nothing to be said.
    void unfold();

    /// Nothing is chosen until the keyboard or the pointer has done so.
    void step(int by);
    const QueryCompletion* current() const;

Q_SIGNALS:
    void taken(const labwarden::board::QueryCompletion& completion);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* m_field;
    widgets::Label* m_faults;
    CompletionModel* m_model;
    QListView* m_list;
    widgets::Label* m_keys;
};

} // namespace labwarden::board
