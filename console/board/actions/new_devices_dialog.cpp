// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/new_devices_dialog.h"

#include "console/api/device_api.h"
#include "console/board/actions/new_device_model.h"
#include "console/board/actions/register_dialog.h"
#include "console/board/actions/words.h"
#include "console/store/lab_sync.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/table.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::countText;
using widgets::Label;
using widgets::MessageBox;

constexpr int margin = style::metrics::pageMargin;

QStringList keysOf(const std::vector<UnregisteredDevice>& devices) {
    QStringList keys;
    for (const auto& device : devices)
        keys << QString::fromStdString(device.key);
    return keys;
}

} // namespace

NewDevicesDialog::NewDevicesDialog(const BoardParts& parts, QWidget* parent)
    : QDialog(parent), m_parts(parts), m_model(new NewDeviceModel(parts.store, this)), m_sequence(this) {
    setObjectName(QStringLiteral("newDevicesDialog"));
    setWindowTitle(tr("New devices"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(780, 480);
    m_notice = new widgets::Notice(this);
    m_notice->setObjectName(QStringLiteral("newDevicesNotice"));
    auto* text =
        new Label(tr("They speak over MQTT, and nobody has registered them. Accept those that belong "
                     "to the lab; those that are refused are not heard any more."),
                  Text::body, Token::secondary, this);
    text->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(new Label(tr("New devices"), Text::heading, Token::text, this));
    layout->addWidget(text);
    layout->addWidget(makeContent(), 1);
    layout->addWidget(m_notice);
    layout->addWidget(makeButtons());
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &NewDevicesDialog::update);
    connect(m_model, &NewDeviceModel::countsChanged, this, &NewDevicesDialog::update);
    connect(&parts.store, &console::LabStore::sessionChanged, this, &NewDevicesDialog::update);
    connect(&m_sequence, &console::RequestSequence::finished, this, &NewDevicesDialog::onFinished);
    if (m_model->rowCount() > 0) {
        m_table->selectRow(0);
        m_table->setFocus();
    } else {
        m_close->setFocus();
    }
    update();
}

QWidget* NewDevicesDialog::makeContent() {
    m_stack = new QStackedWidget(this);
    m_table = new QTableView(m_stack);
    m_table->setObjectName(QStringLiteral("newDevicesTableView"));
    m_table->setAccessibleName(tr("New devices"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    widgets::offerCopy(m_table);
    m_table->setSortingEnabled(false);
    m_table->setColumnWidth(NewDeviceModel::KeyColumn, 200);
    m_table->setColumnWidth(NewDeviceModel::StateColumn, 360);
    m_empty = new widgets::EmptyState(m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    connect(m_table, &QTableView::activated, this, &NewDevicesDialog::acceptChosen);
    return m_stack;
}

QWidget* NewDevicesDialog::makeButtons() {
    auto* row = new QWidget(this);
    const auto make = [&](const QString& text, const char* name, style::ButtonRole role) {
        auto* button = new QPushButton(text, row);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        style::setButtonRole(button, role);
        return button;
    };
    m_showRefused = new QCheckBox(row);
    m_showRefused->setObjectName(QStringLiteral("showRefusedCheckBox"));
    m_close = make(tr("Close"), "closePushButton", style::ButtonRole::secondary);
    m_forget = make(tr("Forget"), "forgetPushButton", style::ButtonRole::secondary);
    m_forget->setToolTip(tr("It appears again as new when it speaks"));
    m_refuse = make(tr("Refuse…"), "refusePushButton", style::ButtonRole::danger);
    m_accept = make(tr("Accept…"), "acceptPushButton", style::ButtonRole::primary);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_showRefused);
    layout->addStretch(1);
    for (auto* button : {m_close, m_forget, m_refuse, m_accept})
        layout->addWidget(button);
    connect(m_showRefused, &QCheckBox::toggled, this, [this](bool on) { m_model->setRefusedShown(on); });
    connect(m_close, &QPushButton::clicked, this, &NewDevicesDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &NewDevicesDialog::acceptChosen);
    connect(m_refuse, &QPushButton::clicked, this, &NewDevicesDialog::refuseChosen);
    connect(m_forget, &QPushButton::clicked, this, &NewDevicesDialog::forgetChosen);
    return row;
}

std::vector<UnregisteredDevice> NewDevicesDialog::chosen() const {
    std::vector<UnregisteredDevice> devices;
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (m_table->selectionModel()->isRowSelected(row))
            devices.push_back(m_model->at(row));
    return devices;
}

void NewDevicesDialog::update() {
    const bool mayWrite = m_parts.store.may("devices:write");
    const auto devices = chosen();
    const bool some = !devices.empty() && !m_sequence.isRunning();
    const bool someRefused = std::any_of(devices.begin(), devices.end(),
                                         [](const auto& device) { return device.refusedAt.has_value(); });
    const bool allRefused = std::all_of(devices.begin(), devices.end(),
                                        [](const auto& device) { return device.refusedAt.has_value(); });
    for (auto* button : {m_accept, m_refuse, m_forget})
        button->setVisible(mayWrite);
    const QString choose = tr("Select one or more devices first.");
    const auto offer = [&](QPushButton* button, bool works, const QString& why, const QString& tip) {
        button->setEnabled(works);
        const QString words = works ? tip : devices.empty() ? choose : why;
        button->setToolTip(words);
        button->setAccessibleDescription(words);
    };
    // Registering a refused one says that it is not refused any more.
    offer(m_accept, some, {}, tr("Register them in the lab"));
    offer(m_refuse, some && !allRefused, tr("It is refused already."), tr("It is not heard any more"));
    offer(m_forget, some, {},
          someRefused ? tr("It is no longer refused, and appears again as new when it speaks")
                      : tr("It appears again as new when it speaks"));
    m_showRefused->setText(tr("Show refused (%1)").arg(countText(m_model->refusedCount())));
    m_showRefused->setVisible(m_model->refusedCount() > 0 || m_showRefused->isChecked());
    if (m_model->rowCount() > 0) {
        m_stack->setCurrentWidget(m_table);
        return;
    }
    m_empty->setContent(Icon::plugZap, tr("No new devices"),
                        tr("A device that speaks to the lab's MQTT broker appears here by itself."));
    m_stack->setCurrentWidget(m_empty);
}

void NewDevicesDialog::acceptChosen() {
    const auto devices = chosen();
    if (devices.empty() || !m_accept->isEnabled() || m_accept->isHidden())
        return;
    std::vector<std::string> keys;
    for (const auto& device : devices)
        keys.push_back(device.key);
    m_notice->clear();
    auto* dialog = new RegisterDialog(m_parts, keys, this);
    connect(dialog, &RegisterDialog::registered, this, [this](const QStringList& ids) {
        m_notice->say(Icon::circleCheck, Token::available,
                      ids.size() == 1 ? tr("1 device is registered and on the board.")
                                      : tr("%1 devices are registered and on the board.").arg(ids.size()));
        Q_EMIT accepted(ids);
    });
    connect(dialog, &RegisterDialog::closed, this, [this] { m_table->setFocus(); });
    dialog->open();
}

void NewDevicesDialog::refuseChosen() {
    const QStringList keys = keysOf(chosen());
    const bool one = keys.size() == 1;
    MessageBox::ask(
        this,
        {one ? tr("Refuse %1?").arg(keys.front()) : tr("Refuse %1?").arg(devicesText(keys.size())),
         one ? tr("Whatever it says is passed over, until somebody forgets or registers it.")
             : tr("%1. Whatever they say is passed over, until somebody forgets or registers them.")
                   .arg(namesText(keys)),
         tr("Refuse"), tr("Keep waiting"), true},
        [this, keys](MessageBox::Answer answer) {
            if (answer == MessageBox::Answer::yes)
                sendForChosen(&NewDevicesDialog::refuse, tr("Refused: %1.").arg(namesText(keys)));
        });
}

void NewDevicesDialog::forgetChosen() {
    sendForChosen(&NewDevicesDialog::forget, tr("Forgotten: %1.").arg(namesText(keysOf(chosen()))));
}

void NewDevicesDialog::sendForChosen(Request request, const QString& doneWords) {
    if (m_sequence.isRunning())
        return;
    std::vector<console::RequestSequence::Step> steps;
    for (const auto& device : chosen())
        steps.push_back(
            {1, [this, request, id = device.id](QObject* context, console::RequestSequence::Answered answer) {
                 (this->*request)(id, context, std::move(answer));
             }});
    m_doneWords = doneWords;
    m_notice->clear();
    m_sequence.start(std::move(steps));
    update();
}

void NewDevicesDialog::refuse(const std::string& id, QObject* context,
                              console::RequestSequence::Answered answer) {
    m_parts.api.refuse(id, context,
                       [this, answer = std::move(answer)](console::ApiResult<std::vector<Event>> result) {
                           if (result)
                               m_parts.sync.accept(*result);
                           answer(result.error());
                       });
}

void NewDevicesDialog::forget(const std::string& id, QObject* context,
                              console::RequestSequence::Answered answer) {
    m_parts.api.forget(id, context,
                       [this, answer = std::move(answer)](console::ApiResult<std::vector<Event>> result) {
                           if (result)
                               m_parts.sync.accept(*result);
                           answer(result.error());
                       });
}

void NewDevicesDialog::onFinished(const console::SequenceResult& result) {
    if (result.isWhole())
        m_notice->say(Icon::circleCheck, Token::available, m_doneWords);
    else
        m_notice->problem(standsText(result, tr("%1 of %2 are done")), refusalText(result.error));
    m_table->setFocus();
    update();
}

void NewDevicesDialog::reject() {
    m_sequence.stop();
    QDialog::reject();
}

void NewDevicesDialog::done(int result) {
    QDialog::done(result);
    Q_EMIT closed();
}

} // namespace labwarden::board
