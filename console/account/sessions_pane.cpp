// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/account/sessions_pane.h"

#include "console/account/session_table_model.h"
#include "console/style/control_style.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/table.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int addressWidth = 120;
constexpr int timeWidth = 165;

} // namespace

SessionsPane::SessionsPane(AccountApi& api, QWidget* parent)
    : QWidget(parent)
    , m_api(api)
    , m_model(new SessionTableModel(this))
    , m_table(new QTableView(this))
    , m_notice(new widgets::Notice(this))
    , m_end(new QPushButton(tr("End this session"), this))
    , m_endOthers(new QPushButton(tr("End all others"), this)) {
    setObjectName(QStringLiteral("sessionsPane"));
    m_table->setObjectName(QStringLiteral("sessionTableView"));
    m_table->setAccessibleName(tr("Your sessions"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    widgets::offerCopy(m_table);
    m_table->setSortingEnabled(false); // this one first, then the latest
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(SessionTableModel::Program, QHeaderView::Stretch);
    header->resizeSection(SessionTableModel::Address, addressWidth);
    header->resizeSection(SessionTableModel::Since, timeWidth);
    header->resizeSection(SessionTableModel::LastUsed, timeWidth);
    m_notice->setObjectName(QStringLiteral("sessionsNotice"));
    m_end->setObjectName(QStringLiteral("endSessionPushButton"));
    m_end->setToolTip(tr("End the selected session (Delete)"));
    m_end->setAutoDefault(false);
    m_endOthers->setObjectName(QStringLiteral("endOtherSessionsPushButton"));
    m_endOthers->setAutoDefault(false);
    style::setButtonRole(m_endOthers, style::ButtonRole::danger);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_end);
    buttons->addWidget(m_endOthers);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notice);
    layout->addLayout(buttons);
    widgets::leadFocus(this, m_table);

    auto* remove = new QAction(tr("End this session"), this);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(remove);
    connect(remove, &QAction::triggered, this, &SessionsPane::endSelected);
    connect(m_end, &QPushButton::clicked, this, &SessionsPane::endSelected);
    connect(m_endOthers, &QPushButton::clicked, this, &SessionsPane::endOthers);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SessionsPane::update);
    update();
}

void SessionsPane::load() {
    if (m_loading)
        m_loading->cancel();
    m_loading = m_api.sessions(this, [this](ApiResult<std::vector<SessionInfo>> sessions) {
        m_loading = nullptr;
        if (!sessions) {
            m_notice->problem(sessions.error().title, sessions.error().detail);
            return;
        }
        const int row = std::max(0, m_table->currentIndex().row());
        m_model->setSessions(sessions.take());
        if (m_model->rowCount() > 0)
            m_table->selectRow(std::min(row, m_model->rowCount() - 1));
        update();
    });
}

void SessionsPane::update() {
    const auto row = m_table->currentIndex().row();
    const bool elsewhere = row >= 0 && row < m_model->rowCount() && !m_model->at(row).current;
    m_end->setEnabled(elsewhere && !m_busy);
    const auto& rows = m_model->rows();
    m_endOthers->setEnabled(!m_busy &&
                            std::any_of(rows.begin(), rows.end(), [](const auto& s) { return !s.current; }));
}

void SessionsPane::endSelected() {
    if (!m_end->isEnabled())
        return;
    m_busy = true;
    update();
    m_api.endSession(m_model->at(m_table->currentIndex().row()).id, this,
                     [this](const ApiResult<bool>& done) { onEnded(done); });
}

void SessionsPane::endOthers() {
    widgets::MessageBox::ask(
        this,
        {tr("End all other sessions?"), tr("Whoever is signed in with them has to sign in again."),
         tr("End them"), tr("Keep them"), true},
        [this](widgets::MessageBox::Answer answer) {
            if (answer != widgets::MessageBox::Answer::yes)
                return;
            m_busy = true;
            update();
            m_api.endOtherSessions(this, [this](const ApiResult<bool>& done) { onEnded(done); });
        });
}

void SessionsPane::onEnded(const ApiResult<bool>& done) {
    m_busy = false;
    update();
    // One that has ended by itself in the meantime is what was wanted.
    if (!done && done.error().kind != ApiError::Kind::NotFound)
        m_notice->problem(done.error().title, done.error().detail);
    else
        m_notice->clear();
    load();
}

} // namespace labwarden::console
