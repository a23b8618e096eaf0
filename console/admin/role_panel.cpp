// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_panel.h"

#include "console/admin/difference_grid.h"
#include "console/admin/role_effects.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/section_header.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int fixedWidth = 320;
constexpr std::size_t mostNames = 12;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

Label* wrapped(Text text, Token colour, const char* name, QWidget* parent) {
    auto* label = new Label(text, colour, parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QPushButton* button(const QString& text, const char* name, style::ButtonRole role, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setObjectName(QLatin1String(name));
    style::setButtonRole(made, role);
    return made;
}

QString holdersText(const std::vector<User>& holders) {
    if (holders.empty())
        return RolePanel::tr("Nobody has this role.");
    std::vector<User> first(
        holders.begin(), holders.begin() + static_cast<std::ptrdiff_t>(std::min(holders.size(), mostNames)));
    const QString names = whoText(first);
    return holders.size() > mostNames
               ? RolePanel::tr("%1 and %2 more").arg(names).arg(holders.size() - mostNames)
               : names;
}

} // namespace

RolePanel::RolePanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("rolePanel"));
    setFixedWidth(fixedWidth);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(margin, 14, margin, 14);
    column->setSpacing(0);
    column->addWidget(makeRole());
    column->addSpacing(16);
    column->addWidget(new widgets::Hairline(Qt::Horizontal, content));
    column->addSpacing(14);
    column->addWidget(makeEdits());
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setBackgroundRole(QPalette::Window);
    scroll->setWidget(content);

    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(margin, 12, margin, 14);
    buttons->setSpacing(8);
    m_discard = button(tr("Discard"), "discardRolesPushButton", style::ButtonRole::secondary, this);
    m_save = button(tr("Save changes"), "saveRolesPushButton", style::ButtonRole::primary, this);
    m_save->setToolTip(tr("Save (Ctrl+S)"));
    buttons->addWidget(m_discard);
    buttons->addWidget(m_save, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(buttons);
    connect(m_save, &QPushButton::clicked, this, &RolePanel::saveRequested);
    connect(m_discard, &QPushButton::clicked, this, &RolePanel::discardRequested);
    showConflict(std::nullopt, {});
}

