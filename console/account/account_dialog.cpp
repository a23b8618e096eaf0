// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/account/account_dialog.h"

#include "console/account/password_pane.h"
#include "console/account/profile_pane.h"
#include "console/account/sessions_pane.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int margin = style::metrics::pageMargin;

} // namespace

AccountDialog::AccountDialog(ApiClient& client, LabStore& store, QWidget* parent)
    : QDialog(parent), m_api(client), m_tabs(new QTabBar(this)), m_panes(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("accountDialog"));
    setWindowTitle(tr("Your account"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(760, 560);

    const auto* session = store.session();
    const QString user = session ? QString::fromStdString(session->user.username) : QString();
    auto* password = new PasswordPane(m_api, user, this);
    m_sessions = new SessionsPane(m_api, this);
    m_tabs->setObjectName(QStringLiteral("accountTabBar"));
    m_tabs->setAccessibleName(tr("Parts of your account"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    const auto add = [this](const QString& name, QWidget* pane) {
        m_tabs->addTab(name);
        m_panes->addWidget(pane);
    };
    add(tr("Profile"), new ProfilePane(m_api, store, this));
    add(tr("Password"), password);
    add(tr("Sessions"), m_sessions);

    auto* out = new QPushButton(style::icon(style::Icon::logOut), tr("Sign out"), this);
    out->setObjectName(QStringLiteral("signOutPushButton"));
    out->setAutoDefault(false);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closePushButton"));
    close->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(out);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(0);
    layout->addWidget(new widgets::Label(tr("Your account"), style::Text::heading, style::Token::text, this));
    layout->addSpacing(8);
    layout->addWidget(m_tabs);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addSpacing(16);
    layout->addWidget(m_panes, 1);
    layout->addSpacing(16);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addSpacing(12);
    layout->addLayout(buttons);

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_panes->setCurrentIndex(tab);
        if (m_panes->currentWidget() == m_sessions)
            m_sessions->load();
    });
    connect(password, &PasswordPane::changed, m_sessions, &SessionsPane::load);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(out, &QPushButton::clicked, this, [this] {
        Q_EMIT signOutRequested();
        reject();
    });
    m_tabs->setFocus();
}

} // namespace labwarden::console
