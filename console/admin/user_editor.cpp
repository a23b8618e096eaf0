// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_editor.h"

#include "console/admin/session_list.h"
#include "console/admin/user_account_pane.h"
#include "console/admin/user_actions.h"
#include "console/admin/user_edit.h"
#include "console/admin/user_form.h"
#include "console/admin/user_saving.h"
#include "console/admin/user_words.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/save_bar.h"
#include "console/widgets/state_badge.h"

#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;
using widgets::MessageBox;

constexpr int margin = style::metrics::pageMargin;
constexpr int tabPadding = 13; ///< of the style, left of a tab's word
enum Tab { Account, Sessions };

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

// --- what it is made of ---

UserEditor::UserEditor(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_act(new UserActions(parts, this))
    , m_saving(new UserSaving(parts, this))
    , m_notice(new widgets::Notice(this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_account(new UserAccountPane(parts))
    , m_form(m_account->form())
    , m_sessions(new SessionList(parts)) {
    setObjectName(QStringLiteral("userEditor"));
    setMinimumWidth(360);
    m_notice->setObjectName(QStringLiteral("userNotice"));
    m_tabs->setObjectName(QStringLiteral("userTabBar"));
    m_tabs->setAccessibleName(tr("Parts of the user"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Account"));
    m_tabs->addTab(tr("Sessions"));
    m_pages->addWidget(m_account);
    m_pages->addWidget(m_sessions);
    m_footer =
        new widgets::SaveBar(QStringLiteral("User"), this); // made after the pages, and so reached after them

    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(margin - tabPadding, 0, margin, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto* noticeHolder = new QVBoxLayout;
    noticeHolder->setContentsMargins(margin, 0, margin, 0);
    noticeHolder->addWidget(m_notice);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addLayout(noticeHolder);
    layout->addLayout(tabs);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_footer);
    connectParts();
    hide();
}

QWidget* UserEditor::makeHeader() {
    auto* header = new QWidget(this);
    m_title = new Label(Text::heading, Token::text, header);
    m_title->setObjectName(QStringLiteral("userTitleLabel"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_badge = new widgets::StateBadge(header);
    m_badge->setObjectName(QStringLiteral("userStatusBadge"));
    auto* close = new QToolButton(header);
    close->setObjectName(QStringLiteral("closeUserToolButton"));
    close->setIcon(style::icon(Icon::x));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(margin, 12, 12, 8);
    layout->setSpacing(10);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_badge);
    layout->addWidget(close);
    connect(close, &QToolButton::clicked, this, [this] { leave([this] { this->close(); }); });
    return header;
}

void UserEditor::connectParts() {
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        m_footer->setVisible(tab == Account);
    });
    connect(m_form, &UserForm::changed, this, &UserEditor::updateFooter);
    connect(m_form, &UserForm::submitted, this, &UserEditor::save);
    connect(m_footer, &widgets::SaveBar::saveRequested, this, &UserEditor::save);
    connect(m_footer, &widgets::SaveBar::discardRequested, this, [this] {
        if (m_isNew || m_gone) {
            close();
            return;
        }
        m_notice->clear();
        if (const auto* user = m_parts.people.user(m_userId))
            adopt(*user);
        m_form->focusFirst();
    });
    connect(m_account, &UserAccountPane::resetRequested, this, [this] { m_act->resetPassword(m_base); });
    connect(m_account, &UserAccountPane::unlockRequested, this, [this] { m_act->unlock(m_base); });
    connect(m_account, &UserAccountPane::removeRequested, this, [this] { m_act->remove(m_base); });
    connect(m_act, &UserActions::busyChanged, this, [this](bool busy) {
        if (busy)
            m_notice->clear();
        setBusy(busy);
    });
    connect(m_act, &UserActions::refused, this, &UserEditor::refuse);
    connect(m_act, &UserActions::done, this, &UserEditor::done);
    connect(m_act, &UserActions::removed, this, [this](const std::string& id) {
        if (id == m_userId)
            close();
    });
    connect(m_saving, &UserSaving::busyChanged, this, &UserEditor::setBusy);
    connect(m_saving, &UserSaving::refused, this, &UserEditor::refuse);
    connect(m_saving, &UserSaving::saved, this, [this](const User& before, const User& after) {
        adopt(after);
        Q_EMIT saved(before, after);
    });
    connect(m_saving, &UserSaving::rebased, this, [this](const User& theirs, const UserEdit& edit) {
        m_notice->clear();
        m_base = theirs;
        m_form->setEdit(edit);
        applyRights();
    });
    connect(m_saving, &UserSaving::settled, this, [this] {
        m_notice->say(Icon::circleCheck, Token::available, tr("It is as you want it already."));
    });
    connect(m_saving, &UserSaving::created, this, [this](const CreatedUser& made) {
        openUser(made.user.id);
        Q_EMIT created(made.user);
        m_act->showPassword(made.user, made.oneTimePassword, tr("%1 can sign in now").arg(nameOf(made.user)));
    });
    const auto shortcut = [this](const QKeySequence& keys, auto action) {
        auto* made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, action);
    };
    shortcut(QKeySequence::Save, [this] { save(); });
    shortcut(QKeySequence(Qt::Key_Escape), [this] { leave([this] { close(); }); });
    connect(&m_parts.people, &PeopleStore::changed, this, &UserEditor::onPeople);
    connect(&m_parts.people, &PeopleStore::reset, this, [this] {
        if (isOpen() && !m_parts.people.usersLoaded())
            close(); // somebody else signs in, or nobody may look any more
    });
    connect(&m_parts.lab, &LabStore::sessionChanged, this, [this] {
        if (!isOpen())
            return;
        m_form->refreshRoles();
        applyRights();
    });
}

// --- opening, closing ---

void UserEditor::openUser(const std::string& userId) {
    const auto* user = m_parts.people.user(userId);
    if (!user)
        return;
    cancel();
    m_isNew = m_busy = m_gone = false;
    m_userId = userId;
    m_notice->clear();
    adopt(*user);
    m_tabs->show();
    m_account->scrollToTop();
    show();
}

void UserEditor::openNew() {
    cancel();
    m_isNew = true;
    m_busy = m_gone = false;
    m_userId.clear();
    m_base = {};
    m_notice->clear();
    m_account->setNew();
    m_title->setText(tr("New user"));
    m_badge->hide();
    m_tabs->setCurrentIndex(Account);
    m_tabs->hide();
    applyRights();
    m_account->scrollToTop();
    show();
    m_form->focusFirst();
}

/// What is under way may still be done by the server; an event tells then.
void UserEditor::cancel() {
    m_saving->cancel();
    m_act->cancel();
}

void UserEditor::close() {
    cancel();
    m_isNew = m_busy = m_gone = false;
    m_userId.clear();
    m_base = {};
    hide();
    Q_EMIT closed();
}

void UserEditor::focusFirst() {
    if (m_tabs->currentIndex() == Account)
        m_form->focusFirst();
    else
        m_tabs->setFocus();
}

bool UserEditor::isDirty() const {
    if (m_isNew)
        return !m_form->isEmpty();
    return !m_userId.empty() && !isSame(m_form->edit(), editOf(m_base));
}

void UserEditor::leave(std::function<void()> then) {
    if (!isDirty()) {
        then();
        return;
    }
    MessageBox::ask(
        this,
        {tr("Discard what is not saved?"),
         m_isNew
             ? tr("The new user has not been created yet.")
             : tr("Not saved of %1: %2.").arg(nameOf(m_base), changedFields(editOf(m_base), m_form->edit())),
         tr("Discard"), tr("Keep editing"), true},
        [then = std::move(then)](MessageBox::Answer answer) {
            if (answer == MessageBox::Answer::yes)
                then();
        });
}

// --- showing ---

void UserEditor::adopt(const User& user) {
    m_base = user;
    m_form->setEdit(editOf(user));
    applyRights();
}

void UserEditor::showHead() {
    m_title->setText(nameOf(m_base));
    m_title->setToolTip(nameOf(m_base));
    const auto status = statusOf(m_base);
    m_badge->setLook(lookOf(status));
    m_badge->setToolTip(meaningOf(status));
    m_badge->show();
}

void UserEditor::applyRights() {
    if (m_isNew) {
        const Right write = mayWrite(m_parts.lab);
        m_rights = {write, write, write, write, write};
    } else {
        m_rights = rightsOver(m_base, m_parts.lab, m_parts.people);
        showHead();
        m_sessions->setUser(m_userId, nameOf(m_base), m_rights.attend);
        m_account->showUser(m_base, m_rights, m_busy);
        if (!m_rights.edit && m_notice->isHidden())
            m_notice->say(Icon::lock, Token::offline, m_rights.edit.whyNot);
    }
    m_form->setRights(m_rights);
    updateFooter();
}

void UserEditor::updateFooter() {
    const bool dirty = isDirty();
    m_footer->setVisible(static_cast<bool>(m_rights.edit) && m_tabs->currentIndex() == Account);
    widgets::SaveBar::State state;
    if (m_isNew)
        state.save = m_busy ? tr("Creating…") : tr("Create user");
    else
        state.save = m_busy ? tr("Saving…") : tr("Save");
    state.discard = m_isNew ? tr("Cancel") : tr("Discard");
    state.offersDiscard = dirty || m_isNew;
    state.canSave = state.offersDiscard && !m_busy && !m_gone;
    state.canDiscard = !m_busy;
    if (dirty && !m_isNew)
        state.unsaved = tr("Not saved: %1").arg(changedFields(editOf(m_base), m_form->edit()));
    m_footer->setState(state);
}

void UserEditor::onPeople(const PeopleChanges& changes) {
    if (!isOpen())
        return;
    if (changes.roles || changes.permissions) {
        m_form->refreshRoles();
        applyRights();
    }
    if (m_isNew || std::find(changes.users.begin(), changes.users.end(), m_userId) == changes.users.end())
        return;
    const auto* now = m_parts.people.user(m_userId);
    if (!now) {
        if (!isDirty()) {
            const QString name = nameOf(m_base);
            close();
            Q_EMIT done(tr("%1 was deleted by somebody else.").arg(name), {});
            return;
        }
        m_gone = true;
        m_notice->problem(tr("Somebody else has deleted this user meanwhile."),
                          tr("What you have entered can be copied from here, but no longer saved."));
        updateFooter();
    } else if (m_busy) {
        return; // its own answer comes
    } else if (!isDirty()) {
        adopt(*now);
    } else if (isSame(editOf(*now), editOf(m_base))) {
        m_base = *now; // nothing that is edited here
        applyRights();
    } else if (isSame(editOf(*now), m_form->edit())) {
        adopt(*now);
    } else {
        m_notice->say(Icon::users, Token::warning, tr("Somebody else has just changed this user."),
                      tr("Go on: when you save, you are shown what differs, and nothing is overwritten."));
    }
}

// --- saving ---

void UserEditor::setBusy(bool busy) {
    if (busy)
        m_focus = focusWidget();
    m_busy = busy;
    applyRights();
    if (!busy)
        QMetaObject::invokeMethod(this, &UserEditor::giveFocusBack, Qt::QueuedConnection);
}

/// What is disabled while the server is asked hands the keyboard to its neighbour, which may well be one that
/// deletes.
void UserEditor::giveFocusBack() {
    if (!isOpen() || !m_focus || !isAncestorOf(window()->focusWidget()))
        return;
    if (m_focus->isVisible() && m_focus->isEnabled())
        m_focus->setFocus();
    else
        focusFirst();
    m_focus = nullptr;
}

void UserEditor::save() {
    if (m_busy || m_gone || !m_rights.edit || !(m_isNew || isDirty()) || !m_form->check())
        return;
    m_notice->clear();
    if (m_isNew)
        m_saving->create(m_form->newUser());
    else
        m_saving->save(m_base, m_form->edit());
}

void UserEditor::refuse(const ApiError& error) {
    bool all = !error.faults.empty();
    QString others;
    for (const auto& fault : error.faults)
        if (!m_form->showFault(fault)) {
            all = false;
            others += q(fault.message) + QLatin1Char(' ');
        }
    const auto words = refusalWords(error);
    if (!all)
        m_notice->problem(words.words, others.isEmpty() ? words.detail : others.trimmed());
    if (QWidget* faulty = m_form->focusFirstFault())
        m_focus = faulty; // where the keyboard is wanted, not where it was
    if (error.kind == ApiError::Kind::NotFound && !m_isNew) {
        m_gone = true;
        updateFooter();
    }
    giveFocusBack(); // at once: the log-in may come over it next, and remembers where the keyboard was
}

void UserEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), t[Token::border]);
}

} // namespace labwarden::console
