// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/certificate_panel.h"

#include "console/login/login_words.h"
#include "console/style/control_style.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

/// On two lines of four groups each, so that they can be read out and compared.
QString onTwoLines(const QByteArray& fingerprint) {
    QString text = fingerprintText(fingerprint);
    const auto middle = text.indexOf(QLatin1Char(' '), text.size() / 2 - 1);
    return middle < 0 ? text : text.replace(middle, 1, QLatin1Char('\n'));
}

/// The caption of the row that was added last.
QLabel* captionOf(const QGridLayout* grid) {
    return qobject_cast<QLabel*>(grid->itemAtPosition(grid->rowCount() - 1, 0)->widget());
}

QString dateText(const QDateTime& at) {
    return QLocale().toString(at.toLocalTime().date(), QLocale::ShortFormat);
}

} // namespace

using style::Text;
using style::Token;
using widgets::Label;

CertificatePanel::CertificatePanel(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label(Text::title, Token::text, this))
    , m_why(new widgets::Notice(this))
    , m_advice(new Label(Text::secondary, Token::secondary, this))
    , m_compared(new QCheckBox(tr("I have &compared the fingerprint"), this))
    , m_back(new QPushButton(tr("Do not trust it"), this))
    , m_trust(new QPushButton(tr("Trust it and sign in"), this)) {
    setObjectName(QStringLiteral("certificatePanel"));
    m_why->setObjectName(QStringLiteral("certificateNotice"));
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setObjectName(QStringLiteral("certificateTitleLabel"));
    m_advice->setWordWrap(true);
    m_compared->setObjectName(QStringLiteral("comparedCheckBox"));
    m_back->setObjectName(QStringLiteral("refuseCertificatePushButton"));
    m_trust->setObjectName(QStringLiteral("trustCertificatePushButton"));

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    m_before = addRow(grid, tr("SHA-256 until now"), "pinnedFingerprintLabel");
    m_beforeCaption = captionOf(grid);
    m_fingerprint = addRow(grid, {}, "fingerprintLabel");
    m_fingerprintCaption = captionOf(grid);
    for (auto* label : {m_before, m_fingerprint})
        label->setFont(style::font(Text::code));
    m_subject = addRow(grid, tr("Made out for"), "certificateSubjectLabel");
    m_issuer = addRow(grid, tr("Issued by"), "certificateIssuerLabel");
    m_validity = addRow(grid, tr("Valid"), "certificateValidityLabel");

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_back);
    buttons->addWidget(m_trust);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_why);
    layout->addLayout(grid);
    layout->addWidget(m_advice);
    layout->addWidget(m_compared);
    layout->addLayout(buttons);
    widgets::leadFocus(this, m_back);

    connect(m_compared, &QCheckBox::toggled, m_trust, &QWidget::setEnabled);
    connect(m_back, &QPushButton::clicked, this, &CertificatePanel::refused);
    connect(m_trust, &QPushButton::clicked, this, [this] { Q_EMIT trusted(m_certificate); });
}

Label* CertificatePanel::addRow(QGridLayout* grid, const QString& caption, const char* name) {
    auto* value = new Label(Text::body, Token::text, this);
    value->setObjectName(QLatin1String(name));
    value->setTextFormat(Qt::PlainText); // whoever made the certificate chose the words
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* label = new Label(caption, Text::secondary, Token::secondary, this);
    label->setBuddy(value);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0, Qt::AlignTop);
    grid->addWidget(value, row, 1);
    return value;
}

void CertificatePanel::setRow(Label* value, const QString& text) {
    value->setText(text);
    value->setAccessibleName(text);
}

void CertificatePanel::open(const UntrustedCertificate& certificate) {
    m_certificate = certificate;
    const bool changed = certificate.has(CertificateFault::changed);
    m_title->setText(changed ? tr("The certificate of %1 has changed").arg(certificate.place)
                             : tr("The certificate of %1 is not trusted").arg(certificate.place));
    const QString why = certificateWords(certificate).join(QLatin1Char('\n'));
    const QString nothingSent = tr("Nothing has been sent to it, not even your password.");
    if (changed)
        m_why->problem(why, nothingSent);
    else
        m_why->say(style::Icon::triangleAlert, Token::warning, why, nothingSent);
    setRow(m_before, onTwoLines(certificate.pinned));
    m_before->setVisible(!certificate.pinned.isEmpty());
    m_beforeCaption->setVisible(!certificate.pinned.isEmpty());
    setRow(m_fingerprint, onTwoLines(certificate.fingerprint));
    m_fingerprintCaption->setText(certificate.pinned.isEmpty() ? tr("SHA-256") : tr("SHA-256 now"));
    setRow(m_subject, certificate.subject.isEmpty() ? tr("nobody is named") : certificate.subject);
    setRow(m_issuer, certificate.issuer.isEmpty() ? tr("nobody is named") : certificate.issuer);
    setRow(m_validity, tr("%1 to %2").arg(dateText(certificate.validFrom), dateText(certificate.validUntil)));
    m_advice->setText(
        changed
            ? tr("This happens when the certificate was renewed, or when somebody stands between you and the "
                 "server. Ask whoever runs the server whether it was renewed, and for its new fingerprint.")
            : tr("Ask whoever runs the server for the fingerprint of its certificate and compare. Only if it "
                 "is "
                 "the same you speak with the right server."));
    const bool possible = certificate.mayBePinned();
    m_advice->setVisible(possible);
    m_compared->setVisible(possible);
    m_trust->setVisible(possible);
    m_compared->setChecked(false);
    m_trust->setEnabled(false);
    style::setButtonRole(m_trust, changed ? style::ButtonRole::danger : style::ButtonRole::secondary);
    m_back->setFocus();
}

void CertificatePanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT refused();
    else
        QWidget::keyPressEvent(event);
}

} // namespace labwarden::console
