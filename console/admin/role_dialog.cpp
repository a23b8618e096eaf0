// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_dialog.h"

#include "console/admin/difference_grid.h"
#include "console/admin/name_look.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int fixedWidth = 460;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// What of the role's permissions the person can give.
std::vector<std::string> givable(const Role& role, const PermissionSet& own) {
    std::vector<std::string> permissions;
    std::copy_if(role.permissions.begin(), role.permissions.end(), std::back_inserter(permissions),
                 [&](const std::string& permission) { return own.contains(permission); });
    return permissions;
}

} // namespace

RoleDialog::RoleDialog(AdminApi& api, const std::vector<Role>& roles, const PermissionSet& own,
                       const std::string& copyOf, QWidget* parent)
    : QDialog(parent), m_api(api), m_roles(roles), m_own(own) {
    build(tr("New role"), tr("Make role"));
    m_copy->addItem(tr("Nothing"));
    for (const auto& role : m_roles) {
        m_copy->addItem(q(role.name), q(role.id));
        if (role.id == copyOf) {
            m_copy->setCurrentIndex(m_copy->count() - 1);
            m_description->setText(q(role.description));
        }
    }
    begin();
}

RoleDialog::RoleDialog(AdminApi& api, const Role& role, const std::vector<Role>& roles, QWidget* parent)
    : QDialog(parent), m_api(api), m_role(role), m_roles(roles) {
    build(tr("Edit role “%1”").arg(q(role.name)), tr("Save"));
    m_name->setText(q(role.name));
    m_name->selectAll();
    m_description->setText(q(role.description));
    begin();
}

void RoleDialog::begin() {
    m_firstName = m_name->text();
    m_firstDescription = m_description->text();
    onInput();
}

void RoleDialog::build(const QString& title, const QString& verb) {
    setObjectName(QStringLiteral("roleDialog"));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(fixedWidth);
    m_verb = verb;
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(4);
    auto* heading = new Label(title, Text::heading, Token::text, this);
    heading->setTextFormat(Qt::PlainText);
    layout->addWidget(heading);
    layout->addSpacing(10);
    const auto addLine = [&](const QString& caption, const char* name) {
        auto* label = new Label(caption, Text::secondary, Token::secondary, this);
        auto* line = new QLineEdit(this);
        line->setObjectName(QLatin1String(name));
        line->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
        label->setBuddy(line);
        layout->addWidget(label);
        layout->addWidget(line);
        connect(line, &QLineEdit::textChanged, this, &RoleDialog::onInput);
        return line;
    };
    const auto addNote = [&](Token colour, const char* name) {
        auto* note = new Label(Text::secondary, colour, this);
        note->setObjectName(QLatin1String(name));
        note->setTextFormat(Qt::PlainText);
        note->setWordWrap(true);
        note->hide();
        layout->addWidget(note);
        return note;
    };
    m_name = addLine(tr("&Name"), "roleNameLineEdit");
    m_name->setMaxLength(100);
    m_nameFault = addNote(Token::failed, "roleNameFaultLabel");
    m_nameWarning = addNote(Token::warning, "roleNameWarningLabel");
    layout->addSpacing(8);
    m_description = addLine(tr("&Description"), "roleDescriptionLineEdit");
    m_description->setPlaceholderText(tr("Who should have it, and for what"));
    if (!m_role) {
        layout->addSpacing(8);
        auto* label =
            new Label(tr("&Begin with what another role allows"), Text::secondary, Token::secondary, this);
        m_copy = new QComboBox(this);
        m_copy->setObjectName(QStringLiteral("copyRoleComboBox"));
        m_copy->setAccessibleName(tr("Begin with what another role allows"));
        label->setBuddy(m_copy);
        layout->addWidget(label);
        layout->addWidget(m_copy);
        m_copyNote = addNote(Token::secondary, "copyRoleNoteLabel");
        connect(m_copy, &QComboBox::currentIndexChanged, this, &RoleDialog::onInput);
    }
    layout->addSpacing(8);
    m_notice = new widgets::Notice(this);
    m_notice->setObjectName(QStringLiteral("roleNotice"));
    layout->addWidget(m_notice);
    m_difference = new DifferenceGrid(this);
    m_difference->setObjectName(QStringLiteral("roleDifferenceGrid"));
    m_difference->hide();
    layout->addWidget(m_difference);
    layout->addSpacing(8);
    layout->addStretch(1);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("cancelPushButton"));
    m_cancel->setAutoDefault(false);
    m_save = new QPushButton(verb, this);
    m_save->setObjectName(QStringLiteral("saveRolePushButton"));
    m_save->setDefault(true);
    style::setButtonRole(m_save, style::ButtonRole::primary);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    layout->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &RoleDialog::submit);
    m_name->setFocus();
}

RoleEdit RoleDialog::request() const {
    RoleEdit edit{m_name->text().trimmed().toStdString(), m_description->text().trimmed().toStdString(), {}};
    if (m_role) {
        edit.permissions = m_role->permissions;
    } else if (m_copy->currentIndex() > 0) {
        edit.permissions = givable(m_roles[static_cast<std::size_t>(m_copy->currentIndex() - 1)], m_own);
    }
    return edit;
}

void RoleDialog::onInput() {
    if (m_busy)
        return;
    m_nameFault->hide();
    QStringList others;
    for (const auto& role : m_roles)
        if (!m_role || role.id != m_role->id)
            others << q(role.name);
    m_nameWarning->setText(whatMisleads(m_name->text().trimmed(), others));
    m_nameWarning->setHidden(m_nameWarning->text().isEmpty());
    m_name->setAccessibleDescription(m_nameWarning->text());
    m_save->setEnabled(!m_name->text().trimmed().isEmpty());
    if (!m_copy)
        return;
    QString note;
    if (m_copy->currentIndex() > 0) {
        const auto& role = m_roles[static_cast<std::size_t>(m_copy->currentIndex() - 1)];
        QStringList left;
        for (const auto& permission : role.permissions)
            if (!m_own.contains(permission))
                left << q(permission);
        if (!left.isEmpty())
            note = tr("Without %1: nobody gives what they do not have themselves.")
                       .arg(left.join(QLatin1String(", ")));
    }
    m_copyNote->setText(note);
    m_copyNote->setHidden(note.isEmpty());
}

