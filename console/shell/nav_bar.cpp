// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/nav_bar.h"

#include "console/login/server_address.h"
#include "console/shell/feed_indicator.h"
#include "console/shell/nav_button.h"
#include "console/shell/user_chip.h"
#include "console/style/fonts.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int barWidth = 208;
constexpr int logo = 28;

} // namespace

NavBar::NavBar(LabStore& store, style::Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_theme(theme)
    , m_pagesLayout(new QVBoxLayout)
    , m_toolsLayout(new QVBoxLayout)
    , m_feed(new FeedIndicator(this))
    , m_user(new UserChip(this)) {
    setObjectName(QStringLiteral("navBar"));
    setFixedWidth(barWidth);

    auto* brand = new QHBoxLayout;
    brand->setContentsMargins(14, 14, 14, 14);
    brand->setSpacing(12);
    auto* picture = new QLabel(this);
    picture->setPixmap(style::applicationIcon().pixmap(logo, logo));
    brand->addWidget(picture);
    brand->addWidget(
        new widgets::Label(QStringLiteral("Labwarden"), style::Text::heading, style::Token::text, this), 1);

    m_pagesLayout->setContentsMargins(8, 10, 8, 8);
    m_pagesLayout->setSpacing(2);
    m_toolsLayout->setContentsMargins(8, 8, 8, 8);
    m_toolsLayout->setSpacing(2);

    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(8, 8, 8, 10);
    foot->setSpacing(2);
    foot->addWidget(m_feed);
    foot->addWidget(m_user);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 1, 0);
    layout->setSpacing(0);
    layout->addLayout(brand);
    layout->addLayout(m_pagesLayout);
    layout->addStretch(1);
    layout->addLayout(m_toolsLayout);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addLayout(foot);

    connect(m_feed, &FeedIndicator::clicked, this, &NavBar::retryRequested);
    connect(m_user, &UserChip::clicked, this, &NavBar::openUserMenu);
    connect(&m_store, &LabStore::sessionChanged, this, [this] {
        if (const auto* session = m_store.session())
            m_user->setUser(session->user);
    });
}

int NavBar::addPage(style::Icon icon, const QString& name) {
    const int page = static_cast<int>(m_pages.size());
    auto* button = new NavButton(icon, name, this);
    button->setObjectName(QStringLiteral("page%1NavButton").arg(page));
    const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page));
    button->setToolTip(QStringLiteral("%1 (%2)").arg(name, keys.toString(QKeySequence::NativeText)));
    m_pagesLayout->addWidget(button);
    m_pages.push_back(button);
    connect(button, &NavButton::clicked, this, [this, page] { setCurrent(page); });
    m_keys.push_back(new QShortcut(keys, this));
    connect(m_keys.back(), &QShortcut::activated, this, [this, page] { setCurrent(page); });
    return page;
}

NavButton* NavBar::addTool(style::Icon icon, const QString& name, const QKeySequence& keys) {
    auto* button = new NavButton(icon, name, this);
    button->setCheckable(false);
    button->setAutoExclusive(false);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(name, keys.toString(QKeySequence::NativeText)));
    m_toolsLayout->addWidget(button);
    connect(new QShortcut(keys, this), &QShortcut::activated, button, [button] { button->click(); });
    return button;
}

void NavBar::setOffered(int page, bool offered) {
    m_pages[static_cast<std::size_t>(page)]->setVisible(offered);
    m_keys[static_cast<std::size_t>(page)]->setEnabled(offered);
    if (!offered && page == m_current)
        setCurrent(0);
}

void NavBar::setCount(int page, int count) {
    m_pages[static_cast<std::size_t>(page)]->setCount(count);
}

void NavBar::setCurrent(int page) {
    m_pages[static_cast<std::size_t>(page)]->setChecked(true);
    if (page == m_current)
        return;
    m_current = page;
    Q_EMIT currentChanged(page);
}

void NavBar::setFeedState(const FeedState& state) {
    m_feed->setState(state);
    for (auto* page : m_pages)
        page->setStale(isLost(state));
}

void NavBar::openUserMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("userMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto* session = m_store.session()) {
        auto* place = menu->addAction(tr("Signed in at %1").arg(shortAddress(session->server)));
        place->setEnabled(false);
        menu->addSeparator();
    }
    auto* account = menu->addAction(style::icon(style::Icon::circleUser), tr("Your account…"));
    account->setObjectName(QStringLiteral("accountAction"));
    connect(account, &QAction::triggered, this, &NavBar::accountRequested);
    menu->addSeparator();
    auto* modes = new QActionGroup(menu);
    const auto addMode = [&](style::ThemeMode mode, style::Icon icon, const QString& name) {
        auto* action = menu->addAction(style::icon(icon), name);
        action->setCheckable(true);
        action->setChecked(m_theme.mode() == mode);
        modes->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode] {
            m_theme.setMode(mode);
            Q_EMIT themeChosen(mode);
        });
    };
    addMode(style::ThemeMode::system, style::Icon::sunMoon, tr("Follow the system"));
    addMode(style::ThemeMode::light, style::Icon::sun, tr("Light"));
    addMode(style::ThemeMode::dark, style::Icon::moon, tr("Dark"));
    menu->addSeparator();
    auto* out = menu->addAction(style::icon(style::Icon::logOut), tr("Sign out"));
    out->setObjectName(QStringLiteral("signOutAction"));
    connect(out, &QAction::triggered, this, &NavBar::signOutRequested);
    menu->popup(m_user->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 4)));
}

void NavBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& tokens = style::tokens(this);
    painter.fillRect(rect(), tokens[style::Token::surface]);
    painter.fillRect(QRect(this->width() - 1, 0, 1, height()), tokens[style::Token::border]);
}

} // namespace labwarden::console
