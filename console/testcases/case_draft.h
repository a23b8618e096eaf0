// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/domain/test_case.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <vector>

namespace labwarden::console {

/// Whether both say the same in every field.
bool isSame(const TestCaseDocument& a, const TestCaseDocument& b);
/// What the server would find wrong with it: shape, lengths and meaning. At most one fault a pointer.
std::vector<Fault> allFaultsOf(const TestCaseDocument& document);

/// A test case while somebody writes it: the document, what it was when it was opened, everything that can be
/// undone, and what is wrong with it. Knows neither network nor widgets. GUI thread.
class CaseDraft : public QObject {
    Q_OBJECT
public:
    explicit CaseDraft(QObject* parent = nullptr);

    /// Begins with `base`; nothing can be undone then. With `edited` that is what is being written.
    void load(const TestCaseDocument& base);
    void load(const TestCaseDocument& base, const TestCaseDocument& edited);
    /// What it is compared with from now on; text and undo stay.
    void rebase(const TestCaseDocument& base);

    const TestCaseDocument& document() const { return m_document; }
    const TestCaseDocument& base() const { return m_base; }
    bool isDirty() const { return m_isDirty; }
    QUndoStack& undoStack() { return m_undo; }

    enum class Kind {
        typing, ///< letters of one field, undone together until endTyping()
        step    ///< undone by itself
    };
    /// Changes the document; nothing happens when it comes out the same. `pointer`: the JSON pointer of what
    /// is changed, which undo leads back to. `what` is the change in a few words: "rename step".
    void edit(const QString& pointer, const QString& what, Kind kind,
              const std::function<void(TestCaseDocument&)>& change);
    /// What is typed from here on is undone by itself.
    void endTyping() { ++m_typing; }

    /// What is wrong now: what can be seen from here, and what the server has said of values that have not
    /// been changed since; in the order of the document.
    const std::vector<Fault>& faults() const { return m_faults; }
    void setServerFaults(std::vector<Fault> faults);

Q_SIGNALS:
    /// The document, what it is compared with, or its faults.
    void changed();
    /// Undo or redo has changed what is there.
    void revealed(const QString& pointer);

private:
    class Command;
    void apply(const TestCaseDocument& document, const QString& pointer, bool reveal);
    void update();

    TestCaseDocument m_document, m_base;
    std::vector<Fault> m_faults, m_serverFaults;
    QUndoStack m_undo;
    int m_typing = 0;
    bool m_isDirty = false;
};

} // namespace labwarden::console
