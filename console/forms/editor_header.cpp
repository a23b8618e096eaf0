// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/editor_header.h"

#include "console/style/metrics.h"
#include "console/widgets/label.h"
#include "console/widgets/state_badge.h"

#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

/// "Undo rename step (Ctrl+Z)"
QString tipOf(const QString& verb, const QString& what, const QKeySequence& keys) {
    const QString words = what.isEmpty() ? verb : verb + QLatin1Char(' ') + what;
    return QStringLiteral("%1 (%2)").arg(words, keys.toString(QKeySequence::NativeText));
}

} // namespace

EditorHeader::EditorHeader(const QString& what, QWidget* parent)
    : QWidget(parent)
    , m_what(what)
    , m_layout(new QHBoxLayout)
    , m_title(new Label(Text::heading, Token::text, this))
    , m_facts(new Label(Text::secondary, Token::secondary, this))
    , m_note(new Label(Text::secondary, Token::secondary, this))
    , m_badge(new widgets::StateBadge(this)) {
    m_title->setObjectName(QStringLiteral("editorTitleLabel"));
    m_facts->setObjectName(QStringLiteral("editorFactsLabel"));
    m_note->setObjectName(QStringLiteral("editorNoteLabel"));
    m_note->hide();
    m_badge->setObjectName(QStringLiteral("editorBadge"));
    m_badge->hide();
    for (auto* label : {m_title, m_facts, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(style::metrics::pageMargin, 8, 12, 8);
    lines->setSpacing(2);
    lines->addLayout(m_layout);
    lines->addWidget(m_facts);
    lines->addWidget(m_note);
    m_layout->setSpacing(4);
    m_layout->addWidget(m_title, 1);
    m_layout->addWidget(m_badge);
    m_layout->addSpacing(8);
    m_undo = addTool(QStringLiteral("undo") + what, Icon::undo2, tr("Undo"));
    m_redo = addTool(QStringLiteral("redo") + what, Icon::redo2, tr("Redo"));
    m_close = addTool(QStringLiteral("close") + what, Icon::x, tr("Close (Esc)"));
    m_tools.removeLast(); // the way out is open while loading, too
    connect(m_undo, &QToolButton::clicked, this, &EditorHeader::undoRequested);
    connect(m_redo, &QToolButton::clicked, this, &EditorHeader::redoRequested);
    connect(m_close, &QToolButton::clicked, this, &EditorHeader::closeRequested);
}

QToolButton* EditorHeader::addTool(const QString& name, Icon icon, const QString& text) {
    auto* made = new QToolButton(this);
    made->setObjectName(name + QLatin1String("ToolButton"));
    made->setIcon(style::icon(icon));
    made->setToolTip(text);
    made->setAccessibleName(text);
    m_layout->insertWidget(m_layout->count() - (m_close ? 1 : 0), made);
    if (m_close) {
        setTabOrder(m_tools.last(), made);
        setTabOrder(made, m_close);
    }
    m_tools << made;
    return made;
}

void EditorHeader::showLoading(const QString& name) {
    m_title->setText(name.isEmpty() ? tr("Loading…") : name);
    m_badge->hide();
    m_facts->hide();
    m_note->hide();
    for (auto* each : m_tools)
        each->setEnabled(false);
}

void EditorHeader::showTitle(const QString& title, const QString& facts) {
    m_title->setText(title);
    m_title->setToolTip(title);
    m_facts->setText(facts);
    m_facts->show();
}

void EditorHeader::showNote(const QString& note) {
    m_note->setText(note);
    m_note->setToolTip(note);
    m_note->setVisible(!note.isEmpty());
}

void EditorHeader::addBefore(QWidget* widget) {
    m_layout->insertWidget(m_layout->indexOf(m_undo), widget);
    m_layout->insertSpacing(m_layout->indexOf(m_undo), 8);
}

void EditorHeader::showUndo(const QUndoStack& undo) {
    m_undo->setEnabled(undo.canUndo());
    m_undo->setToolTip(tipOf(tr("Undo"), undo.undoText(), Qt::CTRL | Qt::Key_Z));
    m_redo->setEnabled(undo.canRedo());
    m_redo->setToolTip(tipOf(tr("Redo"), undo.redoText(), Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
}

} // namespace labwarden::console
