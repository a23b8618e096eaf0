// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/word_list_edit.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/focus_lead.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace labwarden::widgets {
namespace {

constexpr int padding = 10, crossSize = 12, gap = 6, pillHeight = 26, longest = 260;

/// Whom Tab leads to before `widget`; null when that is in another window, or nobody.
QWidget* tabStopBefore(QWidget* widget) {
    auto* before = widget->previousInFocusChain();
    while (before != widget && !(before->focusPolicy() & Qt::TabFocus))
        before = before->previousInFocusChain();
    return before == widget || before->window() != widget->window() ? nullptr : before;
}

} // namespace

/// One word with its cross.
class WordListEdit::Pill : public QAbstractButton {
public:
    Pill(const QString& word, const QString& what, QWidget* parent) : QAbstractButton(parent) {
        setText(word);
        setFont(style::font(style::Text::secondary));
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setToolTip(word);
        setAccessibleName(WordListEdit::tr("Remove %1 %2").arg(what, word));
    }

    QSize sizeHint() const override {
        const int words = std::min(longest, fontMetrics().horizontalAdvance(text()) + 2);
        return {padding + words + gap + crossSize + padding - 2, pillHeight};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const auto& t = style::tokens(this);
        QPainter painter(this);
        const QRectF box(rect());
        style::paintBox(painter, box, box.height() / 2, t[style::Token::raised], t[style::Token::border]);
        painter.setPen(t[style::Token::text]);
        const QRect room = rect().adjusted(padding, 0, -(crossSize + gap + padding - 2), 0);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
        style::paintIcon(
            painter,
            QRectF(width() - padding + 2 - crossSize, (height() - crossSize) / 2.0, crossSize, crossSize),
            style::Icon::x, t[underMouse() ? style::Token::text : style::Token::muted]);
        if (hasFocus())
            style::paintFocusRing(painter, box, box.height() / 2, t);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }
};

WordListEdit::WordListEdit(const QString& what, const QString& name, QWidget* parent)
    : QWidget(parent), m_what(what), m_flow(new QWidget(this)), m_line(new QLineEdit(this)) {
    setObjectName(name + QStringLiteral("WordListEdit"));
    m_layout = new FlowLayout(6, m_flow);
    m_line->setObjectName(name + QStringLiteral("LineEdit"));
    m_line->setPlaceholderText(tr("Add a %1…").arg(what));
    m_line->installEventFilter(this);
    leadFocus(this, m_line);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_flow);
    layout->addWidget(m_line);
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (text.contains(QLatin1Char(',')))
            take();
        Q_EMIT edited();
    });
    rebuild();
}

void WordListEdit::setWords(const QStringList& words) {
    m_words = words;
    m_line->clear();
    rebuild();
}

QStringList WordListEdit::words() const {
    QStringList all = m_words;
    const auto written = m_line->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const auto& word : written)
        if (!word.trimmed().isEmpty())
            all << word.trimmed();
    all.removeDuplicates();
    return all;
}

void WordListEdit::setCompletions(const QStringList& completions) {
    auto* completer = new QCompleter(completions, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_line->setCompleter(completer);
    // The line still has to get the word that was picked before it is taken.
    connect(completer, QOverload<const QString&>::of(&QCompleter::activated), this, &WordListEdit::take,
            Qt::QueuedConnection);
}

void WordListEdit::take() {
    const QStringList all = words();
    m_line->clear();
    if (all == m_words)
        return;
    m_words = all;
    rebuild();
    Q_EMIT edited();
}

void WordListEdit::remove(const QString& word) {
    const auto at = m_words.indexOf(word);
    if (at < 0)
        return;
    m_words.removeAt(at);
    rebuild();
    // The keyboard stays where the word was.
    if (m_pills.isEmpty())
        m_line->setFocus();
    else
        static_cast<QWidget*>(m_pills[std::min(at, m_pills.size() - 1)])->setFocus();
    Q_EMIT edited();
}

void WordListEdit::rebuild() {
    for (auto* pill : std::as_const(m_pills)) {
        m_layout->removeWidget(pill);
        pill->hide();
        pill->setParent(nullptr);
        pill->deleteLater(); // may be the one that was pressed
    }
    m_pills.clear();
    QWidget* before = tabStopBefore(m_line);
    for (const auto& word : std::as_const(m_words)) {
        auto* pill = new Pill(word, m_what, m_flow);
        pill->setObjectName(QStringLiteral("wordButton"));
        m_layout->addWidget(pill);
        pill->show();
        if (before)
            QWidget::setTabOrder(before, pill);
        before = pill;
        m_pills << pill;
        connect(pill, &QAbstractButton::clicked, this, [this, word] { remove(word); });
    }
    m_flow->setVisible(!m_pills.isEmpty());
    m_flow->updateGeometry();
    updateGeometry();
}

bool WordListEdit::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && !m_line->text().trimmed().isEmpty()) {
            take();
            return true; // and no button of the dialog is pressed
        }
        if (key->key() == Qt::Key_Backspace && m_line->text().isEmpty() && !m_words.isEmpty()) {
            const QString last = m_words.takeLast();
            rebuild();
            m_line->setText(last);
            Q_EMIT edited();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace labwarden::widgets
