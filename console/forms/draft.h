// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace labwarden::console {

/// A document while somebody writes it: whether it was changed, everything that can be undone, and what is
/// wrong with it. Knows neither network nor widgets; DraftOf has the document. GUI thread.
class Draft : public QObject {
    Q_OBJECT
public:
    bool isDirty() const { return m_isDirty; }
    QUndoStack& undoStack() { return m_undo; }

    enum class Kind {
        typing, ///< letters of one field, undone together until endTyping()
        step    ///< undone by itself
    };
    /// How often it has begun with another document.
    int beginnings() const { return m_beginnings; }
    /// What is typed from here on is undone by itself.
    void endTyping() { ++m_typing; }

    /// What is wrong now: what can be seen from here, and what the server has said of values that have not
    /// been changed since; at most one a pointer, in the order of the document.
    const std::vector<Fault>& faults() const { return m_faults; }
    void setServerFaults(std::vector<Fault> faults);

Q_SIGNALS:
    /// The document, what it is compared with, or its faults.
    void changed();
    /// Undo or redo has changed what is there.
    void revealed(const QString& pointer);

protected:
    /// `places`: what the pointers of the document begin with, in its order.
    explicit Draft(std::vector<std::string> places, QObject* parent = nullptr);

    virtual bool isChanged() const = 0;
    virtual std::vector<Fault> ownFaults() const = 0;
    /// Begins anew: nothing can be undone, the server has said nothing.
    void restart();
    void update();
    using State = std::function<void()>; ///< makes the document what it was then
    /// What the server has said of `settles` is forgotten.
    void push(const QString& pointer, const QString& settles, const QString& what, Kind kind, State before,
              State after);

private:
    class Command;
    void apply(const State& state, const QString& pointer, bool reveal);
    std::pair<std::size_t, int> placeOf(const Fault& fault) const;

    std::vector<std::string> m_places;
    std::vector<Fault> m_faults, m_serverFaults;
    QUndoStack m_undo;
    int m_typing = 0, m_beginnings = 0;
    bool m_isDirty = false;
};

/// A draft of a Document. The owner says when two are the same and what is wrong with one.
template<class Document>
class DraftOf : public Draft {
public:
    using Change = std::function<void(Document&)>;

    /// Begins with `base`; nothing can be undone then. With `edited` that is what is being written.
    void load(const Document& base) { load(base, base); }
    void load(const Document& base, const Document& edited) {
        m_base = base;
        m_document = edited;
        restart();
    }
    /// What it is compared with from now on; text and undo stay.
    void rebase(const Document& base) {
        m_base = base;
        endTyping();
        update();
    }

    const Document& document() const { return m_document; }
    const Document& base() const { return m_base; }

    /// Changes the document; nothing happens when it comes out the same. `pointer`: the JSON pointer of what
    /// is changed, which undo leads back to. `what` is the change in a few words: "rename step".
    void edit(const QString& pointer, const QString& what, Kind kind, const Change& change) {
        auto after = std::make_shared<Document>(m_document);
        change(*after);
        if (same(*after, m_document) && !isUnsettled())
            return;
        push(pointer, pointer, what, kind, present(), stateOf(after));
    }

protected:
    using Draft::Draft;
    virtual bool same(const Document& a, const Document& b) const = 0;
    bool isChanged() const override { return !same(m_document, m_base); }
    /// The document, and nothing of what whoever derives keeps beside it.
    virtual State stateOf(std::shared_ptr<const Document> document) {
        return [this, document] { m_document = *document; };
    }
    /// What is there now, whatever is kept beside the document included.
    virtual State present() { return stateOf(std::make_shared<Document>(m_document)); }
    /// Something is kept beside the document that every edit() does away with.
    virtual bool isUnsettled() const { return false; }

private:
    Document m_document, m_base;
};

} // namespace labwarden::console