QWidget* RolePanel::makeRole() {
    auto* part = new QWidget;
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    m_name = wrapped(Text::heading, Token::text, "roleNameLabel", part);
    m_kind = wrapped(Text::caption, Token::muted, "roleKindLabel", part);
    m_description = wrapped(Text::body, Token::secondary, "roleDescriptionLabel", part);
    m_holders = wrapped(Text::secondary, Token::secondary, "roleHoldersLabel", part);
    m_holders->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_roleButtons = new QWidget(part);
    auto* buttons = new QHBoxLayout(m_roleButtons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    m_copy = button(tr("Copy…"), "copyRolePushButton", style::ButtonRole::secondary, part);
    m_copy->setToolTip(tr("Make a new role that begins with what this one allows"));
    m_edit = button(tr("Edit…"), "editRolePushButton", style::ButtonRole::secondary, part);
    m_delete = button(tr("Delete…"), "deleteRolePushButton", style::ButtonRole::danger, part);
    for (auto* one : {m_copy, m_edit, m_delete})
        buttons->addWidget(one);
    buttons->addStretch(1);
    layout->addWidget(m_name);
    layout->addWidget(m_kind);
    layout->addSpacing(6);
    layout->addWidget(m_description);
    layout->addSpacing(6);
    layout->addWidget(m_holders);
    layout->addSpacing(12);
    layout->addWidget(m_roleButtons);
    connect(m_copy, &QPushButton::clicked, this, &RolePanel::copyRequested);
    connect(m_edit, &QPushButton::clicked, this, &RolePanel::editRequested);
    connect(m_delete, &QPushButton::clicked, this, &RolePanel::deleteRequested);
    return part;
}

QWidget* RolePanel::makeEdits() {
    auto* part = new QWidget;
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_editsHeader = new widgets::SectionHeader(tr("What saving would change"), part);
    m_editsHint = wrapped(Text::secondary, Token::secondary, "roleEditsHintLabel", part);
    m_effects = new RoleEffects(part);
    m_effects->setObjectName(QStringLiteral("roleEffects"));
    m_notice = new widgets::Notice(part);
    m_notice->setObjectName(QStringLiteral("rolesNotice"));
    m_difference = new DifferenceGrid(part);
    m_difference->setObjectName(QStringLiteral("rolesDifferenceGrid"));
    m_theirs = button(tr("Take theirs"), "takeTheirsPushButton", style::ButtonRole::secondary, part);
    m_theirs->setToolTip(tr("Gives up what you have changed of this role"));
    m_mine = button(tr("Put mine upon theirs"), "keepMinePushButton", style::ButtonRole::secondary, part);
    m_mine->setToolTip(
        tr("Keeps what they have changed, and adds what you have; it is not saved before you say so"));
    auto* decide = new QHBoxLayout;
    decide->setSpacing(8);
    decide->addWidget(m_theirs);
    decide->addWidget(m_mine);
    decide->addStretch(1);
    layout->addWidget(m_editsHeader);
    layout->addWidget(m_notice);
    layout->addWidget(m_difference);
    layout->addLayout(decide);
    layout->addWidget(m_editsHint);
    layout->addWidget(m_effects);
    connect(m_theirs, &QPushButton::clicked, this, [this] { Q_EMIT takeTheirsRequested(m_conflictRole); });
    connect(m_mine, &QPushButton::clicked, this, [this] { Q_EMIT keepMineRequested(m_conflictRole); });
    return part;
}

void RolePanel::showRole(const Role* role, const std::vector<User>& holders, const QString& whyFixed,
                         bool mayWrite) {
    m_mayWrite = mayWrite;
    m_name->setText(role ? q(role->name) : tr("No role"));
    m_kind->setHidden(!role);
    if (role) {
        const auto count = holders.size();
        const QString people = count == 1 ? tr("1 person has it") : tr("%1 people have it").arg(count);
        m_kind->setText(role->builtIn ? tr("Built in, stays as it is · %1").arg(people) : people);
    }
    m_description->setText(role ? q(role->description) : QString());
    m_description->setHidden(!role || role->description.empty());
    m_holders->setText(role ? holdersText(holders) : QString());
    m_roleButtons->setVisible(role && mayWrite);
    m_edit->setHidden(role && role->builtIn);
    m_delete->setHidden(role && role->builtIn);
    m_edit->setEnabled(whyFixed.isEmpty());
    m_edit->setToolTip(whyFixed.isEmpty() ? tr("Name and description") : whyFixed);
    m_delete->setEnabled(whyFixed.isEmpty());
    m_delete->setToolTip(whyFixed);
    updateButtons();
}

void RolePanel::showEffects(const RoleDrafts& drafts, const std::vector<PermissionEffect>& effects,
                            bool counted) {
    m_hasDrafts = !drafts.empty();
    m_counted = counted;
    m_effects->setEffects(counted ? effects : std::vector<PermissionEffect>());
    QString hint;
    if (!m_mayWrite)
        hint = tr("You may look at roles. Changing them takes the permission roles:write.");
    else if (!m_hasDrafts)
        hint = tr(
            "Space or a click gives and takes a permission in a role that is not built in. Whom that touches "
            "is shown here before anything is saved.");
    else if (!counted)
        hint = tr("People are still being loaded; whom this touches is shown as soon as they are there.");
    else if (effects.empty())
        hint = tr("Nobody has the changed role: nobody gains or loses anything.");
    m_editsHint->setText(hint);
    m_editsHint->setHidden(hint.isEmpty());
    updateButtons();
}

void RolePanel::showConflict(const std::optional<RoleConflict>& conflict,
                             const std::vector<Permission>& order) {
    const bool wasThere = !m_conflictRole.empty();
    m_conflictRole = conflict ? conflict->base.id : std::string();
    m_difference->setVisible(conflict.has_value());
    m_theirs->setVisible(conflict.has_value());
    m_mine->setVisible(conflict && conflict->theirs);
    if (!conflict) {
        if (wasThere)
            m_notice->clear();
        updateButtons();
        return;
    }
    const QString name = q(conflict->base.name);
    if (conflict->theirs)
        m_notice->say(style::Icon::triangleAlert, Token::warning,
                      tr("Somebody else has changed “%1” meanwhile. Yours is not saved.").arg(name));
    else
        m_notice->say(
            style::Icon::triangleAlert, Token::warning,
            tr("Somebody else has deleted “%1” meanwhile. There is nothing left to change.").arg(name));
    m_theirs->setText(conflict->theirs ? tr("Take theirs") : tr("Give mine up"));
    std::vector<std::vector<DifferenceGrid::Cell>> rows;
    for (const auto& line : conflict->differences(order))
        rows.push_back({{line.what, Token::text},
                        {line.was, Token::secondary},
                        {line.theirs, line.theirs == line.was ? Token::secondary : Token::warning},
                        {line.mine, line.mine == line.was ? Token::secondary : Token::accent}});
    m_difference->setRows({tr("What"), tr("Was"), tr("Theirs"), tr("Yours")}, rows);
    updateButtons();
}

void RolePanel::showProblem(const QString& words, const QString& detail) {
    m_notice->problem(words, detail);
}

void RolePanel::showHint(const QString& words) {
    if (!m_conflictRole.empty())
        return;
    m_notice->say(style::Icon::info, Token::accent, words);
    if (!m_mayWrite)
        m_editsHint->hide(); // it says the same
}

void RolePanel::clearNotice() {
    if (m_conflictRole.empty())
        m_notice->clear();
}

void RolePanel::setBusy(bool busy) {
    m_busy = busy;
    m_save->setText(busy ? tr("Saving…") : tr("Save changes"));
    updateButtons();
}

void RolePanel::updateButtons() {
    m_save->setVisible(m_mayWrite && m_hasDrafts);
    m_discard->setVisible(m_mayWrite && m_hasDrafts);
    m_save->setEnabled(!m_busy && m_counted && m_conflictRole.empty());
    m_discard->setEnabled(!m_busy);
    m_save->setToolTip(!m_conflictRole.empty() ? tr("Decide first what becomes of the other admin's change")
                       : !m_counted            ? tr("People are still being loaded")
                                               : tr("Save (Ctrl+S)"));
}

} // namespace labwarden::console
