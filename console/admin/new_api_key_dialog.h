// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/role_change.h"
#include "console/api/admin_api.h"
#include "console/api/clock.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QDateEdit;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

/// A new API key: its name, what it may do, until when. Offers only what keys may have and the person has;
/// answers with made(), the only time that the secret is there.
class NewApiKeyDialog : public QDialog {
    Q_OBJECT
public:
    NewApiKeyDialog(AdminApi& api, const std::vector<Permission>& permissions, const PermissionSet& own,
                    const Clock& clock, QWidget* parent = nullptr);

    void done(int result) override;
    /// Asks first when something is entered.
    void reject() override;

Q_SIGNALS:
    void made(const labwarden::CreatedApiKey& key);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeScopes(const std::vector<Permission>& permissions, const PermissionSet& own);
    QWidget* makeExpiry();
    void onInput();
    QString missing() const;
    Timestamp expiry() const;
    void submit();
    void answered(ApiResult<CreatedApiKey> result);
    void setBusy(bool busy);

    AdminApi& m_api;
    const Clock& m_clock;
    QLineEdit* m_name;
    widgets::Label* m_nameFault;
    widgets::Label* m_scopesFault;
    widgets::Label* m_expiryFault;
    std::vector<std::pair<std::string, QCheckBox*>> m_scopes;
    std::vector<std::pair<int, QRadioButton*>> m_presets; ///< days
    QRadioButton* m_onDate = nullptr;
    QDateEdit* m_date = nullptr;
    widgets::Notice* m_notice;
    widgets::Label* m_hint;
    QPushButton* m_make;
    QPushButton* m_cancel;
    std::vector<QWidget*> m_inputs;
    QPointer<ApiJob> m_job;
    QPointer<QWidget> m_focus; ///< had the keyboard when the server was asked
    bool m_busy = false;
};

} // namespace labwarden::console
