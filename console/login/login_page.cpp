// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_page.h"

#include "console/login/login_words.h"
#include "console/login/server_address.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QAction>
#include <QComboBox>
#include <QDateTime>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int formWidth = 340;
constexpr int logoSize = 48;
constexpr int historyLength = 8;
const QString historyKey = QStringLiteral("login/servers");
const QString userKey = QStringLiteral("login/user");

} // namespace

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

LoginPage::LoginPage(QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_server(new QComboBox(this))
    , m_user(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_hint(new Label(Text::secondary, Token::warning, this))
    , m_notice(new widgets::Notice(this))
    , m_button(new QPushButton(tr("Sign in"), this)) {
    setObjectName(QStringLiteral("loginPage"));

    auto* form = new QVBoxLayout;
    form->setSpacing(4);
    auto* picture = new QLabel(this);
    picture->setPixmap(style::applicationIcon().pixmap(logoSize, logoSize));
    picture->setFixedSize(logoSize, logoSize);
    picture->setAccessibleName(QStringLiteral("Labwarden"));
    form->addWidget(picture);
    form->addSpacing(12);
    form->addWidget(new Label(tr("Sign in to Labwarden"), Text::title, Token::text, this));
    form->addWidget(
        new Label(tr("Devices, test runs and verdicts of your lab."), Text::body, Token::secondary, this));
    form->addSpacing(20);

    const auto addField = [&](const QString& caption, QWidget* field, const char* name) {
        auto* label = new Label(caption, Text::secondary, Token::secondary, this);
        label->setBuddy(field);
        field->setObjectName(QLatin1String(name));
        field->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
        form->addWidget(label);
        form->addWidget(field);
    };
    m_server->setEditable(true);
    m_server->setInsertPolicy(QComboBox::NoInsert);
    m_server->addItems(settings.value(historyKey).toStringList());
    m_server->lineEdit()->setPlaceholderText(QStringLiteral("lab.example:8080"));
    m_server->lineEdit()->setObjectName(QStringLiteral("serverLineEdit"));
    addField(tr("Ser&ver"), m_server, "serverComboBox");
    m_hint->setWordWrap(true);
    m_hint->setObjectName(QStringLiteral("serverHintLabel"));
    m_hint->hide();
    form->addWidget(m_hint);
    form->addSpacing(10);
    addField(tr("&User name"), m_user, "userLineEdit");
    m_user->setText(settings.value(userKey).toString());
    form->addSpacing(10);
    addField(tr("&Password"), m_password, "passwordLineEdit");
    m_password->setEchoMode(QLineEdit::Password);
    m_reveal = m_password->addAction(style::icon(Icon::eye), QLineEdit::TrailingPosition);
    m_reveal->setObjectName(QStringLiteral("revealAction"));
    m_reveal->setCheckable(true);
    m_reveal->setText(tr("Show the password"));
    m_reveal->setToolTip(tr("Show the password (Ctrl+R)"));
    m_reveal->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
    m_reveal->setShortcutContext(Qt::WidgetShortcut);
    form->addSpacing(16);
    m_notice->setObjectName(QStringLiteral("loginNotice"));
    form->addWidget(m_notice);
    form->addSpacing(4);
    m_button->setObjectName(QStringLiteral("signInPushButton"));
    m_button->setDefault(true);
    style::setButtonRole(m_button, style::ButtonRole::primary);
    form->addWidget(m_button);

    auto* holder = new QWidget(this);
    holder->setFixedWidth(formWidth);
    holder->setLayout(form);
    form->setContentsMargins(0, 0, 0, 0);
    auto* page = new QVBoxLayout(this);
    page->addStretch(2);
    // Not by alignment: an aligned widget is not asked how high its wrapped texts are.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(holder);
    row->addStretch(1);
    page->addLayout(row);
    page->addStretch(3);

    setTabOrder(m_server, m_user);
    setTabOrder(m_user, m_password);
    setTabOrder(m_password, m_button);

    connect(m_reveal, &QAction::toggled, this, [this](bool shown) {
        m_password->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        m_reveal->setIcon(style::icon(shown ? Icon::eyeOff : Icon::eye));
        m_reveal->setText(shown ? tr("Hide the password") : tr("Show the password"));
    });
    connect(m_server, &QComboBox::editTextChanged, this, &LoginPage::checkAddress);
    connect(m_server->lineEdit(), &QLineEdit::returnPressed, this, &LoginPage::submit);
    connect(m_user, &QLineEdit::returnPressed, this, &LoginPage::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &LoginPage::submit);
    connect(m_button, &QPushButton::clicked, this, &LoginPage::submit);
    connect(&m_wait, &QTimer::timeout, this, &LoginPage::tick);
    m_wait.setInterval(200);
    checkAddress();
}

void LoginPage::prefill(const Prefill& prefill) {
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

void LoginPage::submit() {
    if (m_busy || m_wait.isActive())
        return;
    const auto server = serverAddress(m_server->currentText());
    if (!server) {
        m_notice->problem(
            m_server->currentText().trimmed().isEmpty()
                ? tr("Enter the address of the server.")
                : tr("“%1” is not the address of a server.").arg(m_server->currentText().trimmed()));
        m_server->setFocus();
        return;
    }
    if (m_user->text().trimmed().isEmpty()) {
        m_notice->problem(tr("Enter your user name."));
        m_user->setFocus();
        return;
    }
    if (m_password->text().isEmpty()) {
        m_notice->problem(tr("Enter your password."));
        m_password->setFocus();
        return;
    }
    m_notice->clear();
    setBusy(true);
    Q_EMIT signInRequested(*server, m_user->text().trimmed(), m_password->text());
}

void LoginPage::setBusy(bool busy) {
    m_busy = busy;
    for (QWidget* field :
         {static_cast<QWidget*>(m_server), static_cast<QWidget*>(m_user), static_cast<QWidget*>(m_password)})
        field->setEnabled(!busy);
    updateButton();
}

void LoginPage::showProblem(const ApiError& error) {
    setBusy(false);
    const auto server = serverAddress(m_server->currentText()).value_or(QUrl());
    const auto words = loginWords(error, server);
    m_notice->problem(words.words, words.detail);
    if (error.kind == ApiError::Kind::Throttled && error.retryAfter) {
        m_waitUntilMs = QDateTime::currentMSecsSinceEpoch() + error.retryAfter->count() * 1000;
        m_wait.start();
        updateButton();
    } else if (error.kind == ApiError::Kind::Unauthorized) {
        m_password->setFocus();
        m_password->selectAll();
    } else {
        m_server->setFocus();
    }
}

void LoginPage::showExpired() {
    setBusy(false);
    m_password->clear();
    m_password->setFocus();
    m_notice->say(Icon::info, Token::accent, tr("Your session has ended. Sign in to go on where you were."));
}

void LoginPage::accepted() {
    setBusy(false);
    m_notice->clear();
    m_password->clear();
    m_reveal->setChecked(false);
    const QString server = m_server->currentText().trimmed();
    auto history = m_settings.value(historyKey).toStringList();
    history.removeAll(server);
    history.prepend(server);
    history = history.mid(0, historyLength);
    m_settings.setValue(historyKey, history);
    m_settings.setValue(userKey, m_user->text().trimmed());
    m_server->clear();
    m_server->addItems(history);
}

void LoginPage::focusFirstGap() {
    if (m_server->currentText().trimmed().isEmpty())
        m_server->setFocus();
    else if (m_user->text().isEmpty())
        m_user->setFocus();
    else
        m_password->setFocus();
}

void LoginPage::checkAddress() {
    const auto server = serverAddress(m_server->currentText());
    const bool readable = server && isReadableOnTheWay(*server);
    m_hint->setText(readable ? tr("Not encrypted: others could read your password.") : QString());
    m_hint->setVisible(readable);
}

void LoginPage::tick() {
    const auto left = (m_waitUntilMs - QDateTime::currentMSecsSinceEpoch() + 999) / 1000;
    if (left <= 0) {
        m_wait.stop();
        m_notice->clear();
        updateButton();
        return;
    }
    m_notice->problem(tr("Too many attempts. Try again in %1 s.").arg(left));
}

void LoginPage::updateButton() {
    m_button->setText(m_busy ? tr("Signing in…") : tr("Sign in"));
    m_button->setEnabled(!m_busy && !m_wait.isActive());
}

void LoginPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_busy) {
        setBusy(false);
        m_password->setFocus();
        Q_EMIT cancelRequested();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace labwarden::console
