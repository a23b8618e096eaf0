// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/api_keys_page.h"

#include "console/admin/api_key_model.h"
#include "console/admin/api_key_state.h"
#include "console/admin/new_api_key_dialog.h"
#include "console/admin/secret_dialog.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/format.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/table.h"

#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int cellPadding = 6; ///< of the style, left of a cell's text
constexpr std::chrono::minutes stateTick{1};

struct ColumnWidth {
    int column, width;
};
constexpr ColumnWidth widths[] = {{ApiKeyModel::Name, 170},     {ApiKeyModel::State, 150},
                                  {ApiKeyModel::Scopes, 280},   {ApiKeyModel::Expires, 110},
                                  {ApiKeyModel::LastUsed, 150}, {ApiKeyModel::MadeBy, 110},
                                  {ApiKeyModel::Made, 110}};

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

ApiKeysPage::ApiKeysPage(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new ApiKeyModel(parts.clock, this))
    , m_table(new QTableView(this))
    , m_tools(new QWidget)
    , m_revoke(new QPushButton(tr("Revoke…"), m_tools))
    , m_new(new QPushButton(style::icon(Icon::plus, Token::onFilled), tr("New API key"), m_tools))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
    , m_notice(new widgets::Notice(this))
    , m_trouble(new widgets::Notice(this)) {
    setObjectName(QStringLiteral("apiKeysPage"));
    m_revoke->setObjectName(QStringLiteral("revokeKeyPushButton"));
    m_revoke->setToolTip(tr("Revoke the selected key (Delete)"));
    style::setButtonRole(m_revoke, style::ButtonRole::danger);
    m_new->setObjectName(QStringLiteral("newKeyPushButton"));
    style::setButtonRole(m_new, style::ButtonRole::primary);
    auto* tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(10);
    tools->addStretch(1);
    tools->addWidget(m_revoke);
    tools->addWidget(m_new);

    m_table->setObjectName(QStringLiteral("apiKeyTableView"));
    m_table->setAccessibleName(tr("API keys"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    widgets::offerCopy(m_table);
    m_table->setSortingEnabled(false); // what is in use first: that is what one looks for
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(ApiKeyModel::State, new ApiKeyStateDelegate(m_table));
    m_table->setItemDelegateForColumn(ApiKeyModel::Scopes, new ChipListDelegate(m_table));
    auto* columns = m_table->horizontalHeader();
    columns->setStretchLastSection(false);
    for (const auto& [column, width] : widths)
        columns->resizeSection(column, width);
    columns->setSectionResizeMode(ApiKeyModel::Scopes, QHeaderView::Stretch);
    widgets::rememberColumns(m_table, parts.settings, QStringLiteral("admin/apiKeys"));
    widgets::leadFocus(this, m_table);

    m_empty->setObjectName(QStringLiteral("apiKeysEmptyState"));
    m_notice->setObjectName(QStringLiteral("apiKeysNotice"));
    m_trouble->setObjectName(QStringLiteral("apiKeysLoadNotice"));
    auto* pane = new QWidget(this);
    auto* paneLayout = new QVBoxLayout(pane);
    paneLayout->setContentsMargins(margin - cellPadding, 0, margin - cellPadding, 0);
    paneLayout->addWidget(m_table);
    m_stack->addWidget(pane);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_trouble);
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);

    connect(m_new, &QPushButton::clicked, this, &ApiKeysPage::openNew);
    connect(m_revoke, &QPushButton::clicked, this, &ApiKeysPage::askRevoke);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_parts.people.apiKeysLoaded())
            openNew();
        else
            m_parts.sync.reload();
    });
    auto* remove = new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &ApiKeysPage::askRevoke);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ApiKeysPage::updateTools);
    connect(&m_parts.people, &PeopleStore::changed, this, [this](const PeopleChanges& changes) {
        if (changes.apiKeys)
            refresh();
    });
    connect(&m_parts.people, &PeopleStore::reset, this, &ApiKeysPage::refresh);
    connect(&m_parts.sync, &PeopleSync::stateChanged, this, &ApiKeysPage::showState);
    connect(&m_parts.lab, &LabStore::sessionChanged, this, &ApiKeysPage::refresh);
    // A key that ends while somebody looks is seen to end.
    auto* ticks = new QTimer(this);
    connect(ticks, &QTimer::timeout, this, [this] {
        m_table->viewport()->update();
        updateTools();
    });
    ticks->start(stateTick);
    refresh();
}

void ApiKeysPage::refresh() {
    const auto* before = chosen();
    const auto id = before ? before->id : std::string();
    m_model->setKeys(m_parts.people.apiKeys());
    const int row = m_model->rowOf(id);
    if (row >= 0)
        m_table->selectRow(row);
    showState();
    updateTools();
}

