// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/query_completion.h"
#include "console/widgets/search_field.h"

#include <QPointer>

#include <functional>
#include <vector>

class QAction;

namespace labwarden::board {

class QueryHelp;
class QueryPopup;

/// The line in which a query is written. What may follow unfolds below it while it is typed, and is taken
/// only by who has chosen it with the arrows; Enter and Tab mean nothing else until then. What is wrong is
/// underlined where it stands, told below while the keyboard is here, and in the accessible description.
/// Ctrl+F leads here, Ctrl+Space and Down ask for suggestions, F1 explains the language.
class QueryField : public widgets::SearchField {
    Q_OBJECT
public:
    /// Answers what may follow in a text at the cursor; `asked` when the person wants to know.
    using Completer = std::function<QueryCompletions(const QString& text, qsizetype cursor, bool asked)>;

    explicit QueryField(QWidget* parent = nullptr);
    ~QueryField() override;

    void setCompleter(Completer completer) { m_completer = std::move(completer); }
    /// What the text asks for now.
    const DeviceQuery& query() const { return m_query; }
    /// Takes a term out of the text, with the blank that it leaves.
    void removeTerm(const QueryTerm& term);
    /// The faults that are marked now: not those of a word that is just being written.
    std::vector<QueryFault> shownFaults() const;
    /// Where they are underlined.
    std::vector<QRect> marks() const;

    QSize sizeHint() const override;

Q_SIGNALS:
    /// The text has changed, and query() with it.
    void queryChanged();
    /// Enter: on to the devices.
    void finished();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void read();
    void updateMarks();
    void suggest(bool asked);
    void fold();
    void take(const QueryCompletion& completion);
    bool isUnfolded() const;
    void explain();

    Completer m_completer;
    DeviceQuery m_query;
    QPointer<QueryPopup> m_popup; ///< a child of the window, made when it is needed first
    QPointer<QueryHelp> m_help;
    QueryCompletions m_completions;
    bool m_isTyping = false; ///< the change under way is a person's and not the program's
};

} // namespace labwarden::board
