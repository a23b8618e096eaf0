// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/expression_line.h"

#include "common/criteria/lexer.h"
#include "common/criteria/parser.h"
#include "console/style/fonts.h"
#include "console/style/tokens.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QTextCharFormat>

#include <algorithm>

namespace labwarden::console {
namespace {

using criteria::TokenKind;
using style::Token;

/// Letters before a place that is counted in bytes.
int letters(const std::string& utf8, std::size_t bytes) {
    return static_cast<int>(
        QString::fromUtf8(utf8.data(), static_cast<qsizetype>(std::min(bytes, utf8.size()))).size());
}

} // namespace

style::Token colourOf(TokenKind kind) {
    switch (kind) {
    case TokenKind::aggregate:
    case TokenKind::keyword:
        return Token::accent;
    case TokenKind::parameter:
        return Token::warning;
    case TokenKind::number:
    case TokenKind::unit:
        return Token::available;
    case TokenKind::unknown:
        return Token::failed;
    default:
        return Token::text;
    }
}

ExpressionLine::ExpressionLine(Metrics metrics, QWidget* parent)
    : QLineEdit(parent)
    , m_metrics(std::move(metrics))
    , m_offers(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_offers, this)) {
    setFont(style::font(style::Text::code));
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(8);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, &ExpressionLine::take);
    connect(this, &QLineEdit::textChanged, this, &ExpressionLine::colour);
    connect(this, &QLineEdit::textEdited, this, &ExpressionLine::suggest);
}

QStringList ExpressionLine::faults() const {
    QStringList found;
    for (const auto& error : criteria::parse(text().toStdString()).errors)
        found << QString::fromStdString(error.message);
    return found;
}

/// A line edit has no highlighter, but it paints the formats that an input method asks for.
void ExpressionLine::colour() {
    if (m_isColouring || isReadOnly())
        return;
    m_isColouring = true;
    const std::string utf8 = text().toStdString();
    const auto& t = style::tokens(this);
    QList<QInputMethodEvent::Attribute> attributes;
    const auto add = [&](std::size_t offset, std::size_t length, const QTextCharFormat& format) {
        const int from = letters(utf8, offset);
        const int end = letters(utf8, offset + length);
        attributes.append(
            {QInputMethodEvent::TextFormat, from - cursorPosition(), std::max(end - from, 1), format});
    };
    const auto errors = criteria::parse(utf8).errors;
    for (const auto& token : criteria::tokenize(utf8)) {
        QTextCharFormat format;
        format.setForeground(t[colourOf(token.kind)]);
        add(token.offset, token.length, format);
    }
    for (const auto& error : errors) {
        QTextCharFormat format;
        format.setForeground(t[Token::failed]);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(t[Token::failed]);
        // At the end of the text there is nothing to underline but what stands before.
        const bool isAtEnd = error.offset >= utf8.size() && !utf8.empty();
        add(isAtEnd ? utf8.size() - 1 : error.offset, std::max<std::size_t>(error.length, 1), format);
    }
    QInputMethodEvent event({}, attributes);
    QApplication::sendEvent(this, &event);
    m_isColouring = false;
}

void ExpressionLine::suggest() {
    const std::string utf8 = text().toStdString();
    const std::size_t cursor = text().left(cursorPosition()).toStdString().size();
    const auto found = criteria::complete(utf8, cursor, m_metrics ? m_metrics() : std::span<const Metric>());
    m_from = letters(utf8, found.offset);
    m_length = letters(utf8, found.offset + found.length) - m_from;
    m_offers->clear();
    for (const auto& item : found.items) {
        const QString word = QString::fromStdString(item.text);
        const QString hint = QString::fromStdString(item.hint);
        auto* row = new QStandardItem(hint.isEmpty() ? word : QStringLiteral("%1   %2").arg(word, hint));
        row->setData(word, Qt::UserRole);
        m_offers->appendRow(row);
    }
    const bool isThere =
        found.items.size() == 1 && found.items[0].text == text().mid(m_from, m_length).toStdString();
    if (found.items.empty() || isThere || !hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix({});
    QRect place = cursorRect();
    place.setWidth(std::min(320, std::max(width(), 240)));
    m_completer->complete(place);
}

void ExpressionLine::take(const QModelIndex& index) {
    const QString word = index.data(Qt::UserRole).toString();
    setSelection(m_from, m_length);
    insert(word);
    Q_EMIT textEdited(text());
}

void ExpressionLine::keyPressEvent(QKeyEvent* event) {
    const bool isUnfolded = m_completer->popup()->isVisible();
    const int key = event->key();
    if (isUnfolded &&
        (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Escape)) {
        event->ignore(); // the list's
        return;
    }
    if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        suggest();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

bool ExpressionLine::event(QEvent* event) {
    const bool done = QLineEdit::event(event);
    if (event->type() == QEvent::Polish || event->type() == QEvent::FocusIn)
        colour();
    return done;
}

void ExpressionLine::changeEvent(QEvent* event) {
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

} // namespace labwarden::console
