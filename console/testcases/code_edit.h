// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPlainTextEdit>

#include <vector>

namespace labwarden::console {

/// A text with numbered lines, in which what is wrong is underlined where it stands and in words when one
/// points at it. Tab and Shift+Tab indent lines by two, Return keeps the indentation; Ctrl+Tab leaves. Undo
/// is its owner's.
class CodeEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    /// From `from` up to and without `to`, in UTF-16 units.
    struct Mark {
        int from, to;
        QString words;
    };

    explicit CodeEdit(QWidget* parent = nullptr);

    /// Replaces what differs, and the cursor goes there; scroll stays. codeEdited() is not emitted.
    void setCode(const QString& text);
    void setMarks(std::vector<Mark> marks);
    /// What is wrong at a place, each in a line; empty: nothing.
    QString marksAt(int position) const;
    void goTo(int position);

Q_SIGNALS:
    /// Somebody has changed the text.
    void codeEdited();
    /// What follows is not part of what was typed before.
    void typingEnded();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Gutter;
    void paintGutter(QWidget* gutter, const QRect& area) const;
    void layOut();
    void mark();
    void indent(int by);
    void breakLine();

    Gutter* m_gutter;
    std::vector<Mark> m_marks;
    bool m_isSetting = false;
};

} // namespace labwarden::console