void RoleDialog::submit() {
    if (m_busy || !m_save->isEnabled())
        return;
    m_notice->clear();
    m_difference->hide();
    setBusy(true);
    const auto report = [this](ApiResult<Role> result) { answered(std::move(result)); };
    m_job = m_role ? m_api.changeRole(m_role->id, request(), m_role->version, this, report)
                   : m_api.createRole(request(), this, report);
}

void RoleDialog::answered(ApiResult<Role> result) {
    m_job = nullptr;
    if (result) {
        Q_EMIT saved(*result);
        accept();
        return;
    }
    const auto& error = result.error();
    if (error.kind == ApiError::Kind::Stale && m_role) {
        fetchTheirs();
        return;
    }
    setBusy(false);
    QStringList elsewhere;
    for (const auto& fault : error.faults) {
        if (fault.pointer == "/name") {
            m_nameFault->setText(widgets::sentenceText(q(fault.message)));
            m_nameFault->show();
            m_name->setFocus();
        } else {
            elsewhere << (fault.pointer.empty()
                              ? q(fault.message)
                              : QStringLiteral("%1: %2").arg(q(fault.pointer), q(fault.message)));
        }
    }
    m_notice->problem(error.title, elsewhere.isEmpty() ? error.detail : elsewhere.join(QLatin1Char('\n')));
}

void RoleDialog::fetchTheirs() {
    m_job = m_api.roles(this, [this](ApiResult<std::vector<Role>> roles) {
        m_job = nullptr;
        setBusy(false);
        if (!roles) {
            m_notice->problem(roles.error().title, roles.error().detail);
            return;
        }
        const auto theirs = std::find_if(roles->begin(), roles->end(),
                                         [this](const Role& role) { return role.id == m_role->id; });
        if (theirs == roles->end()) {
            m_notice->problem(tr("Somebody has deleted this role meanwhile."));
            m_save->setEnabled(false);
            return;
        }
        showTheirs(*theirs);
    });
}

void RoleDialog::showTheirs(const Role& theirs) {
    const auto mine = request();
    std::vector<std::vector<DifferenceGrid::Cell>> rows;
    const auto add = [&](const QString& what, const std::string& was, const std::string& now,
                         const std::string& wanted) {
        if (was != now || was != wanted)
            rows.push_back({{what, Token::secondary},
                            {q(was), Token::secondary},
                            {q(now), was == now ? Token::secondary : Token::warning},
                            {q(wanted), was == wanted ? Token::secondary : Token::accent}});
    };
    add(tr("Name"), m_role->name, theirs.name, mine.name);
    add(tr("Description"), m_role->description, theirs.description, mine.description);
    const auto given = [](const Role& role) {
        return std::set<std::string>(role.permissions.begin(), role.permissions.end());
    };
    const auto was = given(*m_role), now = given(theirs);
    std::vector<std::string> gained, lost;
    std::set_difference(now.begin(), now.end(), was.begin(), was.end(), std::back_inserter(gained));
    std::set_difference(was.begin(), was.end(), now.begin(), now.end(), std::back_inserter(lost));
    for (const auto& permission : gained)
        rows.push_back({{q(permission), Token::secondary},
                        {tr("not allowed"), Token::secondary},
                        {tr("allowed"), Token::warning},
                        {tr("as theirs"), Token::secondary}});
    for (const auto& permission : lost)
        rows.push_back({{q(permission), Token::secondary},
                        {tr("allowed"), Token::secondary},
                        {tr("not allowed"), Token::warning},
                        {tr("as theirs"), Token::secondary}});
    m_difference->setRows({tr("What"), tr("Was"), tr("Theirs"), tr("Yours")}, rows);
    m_difference->show();
    m_notice->say(
        style::Icon::triangleAlert, Token::warning,
        tr("Somebody else has changed this role meanwhile. Nothing was saved."),
        tr("Saving now puts your name and description upon their version; what they have allowed stays."));
    m_role = theirs; // what is saved next is made from this
    m_save->setText(tr("Save mine upon theirs"));
    Q_EMIT learnt(theirs);
}

void RoleDialog::setBusy(bool busy) {
    m_busy = busy;
    for (QWidget* input : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_description),
                           static_cast<QWidget*>(m_copy), static_cast<QWidget*>(m_save)})
        if (input)
            input->setEnabled(!busy);
    m_save->setText(busy ? tr("Saving…") : m_verb);
    if (busy)
        m_cancel->setFocus();
    else
        m_name->setFocus();
}

void RoleDialog::reject() {
    const bool isDirty = m_name->text() != m_firstName || m_description->text() != m_firstDescription;
    if (!isDirty) {
        QDialog::reject();
        return;
    }
    widgets::MessageBox::ask(this,
                             {tr("Discard what you have entered?"),
                              m_role
                                  ? tr("The new name and description of “%1” are not saved.").arg(m_firstName)
                                  : tr("The role has not been made yet."),
                              tr("Discard"), tr("Keep editing"), true},
                             [this](widgets::MessageBox::Answer answer) {
                                 if (answer == widgets::MessageBox::Answer::yes)
                                     QDialog::reject();
                             });
}

void RoleDialog::done(int result) {
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

} // namespace labwarden::console
