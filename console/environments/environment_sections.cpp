// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_sections.h"

#include "common/domain/grafana_link.h"
#include "console/environments/environment_words.h"
#include "console/forms/captioned.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/widgets/wrap_label.h"

#include <QComboBox>
#include <QCompleter>
#include <QDesktopServices>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringListModel>
#include <QUrl>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int fieldGap = 12;
constexpr int proseHeight = 60;

template<class T>
auto member(T EnvironmentDocument::*part) {
    return [part](WrittenEnvironment& document) { return &(document.*part); };
}

QVBoxLayout* column(QWidget* group) {
    auto* layout = new QVBoxLayout(group);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    return layout;
}

} // namespace

EnvironmentHead::EnvironmentHead(EnvironmentDraft& draft, QWidget* parent)
    : EnvironmentFields(draft, {}, parent) {
    auto* name = addLine("/name", "environmentName", tr("Name"), tr("rename environment"),
                         member(&EnvironmentDocument::name));
    auto* description = addProse("/description", "environmentDescription", tr("Description"),
                                 tr("change description"), member(&EnvironmentDocument::description));
    description->setFixedHeight(proseHeight);
    auto* layout = column(this);
    layout->addWidget(captioned(tr("Name"), name, this));
    layout->addWidget(captioned(tr("Description"), description, this));
    layout->addWidget(faultsLabel());
}

RunSection::RunSection(EnvironmentDraft& draft, QWidget* parent)
    : EnvironmentFields(draft, {}, parent), m_queue(new Label(Text::secondary, Token::secondary, this)) {
    auto* queue = addLine("/runnerQueue", "runnerQueue", tr("Runner queue"), tr("change runner queue"),
                          member(&EnvironmentDocument::runnerQueue));
    queue->setPlaceholderText(tr("the common one"));
    auto* telemetry = addChoice<TelemetrySource>(
        "/telemetrySource", "telemetrySource", tr("Telemetry source"), tr("change telemetry source"),
        telemetrySources(), member(&EnvironmentDocument::telemetrySource));
    m_queue->setObjectName(QStringLiteral("queueNameLabel"));
    m_queue->setTextFormat(Qt::PlainText);
    m_queue->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(fieldGap);
    row->addWidget(captioned(tr("Runner queue"), queue, this), 1);
    row->addWidget(captioned(tr("Telemetry source"), telemetry, this), 1);
    auto* layout = column(this);
    layout->addLayout(row);
    layout->addWidget(m_queue);
    layout->addWidget(faultsLabel());
}

void RunSection::refresh() {
    EnvironmentFields::refresh();
    const auto& faults = draft().faults();
    const bool isFaulty = std::any_of(faults.begin(), faults.end(),
                                      [](const Fault& fault) { return fault.pointer == "/runnerQueue"; });
    m_queue->setVisible(!isFaulty);
    m_queue->setText(tr("Jobs go to the queue %1: runners take them that are started with --queue %1.")
                         .arg(queueName(document())));
}

// --- the link ---

LinkSection::LinkSection(EnvironmentDraft& draft, const EnvironmentParts& parts, QWidget* parent)
    : EnvironmentFields(draft, {}, parent)
    , m_parts(parts)
    , m_device(new QLineEdit(this))
    , m_devices(new QStringListModel(this))
    , m_time(new QComboBox(this))
    , m_link(new widgets::WrapLabel(Text::code, Token::secondary, this))
    , m_open(new QPushButton(style::icon(style::Icon::externalLink), tr("Open"), this)) {
    m_template = addLine("/grafanaUrlTemplate", "grafanaTemplate", tr("Link template"),
                         tr("change Grafana link"), member(&EnvironmentDocument::grafanaUrlTemplate));
    m_template->setPlaceholderText(
        QStringLiteral("https://grafana.example/d/device?var-device={device}&from={from}&to={to}"));
    auto* help = new Label(tr("{device}, {from}, {to}, {run} and {var.NAME} of plain variables are put in."),
                           Text::secondary, Token::secondary, this);
    help->setWordWrap(true);
    makePreview();
    auto* preview = new QHBoxLayout;
    preview->setSpacing(8);
    preview->addWidget(new Label(tr("Preview for"), Text::secondary, Token::secondary, this));
    preview->addWidget(m_device, 1);
    preview->addWidget(m_time, 1);
    preview->addWidget(m_open);
    auto* layout = column(this);
    layout->addWidget(captioned(tr("Link template"), m_template, this));
    layout->addWidget(help);
    layout->addWidget(faultsLabel());
    layout->addSpacing(4);
    layout->addLayout(preview);
    layout->addWidget(m_link);
}

