// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/query_field.h"

#include "console/board/query/query_help.h"
#include "console/board/query/query_popup.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"

#include <QAction>
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace labwarden::board {

using style::Token;

namespace {

constexpr int mostLetters = 1000;
constexpr int mostMessages = 3;

} // namespace

QueryField::QueryField(QWidget* parent) : SearchField(parent), m_query(DeviceQuery::parse({})) {
    setMaxLength(mostLetters);
    auto* help = addAction(style::icon(style::Icon::circleHelp), QLineEdit::TrailingPosition);
    help->setObjectName(QStringLiteral("queryHelpAction"));
    help->setText(tr("What can be written here"));
    help->setToolTip(tr("What can be written here (F1)"));
    connect(help, &QAction::triggered, this, &QueryField::explain);
    connect(this, &QLineEdit::textEdited, this, [this] { m_isTyping = true; }); // comes before textChanged
    connect(this, &QLineEdit::textChanged, this, &QueryField::read);
    connect(this, &QLineEdit::cursorPositionChanged, this, &QueryField::updateMarks);
}

QueryField::~QueryField() {
    delete m_popup;
}

QSize QueryField::sizeHint() const {
    return {400, style::metrics::controlHeight};
}

void QueryField::read() {
    m_query = DeviceQuery::parse(text());
    updateMarks();
    Q_EMIT queryChanged();
    if (std::exchange(m_isTyping, false))
        suggest(false);
    else
        fold();
}

std::vector<QueryFault> QueryField::shownFaults() const {
    std::vector<QueryFault> faults;
    const bool isAtEnd = hasFocus() && cursorPosition() == text().size();
    std::copy_if(m_query.faults().begin(), m_query.faults().end(), std::back_inserter(faults),
                 [&](const QueryFault& fault) { return !fault.isUnfinished || !isAtEnd; });
    return faults;
}

void QueryField::updateMarks() {
    QStringList messages;
    for (const QueryFault& fault : shownFaults())
        messages << fault.message;
    const QString description = messages.isEmpty()
                                    ? tr("Words and terms like state:available; F1 explains them.")
                                    : messages.join(QLatin1Char(' '));
    if (description != accessibleDescription()) // else screen readers would say it with each letter
        setAccessibleDescription(description);
    if (m_popup)
        m_popup->setFaults(messages.mid(0, mostMessages));
    if (isUnfolded())
        m_popup->unfold();
    update();
}

std::vector<QRect> QueryField::marks() const {
    // Laid out as the line edit does it: its own cursor tells how far it is scrolled.
    QTextLayout layout(text(), font());
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    constexpr int beforeCursor = 5; // a line edit's cursor has that much room around it
    const QRect cursor = cursorRect();
    const qreal origin = cursor.left() + beforeCursor - line.cursorToX(cursorPosition());
    const QRect room = rect().adjusted(textMargins().left() + 8, 0, -trailingWidth() - 4, 0);
    std::vector<QRect> found;
    for (const QueryFault& fault : shownFaults()) {
        const int left = qRound(origin + line.cursorToX(static_cast<int>(fault.start)));
        const int right = qRound(origin + line.cursorToX(static_cast<int>(fault.start + fault.length)));
        const QRect mark(left, cursor.bottom() - 1, std::max(right - left, 4), 3);
        if (const QRect seen = mark.intersected(room); !seen.isEmpty())
            found.push_back(seen);
    }
    return found;
}

void QueryField::paintEvent(QPaintEvent* event) {
    SearchField::paintEvent(event);
    if (m_query.faults().empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style::tokens(this)[Token::failed], 1.4));
    for (const QRect& mark : marks()) {
        QPainterPath wave(QPointF(mark.left(), mark.bottom()));
        for (int x = mark.left() + 2, up = 1; x <= mark.right() + 1; x += 2, up = 1 - up)
            wave.lineTo(x, up ? mark.top() : mark.bottom());
        painter.drawPath(wave);
    }
}

