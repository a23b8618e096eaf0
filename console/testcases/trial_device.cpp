// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/trial_device.h"

#include <QCompleter>
#include <QLineEdit>
#include <QSettings>
#include <QSignalBlocker>

#include <algorithm>
#include <tuple>
#include <utility>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

bool fits(const Device& device, const Requirements& requirements) {
    return (requirements.type.empty() || device.type == requirements.type) &&
           std::all_of(requirements.tags.begin(), requirements.tags.end(), [&](const std::string& tag) {
               return std::find(device.tags.begin(), device.tags.end(), tag) != device.tags.end();
           });
}

QString nameOf(const Device& device) {
    return device.name.empty() || device.name == device.key
               ? q(device.key)
               : QStringLiteral("%1 · %2").arg(q(device.key), q(device.name));
}

} // namespace

// --- the choice ---

TrialDevice::TrialDevice(const LabStore& store, QSettings& settings, QObject* parent)
    : QObject(parent), m_store(store), m_settings(settings) {
    connect(&store, &LabStore::sessionChanged, this, &TrialDevice::load);
    connect(&store, &LabStore::reset, this, &TrialDevice::load);
    connect(&store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (!m_id.empty() &&
            std::find(changes.devices.begin(), changes.devices.end(), m_id) != changes.devices.end() &&
            !m_store.device(m_id))
            choose({});
    });
    load();
}

QString TrialDevice::settingsKey() const {
    const auto* session = m_store.session();
    return session ? QStringLiteral("testcases/trialDevice/") + q(session->user.id) : QString();
}

void TrialDevice::load() {
    const QString key = settingsKey();
    const auto kept = key.isEmpty() ? std::string() : m_settings.value(key).toString().toStdString();
    const auto id = m_store.device(kept) ? kept : std::string();
    if (id != std::exchange(m_id, id))
        Q_EMIT changed();
}

QString TrialDevice::key() const {
    const auto* device = m_store.device(m_id);
    return device ? q(device->key) : QString();
}

void TrialDevice::choose(const std::string& id) {
    if (id == m_id)
        return;
    m_id = id;
    if (const QString key = settingsKey(); !key.isEmpty())
        m_settings.setValue(key, q(id));
    Q_EMIT changed();
}

// --- the box ---

DeviceBox::DeviceBox(const LabStore& store, TrialDevice& device, QWidget* parent)
    : QComboBox(parent), m_store(store), m_device(device) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(14);
    setMaxVisibleItems(16);
    setAccessibleName(tr("Device to try on"));
    lineEdit()->setAccessibleName(tr("Device to try on"));
    lineEdit()->setPlaceholderText(tr("no device"));
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCaseSensitivity(Qt::CaseInsensitive);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    connect(this, &QComboBox::activated, this,
            [this](int row) { m_device.choose(itemData(row).toString().toStdString()); });
    connect(lineEdit(), &QLineEdit::editingFinished, this, &DeviceBox::take);
    connect(&m_device, &TrialDevice::changed, this, &DeviceBox::show);
    show();
}

void DeviceBox::setRequirements(const Requirements& requirements) {
    m_requirements = requirements;
}

void DeviceBox::fill() {
    std::vector<std::pair<bool, const Device*>> devices;
    devices.reserve(m_store.devices().size());
    for (const auto& [id, device] : m_store.devices())
        devices.emplace_back(!fits(device, m_requirements), &device);
    std::sort(devices.begin(), devices.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second->key) < std::tie(b.first, b.second->key);
    });
    const QSignalBlocker quiet(this);
    const QString written = currentText();
    clear();
    addItem(tr("no device"), QString());
    bool isOther = false;
    for (const auto& [other, device] : devices) {
        if (other && !std::exchange(isOther, true))
            insertSeparator(count());
        addItem(nameOf(*device), q(device->id));
    }
    setCurrentIndex(m_device.id().empty() ? -1 : findData(q(m_device.id())));
    setEditText(written);
}

void DeviceBox::show() {
    const auto* device = m_store.device(m_device.id());
    const QSignalBlocker quiet(this);
    setEditText(device ? nameOf(*device) : QString());
}

/// What stands in the line, where it is a device; else what was chosen comes back.
void DeviceBox::take() {
    const QString written = lineEdit()->text().trimmed();
    if (written.isEmpty()) {
        m_device.choose({});
        return;
    }
    const auto* byKey = m_store.deviceByKey(written.toStdString());
    const int row = findText(written, Qt::MatchFixedString);
    if (byKey)
        m_device.choose(byKey->id);
    else if (row >= 0)
        m_device.choose(itemData(row).toString().toStdString());
    show();
}

void DeviceBox::showPopup() {
    fill();
    QComboBox::showPopup();
}

void DeviceBox::focusInEvent(QFocusEvent* event) {
    fill();
    QComboBox::focusInEvent(event);
}

} // namespace labwarden::console
