// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/secret_dialog.h"

#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int fixedWidth = 520;

} // namespace

SecretDialog::SecretDialog(const Words& words, QWidget* parent)
    : QDialog(parent)
    , m_secret(words.secret)
    , m_losing(words.losing)
    , m_line(new QLineEdit(words.secret, this))
    , m_copy(new QPushButton(style::icon(Icon::copy, Token::onFilled), tr("Copy"), this))
    , m_close(new QPushButton(tr("Done"), this)) {
    setObjectName(QStringLiteral("secretDialog"));
    setWindowTitle(words.title);
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(fixedWidth);
    auto* title = new Label(words.title, Text::heading, Token::text, this);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    auto* notice = new widgets::Notice(this);
    notice->say(Icon::eye, Token::warning, tr("This is the only time that it is shown."), words.text);
    m_line->setObjectName(QStringLiteral("secretLineEdit"));
    m_line->setAccessibleName(tr("Secret"));
    m_line->setReadOnly(true);
    m_line->setFont(style::font(Text::code));
    m_line->setCursorPosition(0);
    m_copy->setObjectName(QStringLiteral("copySecretPushButton"));
    style::setButtonRole(m_copy, style::ButtonRole::primary);
    m_close->setObjectName(QStringLiteral("closeSecretPushButton"));
    m_close->setAutoDefault(false);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_line, 1);
    row->addWidget(m_copy);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(notice);
    layout->addLayout(row);
    if (!words.facts.isEmpty()) {
        auto* facts = new Label(words.facts, Text::secondary, Token::secondary, this);
        facts->setTextFormat(Qt::PlainText);
        facts->setWordWrap(true);
        layout->addWidget(facts);
    }
    layout->addSpacing(4);
    layout->addLayout(buttons);
    // What wraps is as high as this width asks for; by itself the dialog makes room for narrower words.
    setFixedHeight(layout->totalHeightForWidth(fixedWidth));
    m_copy->setDefault(true);
    m_copy->setFocus();
    connect(m_copy, &QPushButton::clicked, this, &SecretDialog::copy);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
}

void SecretDialog::copy() {
    QGuiApplication::clipboard()->setText(m_secret);
    m_copied = true;
    m_copy->setIcon(style::icon(Icon::check, Token::onFilled));
    m_copy->setText(tr("Copied"));
    m_copy->setAccessibleName(tr("Copied"));
}

/// Also when it was marked and copied as any text is.
bool SecretDialog::isCopied() const {
    return m_copied || QGuiApplication::clipboard()->text() == m_secret;
}

void SecretDialog::done(int result) {
    if (isCopied()) {
        QDialog::done(result);
        return;
    }
    if (m_asking)
        return;
    m_asking = true;
    widgets::MessageBox::ask(
        this, {tr("Close without copying?"), m_losing, tr("Close anyway"), tr("Go back"), true},
        [this, result](widgets::MessageBox::Answer answer) {
            m_asking = false;
            if (answer == widgets::MessageBox::Answer::yes)
                QDialog::done(result);
            else
                m_copy->setFocus();
        });
}

} // namespace labwarden::console
