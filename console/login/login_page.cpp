// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_page.h"

#include "console/login/certificate_panel.h"
#include "console/login/login_form.h"
#include "console/login/new_password_panel.h"

#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int formWidth = 340;
constexpr int certificateWidth = 480;

/// In the middle of the page, a little above; scrolls where the window is too low.
QWidget* centred(QWidget* widget, int width, QWidget* parent) {
    auto* ground = new QWidget;
    widget->setFixedWidth(width);
    auto* column = new QVBoxLayout(ground);
    column->addStretch(2);
    // Not by alignment: an aligned widget is not asked how high its wrapped texts are.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(widget);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(3);
    auto* scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setWidget(ground);
    scroll->viewport()->setBackgroundRole(QPalette::Window);
    return scroll;
}

} // namespace

LoginPage::LoginPage(QSettings& settings, KeptSessions& kept, CertificatePins& pins, QWidget* parent)
    : QWidget(parent)
    , m_kept(kept)
    , m_pins(pins)
    , m_stack(new QStackedWidget(this))
    , m_form(new LoginForm(settings, kept))
    , m_certificate(new CertificatePanel)
    , m_newPassword(new NewPasswordPanel) {
    setObjectName(QStringLiteral("loginPage"));
    m_stack->addWidget(centred(m_form, formWidth, this));
    m_stack->addWidget(centred(m_certificate, certificateWidth, this));
    m_stack->addWidget(centred(m_newPassword, formWidth, this));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_form, &LoginForm::signInRequested, this, &LoginPage::signInRequested);
    connect(m_form, &LoginForm::resumeRequested, this, &LoginPage::resumeRequested);
    connect(m_form, &LoginForm::cancelRequested, this, &LoginPage::cancelRequested);
    connect(m_form, &LoginForm::serverForgotten, this, [this](const QUrl& server) {
        m_kept.forgetServer(server, this);
        m_pins.forget(server);
    });
    connect(m_certificate, &CertificatePanel::trusted, this, [this](const UntrustedCertificate& certificate) {
        m_pins.pin(certificate);
        showForm();
        m_form->submit();
    });
    connect(m_certificate, &CertificatePanel::refused, this, [this] {
        showForm();
        m_form->focusFirstGap();
    });
    connect(m_newPassword, &NewPasswordPanel::chosen, this, &LoginPage::newPasswordChosen);
    connect(m_newPassword, &NewPasswordPanel::cancelled, this, [this] {
        Q_EMIT cancelRequested();
        m_form->forgetPassword();
        showForm();
        m_form->focusFirstGap();
    });
}

void LoginPage::setResumable(std::function<bool(const Account&)> resumable) {
    m_form->setResumable(std::move(resumable));
}

void LoginPage::prefill(const Prefill& prefill) {
    const auto kept = m_kept.latest();
    if (kept && prefill.server.isEmpty() && prefill.user.isEmpty() && prefill.problem.isEmpty())
        m_form->resume(*kept);
    else
        m_form->prefill(prefill);
}

void LoginPage::showProblem(const ApiError& error) {
    showForm();
    m_form->showProblem(error);
    if (!error.certificate)
        return;
    m_stack->setCurrentIndex(1);
    m_certificate->open(*error.certificate);
}

void LoginPage::showResumeRefused(const QString& words) {
    showForm();
    m_form->showWords(words);
}

void LoginPage::showExpired() {
    showForm();
    m_form->showExpired();
}

void LoginPage::askForNewPassword(const UserInfo& user) {
    m_form->setBusy(false);
    m_stack->setCurrentIndex(2);
    m_newPassword->open(user, m_form->password());
}

void LoginPage::showPasswordRefused(const ApiError& error) {
    m_newPassword->showProblem(error);
}

void LoginPage::accepted() {
    m_form->accepted();
    showForm();
}

void LoginPage::focusFirstGap() {
    if (m_stack->currentIndex() == 0)
        m_form->focusFirstGap();
}

void LoginPage::showForm() {
    m_newPassword->close();
    m_stack->setCurrentIndex(0);
}

} // namespace labwarden::console
