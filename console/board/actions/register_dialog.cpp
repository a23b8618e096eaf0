// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/register_dialog.h"

#include "common/json/domain.h"
#include "console/api/device_api.h"
#include "console/board/actions/words.h"
#include "console/board/form/device_form.h"
#include "console/store/lab_sync.h"
#include "console/widgets/fact_line.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"

#include <boost/json/value_from.hpp>

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;
using widgets::countText;

constexpr int dialogWidth = 600;
constexpr int faultHeight = 48; ///< of the words below a field
constexpr int formHeight = 480; ///< with the rest it fits a screen of 720

QString titleOf(const std::vector<std::string>& keys) {
    return keys.empty() ? RegisterDialog::tr("Register a device")
           : keys.size() == 1
               ? RegisterDialog::tr("Accept %1").arg(QString::fromStdString(keys.front()))
               : RegisterDialog::tr("Accept %1").arg(devicesText(static_cast<qsizetype>(keys.size())));
}

QString verbOf(const std::vector<std::string>& keys) {
    return keys.empty() ? RegisterDialog::tr("Register")
           : keys.size() == 1
               ? RegisterDialog::tr("Accept")
               : RegisterDialog::tr("Accept %1").arg(devicesText(static_cast<qsizetype>(keys.size())));
}

DeviceForm::Of subjectOf(const std::vector<std::string>& keys) {
    return keys.size() > 1 ? DeviceForm::Of::newDevices : DeviceForm::Of::newDevice;
}

QString progressWords(int done, int total) {
    return RegisterDialog::tr("Registering: %1 of %2").arg(countText(done), devicesText(total));
}

} // namespace

RegisterDialog::RegisterDialog(const BoardParts& parts, std::vector<std::string> keys, QWidget* parent)
    : widgets::ActionDialog({titleOf(keys), verbOf(keys), "registerDialog", "registerPushButton",
                             style::ButtonRole::primary, true},
                            dialogWidth, parent)
    , m_parts(parts)
    , m_keys(std::move(keys))
    , m_isByHand(m_keys.empty())
    , m_form(new DeviceForm(subjectOf(m_keys), labWords(parts.store)))
    , m_sequence(this) {
    if (m_keys.size() > 1) {
        QStringList names;
        for (const auto& key : m_keys)
            names << QString::fromStdString(key);
        auto* which = new widgets::FactLine(this);
        which->say(Icon::server, Token::secondary, namesText(names));
        auto* hint = new widgets::FactLine(this);
        hint->say(
            Icon::info, Token::secondary,
            tr("Each is called by its key. What is said here holds for all of them; whatever tells them "
               "apart can be said of each later."));
        body()->addWidget(which);
        body()->addWidget(hint);
        body()->addSpacing(4);
    }
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("formScrollArea"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_form->setContentsMargins(4, 4, 16, 4); // the focus ring stands outside its field
    m_scroll->setWidget(m_form);
    m_scroll->setMinimumHeight(std::min(formHeight, m_form->sizeHint().height()));
    body()->addWidget(m_scroll, 1);
    if (m_keys.size() == 1) {
        m_form->fixKey(m_keys.front());
        DeviceDescription begun;
        begun.name = m_keys.front();
        m_form->setDescription(begun);
    }
    m_begun = m_form->description();
    connect(&m_sequence, &console::RequestSequence::progress, this,
            [this](int done, int total) { setProgress(progressWords(done, total), done); });
    connect(&m_sequence, &console::RequestSequence::finished, this, &RegisterDialog::onFinished);
    m_form->focusFirst();
}

bool RegisterDialog::isDirty() const {
    return (m_isByHand && !m_form->key().empty()) || m_form->description() != m_begun;
}

NewDevice RegisterDialog::deviceOf(const std::string& key) const {
    NewDevice device;
    static_cast<DeviceDescription&>(device) = m_form->description();
    device.key = m_isByHand ? m_form->key() : key;
    if (device.name.empty()) // a device is called something; who does not care gets its key
        device.name = device.key;
    return device;
}

/// Each at its field, the keyboard at the first; the texts of those that belong to none.
QStringList RegisterDialog::showFaults(const std::vector<Fault>& faults) {
    m_form->clearFaults();
    QStringList elsewhere;
    for (const Fault& fault : faults)
        if (!m_form->showFault(fault))
            elsewhere << widgets::sentenceText(QString::fromStdString(fault.message));
    showFirstFault();
    return elsewhere;
}

void RegisterDialog::showFirstFault() {
    if (QWidget* first = m_form->focusFirstFault())
        m_scroll->ensureWidgetVisible(first, 0, faultHeight);
}

void RegisterDialog::submit() {
    notice()->clear();
    if (!m_form->check()) {
        showFirstFault();
        return;
    }
    // The server's own rules, before anything is sent: all faults at once, each at its field.
    const auto reading = wire::read<NewDevice>(
        boost::json::value_from(deviceOf(m_isByHand ? std::string() : m_keys.front())), wire::people);
    const QStringList elsewhere = showFaults(reading.faults);
    if (!reading) {
        if (!elsewhere.isEmpty())
            notice()->problem(elsewhere.join(QLatin1Char(' ')));
        fit();
        return;
    }
    std::vector<console::RequestSequence::Step> steps;
    if (m_isByHand)
        steps.push_back(step({}));
    for (const auto& key : m_keys)
        steps.push_back(step(key));
    const int total = static_cast<int>(steps.size());
    begin(progressWords(0, total), total);
    m_sequence.start(std::move(steps));
}

console::RequestSequence::Step RegisterDialog::step(const std::string& key) {
    return {
        1, [this, key](QObject* context, console::RequestSequence::Answered answer) {
            m_parts.api.create(
                deviceOf(key), context,
                [this, key, answer = std::move(answer)](console::ApiResult<console::DeviceChange> result) {
                    if (result) {
                        m_parts.sync.accept(result->events);
                        m_registered << QString::fromStdString(result->device.id);
                        m_keys.erase(std::remove(m_keys.begin(), m_keys.end(), key), m_keys.end());
                    }
                    answer(result.error());
                });
        }};
}

void RegisterDialog::onFinished(const console::SequenceResult& result) {
    end();
    if (result.isWhole()) {
        accept();
        return;
    }
    const QString stands = standsText(result, tr("%1 of %2 are registered"));
    if (result.done > 0)
        setBegun();
    if (result.stopped) {
        notice()->say(Icon::circleMinus, Token::warning, tr("Stopped. %1").arg(stands));
    } else {
        const QStringList elsewhere = showFaults(result.error.faults);
        QString why = widgets::sentenceText(result.error.text());
        if (!elsewhere.isEmpty())
            why += QLatin1Char(' ') + elsewhere.join(QLatin1Char(' '));
        if (result.total > 1 && !m_keys.empty())
            why = tr("%1: %2").arg(QString::fromStdString(m_keys.front()), why);
        notice()->problem(stands, why);
    }
    fit();
}

void RegisterDialog::done(int result) {
    if (!m_registered.isEmpty())
        Q_EMIT registered(m_registered);
    widgets::ActionDialog::done(result);
}

} // namespace labwarden::board
