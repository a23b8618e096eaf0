// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/users_page.h"

#include "console/admin/bulk_bar.h"
#include "console/admin/bulk_saving.h"
#include "console/admin/refused_dialog.h"
#include "console/admin/user_edit.h"
#include "console/admin/user_editor.h"
#include "console/admin/user_table.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/search_field.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int cellPadding = 6; ///< of the style, left of a cell's text
constexpr int editorWidth = 420;
constexpr int listMinimumWidth = 420;
const QString editorKey = QStringLiteral("admin/userEditorWidth");

} // namespace

// --- what it is made of ---

UsersPage::UsersPage(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new UserTableModel(parts.people, parts.clock, this))
    , m_tools(new QWidget(this))
    , m_notice(new widgets::Notice(this))
    , m_loadNotice(new widgets::Notice(this))
    , m_bulkSaving(new BulkSaving(parts, this))
    , m_editor(new UserEditor(parts))
    , m_splitter(new QSplitter(Qt::Horizontal, this)) {
    setObjectName(QStringLiteral("usersPage"));
    makeTools();
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeList());
    m_splitter->addWidget(m_editor);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    widgets::leadFocus(this, m_table);
    m_choiceTimer.setSingleShot(true);
    m_choiceTimer.setInterval(0);
    connectParts();
    update();
}

void UsersPage::makeTools() {
    m_search = new widgets::SearchField(m_tools);
    m_search->setObjectName(QStringLiteral("userSearchField"));
    m_search->setPlaceholderText(tr("Find people…"));
    m_search->setAccessibleName(tr("Find people by name, user name or mail"));
    m_search->setToolTip(tr("By name, user name or mail"));
    m_new = new QPushButton(style::icon(Icon::plus, Token::onFilled), tr("New user"), m_tools);
    m_new->setObjectName(QStringLiteral("newUserPushButton"));
    style::setButtonRole(m_new, style::ButtonRole::primary);
    auto* layout = new QHBoxLayout(m_tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addStretch(1);
    layout->addWidget(m_search);
    layout->addWidget(m_new);
}

QLayout* UsersPage::makeChips() {
    auto* chips = new widgets::FlowLayout(8);
    auto* group = new QButtonGroup(this);
    group->setExclusive(true);
    const auto add = [&](const QString& word, std::optional<UserStatus> status, const char* name) {
        auto* chip =
            new widgets::Chip(word, status ? std::optional(lookOf(*status).colour) : std::nullopt, this);
        chip->setObjectName(QLatin1String(name));
        if (status)
            chip->setToolTip(meaningOf(*status));
        group->addButton(chip);
        chips->addWidget(chip);
        m_chips.emplace_back(status, chip);
        connect(chip, &widgets::Chip::toggled, this, &UsersPage::applyFilter);
    };
    add(tr("All"), {}, "allUsersChip");
    add(lookOf(UserStatus::active).word, UserStatus::active, "activeUsersChip");
    add(lookOf(UserStatus::oneTimePassword).word, UserStatus::oneTimePassword, "oneTimeUsersChip");
    add(lookOf(UserStatus::locked).word, UserStatus::locked, "lockedUsersChip");
    add(lookOf(UserStatus::disabled).word, UserStatus::disabled, "disabledUsersChip");
    return chips;
}

QWidget* UsersPage::makeList() {
    auto* list = new QWidget(this);
    list->setMinimumWidth(listMinimumWidth);
    auto* chips = makeChips(); // made before the table, and so reached before it
    m_table = new UserTable(m_model, m_parts.settings, list);
    m_empty = new widgets::EmptyState(list);
    m_empty->setObjectName(QStringLiteral("usersEmptyState"));
    m_stack = new QStackedWidget(list);
    m_bulk = new BulkBar(list);
    m_notice->setObjectName(QStringLiteral("usersNotice"));
    m_loadNotice->setObjectName(QStringLiteral("usersLoadNotice"));
    auto* pane = new QWidget(list); // the text of the first column stands where the title does
    auto* paneLayout = new QVBoxLayout(pane);
    paneLayout->setContentsMargins(margin - cellPadding, 0, margin - cellPadding, 0);
    paneLayout->addWidget(m_table);
    m_stack->addWidget(pane);
    m_stack->addWidget(m_empty);
    auto* end = new QWidget(list); // so that whatever notice is shown has its distance to the table too
    end->setFixedHeight(0);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(margin, 12, margin, 0);
    head->setSpacing(12);
    head->addLayout(chips);
    head->addWidget(m_loadNotice);
    head->addWidget(m_notice);
    head->addWidget(end);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, list));
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_bulk);
    m_chips.front().second->setChecked(true);
    return list;
}

