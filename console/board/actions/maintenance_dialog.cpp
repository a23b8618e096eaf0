// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/maintenance_dialog.h"

#include "console/board/actions/device_rights.h"
#include "console/board/actions/reason_field.h"
#include "console/board/actions/words.h"
#include "console/widgets/fact_line.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"
#include "console/widgets/state_look.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;
using widgets::countText;

constexpr int dialogWidth = 520;
const QString reasonsKey = QStringLiteral("board/maintenanceReasons");

QString titleOf(const std::vector<std::string>& ids) {
    return MaintenanceDialog::tr("Take %1 out of service")
        .arg(devicesText(static_cast<qsizetype>(ids.size())));
}

QString progressWords(int done, int total) {
    return MaintenanceDialog::tr("Taking them out of service: %1 of %2")
        .arg(countText(done), countText(total));
}

} // namespace

MaintenanceDialog::MaintenanceDialog(const BoardParts& parts, ServiceChange& change,
                                     std::vector<std::string> deviceIds, QWidget* parent)
    : widgets::ActionDialog(
          {titleOf(deviceIds), tr("Take out of service"), "maintenanceDialog", "maintenancePushButton"},
          dialogWidth, parent)
    , m_parts(parts)
    , m_change(change)
    , m_ids(std::move(deviceIds))
    , m_devices(new widgets::FactLine(this))
    , m_held(new widgets::FactLine(this))
    , m_already(new widgets::FactLine(this))
    , m_reason(new ReasonField(tr("&Reason"), parts.settings, reasonsKey, this)) {
    m_reason->setPlaceholder(tr("What is being done, and until when"));
    for (widgets::FactLine* line : {m_devices, m_held, m_already})
        body()->addWidget(line);
    body()->addSpacing(4);
    body()->addWidget(m_reason);
    body()->addStretch(1);
    connect(m_reason, &ReasonField::changed, this, [this] { setMissing(m_reason->whatIsMissing()); });
    connect(&parts.store, &console::LabStore::changed, this, &MaintenanceDialog::describe);
    connect(&change, &ServiceChange::progress, this, [this](int done, int total) {
        if (isBusy())
            setProgress(progressWords(done, total), done);
    });
    connect(&change, &ServiceChange::finished, this, &MaintenanceDialog::onFinished);
    setMissing(m_reason->whatIsMissing());
    describe();
    m_reason->setFocus();
}

void MaintenanceDialog::describe() {
    if (isBusy())
        return;
    std::vector<const Device*> devices;
    QStringList names;
    for (const auto& id : m_ids)
        if (const Device* device = m_parts.store.device(id)) {
            devices.push_back(device);
            names << QString::fromStdString(device->name);
        }
    const SelectionFacts facts = factsOf(devices);
    const auto underTest = widgets::lookOf(DeviceState::under_test);
    const auto maintenance = widgets::lookOf(DeviceState::maintenance);
    m_devices->say(Icon::server, Token::secondary, namesText(names));
    m_held->say(underTest.icon, underTest.colour,
                facts.held == 0 ? QString()
                : facts.held == 1
                    ? tr("1 of them is under test: it finishes its run first, and nobody gets it afterwards.")
                    : tr("%1 of them are under test: they finish their runs first, and nobody gets them "
                         "afterwards.")
                          .arg(countText(facts.held)));
    m_already->say(maintenance.icon, maintenance.colour,
                   facts.outOfService == 0 ? QString()
                   : facts.outOfService == 1
                       ? tr("1 of them is in maintenance already and gets this reason instead of its own.")
                       : tr("%1 of them are in maintenance already and get this reason instead of their own.")
                             .arg(countText(facts.outOfService)));
    fit();
}

bool MaintenanceDialog::isDirty() const {
    return !m_goesOn && !m_reason->reason().empty();
}

void MaintenanceDialog::submit() {
    std::vector<std::string> there;
    for (const auto& id : m_ids)
        if (m_parts.store.device(id)) // one that was deleted meanwhile would refuse all the others
            there.push_back(id);
    if (there.empty() || m_change.isRunning()) {
        notice()->problem(there.empty() ? tr("None of these devices is registered any more.")
                                        : tr("Another change is still under way. Try again in a moment."));
        fit();
        return;
    }
    const int total = static_cast<int>(there.size());
    begin(progressWords(0, total), total);
    m_reason->remember();
    m_change.begin(there, m_reason->reason(), m_goesOn);
}

void MaintenanceDialog::stop() {
    m_change.stop();
}

void MaintenanceDialog::onFinished(const ServiceResult& result) {
    if (!isBusy())
        return;
    end();
    if (result.sequence.isWhole()) {
        accept();
        return;
    }
    const int done = result.sequence.done;
    m_goesOn = m_goesOn || done > 0;
    m_ids = result.left;
    setTitle(titleOf(m_ids));
    describe();
    if (done > 0)
        setVerb(tr("Go on with %1").arg(devicesText(static_cast<qsizetype>(m_ids.size()))));
    sayHowFar(*notice(), result.sequence, tr("%1 of %2 are out of service now"));
    if (result.sequence.done > 0)
        setBegun();
    fit();
}

} // namespace labwarden::board