void ApiKeysPage::showState() {
    const auto& problem = m_parts.sync.problem();
    const bool loaded = m_parts.people.apiKeysLoaded();
    if (loaded && problem)
        m_trouble->say(Icon::refreshCw, Token::warning,
                       tr("Keys may have changed meanwhile; loading them is tried again."), problem->text());
    else
        m_trouble->clear();
    if (m_model->rowCount() > 0) {
        m_stack->setCurrentIndex(0);
        return;
    }
    m_stack->setCurrentWidget(m_empty);
    const bool mayMake = m_parts.lab.may("apikeys:write");
    if (!loaded && problem)
        m_empty->setContent(Icon::circleAlert, tr("The API keys cannot be loaded yet"), problem->text(),
                            tr("Try again"));
    else if (!loaded)
        m_empty->setContent(Icon::hourglass, tr("Loading the API keys…"));
    else
        m_empty->setContent(
            Icon::keyRound, tr("There are no API keys yet"),
            tr("Runners, agents and CI sign in with a key of their own, which may do just what they need."),
            mayMake ? tr("New API key") : QString());
}

const ApiKey* ApiKeysPage::chosen() const {
    const auto rows =
        m_table->selectionModel() ? m_table->selectionModel()->selectedRows() : QModelIndexList();
    return rows.isEmpty() ? nullptr : &m_model->at(rows.front().row());
}

bool ApiKeysPage::mayRevoke(const ApiKey& key) const {
    return m_parts.lab.may("apikeys:write") && !key.endedAt;
}

void ApiKeysPage::updateTools() {
    const bool mayWrite = m_parts.lab.may("apikeys:write");
    const auto* key = chosen();
    m_new->setVisible(mayWrite);
    m_revoke->setVisible(mayWrite && m_model->rowCount() > 0);
    m_revoke->setEnabled(key && mayRevoke(*key));
    m_revoke->setToolTip(!key           ? tr("Select a key to revoke it")
                         : key->endedAt ? tr("This key is revoked already")
                                        : tr("Revoke the selected key (Delete)"));
}

void ApiKeysPage::openNew() {
    if (!m_parts.lab.may("apikeys:write"))
        return;
    const auto* session = m_parts.lab.session();
    PermissionSet own;
    if (session)
        own.insert(session->user.permissions.begin(), session->user.permissions.end());
    m_notice->clear();
    auto* dialog = new NewApiKeyDialog(m_parts.api, m_parts.people.permissions(), own, m_parts.clock, this);
    connect(dialog, &NewApiKeyDialog::made, this, [this](const CreatedApiKey& made) {
        m_parts.people.mergeApiKey(made.apiKey);
        showSecret(made);
    });
    connect(dialog, &QDialog::rejected, &m_parts.sync, &PeopleSync::reloadApiKeys);
    dialog->open();
}

void ApiKeysPage::showSecret(const CreatedApiKey& made) {
    QStringList scopes;
    for (const auto& scope : made.apiKey.scopes)
        scopes << q(scope);
    auto* dialog = new SecretDialog(
        {tr("Key “%1” is made").arg(q(made.apiKey.name)),
         tr("Copy it to where it is used. Only its fingerprint is kept here, so nobody can show it again."),
         q(made.secret),
         tr("May do: %1\nGood until %2")
             .arg(scopes.join(QLatin1String(", ")), widgets::dateTimeText(made.apiKey.expiresAt)),
         tr("The key is of no use without its secret; you would have to revoke it and make another one.")},
        this);
    connect(dialog, &QDialog::finished, this, [this, id = made.apiKey.id] {
        if (const int row = m_model->rowOf(id); row >= 0)
            m_table->selectRow(row);
        m_table->setFocus();
    });
    dialog->open();
}

void ApiKeysPage::askRevoke() {
    const auto* key = chosen();
    if (!key || !mayRevoke(*key))
        return;
    m_notice->clear();
    const QString use = key->lastUsedAt
                            ? tr("It was last used %1.").arg(widgets::dateTimeText(*key->lastUsedAt))
                            : tr("It has never been used.");
    widgets::MessageBox::ask(
        this,
        {tr("Revoke key “%1”?").arg(q(key->name)),
         tr("%1 Programs that use it are refused from their next request on. This cannot be undone.")
             .arg(use),
         tr("Revoke key"), tr("Keep it"), true},
        [this, key = *key](widgets::MessageBox::Answer answer) {
            if (answer == widgets::MessageBox::Answer::yes)
                revoke(key);
            else
                m_table->setFocus();
        });
}

void ApiKeysPage::revoke(const ApiKey& key) {
    m_parts.api.revokeApiKey(key.id, this, [this, key](ApiResult<bool> result) {
        if (!result && result.error().kind != ApiError::Kind::NotFound)
            m_notice->problem(tr("“%1” is not revoked: %2").arg(q(key.name), result.error().title),
                              result.error().detail);
        m_parts.sync.reloadApiKeys();
        m_table->setFocus();
    });
}

void ApiKeysPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_parts.people.apiKeysLoaded())
        m_parts.sync.reloadApiKeys(); // when a key was last used comes without an event
}

/// A narrow page leaves out what matters least rather than hide the end behind a scroll bar.
void ApiKeysPage::fitColumns() {
    auto* columns = m_table->horizontalHeader();
    int needed = 0;
    for (const auto& [column, width] : widths) {
        columns->showSection(column);
        needed += column == ApiKeyModel::Scopes ? 200 : columns->sectionSize(column);
    }
    for (const int column : {ApiKeyModel::Made, ApiKeyModel::MadeBy, ApiKeyModel::LastUsed}) {
        if (needed <= width() - 2 * margin)
            break;
        needed -= columns->sectionSize(column);
        columns->hideSection(column);
    }
}

void ApiKeysPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

} // namespace labwarden::console
