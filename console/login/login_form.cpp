// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_form.h"

#include "console/login/login_words.h"
#include "console/login/server_address.h"
#include "console/login/server_box.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/widgets/form_field.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/password_edit.h"

#include <QCheckBox>
#include <QDateTime>
#include <QKeyEvent>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int logoSize = 48;
constexpr std::chrono::seconds patience{1};
const QString userKey = QStringLiteral("login/user");

} // namespace

using style::Icon;
using style::Text;
using style::Token;
using widgets::FormField;
using widgets::Label;

LoginForm::LoginForm(QSettings& settings, KeptSessions& kept, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_kept(kept)
    , m_server(new ServerBox(settings, this))
    , m_user(new QLineEdit(this))
    , m_password(new widgets::PasswordEdit(this))
    , m_stay(new QCheckBox(tr("S&tay signed in"), this))
    , m_hint(new Label(Text::secondary, Token::warning, this))
    , m_stayHint(new Label(Text::secondary, Token::secondary, this))
    , m_notice(new widgets::Notice(this))
    , m_button(new QPushButton(tr("Sign in"), this)) {
    setObjectName(QStringLiteral("loginForm"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* picture = new QLabel(this);
    picture->setPixmap(style::applicationIcon().pixmap(logoSize, logoSize));
    picture->setFixedSize(logoSize, logoSize);
    picture->setAccessibleName(QStringLiteral("Labwarden"));
    layout->addWidget(picture);
    layout->addSpacing(12);
    layout->addWidget(new Label(tr("Sign in to Labwarden"), Text::title, Token::text, this));
    layout->addWidget(
        new Label(tr("Devices, test runs and verdicts of your lab."), Text::body, Token::secondary, this));
    layout->addSpacing(20);
    layout->addWidget(makeFields());
    layout->addSpacing(12);
    m_notice->setObjectName(QStringLiteral("loginNotice"));
    layout->addWidget(m_notice);
    layout->addSpacing(4);
    m_button->setObjectName(QStringLiteral("signInPushButton"));
    m_button->setDefault(true);
    style::setButtonRole(m_button, style::ButtonRole::primary);
    layout->addWidget(m_button);
    setTabOrder(m_server, m_user);
    setTabOrder(m_user, m_password);
    setTabOrder(m_password, m_stay);
    setTabOrder(m_stay, m_button);
    connectFields();
    checkAddress();
}

QWidget* LoginForm::makeFields() {
    auto* fields = new QWidget(this);
    auto* layout = new QVBoxLayout(fields);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const auto add = [&](const QString& caption, QWidget* field, const char* name) {
        field->setObjectName(QLatin1String(name));
        layout->addWidget(new FormField(caption, field, fields));
    };
    const auto addHint = [&](Label* hint, const char* name) {
        hint->setWordWrap(true);
        hint->setObjectName(QLatin1String(name));
        hint->hide();
        layout->addWidget(hint);
        layout->addSpacing(8);
    };
    add(tr("Ser&ver"), m_server, "serverComboBox");
    addHint(m_hint, "serverHintLabel");
    add(tr("&User name"), m_user, "userLineEdit");
    m_user->setText(m_settings.value(userKey).toString());
    layout->addSpacing(8);
    add(tr("&Password"), m_password, "passwordLineEdit");
    layout->addSpacing(8);
    m_stay->setObjectName(QStringLiteral("staySignedInCheckBox"));
    m_stay->setChecked(m_kept.isWanted());
    m_stay->setToolTip(tr("Keeps the session, never the password, in the key store of this computer"));
    layout->addWidget(m_stay);
    addHint(m_stayHint, "staySignedInHintLabel");
    return fields;
}

void LoginForm::connectFields() {
    connect(m_server, &QComboBox::editTextChanged, this, &LoginForm::checkAddress);
    connect(m_server, &ServerBox::forgotten, this, [this](const QString& address) {
        if (const auto server = serverAddress(address))
            Q_EMIT serverForgotten(*server);
    });
    // Who has to wait is one account, or this computer at one server: another one may be tried at once.
    connect(m_server, &QComboBox::editTextChanged, this, &LoginForm::stopWaiting);
    // And an admin may have unlocked the account, or given a new password: whoever types one is let try it.
    for (QLineEdit* field : {m_user, static_cast<QLineEdit*>(m_password)})
        connect(field, &QLineEdit::textEdited, this, [this] {
            if (m_waitsForAccount)
                stopWaiting();
        });
    connect(m_stay, &QCheckBox::toggled, this, [this](bool wanted) {
        m_kept.setWanted(wanted);
        checkKeyStore();
    });
    connect(m_server->lineEdit(), &QLineEdit::returnPressed, this, &LoginForm::submit);
    connect(m_user, &QLineEdit::returnPressed, this, &LoginForm::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &LoginForm::submit);
    connect(m_button, &QPushButton::clicked, this, &LoginForm::submit);
    connect(&m_wait, &QTimer::timeout, this, &LoginForm::tick);
    m_wait.setInterval(200);
    m_slow.setSingleShot(true);
    m_slow.setInterval(patience);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        m_notice->say(Icon::hourglass, Token::accent, tr("The server has not answered yet."));
        m_notice->offer(tr("Cancel"));
    });
    connect(m_notice, &widgets::Notice::actionTriggered, this, &LoginForm::cancel);
}

void LoginForm::prefill(const Prefill& prefill) {
    if (!prefill.server.isEmpty())
        m_server->setEditText(prefill.server);
    if (!prefill.user.isEmpty())
        m_user->setText(prefill.user);
    m_password->setText(prefill.password);
    if (!prefill.problem.isEmpty())
        m_notice->problem(prefill.problem);
    if (prefill.complete())
        submit();
}

void LoginForm::resume(const Account& account) {
    if (serverAddress(m_server->currentText()) != account.server)
        m_server->setEditText(account.server.toString());
    m_user->setText(account.user);
    m_password->forget();
    submit();
}

std::optional<Account> LoginForm::account() const {
    const auto server = serverAddress(m_server->currentText());
    const QString user = m_user->text().trimmed();
    return server && !user.isEmpty() ? std::optional(Account{*server, user}) : std::nullopt;
}

bool LoginForm::complain(const QString& words, QWidget* field) {
    m_notice->problem(words);
    field->setFocus();
    return false;
}

void LoginForm::submit() {
    if (m_busy || m_wait.isActive())
        return;
    const QString typed = m_server->currentText().trimmed();
    const auto whom = account();
    if (!whom) {
        if (typed.isEmpty())
            complain(tr("Enter the address of the server."), m_server);
        else if (!serverAddress(typed))
            complain(tr("“%1” is not the address of a server.").arg(typed), m_server);
        else
            complain(tr("Enter your user name."), m_user);
        return;
    }
    const bool resumes = m_password->text().isEmpty() && m_resumable && m_resumable(*whom);
    if (m_password->text().isEmpty() && !resumes) {
        complain(tr("Enter your password."), m_password);
        return;
    }
    m_notice->clear();
    setBusy(true);
    if (resumes)
        Q_EMIT resumeRequested(*whom);
    else
        Q_EMIT signInRequested(whom->server, whom->user, m_password->text());
}

void LoginForm::setBusy(bool busy) {
    m_busy = busy;
    for (QWidget* field : {static_cast<QWidget*>(m_server), static_cast<QWidget*>(m_user),
                           static_cast<QWidget*>(m_password), static_cast<QWidget*>(m_stay)})
        field->setEnabled(!busy);
    updateButton();
    if (busy) {
        setFocus(); // so that Escape is heard
        m_slow.start();
    } else {
        m_slow.stop();
        m_notice->clear(); // that it takes long is over, whatever comes now
    }
}

void LoginForm::cancel() {
    setBusy(false);
    m_password->setFocus();
    Q_EMIT cancelRequested();
}

void LoginForm::showProblem(const ApiError& error) {
    setBusy(false);
    const auto server = serverAddress(m_server->currentText()).value_or(QUrl());
    const auto words = loginWords(error, server);
    const auto whom = account();
    const bool canGoOn = whom && m_password->text().isEmpty() && m_resumable && m_resumable(*whom);
    m_waitDetail = words.detail;
    m_notice->problem(words.words,
                      canGoOn ? tr("You are still signed in there: “Sign in” tries again, without your "
                                   "password.")
                              : words.detail);
    if (error.kind == ApiError::Kind::Throttled && error.retryAfter) {
        waitFor(*error.retryAfter, isOfType(error, problem_type::loginLocked));
        m_user->setFocus();
    } else if (canGoOn) {
        m_button->setFocus();
    } else if (error.kind == ApiError::Kind::Unauthorized || error.kind == ApiError::Kind::Forbidden) {
        m_password->setFocus();
        m_password->selectAll();
    } else {
        m_server->setFocus();
    }
}

void LoginForm::showWords(const QString& words) {
    setBusy(false);
    m_password->forget();
    m_password->setFocus();
    m_notice->say(Icon::info, Token::accent, words);
}

void LoginForm::showExpired() {
    showWords(tr("Your session has ended. Sign in to go on where you were."));
}

void LoginForm::accepted() {
    setBusy(false);
    m_password->forget();
    m_settings.setValue(userKey, m_user->text().trimmed());
    m_server->remember(m_server->currentText().trimmed());
}

void LoginForm::focusFirstGap() {
    if (m_busy)
        return;
    if (m_server->currentText().trimmed().isEmpty())
        m_server->setFocus();
    else if (m_user->text().isEmpty())
        m_user->setFocus();
    else
        m_password->setFocus();
}

QString LoginForm::password() const {
    return m_password->text();
}

void LoginForm::forgetPassword() {
    m_password->forget();
}

void LoginForm::checkAddress() {
    const auto server = serverAddress(m_server->currentText());
    const bool readable = server && isReadableOnTheWay(*server);
    m_hint->setText(readable ? tr("Not encrypted: others could read your password.") : QString());
    m_hint->setVisible(readable);
}

void LoginForm::checkKeyStore() {
    m_stayHint->hide();
    if (!m_stay->isChecked())
        return;
    m_kept.probe(this, [this](const KeyStore::Answer& answer) {
        const bool missing = answer.outcome == KeyStore::Outcome::unavailable && m_stay->isChecked();
        m_stayHint->setText(missing
                                ? tr("This computer has no key store that answers: you stay signed in until "
                                     "the console is closed.")
                                : QString());
        m_stayHint->setToolTip(answer.words);
        m_stayHint->setVisible(missing);
    });
}

void LoginForm::waitFor(std::chrono::seconds time, bool isAccountLocked) {
    m_waitUntilMs = QDateTime::currentMSecsSinceEpoch() + time.count() * 1000;
    m_waitsForAccount = isAccountLocked;
    m_wait.start();
    updateButton();
}

void LoginForm::stopWaiting() {
    if (!m_wait.isActive())
        return;
    m_wait.stop();
    m_notice->clear();
    updateButton();
}

void LoginForm::tick() {
    const auto left = (m_waitUntilMs - QDateTime::currentMSecsSinceEpoch() + 999) / 1000;
    if (left <= 0)
        stopWaiting();
    else
        m_notice->problem(waitingWords(m_waitsForAccount, std::chrono::seconds(left)), m_waitDetail);
}

void LoginForm::updateButton() {
    m_button->setText(m_busy ? tr("Signing in…") : tr("Sign in"));
    m_button->setEnabled(!m_busy && !m_wait.isActive());
}

void LoginForm::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_busy) {
        cancel();
        return;
    }
    QWidget::keyPressEvent(event);
}

void LoginForm::showEvent(QShowEvent* event) {
    checkKeyStore();
    QWidget::showEvent(event);
}

} // namespace labwarden::console