void UsersPage::connectParts() {
    connect(m_search, &QLineEdit::textChanged, this, &UsersPage::applyFilter);
    connect(m_search, &QLineEdit::returnPressed, m_table, [this] { // on to what was found
        m_table->setFocus();
        if (m_table->model()->rowCount() > 0 && m_table->chosenCount() == 0)
            m_table->selectRow(0);
    });
    connect(m_new, &QPushButton::clicked, this, [this] { m_editor->leave([this] { openNew(); }); });
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (!m_parts.people.usersLoaded()) {
            m_parts.sync.reload();
            return;
        }
        m_search->clear();
        m_chips.front().second->setChecked(true);
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (!index.isValid())
            return;
        const auto id = m_table->proxy()->at(index).id;
        if (id == m_editor->userId()) {
            m_editor->focusFirst();
            return;
        }
        m_editor->leave([this, id] {
            openUser(id);
            m_editor->focusFirst();
        });
    });
    connect(m_table, &UserTable::choiceChanged, &m_choiceTimer, qOverload<>(&QTimer::start));
    connect(&m_choiceTimer, &QTimer::timeout, this, &UsersPage::updateChoice);

    connect(m_bulk, &BulkBar::disableRequested, this, [this] { bulk({BulkWish::Kind::disable, {}}); });
    connect(m_bulk, &BulkBar::enableRequested, this, [this] { bulk({BulkWish::Kind::enable, {}}); });
    connect(m_bulk, &BulkBar::roleRequested, this, [this](const std::string& role, bool give) {
        bulk({give ? BulkWish::Kind::addRole : BulkWish::Kind::removeRole, role});
    });
    connect(m_bulk, &BulkBar::clearRequested, this, [this] {
        m_table->clearSelection();
        m_table->setFocus();
    });
    connect(m_bulkSaving, &BulkSaving::busyChanged, this, [this](bool busy) {
        if (busy && m_bulk->isAncestorOf(focusWidget()))
            m_table->setFocus(); // its buttons are not there for a while
        m_bulk->setBusy(busy);
    });
    connect(m_bulkSaving, &BulkSaving::slow, this, [this](const QString& words) {
        m_notice->say(Icon::hourglass, Token::accent, words, tr("It is done for all of them, or for none."));
        m_undo = [this] { m_bulkSaving->stopWaiting(); };
        m_notice->offer(tr("Stop waiting"));
    });
    connect(m_bulkSaving, &BulkSaving::done, this,
            [this](const QString& words) { say(words, {}, [this] { m_bulkSaving->undo(); }); });
    connect(m_bulkSaving, &BulkSaving::undone, this, [this] { say(tr("Undone. They are as before."), {}); });
    connect(m_bulkSaving, &BulkSaving::gaveUp, this, [this] {
        m_undo = {};
        m_notice->say(Icon::circleAlert, Token::warning, tr("It is not known whether it was done."),
                      tr("The list is loaded again and shows what is."));
    });
    connect(m_bulkSaving, &BulkSaving::refused, this, &UsersPage::refused);
    connect(m_bulkSaving, &BulkSaving::inTheWay, this, &UsersPage::showInTheWay);
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        if (const auto undo = std::exchange(m_undo, {}))
            undo();
    });

    connect(m_editor, &UserEditor::closed, this, [this] {
        m_parts.settings.setValue(editorKey, m_editor->width());
        updateChoice();
        m_table->setFocus();
    });
    connect(m_editor, &UserEditor::saved, this, [this](const User& before, const User& after) {
        say(tr("Saved: %1.").arg(nameOf(after)),
            tr("Changed: %1.").arg(changedFields(editOf(before), editOf(after))), [this, before, after] {
                m_job = m_parts.api.changeUser(
                    after.id, editOf(before), after.version, this, [this, after](ApiResult<User> result) {
                        if (!result) {
                            refused(result.error());
                            if (mayBeOutOfDate(result.error()))
                                m_parts.sync.reload();
                            return;
                        }
                        m_parts.people.mergeUsers({*result});
                        say(tr("Undone: %1 is as before.").arg(nameOf(*result)), {});
                    });
            });
    });
    connect(m_editor, &UserEditor::created, this, [this](const User& user) {
        say(tr("Created: %1.").arg(nameOf(user)), {});
        // Once the table has heard of it.
        QTimer::singleShot(0, this, [this, id = user.id] { m_table->choose({id}); });
    });
    connect(m_editor, &UserEditor::done, this,
            [this](const QString& words, const QString& detail) { say(words, detail); });

    connect(m_model, &QAbstractItemModel::rowsInserted, this, &UsersPage::update);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &UsersPage::update);
    connect(m_model, &QAbstractItemModel::modelReset, this, &UsersPage::update);
    connect(&m_parts.people, &PeopleStore::changed, this, &UsersPage::update);
    connect(&m_parts.people, &PeopleStore::reset, this, [this] {
        if (!m_parts.people.usersLoaded()) { // what was said is of another person
            m_undo = {};
            m_notice->clear();
        }
    });
    connect(&m_parts.sync, &PeopleSync::stateChanged, this, &UsersPage::update);
    connect(&m_parts.lab, &LabStore::sessionChanged, this, &UsersPage::update);
}

// --- showing ---

void UsersPage::applyFilter() {
    UserFilter filter;
    filter.text = m_search->text();
    for (const auto& [status, chip] : m_chips)
        if (chip->isChecked())
            filter.status = status;
    m_table->proxy()->setFilter(filter);
    update();
}