void LinkSection::makePreview() {
    m_device->setObjectName(QStringLiteral("previewDeviceLineEdit"));
    m_device->setAccessibleName(tr("Device of the preview"));
    m_device->setPlaceholderText(tr("device"));
    auto* completer = new QCompleter(m_devices, m_device);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    completer->setMaxVisibleItems(8);
    m_device->setCompleter(completer);
    m_time->setObjectName(QStringLiteral("previewTimeComboBox"));
    m_time->setAccessibleName(tr("Time of the preview"));
    m_time->addItems({tr("a run of the last hour"), tr("a run that goes on")});
    m_link->setObjectName(QStringLiteral("linkPreviewLabel"));
    m_link->setTextFormat(Qt::PlainText);
    m_open->setObjectName(QStringLiteral("openPreviewPushButton"));
    m_open->setToolTip(tr("Open the link in the browser"));
    style::setButtonRole(m_open, style::ButtonRole::plain);
    connect(m_device, &QLineEdit::textChanged, this, &LinkSection::showLink);
    connect(m_time, &QComboBox::currentIndexChanged, this, &LinkSection::showLink);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(link())); });
    connect(&m_parts.store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (!changes.devices.empty())
            refreshDevices();
    });
    connect(&m_parts.store, &LabStore::reset, this, &LinkSection::refreshDevices);
    refreshDevices();
}

void LinkSection::refreshDevices() {
    if (m_devices->rowCount() == static_cast<int>(m_parts.store.devices().size()))
        return;
    QStringList keys;
    for (const auto& [id, device] : m_parts.store.devices())
        keys << QString::fromStdString(device.key);
    keys.sort();
    m_devices->setStringList(keys);
    if (m_device->text().isEmpty() && !keys.isEmpty())
        m_device->setText(keys.front());
}

QString LinkSection::link() const {
    const auto now = m_parts.clock.now();
    const bool isOver = m_time->currentIndex() == 0;
    const std::string device = m_device->text().trimmed().toStdString();
    return QString::fromStdString(
        grafanaLink(document(), {.device = device.empty() ? "example-device" : device,
                                 .from = std::to_string((now - std::chrono::hours(1)).ms),
                                 .to = isOver ? std::to_string(now.ms) : "now",
                                 .run = "1"}));
}

void LinkSection::showLink() {
    const QString made = link();
    const auto& faults = draft().faults();
    const bool isFaulty = std::any_of(faults.begin(), faults.end(), [](const Fault& fault) {
        return fault.pointer == "/grafanaUrlTemplate";
    });
    m_link->setText(made.isEmpty() ? tr("Without a template, runs have no link to Grafana.") : made);
    m_open->setEnabled(!made.isEmpty() && !isFaulty);
    for (QWidget* each : {static_cast<QWidget*>(m_device), static_cast<QWidget*>(m_time)})
        each->setEnabled(!made.isEmpty());
}

void LinkSection::refresh() {
    EnvironmentFields::refresh();
    if (!m_template->hasFocus())
        m_template->setCursorPosition(0); // the host is what one looks for
    showLink();
}

QList<QWidget*> LinkSection::tabStops() const {
    return {m_template, m_device, m_time, m_open};
}

} // namespace labwarden::console
