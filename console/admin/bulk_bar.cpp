// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/bulk_bar.h"

#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;

QPushButton* makeButton(Icon icon, const QString& text, const char* name, QWidget* parent) {
    auto* button = new QPushButton(style::icon(icon), text, parent);
    button->setObjectName(QLatin1String(name));
    return button;
}

void offer(QPushButton* button, const Right& right, bool sensible) {
    button->setEnabled(static_cast<bool>(right) && sensible);
    button->setToolTip(right.whyNot);
    button->setAccessibleDescription(right.whyNot);
}

} // namespace

BulkBar::BulkBar(QWidget* parent)
    : QWidget(parent)
    , m_count(new widgets::Label(style::Text::bodyStrong, Token::text, this))
    , m_disable(makeButton(Icon::ban, tr("Disable…"), "disableUsersPushButton", this))
    , m_enable(makeButton(Icon::circleCheck, tr("Enable…"), "enableUsersPushButton", this))
    , m_give(makeButton(Icon::plus, tr("Give role…"), "giveRolePushButton", this))
    , m_take(makeButton(Icon::minus, tr("Take role…"), "takeRolePushButton", this))
    , m_giveMenu(new QMenu(this))
    , m_takeMenu(new QMenu(this))
    , m_clear(makeButton(Icon::x, {}, "clearChoicePushButton", this)) {
    setObjectName(QStringLiteral("bulkBar"));
    m_count->setObjectName(QStringLiteral("chosenCountLabel"));
    m_clear->setToolTip(tr("Choose nobody"));
    m_clear->setAccessibleName(tr("Choose nobody"));
    style::setButtonRole(m_clear, style::ButtonRole::plain);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(margin, 9, margin, 8);
    layout->setSpacing(8);
    layout->addWidget(m_count);
    layout->addSpacing(8);
    for (auto* button : {m_disable, m_enable, m_give, m_take})
        layout->addWidget(button);
    layout->addStretch(1);
    layout->addWidget(m_clear);
    m_giveMenu->setObjectName(QStringLiteral("giveRoleMenu"));
    m_takeMenu->setObjectName(QStringLiteral("takeRoleMenu"));
    // Not by setMenu(), which waits in a loop of its own.
    connect(m_give, &QPushButton::clicked, this, [this] { openMenu(m_giveMenu, m_give); });
    connect(m_take, &QPushButton::clicked, this, [this] { openMenu(m_takeMenu, m_take); });
    connect(m_disable, &QPushButton::clicked, this, &BulkBar::disableRequested);
    connect(m_enable, &QPushButton::clicked, this, &BulkBar::enableRequested);
    connect(m_clear, &QPushButton::clicked, this, &BulkBar::clearRequested);
    hide();
}

void BulkBar::setChoice(const std::vector<User>& chosen, const UserRights& rights,
                        const std::vector<Role>& roles, const LabStore& lab) {
    m_rights = rights;
    m_roles.clear();
    for (const auto& role : roles)
        m_roles.emplace_back(QString::fromStdString(role.name), mayGive(role, lab));
    const auto isDisabled = [](const User& user) { return user.disabled; };
    m_someDisabled = std::any_of(chosen.begin(), chosen.end(), isDisabled);
    m_someEnabled = !std::all_of(chosen.begin(), chosen.end(), isDisabled);
    m_count->setText(tr("%1 chosen").arg(widgets::countText(static_cast<qint64>(chosen.size()))));
    apply();
}

void BulkBar::setBusy(bool busy) {
    m_busy = busy;
    apply();
}

void BulkBar::apply() {
    offer(m_disable, m_rights.disable, m_someEnabled && !m_busy);
    // Whoever may not be disabled by this person may not be enabled either, but for themselves, who are
    // enabled.
    offer(m_enable, m_rights.edit, m_someDisabled && !m_busy);
    offer(m_give, m_rights.edit, !m_roles.empty() && !m_busy);
    offer(m_take, m_rights.edit, !m_roles.empty() && !m_busy);
}

void BulkBar::openMenu(QMenu* menu, const QPushButton* over) {
    const bool give = menu == m_giveMenu;
    menu->clear();
    menu->setToolTipsVisible(true);
    for (const auto& [name, right] : m_roles) {
        auto* action = menu->addAction(name);
        action->setEnabled(static_cast<bool>(right));
        action->setToolTip(right.whyNot);
        connect(action, &QAction::triggered, this,
                [this, role = name.toStdString(), give] { Q_EMIT roleRequested(role, give); });
    }
    menu->popup(over->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 4)));
}

void BulkBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, width(), 1), t[Token::border]);
}

} // namespace labwarden::console