void UsersPage::update() {
    const Right write = mayWrite(m_parts.lab);
    m_new->setVisible(static_cast<bool>(write));
    const bool loaded = m_parts.people.usersLoaded();
    for (const auto& [status, chip] : m_chips) {
        const int count = status ? m_model->countOf(*status) : m_model->rowCount();
        chip->setCount(loaded ? std::optional(count) : std::nullopt);
    }
    m_choiceTimer.start();
    const auto& problem = m_parts.sync.problem();
    if (loaded && problem)
        m_loadNotice->say(Icon::refreshCw, Token::warning,
                          tr("This list may be out of date; loading it is tried again."),
                          refusalWords(*problem).words);
    else
        m_loadNotice->clear();
    if (m_table->model()->rowCount() > 0) {
        m_stack->setCurrentIndex(0);
        return;
    }
    m_stack->setCurrentWidget(m_empty);
    if (!loaded && problem)
        m_empty->setContent(Icon::circleAlert, tr("The users cannot be shown"),
                            (problem->detail.isEmpty() ? problem->title : problem->detail) +
                                QLatin1Char(' ') + tr("It is tried again by itself."),
                            tr("Try now"));
    else if (!loaded)
        m_empty->setContent(Icon::hourglass, tr("Loading the users…"));
    else
        m_empty->setContent(Icon::searchX, tr("Nobody matches"),
                            tr("Other words, or another filter, may find them."), tr("Show everybody"));
}

void UsersPage::updateChoice() {
    const auto chosen = m_table->chosen();
    // Who is looked at follows the keyboard, unless something would be lost.
    if (m_editor->isOpen() && !m_editor->isNew() && chosen.size() == 1 &&
        chosen.front().id != m_editor->userId() && !m_editor->isDirty())
        openUser(chosen.front().id);
    const bool justTheOpenOne = chosen.size() == 1 && m_editor->isOpen();
    m_bulk->setVisible(mayWrite(m_parts.lab) && !chosen.empty() && !justTheOpenOne);
    if (!m_bulk->isHidden())
        m_bulk->setChoice(chosen, rightsOver(chosen, m_parts.lab, m_parts.people), m_parts.people.roles(),
                          m_parts.lab);
}

void UsersPage::openUser(const std::string& userId) {
    m_editor->openUser(userId);
    showEditor();
}

void UsersPage::openNew() {
    m_table->clearSelection();
    m_editor->openNew();
    showEditor();
}

void UsersPage::showEditor() {
    if (m_splitter->sizes().value(1) == 0 || m_editor->width() < m_editor->minimumWidth()) {
        const int wanted = m_parts.settings.value(editorKey, editorWidth).toInt();
        m_splitter->setSizes({std::max(listMinimumWidth, m_splitter->width() - wanted), wanted});
    }
    updateChoice();
}

// --- many at once ---

void UsersPage::bulk(const BulkWish& wish) {
    const auto plan = planOf(wish, m_table->chosen());
    if (m_job || m_bulkSaving->isBusy())
        return;
    if (plan.changing.empty()) {
        say(nothingToDoWords(plan), {});
        return;
    }
    if (plan.changing.size() > mostUsersAtOnce) {
        m_undo = {};
        m_notice->problem(
            tr("At most %1 people can be changed at once, so that it is done for all or for none.")
                .arg(mostUsersAtOnce),
            tr("%1 are chosen. Choose fewer, and do it several times.").arg(plan.changing.size()));
        return;
    }
    const auto words = questionOf(plan);
    widgets::MessageBox::ask(this, {words.title, words.text, words.verb, tr("Cancel"), words.dangerous},
                             [this, plan](widgets::MessageBox::Answer answer) {
                                 if (answer != widgets::MessageBox::Answer::yes)
                                     return;
                                 m_undo = {};
                                 m_notice->clear();
                                 m_bulkSaving->send(plan);
                             });
}

void UsersPage::refused(const ApiError& error) {
    m_undo = {};
    const auto words = refusalWords(error);
    m_notice->problem(words.words, words.detail);
}

void UsersPage::showInTheWay(const std::vector<UserConflict>& conflicts, int asked) {
    auto* dialog = new RefusedDialog(conflicts, asked, this);
    connect(dialog, &RefusedDialog::leaveOutRequested, this, [this](const std::vector<std::string>& left) {
        std::vector<std::string> stay;
        for (const auto& user : m_table->chosen())
            if (std::find(left.begin(), left.end(), user.id) == left.end())
                stay.push_back(user.id);
        m_table->choose(stay);
        m_notice->clear();
    });
    connect(dialog, &QDialog::finished, m_table, [this] { m_table->setFocus(); });
    dialog->open();
}

void UsersPage::say(const QString& words, const QString& detail, std::function<void()> undo) {
    m_notice->say(Icon::circleCheck, Token::available, words, detail);
    m_undo = std::move(undo);
    m_notice->offer(m_undo ? tr("Undo") : QString());
}

} // namespace labwarden::console
