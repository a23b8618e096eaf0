// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/new_api_key_dialog.h"

#include "console/admin/api_key_state.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDateEdit>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int presets[] = {30, 90, 365};
constexpr int presetAtFirst = 90;
constexpr int dateWidth = 148;
/// The clocks of console and server are not the same to the second.
constexpr std::chrono::minutes clockSlack{5};

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

Label* faultLabel(const char* name, QWidget* parent) {
    auto* label = new Label(Text::secondary, Token::failed, parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->hide();
    return label;
}

} // namespace

NewApiKeyDialog::NewApiKeyDialog(AdminApi& api, const std::vector<Permission>& permissions,
                                 const PermissionSet& own, const Clock& clock, QWidget* parent)
    : QDialog(parent)
    , m_api(api)
    , m_clock(clock)
    , m_name(new QLineEdit(this))
    , m_nameFault(faultLabel("keyNameFaultLabel", this))
    , m_scopesFault(faultLabel("keyScopesFaultLabel", this))
    , m_expiryFault(faultLabel("keyExpiryFaultLabel", this))
    , m_notice(new widgets::Notice(this))
    , m_hint(new Label(Text::secondary, Token::secondary, this))
    , m_make(new QPushButton(tr("Make key"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this)) {
    setObjectName(QStringLiteral("newApiKeyDialog"));
    setWindowTitle(tr("New API key"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(560, 640);

    m_name->setObjectName(QStringLiteral("keyNameLineEdit"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setMaxLength(100);
    m_name->setPlaceholderText(tr("What uses it: ci, runner-3"));
    auto* nameLabel = new Label(tr("&Name"), Text::secondary, Token::secondary, this);
    nameLabel->setBuddy(m_name);
    m_notice->setObjectName(QStringLiteral("newKeyNotice"));
    m_hint->setObjectName(QStringLiteral("newKeyHintLabel"));
    m_make->setObjectName(QStringLiteral("makeKeyPushButton"));
    m_make->setDefault(true);
    m_make->setToolTip(tr("Make key (Ctrl+Enter)"));
    style::setButtonRole(m_make, style::ButtonRole::primary);
    m_cancel->setObjectName(QStringLiteral("cancelPushButton"));
    m_cancel->setAutoDefault(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(4);
    layout->addWidget(new Label(tr("New API key"), Text::heading, Token::text, this));
    layout->addSpacing(10);
    layout->addWidget(nameLabel);
    layout->addWidget(m_name);
    layout->addWidget(m_nameFault);
    layout->addSpacing(12);
    layout->addWidget(new Label(tr("What it may do"), Text::secondaryStrong, Token::text, this));
    layout->addWidget(m_scopesFault);
    layout->addWidget(makeScopes(permissions, own), 1);
    layout->addSpacing(12);
    layout->addWidget(new Label(tr("Good for"), Text::secondaryStrong, Token::text, this));
    layout->addSpacing(2);
    layout->addWidget(makeExpiry());
    layout->addWidget(m_expiryFault);
    layout->addSpacing(8);
    layout->addWidget(m_notice);
    layout->addSpacing(8);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_make);
    layout->addLayout(buttons);
    setTabOrder(m_date, m_cancel);
    setTabOrder(m_cancel, m_make);

    m_inputs.push_back(m_name);
    m_inputs.push_back(m_make);
    connect(m_name, &QLineEdit::textChanged, this, &NewApiKeyDialog::onInput);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &NewApiKeyDialog::submit);
    onInput();
    m_name->setFocus();
}

QWidget* NewApiKeyDialog::makeScopes(const std::vector<Permission>& permissions, const PermissionSet& own) {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(4);
    std::vector<std::string> areas;
    for (const auto& permission : permissions)
        if (permission.forKeys &&
            std::find(areas.begin(), areas.end(), areaOf(permission.name)) == areas.end())
            areas.push_back(areaOf(permission.name));
    bool leftOut = false;
    for (const auto& area : areas) {
        bool begun = false;
        for (const auto& permission : permissions) {
            if (!permission.forKeys || areaOf(permission.name) != area)
                continue;
            if (!own.contains(permission.name)) {
                leftOut = true;
                continue;
            }
            if (!begun) {
                layout->addSpacing(4);
                layout->addWidget(new Label(areaWord(area), Text::captionStrong, Token::secondary, column));
                begun = true;
            }
            const QString words =
                permission.summary.empty()
                    ? q(permission.name)
                    : QStringLiteral("%1  –  %2").arg(q(permission.name), q(permission.summary));
            auto* box = new QCheckBox(words, column);
            box->setObjectName(QStringLiteral("scopeCheckBox_") + q(permission.name));
            connect(box, &QCheckBox::toggled, this, &NewApiKeyDialog::onInput);
            layout->addWidget(box);
            m_scopes.emplace_back(permission.name, box);
            m_inputs.push_back(box);
        }
    }
    if (leftOut || m_scopes.empty()) {
        auto* note = new Label(m_scopes.empty() ? tr("You have nothing that a key may have.")
                                                : tr("What you do not have yourself is not offered."),
                               Text::caption, Token::muted, column);
        note->setObjectName(QStringLiteral("scopesNoteLabel"));
        layout->addSpacing(4);
        layout->addWidget(note);
    }
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("scopesScrollArea"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(column);
    return scroll;
}

QWidget* NewApiKeyDialog::makeExpiry() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto* group = new QButtonGroup(row);
    for (const int days : presets) {
        auto* button = new QRadioButton(tr("%1 days").arg(days), row);
        button->setObjectName(QStringLiteral("expiry%1RadioButton").arg(days));
        group->addButton(button);
        layout->addWidget(button);
        m_presets.emplace_back(days, button);
        m_inputs.push_back(button);
        button->setChecked(days == presetAtFirst);
        // Tab leads to the one that is chosen, the arrows to the others.
        button->setFocusPolicy(days == presetAtFirst ? Qt::StrongFocus : Qt::ClickFocus);
        connect(button, &QRadioButton::toggled, this, &NewApiKeyDialog::onInput);
    }
    m_onDate = new QRadioButton(tr("until"), row);
    m_onDate->setObjectName(QStringLiteral("expiryDateRadioButton"));
    m_onDate->setAccessibleName(tr("Until a day"));
    m_onDate->setFocusPolicy(Qt::ClickFocus);
    group->addButton(m_onDate);
    layout->addWidget(m_onDate);
    const auto today = QDateTime::fromMSecsSinceEpoch(m_clock.now().ms).date();
    m_date = new QDateEdit(today.addDays(180), row);
    m_date->setObjectName(QStringLiteral("expiryDateEdit"));
    m_date->setAccessibleName(tr("Last day"));
    // The last day counts whole, so it begins with tomorrow and ends before the year is full.
    m_date->setDateRange(today.addDays(1), today.addDays(longestKeyLife / std::chrono::hours(24) - 1));
    m_date->setCalendarPopup(true);
    m_date->setMinimumWidth(dateWidth); // the style's arrow takes more than the hint knows of
    m_date->setEnabled(false);
    layout->addWidget(m_date);
    layout->addStretch(1);
    m_inputs.push_back(m_onDate);
    connect(m_onDate, &QRadioButton::toggled, this, [this](bool on) {
        m_date->setEnabled(on);
        onInput();
    });
    connect(m_date, &QDateEdit::dateChanged, this, &NewApiKeyDialog::onInput);
    return row;
}

Timestamp NewApiKeyDialog::expiry() const {
    const auto now = m_clock.now();
    const Timestamp latest = now + longestKeyLife - clockSlack;
    if (m_onDate->isChecked()) {
        const QDateTime endOfDay(m_date->date().addDays(1), QTime(0, 0));
        return std::min(latest, Timestamp{endOfDay.toMSecsSinceEpoch()});
    }
    for (const auto& [days, button] : m_presets)
        if (button->isChecked())
            return std::min(latest, now + std::chrono::hours(24 * days));
    return latest;
}

QString NewApiKeyDialog::missing() const {
    if (m_name->text().trimmed().isEmpty())
        return tr("Give it a name.");
    if (std::none_of(m_scopes.begin(), m_scopes.end(),
                     [](const auto& scope) { return scope.second->isChecked(); }))
        return tr("Choose what it may do.");
    return {};
}

void NewApiKeyDialog::onInput() {
    if (m_busy || !m_make)
        return;
    for (auto* label : {m_nameFault, m_scopesFault, m_expiryFault})
        label->hide();
    const QString lack = missing();
    m_hint->setText(lack);
    m_make->setEnabled(lack.isEmpty());
}

void NewApiKeyDialog::submit() {
    if (m_busy || !missing().isEmpty())
        return;
    NewApiKey key{m_name->text().trimmed().toStdString(), {}, expiry()};
    for (const auto& [scope, box] : m_scopes)
        if (box->isChecked())
            key.scopes.push_back(scope);
    m_notice->clear();
    setBusy(true);
    m_job = m_api.createApiKey(key, this,
                               [this](ApiResult<CreatedApiKey> result) { answered(std::move(result)); });
}

void NewApiKeyDialog::answered(ApiResult<CreatedApiKey> result) {
    m_job = nullptr;
    setBusy(false);
    if (result) {
        Q_EMIT made(*result);
        accept();
        return;
    }
    const auto& error = result.error();
    if (error.status == 0 || error.status >= 500) {
        // A key may be there now whose secret nobody knows; it shows in the list.
        m_notice->problem(error.title, tr("It is not known whether the key was made. If it is in the list, "
                                          "revoke it: nobody has its secret."));
        return;
    }
    QStringList elsewhere;
    for (const auto& fault : error.faults) {
        auto* label = fault.pointer == "/name"               ? m_nameFault
                      : fault.pointer.starts_with("/scopes") ? m_scopesFault
                      : fault.pointer == "/expiresAt"        ? m_expiryFault
                                                             : nullptr;
        if (label) {
            label->setText(widgets::sentenceText(q(fault.message)));
            label->show();
        } else {
            elsewhere << (fault.pointer.empty()
                              ? q(fault.message)
                              : QStringLiteral("%1: %2").arg(q(fault.pointer), q(fault.message)));
        }
    }
    m_notice->problem(error.title, elsewhere.isEmpty() ? error.detail : elsewhere.join(QLatin1Char('\n')));
    if (!m_nameFault->isHidden() || error.kind == ApiError::Kind::Conflict)
        m_name->setFocus();
}

void NewApiKeyDialog::setBusy(bool busy) {
    m_busy = busy;
    if (busy)
        m_focus = focusWidget(); // before it is disabled
    for (auto* input : m_inputs)
        input->setEnabled(!busy);
    m_date->setEnabled(!busy && m_onDate->isChecked());
    m_make->setText(busy ? tr("Making…") : tr("Make key"));
    m_hint->setText(busy ? tr("Waiting for the server…") : missing());
    if (busy)
        m_cancel->setFocus();
    else if (m_focus)
        m_focus->setFocus();
}

void NewApiKeyDialog::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & Qt::ControlModifier)) {
        submit();
        return;
    }
    QDialog::keyPressEvent(event);
}

void NewApiKeyDialog::reject() {
    const bool hasScope = std::any_of(m_scopes.begin(), m_scopes.end(),
                                      [](const auto& scope) { return scope.second->isChecked(); });
    if (m_name->text().trimmed().isEmpty() && !hasScope) {
        QDialog::reject();
        return;
    }
    widgets::MessageBox::ask(this,
                             {tr("Discard what you have entered?"), tr("The key has not been made yet."),
                              tr("Discard"), tr("Keep editing"), true},
                             [this](widgets::MessageBox::Answer answer) {
                                 if (answer == widgets::MessageBox::Answer::yes)
                                     QDialog::reject();
                             });
}

void NewApiKeyDialog::done(int result) {
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

} // namespace labwarden::console
