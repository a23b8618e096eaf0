// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_editor.h"

#include "console/admin/difference_dialog.h"
#include "console/admin/session_list.h"
#include "console/admin/user_actions.h"
#include "console/admin/user_edit.h"
#include "console/admin/user_form.h"
#include "console/admin/user_words.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/key_values.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/section_header.h"
#include "console/widgets/state_badge.h"

#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
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
constexpr int mostAttempts = 3;
enum Tab { Account, Sessions };
enum Fact { UserName, LastLogin };

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QPushButton* makeButton(Icon icon, Token colour, const QString& text, const char* name, QWidget* parent) {
    auto* button = new QPushButton(style::icon(icon, colour), text, parent);
    button->setObjectName(QLatin1String(name));
    return button;
}

void offer(QPushButton* button, const Right& right, bool busy) {
    button->setEnabled(static_cast<bool>(right) && !busy);
    button->setToolTip(right.whyNot);
    button->setAccessibleDescription(right.whyNot);
}

} // namespace

// --- what it is made of ---

UserEditor::UserEditor(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_act(new UserActions(parts, this))
    , m_notice(new widgets::Notice(this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_form(new UserForm(parts.lab, parts.people))
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
    m_pages->addWidget(makeAccount());
    m_pages->addWidget(m_sessions);

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
    m_footer = makeFooter();
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

QWidget* UserEditor::makeAccount() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(margin, 14, margin, 16);
    layout->setSpacing(0);
    m_facts = new widgets::KeyValues(column);
    m_facts->add(tr("User name"));
    m_facts->add(tr("Last log-in"));
    layout->addWidget(m_facts);
    layout->addSpacing(14);
    layout->addWidget(m_form);
    m_actions = new QWidget(column);
    m_reset = makeButton(Icon::keyRound, Token::secondary, tr("Reset password…"), "resetPasswordPushButton",
                         m_actions);
    m_unlock = makeButton(Icon::lock, Token::secondary, tr("Unlock"), "unlockPushButton", m_actions);
    m_delete = makeButton(Icon::trash2, Token::failed, tr("Delete…"), "deleteUserPushButton", m_actions);
    style::setButtonRole(m_delete, style::ButtonRole::danger);
    auto* actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 18, 0, 0);
    actions->setSpacing(8);
    actions->addWidget(m_reset);
    actions->addWidget(m_unlock);
    actions->addStretch(1);
    actions->addWidget(m_delete);
    layout->addWidget(m_actions);
    m_created = new Label(Text::caption, Token::muted, column);
    layout->addSpacing(14);
    layout->addWidget(m_created);
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(column);
    scroll->viewport()->setAutoFillBackground(false); // on the ground of the panel
    column->setAutoFillBackground(false);
    return scroll;
}

QWidget* UserEditor::makeFooter() {
    auto* footer = new QWidget(this);
    m_unsaved = new Label(Text::secondary, Token::secondary, footer);
    m_unsaved->setObjectName(QStringLiteral("unsavedLabel"));
    m_unsaved->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_discard = new QPushButton(tr("Discard"), footer);
    m_discard->setObjectName(QStringLiteral("discardPushButton"));
    m_save = new QPushButton(footer);
    m_save->setObjectName(QStringLiteral("saveUserPushButton"));
    m_save->setToolTip(
        tr("Save (%1)").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
    style::setButtonRole(m_save, style::ButtonRole::primary);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(margin, 10, margin, 12);
    row->setSpacing(8);
    row->addWidget(m_unsaved, 1);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    auto* layout = new QVBoxLayout(footer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, footer));
    layout->addLayout(row);
    return footer;
}

void UserEditor::connectParts() {
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        m_footer->setVisible(tab == Account);
    });
    connect(m_form, &UserForm::changed, this, &UserEditor::updateFooter);
    connect(m_form, &UserForm::submitted, this, &UserEditor::save);
    connect(m_save, &QPushButton::clicked, this, &UserEditor::save);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        if (m_isNew || m_gone) {
            close();
            return;
        }
        m_notice->clear();
        if (const auto* user = m_parts.people.user(m_userId))
            adopt(*user);
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_act->resetPassword(m_base); });
    connect(m_unlock, &QPushButton::clicked, this, [this] { m_act->unlock(m_base); });
    connect(m_delete, &QPushButton::clicked, this, [this] { m_act->remove(m_base); });
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
    m_facts->show();
    m_actions->show();
    m_created->show();
    show();
}

void UserEditor::openNew() {
    cancel();
    m_isNew = true;
    m_busy = m_gone = false;
    m_userId.clear();
    m_base = {};
    m_notice->clear();
    m_form->setNew();
    m_title->setText(tr("New user"));
    m_badge->hide();
    m_tabs->setCurrentIndex(Account);
    m_tabs->hide();
    m_facts->hide();
    m_actions->hide();
    m_created->hide();
    applyRights();
    show();
    m_form->focusFirst();
}

/// What is under way may still be done by the server; an event tells then.
void UserEditor::cancel() {
    if (m_job)
        m_job->cancel();
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
    m_facts->setValue(UserName, q(m_base.username));
    m_facts->setValue(LastLogin, lastLoginText(m_base, m_parts.clock.now()));
    m_created->setText(tr("Created %1").arg(widgets::dateTimeText(m_base.createdAt)));
    m_unlock->setVisible(m_base.locked);
}