void QueryField::removeTerm(const QueryTerm& term) {
    QString rest = text();
    const qsizetype end = term.start + term.length;
    const bool isBlankNext = end < rest.size() && rest[end].isSpace();
    rest.remove(term.start, term.length + isBlankNext);
    setText(rest.trimmed());
}

void QueryField::suggest(bool asked) {
    m_completions = m_completer ? m_completer(text(), cursorPosition(), asked) : QueryCompletions();
    if (!m_popup) {
        if (m_completions.items.empty() && shownFaults().empty())
            return;
        m_popup = new QueryPopup(this);
        connect(m_popup, &QueryPopup::taken, this, &QueryField::take);
    }
    m_popup->setCompletions(m_completions.items);
    updateMarks();
    m_popup->unfold();
    qApp->installEventFilter(this);
}

void QueryField::fold() {
    if (!m_popup)
        return;
    m_popup->hide();
    qApp->removeEventFilter(this);
}

bool QueryField::isUnfolded() const {
    return m_popup && m_popup->isVisible();
}

void QueryField::take(const QueryCompletion& completion) {
    const QueryCompletions where = m_completions;
    const bool isAtEnd = where.start + where.length >= text().size();
    const QString put = completion.text + (completion.isWhole && isAtEnd ? QStringLiteral(" ") : QString());
    setSelection(static_cast<int>(where.start), static_cast<int>(where.length));
    insert(put); // counts as typed: what follows a field's name unfolds next
    if (completion.isWhole && shownFaults().empty())
        fold();
    setFocus();
}

void QueryField::explain() {
    fold();
    if (!m_help) {
        m_help = new QueryHelp(window());
        m_help->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_help->open();
}

bool QueryField::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !m_query.faults().empty()) {
        QStringList messages;
        for (const QueryFault& fault : m_query.faults())
            messages << fault.message;
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), messages.join(QLatin1Char('\n')),
                           this);
        return true;
    }
    if (event->type() == QEvent::KeyPress) { // Tab does not come to keyPressEvent()
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && m_popup &&
            m_popup->current()) {
            take(QueryCompletion(*m_popup->current()));
            return true;
        }
    }
    if (event->type() == QEvent::ShortcutOverride && isUnfolded() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // nothing else is to close
        return true;
    }
    return SearchField::event(event);
}

void QueryField::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier);
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (isPlain && isUnfolded() && m_popup->hasCompletions() && (key == Qt::Key_Down || key == Qt::Key_Up)) {
        m_popup->step(key == Qt::Key_Down ? 1 : -1);
    } else if ((isPlain && key == Qt::Key_Down) ||
               (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)) {
        suggest(true);
    } else if (isPlain && isEnter && m_popup && m_popup->current()) {
        take(QueryCompletion(*m_popup->current()));
    } else if (isPlain && isEnter) {
        fold();
        Q_EMIT finished();
    } else if (isPlain && key == Qt::Key_Escape && isUnfolded()) {
        fold();
    } else if (isPlain && key == Qt::Key_F1) {
        explain();
    } else {
        SearchField::keyPressEvent(event);
        // The cursor has moved without a change: what unfolded elsewhere means nothing here.
        if (isUnfolded() && m_popup->hasCompletions() && event->text().isEmpty() &&
            (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End))
            fold();
        return;
    }
    event->accept();
}

void QueryField::focusInEvent(QFocusEvent* event) {
    SearchField::focusInEvent(event);
    updateMarks();
}

void QueryField::focusOutEvent(QFocusEvent* event) {
    SearchField::focusOutEvent(event);
    fold();
    updateMarks();
}

// A press elsewhere folds it, on what does not take the keyboard, too.
bool QueryField::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress && isUnfolded() && watched->isWidgetType()) {
        const auto* widget = static_cast<QWidget*>(watched);
        if (widget != this && !isAncestorOf(widget) && widget != m_popup && !m_popup->isAncestorOf(widget))
            fold();
    }
    return SearchField::eventFilter(watched, event);
}

} // namespace labwarden::board
