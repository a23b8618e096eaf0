// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QWidget>

class QLineEdit;

namespace labwarden::widgets {

class FlowLayout;

/// A list of words, tags for instance: each one in a pill that is removed with its cross or Delete, and a
/// line for the next ones. Enter and the comma take what is written, Backspace in an empty line gives back
/// the last one.
class WordListEdit : public QWidget {
    Q_OBJECT
public:
    /// `what` is one word of the list, for screen readers: "tag". Object names of its parts begin with
    /// `name`.
    WordListEdit(const QString& what, const QString& name, QWidget* parent = nullptr);

    void setWords(const QStringList& words);
    /// In order, each once, with what is still being written.
    QStringList words() const;
    /// Words that may be meant.
    void setCompletions(const QStringList& completions);
    QLineEdit* line() const { return m_line; }

Q_SIGNALS:
    /// By a person.
    void edited();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Pill;

    void take();
    void remove(const QString& word);
    void rebuild();

    QString m_what;
    QStringList m_words;
    QList<Pill*> m_pills;
    FlowLayout* m_layout;
    QWidget* m_flow;
    QLineEdit* m_line;
};

} // namespace labwarden::widgets
