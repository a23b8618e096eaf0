// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/code_edit.h"

#include "console/style/fonts.h"
#include "console/style/tokens.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Token;

constexpr int indentWidth = 2;
constexpr int gutterMargin = 10;

} // namespace

class CodeEdit::Gutter : public QWidget {
public:
    explicit Gutter(CodeEdit* edit) : QWidget(edit), m_edit(edit) {}
    int wantedWidth() const {
        int digits = 2;
        for (int lines = m_edit->blockCount(); lines >= 100; lines /= 10)
            ++digits;
        return 2 * gutterMargin + digits * m_edit->fontMetrics().horizontalAdvance(QLatin1Char('9'));
    }

protected:
    void paintEvent(QPaintEvent* event) override { m_edit->paintGutter(this, event->rect()); }

private:
    CodeEdit* m_edit;
};

CodeEdit::CodeEdit(QWidget* parent) : QPlainTextEdit(parent), m_gutter(new Gutter(this)) {
    setFont(style::font(style::Text::code));
    setLineWrapMode(NoWrap);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEdit::layOut);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& area, int dy) {
        if (dy)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, area.y(), m_gutter->width(), area.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEdit::mark);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_isSetting)
            Q_EMIT codeEdited();
    });
    layOut();
}

void CodeEdit::setCode(const QString& text) {
    const QString now = toPlainText();
    if (now == text)
        return;
    const auto [left, right] = std::mismatch(now.begin(), now.end(), text.begin(), text.end());
    const auto same = left - now.begin();
    const auto most = std::min(now.size(), text.size()) - same;
    qsizetype tail = 0;
    while (tail < most && now[now.size() - 1 - tail] == text[text.size() - 1 - tail])
        ++tail;
    m_isSetting = true;
    QTextCursor change(document());
    change.setPosition(static_cast<int>(same));
    change.setPosition(static_cast<int>(now.size() - tail), QTextCursor::KeepAnchor);
    change.insertText(text.mid(same, text.size() - same - tail));
    m_isSetting = false;
    goTo(static_cast<int>(same));
}

void CodeEdit::goTo(int position) {
    QTextCursor cursor = textCursor();
    cursor.setPosition(std::clamp(position, 0, document()->characterCount() - 1));
    setTextCursor(cursor);
    ensureCursorVisible();
}

// --- what is wrong ---

void CodeEdit::setMarks(std::vector<Mark> marks) {
    m_marks = std::move(marks);
    mark();
    m_gutter->update();
}

void CodeEdit::mark() {
    const auto& t = style::tokens(this);
    QList<QTextEdit::ExtraSelection> all;
    QTextEdit::ExtraSelection line;
    line.format.setBackground(t.mix(Token::surface, Token::raised, 0.6));
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    line.cursor = textCursor();
    line.cursor.clearSelection();
    all.append(line);
    const int end = document()->characterCount() - 1;
    for (const auto& each : m_marks) {
        QTextEdit::ExtraSelection wave;
        wave.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.format.setUnderlineColor(t[Token::failed]);
        wave.cursor = QTextCursor(document());
        // At the end of a line there is nothing to underline but what stands before.
        const int from = std::clamp(each.to > each.from ? each.from : each.from - 1, 0, end);
        wave.cursor.setPosition(from);
        wave.cursor.setPosition(std::clamp(std::max(each.to, from + 1), 0, end), QTextCursor::KeepAnchor);
        all.append(wave);
    }
    setExtraSelections(all);
}

QString CodeEdit::marksAt(int position) const {
    QStringList words;
    for (const auto& each : m_marks)
        if (position >= each.from && position <= each.to)
            words << each.words;
    return words.join(QLatin1Char('\n'));
}

bool CodeEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QPoint at = viewport()->mapFromGlobal(help->globalPos());
        QToolTip::showText(help->globalPos(), marksAt(cursorForPosition(at).position()), this);
        return true;
    }
    return QPlainTextEdit::event(event);
}

// --- keys ---