void UserEditor::applyRights() {
    if (m_isNew) {
        const Right write = mayWrite(m_parts.lab);
        m_rights = {write, write, write, write, write};
    } else {
        m_rights = rightsOver(m_base, m_parts.lab, m_parts.people);
        showHead();
        m_sessions->setUser(m_userId, nameOf(m_base), m_rights.attend);
        offer(m_reset, m_rights.resetPassword, m_busy);
        offer(m_unlock, m_rights.attend, m_busy);
        offer(m_delete, m_rights.remove, m_busy);
        if (!m_rights.edit && m_notice->isHidden())
            m_notice->say(Icon::lock, Token::offline, m_rights.edit.whyNot);
    }
    m_form->setRights(m_rights);
    updateFooter();
}

void UserEditor::updateFooter() {
    const bool dirty = isDirty();
    m_footer->setVisible(static_cast<bool>(m_rights.edit) && m_tabs->currentIndex() == Account);
    m_save->setText(m_busy    ? (m_isNew ? tr("Creating…") : tr("Saving…"))
                    : m_isNew ? tr("Create user")
                              : tr("Save"));
    m_save->setEnabled((dirty || m_isNew) && !m_busy && !m_gone);
    m_discard->setText(m_isNew ? tr("Cancel") : tr("Discard"));
    m_discard->setVisible(dirty || m_isNew);
    m_discard->setEnabled(!m_busy);
    m_unsaved->setText(dirty && !m_isNew
                           ? tr("Not saved: %1").arg(changedFields(editOf(m_base), m_form->edit()))
                           : QString());
    m_unsaved->setToolTip(m_unsaved->text());
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
    m_busy = busy;
    applyRights();
}

void UserEditor::save() {
    if (m_busy || m_gone || !m_rights.edit || !(m_isNew || isDirty()) || !m_form->check())
        return;
    m_notice->clear();
    if (m_isNew)
        create();
    else
        put(m_form->edit(), m_base.version, 1);
}

void UserEditor::create() {
    setBusy(true);
    m_job = m_parts.api.createUser(m_form->newUser(), this, [this](ApiResult<CreatedUser> result) {
        m_job = nullptr;
        setBusy(false);
        if (!result) {
            refuse(result.error());
            return;
        }
        const auto made = result.take();
        m_parts.people.mergeUsers({made.user});
        openUser(made.user.id);
        Q_EMIT created(made.user);
        m_act->showPassword(made.user, made.oneTimePassword, tr("%1 can sign in now").arg(nameOf(made.user)));
    });
}

void UserEditor::put(const UserEdit& edit, std::int64_t version, int attempt) {
    setBusy(true);
    m_job =
        m_parts.api.changeUser(m_userId, edit, version, this, [this, edit, attempt](ApiResult<User> result) {
            m_job = nullptr;
            if (result) {
                const User before = m_base;
                m_parts.people.mergeUsers({*result});
                m_busy = false;
                adopt(*result);
                Q_EMIT saved(before, *result);
                return;
            }
            if (result.error().kind != ApiError::Kind::Stale || attempt >= mostAttempts) {
                setBusy(false);
                refuse(result.error());
                return;
            }
            m_parts.sync.fetchUser(m_userId, this,
                                   [this, edit, attempt, id = m_userId](ApiResult<User> theirs) {
                                       if (id != m_userId)
                                           return;
                                       setBusy(false);
                                       if (theirs)
                                           compare(edit, *theirs, attempt);
                                       else
                                           refuse(theirs.error());
                                   });
        });
}

void UserEditor::compare(const UserEdit& mine, const User& theirs, int attempt) {
    if (isSame(mine, editOf(theirs))) {
        adopt(theirs); // the answer to an earlier try was lost, or somebody has wanted the same
        m_notice->say(Icon::circleCheck, Token::available, tr("It is as you want it already."));
        return;
    }
    auto found = differences(editOf(m_base), mine, editOf(theirs));
    if (std::none_of(found.begin(), found.end(),
                     [](const auto& difference) { return difference.theyChanged; })) {
        // Something else has changed: a password, a lock. Nothing of theirs is lost.
        m_base = theirs;
        put(mine, theirs.version, attempt + 1);
        return;
    }
    auto* dialog = new DifferenceDialog(nameOf(theirs), found, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog, mine, theirs, found = std::move(found)] {
        if (theirs.id != m_userId)
            return;
        const auto wanted = merged(mine, editOf(theirs), found, dialog->sides());
        m_notice->clear();
        adopt(theirs);
        if (isSame(wanted, editOf(theirs)))
            return; // theirs it is, in everything
        m_form->setEdit(wanted);
        put(wanted, theirs.version, 1);
    });
    dialog->open();
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
    m_form->focusFirstFault();
    if (error.kind == ApiError::Kind::NotFound && !m_isNew) {
        m_gone = true;
        updateFooter();
    }
}

void UserEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), t[Token::border]);
}

} // namespace labwarden::console
