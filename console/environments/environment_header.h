// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "console/forms/editor_header.h"

namespace labwarden::console {

/// The head of the editor: which environment it is, and what can be done with it.
class EnvironmentHeader : public EditorHeader {
    Q_OBJECT
public:
    explicit EnvironmentHeader(QWidget* parent = nullptr);

    /// `base` is as the server has it; without an id it is a new one.
    void show(const EnvironmentDocument& document, const Environment& base, const QUndoStack& undo,
              bool mayWrite);

Q_SIGNALS:
    void historyRequested();
    void compareRequested();
    void copyRequested();
    void removeRequested();

private:
    QToolButton *m_history, *m_compare, *m_copy, *m_remove;
};

} // namespace labwarden::console