void CodeEdit::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool isTab = key == Qt::Key_Tab || key == Qt::Key_Backtab;
    if (isTab && event->modifiers() & Qt::ControlModifier) {
        focusNextPrevChild(key == Qt::Key_Tab);
        return;
    }
    if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown)
        Q_EMIT typingEnded();
    if (isReadOnly()) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    if (isTab)
        indent(key == Qt::Key_Tab ? indentWidth : -indentWidth);
    else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier)
        breakLine();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void CodeEdit::indent(int by) {
    Q_EMIT typingEnded();
    QTextCursor cursor = textCursor();
    if (by > 0 && !cursor.hasSelection()) {
        cursor.insertText(QString(by - cursor.positionInBlock() % by, QLatin1Char(' ')));
        return;
    }
    const int last =
        document()->findBlock(std::max(cursor.selectionStart(), cursor.selectionEnd() - 1)).blockNumber();
    QTextBlock block = document()->findBlock(cursor.selectionStart());
    cursor.beginEditBlock();
    for (; block.isValid() && block.blockNumber() <= last; block = block.next()) {
        QTextCursor line(block);
        const QString text = block.text();
        if (by > 0) {
            line.insertText(QString(by, QLatin1Char(' ')));
            continue;
        }
        for (int i = 0; i < -by && i < text.size() && text[i] == QLatin1Char(' '); ++i)
            line.deleteChar();
    }
    cursor.endEditBlock();
}

void CodeEdit::breakLine() {
    Q_EMIT typingEnded();
    QTextCursor cursor = textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    qsizetype depth = 0;
    while (depth < before.size() && before[depth] == QLatin1Char(' '))
        ++depth;
    const QString said = before.trimmed();
    if (said.startsWith(QLatin1String("- ")))
        depth += indentWidth;
    if (said.endsWith(QLatin1Char(':')) || said.endsWith(QLatin1Char('|')))
        depth += indentWidth;
    cursor.insertText(QLatin1Char('\n') + QString(depth, QLatin1Char(' ')));
    ensureCursorVisible();
}

void CodeEdit::mousePressEvent(QMouseEvent* event) {
    Q_EMIT typingEnded();
    QPlainTextEdit::mousePressEvent(event);
}

// --- the numbers at the left ---

void CodeEdit::layOut() {
    const int width = m_gutter->wantedWidth();
    setViewportMargins(width, 0, 0, 0);
    m_gutter->setGeometry(QRect(contentsRect().topLeft(), QSize(width, contentsRect().height())));
}

void CodeEdit::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    layOut();
}

void CodeEdit::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        mark();
}

void CodeEdit::paintGutter(QWidget* gutter, const QRect& area) const {
    const auto& t = style::tokens(this);
    QPainter painter(gutter);
    painter.setFont(font());
    painter.fillRect(area, t[Token::surface]);
    const int current = textCursor().blockNumber();
    QTextBlock block = firstVisibleBlock();
    int top = qRound(blockBoundingGeometry(block).translated(contentOffset()).top());
    for (; block.isValid() && top <= area.bottom(); block = block.next()) {
        const int height = qRound(blockBoundingRect(block).height());
        const int from = block.position(), to = from + block.length();
        const bool isWrong = std::any_of(m_marks.begin(), m_marks.end(), [&](const Mark& each) {
            return each.from < to && std::max(each.to, each.from + 1) > from;
        });
        painter.setPen(t[isWrong                          ? Token::failed
                         : block.blockNumber() == current ? Token::text
                                                          : Token::secondary]);
        const QString number = QString::number(block.blockNumber() + 1);
        painter.drawText(0, top, gutter->width() - gutterMargin, height, Qt::AlignRight | Qt::AlignVCenter,
                         number);
        if (isWrong) {
            painter.setBrush(t[Token::failed]);
            painter.setPen(Qt::NoPen);
            painter.drawRect(0, top, 3, height);
        }
        top += height;
    }
}

} // namespace labwarden::console
