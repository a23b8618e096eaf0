// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/session_list.h"

#include "console/admin/user_words.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// A label that gives way: cut off with the whole in its tool tip.
Label* makeText(const QString& text, Text font, Token colour, QWidget* parent) {
    auto* label = new Label(text, font, colour, parent);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setToolTip(text);
    return label;
}

} // namespace

SessionList::SessionList(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_notice(new widgets::Notice(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
    , m_lines(new QWidget)
    , m_linesLayout(new QVBoxLayout(m_lines))
    , m_foot(new QWidget(this))
    , m_endAll(new QPushButton(style::icon(Icon::logOut, Token::failed), tr("End all…"), m_foot)) {
    setObjectName(QStringLiteral("sessionList"));
    m_notice->setObjectName(QStringLiteral("sessionsNotice"));
    m_empty->setObjectName(QStringLiteral("sessionsEmptyState"));
    m_endAll->setObjectName(QStringLiteral("endAllSessionsPushButton"));
    style::setButtonRole(m_endAll, style::ButtonRole::danger);
    m_linesLayout->setContentsMargins(margin, 4, margin, 4);
    m_linesLayout->setSpacing(0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_lines);
    scroll->viewport()->setAutoFillBackground(false); // on the ground of the panel
    m_lines->setAutoFillBackground(false);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_empty);
    auto* begin = new QWidget(this); // so that the notice has its distance to what is above
    begin->setFixedHeight(0);
    auto* noticeHolder = new QVBoxLayout;
    noticeHolder->setContentsMargins(margin, 0, margin, 0);
    noticeHolder->setSpacing(12);
    noticeHolder->addWidget(begin);
    noticeHolder->addWidget(m_notice);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(margin, 10, margin, 12);
    row->addStretch(1);
    row->addWidget(m_endAll);
    auto* foot = new QVBoxLayout(m_foot);
    foot->setContentsMargins(0, 0, 0, 0);
    foot->setSpacing(0);
    foot->addWidget(new widgets::Hairline(Qt::Horizontal, m_foot));
    foot->addLayout(row);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(noticeHolder);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_foot);
    connect(m_endAll, &QPushButton::clicked, this, &SessionList::askEndAll);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &SessionList::reload);
}

void SessionList::setUser(const std::string& userId, const QString& name, const Right& right) {
    const bool another = userId != m_userId;
    const bool sameRight = right.whyNot == m_right.whyNot;
    m_userId = userId;
    m_name = name;
    m_right = right;
    if (another)
        m_notice->clear();
    if ((another || !sameRight) && isVisible())
        reload();
}

void SessionList::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    reload();
}

void SessionList::reload() {
    if (m_userId.empty())
        return;
    if (m_job)
        m_job->cancel();
    m_foot->hide();
    m_empty->setContent(Icon::hourglass, tr("Loading the sessions…"));
    m_stack->setCurrentWidget(m_empty);
    m_job = m_parts.api.sessions(m_userId, this, [this](ApiResult<std::vector<SessionInfo>> sessions) {
        m_job = nullptr;
        if (sessions) {
            showSessions(*sessions);
            return;
        }
        const auto words = refusalWords(sessions.error());
        m_empty->setContent(Icon::circleAlert, tr("The sessions cannot be shown"), words.words,
                            tr("Try again"));
    });
}

void SessionList::showSessions(const std::vector<SessionInfo>& sessions) {
    while (auto* item = m_linesLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_foot->setVisible(!sessions.empty());
    m_endAll->setEnabled(static_cast<bool>(m_right));
    m_endAll->setToolTip(m_right.whyNot);
    if (sessions.empty()) {
        m_empty->setContent(Icon::logOut, tr("%1 is not signed in anywhere").arg(m_name));
        return;
    }
    for (const auto& session : sessions) {
        m_linesLayout->addWidget(makeLine(session));
        m_linesLayout->addWidget(new widgets::Hairline(Qt::Horizontal, m_lines));
    }
    m_linesLayout->addStretch(1);
    m_stack->setCurrentIndex(0);
}

QWidget* SessionList::makeLine(const SessionInfo& session) {
    auto* line = new QWidget(m_lines);
    auto* picture = new QLabel(line);
    picture->setPixmap(style::icon(Icon::monitor).pixmap(18, 18));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    const QString address = session.address.empty() ? tr("unknown address") : q(session.address);
    const auto ago = std::chrono::milliseconds(m_parts.clock.now().ms - session.lastUsedAt.ms);
    const QString used = ago < std::chrono::minutes(1) ? tr("used just now")
                                                       : tr("used %1 ago").arg(widgets::durationText(ago));
    texts->addWidget(makeText(address, Text::bodyStrong, Token::text, line));
    texts->addWidget(
        makeText(widgets::programText(q(session.userAgent)), Text::secondary, Token::secondary, line));
    texts->addWidget(makeText(tr("Since %1, %2").arg(widgets::dateTimeText(session.createdAt), used),
                              Text::caption, Token::muted, line));
    auto* end = new QPushButton(tr("End"), line);
    end->setObjectName(QStringLiteral("endSessionPushButton"));
    end->setAccessibleName(tr("End the session from %1, %2").arg(address, used));
    const QString whyNot =
        session.current ? tr("This is the one you are using: sign out instead.") : m_right.whyNot;
    end->setEnabled(whyNot.isEmpty());
    end->setToolTip(whyNot);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 10, 0, 10);
    layout->setSpacing(12);
    layout->addWidget(picture, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    if (session.current)
        layout->addWidget(new Label(tr("This session"), Text::secondaryStrong, Token::accent, line));
    layout->addWidget(end);
    connect(end, &QPushButton::clicked, this, [this, session] { this->end(session); });
    return line;
}

void SessionList::end(const SessionInfo& session) {
    m_parts.api.endSession(m_userId, session.id, this,
                           [this](const ApiResult<bool>& done) { answered(done.error()); });
}

void SessionList::askEndAll() {
    const bool own = m_parts.lab.session() && m_parts.lab.session()->user.id == m_userId;
    widgets::MessageBox::ask(this,
                             {tr("End all sessions of %1?").arg(m_name),
                              own ? tr("You are signed out everywhere, here too.")
                                  : tr("They are signed out everywhere at once. What they have not saved may "
                                       "be lost; they can sign in again."),
                              tr("End all"), tr("Keep them"), true},
                             [this, user = m_userId](widgets::MessageBox::Answer answer) {
                                 if (answer != widgets::MessageBox::Answer::yes || user != m_userId)
                                     return;
                                 m_parts.api.endSessions(user, this, [this](const ApiResult<bool>& done) {
                                     answered(done.error());
                                 });
                             });
}

void SessionList::answered(const ApiError& error) {
    // A session that is gone already is what was wanted.
    if (error.kind != ApiError::Kind::None && error.kind != ApiError::Kind::NotFound) {
        const auto words = refusalWords(error);
        m_notice->problem(words.words, words.detail);
        return;
    }
    m_notice->clear();
    reload();
}

} // namespace labwarden::console
