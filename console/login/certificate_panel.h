// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/certificate.h"

#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

/// Shows a certificate that is not trusted with what speaks against it, and asks whether it is to be trusted
/// from now on. Nothing is decided by pressing Enter: the fingerprint has to be compared, and that has to be
/// said.
class CertificatePanel : public QWidget {
    Q_OBJECT
public:
    explicit CertificatePanel(QWidget* parent = nullptr);

    void open(const UntrustedCertificate& certificate);

Q_SIGNALS:
    void trusted(const labwarden::console::UntrustedCertificate& certificate);
    void refused();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    widgets::Label* addRow(QGridLayout* grid, const QString& caption, const char* name);
    void setRow(widgets::Label* value, const QString& text);

    UntrustedCertificate m_certificate;
    widgets::Label* m_title;
    widgets::Notice* m_why;
    widgets::Label* m_before;
    QLabel* m_beforeCaption;
    QLabel* m_fingerprintCaption;
    widgets::Label* m_fingerprint;
    widgets::Label* m_subject;
    widgets::Label* m_issuer;
    widgets::Label* m_validity;
    widgets::Label* m_advice;
    QCheckBox* m_compared;
    QPushButton* m_back;
    QPushButton* m_trust;
};

} // namespace labwarden::console
