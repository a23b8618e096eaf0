// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/runs/chosen_case.h"
#include "console/store/lab_sync.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QListView;
class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
class ParameterForm;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

class DeviceChoiceModel;

/// Starts a test run: which devices, which case, where, with which parameters. Says what is missing before it
/// is sent, and what the server has against it at the place where it belongs. Closing it while it starts
/// gives the request up.
class StartRunDialog : public QDialog {
    Q_OBJECT
public:
    StartRunDialog(LabApi& api, LabStore& store, LabSync& sync, const std::vector<std::string>& deviceIds,
                   QWidget* parent = nullptr);

    /// As if the person had chosen it; nothing when there is no such case.
    void chooseTestCase(const std::string& id);

Q_SIGNALS:
    void started(const std::string& runId);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void done(int result) override;

private:
    QWidget* makeDevices();
    QWidget* makeSettings();
    QWidget* makeButtons();
    void fillCases();
    void fillEnvironments();
    void showCase();
    void onEnvironmentChanged();
    void onInput();
    void submit();
    void onAnswer(ApiResult<RunChange> result);
    void showRefusal(const ApiError& error);
    bool showFault(const Fault& fault);
    void setBusy(bool busy);
    QString missing() const;
    NewTestRun request() const;

    LabApi& m_api;
    LabStore& m_store;
    LabSync& m_sync;
    ChosenCase m_chosenCase;
    DeviceChoiceModel* m_model;
    widgets::SectionHeader* m_devicesHeader;
    QLineEdit* m_search;
    QListView* m_list;
    QCheckBox* m_wait;
    QComboBox* m_case;
    widgets::Label* m_caseFacts;
    widgets::Label* m_caseFault;
    widgets::Notice* m_caseNotice; ///< the case could not be loaded
    QComboBox* m_environment;
    widgets::Label* m_environmentFault;
    widgets::SectionHeader* m_parametersHeader;
    widgets::ParameterForm* m_parameters;
    widgets::Notice* m_notice;
    widgets::Label* m_hint;
    QPushButton* m_cancel;
    QPushButton* m_start;
    QPointer<ApiJob> m_job;
    QByteArray m_idempotencyKey; ///< kept while the fate of the same request is not known
    std::string m_keyIsFor;      ///< the request that the key went with
    bool m_busy = false;
};

} // namespace labwarden::console
