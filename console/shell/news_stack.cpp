// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/news_stack.h"

#include "console/style/control_style.h"
#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/announce.h"
#include "console/widgets/format.h"

#include <QAbstractButton>
#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

constexpr int stackWidth = 380;
constexpr int mostLines = 3;
constexpr int mostKept = 50;
constexpr int lineHeight = 56;
constexpr int inner = 4;
constexpr int textLeft = 12 + style::metrics::icon + 12;

} // namespace

/// One news: a click or Enter opens it, the cross or Delete closes it.
class NewsStack::Line : public QAbstractButton {
public:
    Line(const News& news, QWidget* parent)
        : QAbstractButton(parent), m_news(news), m_close(new QToolButton(this)) {
        setObjectName(QStringLiteral("newsButton"));
        setText(news.title);
        setAccessibleName(news.text.isEmpty() ? news.title
                                              : QStringLiteral("%1: %2").arg(news.title, news.text));
        setAccessibleDescription(widgets::timeText(news.at));
        setToolTip(accessibleName());
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setFixedHeight(lineHeight);
        m_close->setObjectName(QStringLiteral("closeNewsToolButton"));
        m_close->setIcon(style::icon(style::Icon::x));
        m_close->setToolTip(NewsStack::tr("Close (Delete)"));
        m_close->setAccessibleName(NewsStack::tr("Close: %1").arg(news.title));
    }
    QToolButton* closeButton() const { return m_close; }

protected:
    void resizeEvent(QResizeEvent*) override {
        const QSize size = m_close->sizeHint();
        m_close->setGeometry(
            QRect(QPoint(this->width() - size.width() - 8, (height() - size.height()) / 2), size));
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else if (event->key() == Qt::Key_Delete)
            m_close->click();
        else
            QAbstractButton::keyPressEvent(event);
    }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const auto& tokens = style::tokens(this);
        if (underMouse())
            style::paintBox(painter, rect(), style::metrics::radius,
                            tokens.mix(Token::raised, Token::accent, 0.08));
        if (hasFocus())
            style::paintFocusRing(painter, rect(), style::metrics::radius, tokens);
        style::paintIcon(painter, QRectF(12, 12, style::metrics::icon, style::metrics::icon), m_news.icon,
                         tokens[m_news.colour]);
        const QString time = widgets::timeText(m_news.at);
        painter.setFont(style::font(Text::caption));
        const int timeWidth = painter.fontMetrics().horizontalAdvance(time);
        const int right = m_close->x() - 8;
        painter.setPen(tokens[Token::muted]);
        painter.drawText(QRect(right - timeWidth, 10, timeWidth, 20), Qt::AlignVCenter, time);
        const auto write = [&](const QRect& room, Text text, Token colour, const QString& words,
                               Qt::TextElideMode elide) {
            painter.setFont(style::font(text));
            painter.setPen(tokens[colour]);
            painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                             painter.fontMetrics().elidedText(words, elide, room.width()));
        };
        // What has become of it stands at the end.
        // What has become of it stands at the end of the title.
        write({textLeft, 10, right - timeWidth - 8 - textLeft, 20}, Text::bodyStrong, Token::text,
              m_news.title, Qt::ElideMiddle);
        write({textLeft, 30, right - textLeft, 18}, Text::secondary, Token::secondary, m_news.text,
              Qt::ElideRight);
    }

private:
    News m_news;
    QToolButton* m_close;
};

NewsStack::NewsStack(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_more(new QPushButton(this))
    , m_clear(new QPushButton(tr("Close all"), this)) {
    setObjectName(QStringLiteral("newsStack"));
    setAccessibleName(tr("What you are told"));
    m_more->setObjectName(QStringLiteral("moreNewsPushButton"));
    m_clear->setObjectName(QStringLiteral("closeAllNewsPushButton"));
    for (auto* button : {m_more, m_clear})
        style::setButtonRole(button, style::ButtonRole::plain);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(4, 0, 4, 0);
    foot->addWidget(m_more);
    foot->addStretch(1);
    foot->addWidget(m_clear);
    m_layout->setContentsMargins(inner, inner, inner, inner);
    m_layout->setSpacing(2);
    m_layout->addLayout(foot);
    connect(m_more, &QPushButton::clicked, this, &NewsStack::moreRequested);
    connect(m_clear, &QPushButton::clicked, this, &NewsStack::clear);
    parent->installEventFilter(this);
    hide();
}

void NewsStack::add(const News& news) {
    m_news.insert(m_news.begin(), news);
    if (m_news.size() > mostKept)
        m_news.pop_back();
    rebuild();
    widgets::announce(m_lines.front());
}

void NewsStack::clear() {
    m_news.clear();
    rebuild();
}

void NewsStack::remove(std::size_t index) {
    m_news.erase(m_news.begin() + static_cast<std::ptrdiff_t>(index));
    rebuild();
}

void NewsStack::rebuild() {
    auto* focus = QApplication::focusWidget();
    const bool hadFocus = focus && isAncestorOf(focus);
    for (auto* line : m_lines) {
        line->hide();
        line->deleteLater();
    }
    m_lines.clear();
    const auto shown = std::min<std::size_t>(m_news.size(), mostLines);
    for (std::size_t i = 0; i < shown; ++i) {
        auto* line = new Line(m_news[i], this);
        m_layout->insertWidget(static_cast<int>(i), line);
        connect(line, &QAbstractButton::clicked, this, [this, i] {
            const News news = m_news[i];
            remove(i);
            Q_EMIT clicked(news);
        });
        connect(line->closeButton(), &QToolButton::clicked, this, [this, i] { remove(i); });
        line->show();
        m_lines.push_back(line);
    }
    QWidget* before = nullptr;
    for (auto* line : m_lines) { // by Tab from the top down
        if (before)
            setTabOrder(before, line);
        setTabOrder(line, line->closeButton());
        before = line->closeButton();
    }
    if (before) {
        setTabOrder(before, m_more);
        setTabOrder(m_more, m_clear);
    }
    const auto others = m_news.size() - shown;
    m_more->setText(tr("%1 more").arg(widgets::countText(static_cast<qint64>(others))));
    m_more->setVisible(others > 0);
    m_clear->setVisible(m_news.size() > 1);
    setVisible(!m_news.empty());
    if (hadFocus && !m_lines.empty())
        m_lines.front()->setFocus();
    else if (hadFocus)
        parentWidget()->setFocus();
    place();
}

void NewsStack::place() {
    if (m_news.empty())
        return;
    m_layout->activate();
    const QSize size(stackWidth, m_layout->totalSizeHint().height());
    const QSize room = parentWidget()->size();
    constexpr int margin = style::metrics::pageMargin;
    setGeometry(
        QRect(QPoint(room.width() - size.width() - margin, room.height() - size.height() - margin), size));
    raise();
}

bool NewsStack::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void NewsStack::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& tokens = style::tokens(this);
    style::paintBox(painter, rect(), style::metrics::cardRadius, tokens[Token::raised],
                    tokens.mix(Token::border, Token::muted, 0.35));
}

} // namespace labwarden::console
