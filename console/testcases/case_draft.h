// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/case_text.h"
#include "common/domain/problem.h"
#include "common/domain/test_case.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

/// Whether both say the same in every field.
bool isSame(const TestCaseDocument& a, const TestCaseDocument& b);
/// What the server would find wrong with it: shape, lengths and meaning. At most one fault a pointer.
std::vector<Fault> allFaultsOf(const TestCaseDocument& document);

/// A test case while somebody writes it, as a document and as a text that says the same: what it was when it
/// was opened, everything that can be undone, and what is wrong with it. A text that no document can hold,
/// one half written say, is kept beside the last document that could be read: see isTextAhead(). Knows
/// neither network nor widgets. GUI thread.
class CaseDraft : public QObject {
    Q_OBJECT
public:
    explicit CaseDraft(QObject* parent = nullptr);

    /// Begins with `base`; nothing can be undone then. With `edited` that is what is being written.
    void load(const TestCaseDocument& base);
    /// `text`: as editText() was given it; empty: none was written.
    void load(const TestCaseDocument& base, const TestCaseDocument& edited, const std::string& text = {});
    /// What it is compared with from now on; text and undo stay.
    void rebase(const TestCaseDocument& base);

    const TestCaseDocument& document() const { return m_document; }
    const TestCaseDocument& base() const { return m_base; }
    bool isDirty() const { return m_isDirty; }
    /// In the format of common/casetext, as YAML: as it was written, or in the order of the format once the
    /// document has been changed otherwise.
    const std::string& text() const;
    /// As it was written; empty while it is the format's own.
    const std::string& writtenText() const { return m_written ? *m_written : noText; }
    /// The text says something that document() does not hold, or is no text of a test case. Faults are the
    /// text's then, and any other change takes its place.
    bool isTextAhead() const { return m_written && !m_read->whole; }
    QUndoStack& undoStack() { return m_undo; }

    enum class Kind {
        typing, ///< letters of one field, undone together until endTyping()
        step    ///< undone by itself
    };
    /// Changes the document; nothing happens when it comes out the same. `pointer`: the JSON pointer of what
    /// is changed, which undo leads back to. `what` is the change in a few words: "rename step".
    void edit(const QString& pointer, const QString& what, Kind kind,
              const std::function<void(TestCaseDocument&)>& change);
    /// The text as it stands now; the document follows as far as it can. `at`: where the cursor is, in bytes.
    void editText(const std::string& text, std::size_t at);
    /// What is typed from here on is undone by itself.
    void endTyping() { ++m_typing; }

    /// What is wrong now: what can be seen from here, and what the server has said of values that have not
    /// been changed since; in the order of the document.
    const std::vector<Fault>& faults() const { return m_faults; }
    void setServerFaults(std::vector<Fault> faults);
    /// The same faults at their places in text().
    std::vector<casetext::TextFault> textFaults() const;
    /// Where things stand in text().
    const casetext::SourceMap& places() const { return reading().places; }

Q_SIGNALS:
    /// The document, what it is compared with, or its faults.
    void changed();
    /// Undo or redo has changed what is there.
    void revealed(const QString& pointer);

private:
    class Command;
    struct State {
        TestCaseDocument document;
        std::shared_ptr<const std::string> written; ///< null: none
    };
    State state() const { return {m_document, m_written}; }
    void apply(const State& state, const QString& pointer, bool reveal);
    void push(State after, const QString& pointer, const QString& what, Kind kind);
    void update();
    const casetext::ReadCase& reading() const;

    static const std::string noText;
    TestCaseDocument m_document, m_base;
    std::shared_ptr<const std::string> m_written;
    mutable std::optional<std::string> m_plain;               ///< text() of what nobody has written as text
    mutable std::shared_ptr<const casetext::ReadCase> m_read; ///< of text(); null: not read yet
    mutable std::shared_ptr<const std::string> m_readOf;
    std::vector<Fault> m_faults, m_serverFaults;
    QUndoStack m_undo;
    int m_typing = 0;
    bool m_isDirty = false;
};

} // namespace labwarden::console
