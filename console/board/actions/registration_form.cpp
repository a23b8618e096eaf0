// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/registration_form.h"

#include "console/widgets/form_field.h"
#include "console/widgets/format.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>
#include <tuple>

namespace labwarden::board {
namespace {

constexpr int notesHeight = 64;

std::string textOf(const QLineEdit* line) {
    return line ? line->text().trimmed().toStdString() : std::string();
}

} // namespace

RegistrationForm::RegistrationForm(bool one, const KnownValues& known, QWidget* parent)
    : QWidget(parent), m_one(one), m_grid(new QGridLayout(this)), m_notes(new QPlainTextEdit(this)) {
    setObjectName(QStringLiteral("deviceForm"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(12);
    for (int column = 0; column < 4; ++column)
        m_grid->setColumnStretch(column, 1);
    // Four columns: what is long takes two of them.
    int row = 0;
    if (one) {
        m_key = addLine(tr("&Key"), "/key", "keyLineEdit", row, 0, 2);
        m_key->setPlaceholderText(tr("r07-u01: its name over MQTT, for good"));
        m_name = addLine(tr("&Name"), "/name", "nameLineEdit", row++, 2, 2);
    }
    m_type = addLine(tr("&Type"), "/type", "typeLineEdit", row, 0, 2);
    m_model = addLine(tr("&Model"), "/model", "modelLineEdit", row++, 2, 2);
    if (one)
        m_serial = addLine(tr("S&erial number"), "/serial", "serialLineEdit", row, 0, 2);
    m_firmware = addLine(tr("&Firmware"), "/firmware", "firmwareLineEdit", row, one ? 2 : 0, 2);
    if (!one)
        m_owner = addLine(tr("&Owner"), "/owner", "ownerLineEdit", row, 2, 2);
    ++row;
    m_site = addLine(tr("&Site"), "/location/site", "siteLineEdit", row, 0);
    m_room = addLine(tr("R&oom"), "/location/room", "roomLineEdit", row, 1);
    m_rack = addLine(tr("R&ack"), "/location/rack", "rackLineEdit", row, 2, one ? 1 : 2);
    if (one)
        m_slot = addLine(tr("S&lot"), "/location/slot", "slotLineEdit", row, 3);
    ++row;
    m_tags = addLine(tr("Ta&gs, with commas between them"), "/tags", "tagsLineEdit", row++, 0, 4);
    m_capabilities = addLine(tr("&Capabilities, with commas"), "/capabilities", "capabilitiesLineEdit", row,
                             0, one ? 2 : 4);
    if (one)
        m_owner = addLine(tr("O&wner"), "/owner", "ownerLineEdit", row, 2, 2);
    ++row;
    m_notes->setObjectName(QStringLiteral("notesPlainTextEdit"));
    m_notes->setTabChangesFocus(true);
    m_notes->setFixedHeight(notesHeight);
    addField(new widgets::FormField(tr("Notes"), m_notes, this), "/notes", row, 0, 4);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &RegistrationForm::changed);

    const std::pair<QLineEdit*, const QStringList&> completed[] = {
        {m_type, known.types}, {m_model, known.models}, {m_site, known.sites},
        {m_room, known.rooms}, {m_rack, known.racks},   {m_owner, known.owners}};
    for (const auto& [line, values] : completed)
        offerCompletion(line, values);
    offerListCompletion(m_tags, known.tags);
    offerListCompletion(m_capabilities, known.capabilities);
}

QLineEdit* RegistrationForm::addLine(const QString& caption, const char* pointer, const char* name, int row,
                                     int column, int columns) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name));
    addField(new widgets::FormField(caption, line, this), pointer, row, column, columns);
    connect(line, &QLineEdit::textChanged, this, &RegistrationForm::changed);
    return line;
}

void RegistrationForm::addField(widgets::FormField* field, const char* pointer, int row, int column,
                                int columns) {
    m_grid->addWidget(field, row, column, 1, columns, Qt::AlignTop);
    m_fields.push_back({QLatin1String(pointer), field});
    // What was wrong is not wrong any more once it is another.
    if (auto* line = qobject_cast<QLineEdit*>(field->editor()))
        connect(line, &QLineEdit::textEdited, field, [field] { field->setFault({}); });
}

void RegistrationForm::setKey(const std::string& key) {
    m_key->setText(QString::fromStdString(key));
    m_key->setReadOnly(true);
    m_key->setFocusPolicy(Qt::NoFocus);
    m_name->setText(QString::fromStdString(key));
    m_name->selectAll();
    m_begun = device();
}

NewDevice RegistrationForm::device() const {
    NewDevice device;
    device.key = textOf(m_key);
    device.name = textOf(m_name);
    device.type = textOf(m_type);
    device.model = textOf(m_model);
    device.serial = textOf(m_serial);
    device.firmware = textOf(m_firmware);
    device.location = {textOf(m_site), textOf(m_room), textOf(m_rack), textOf(m_slot)};
    device.tags = listOf(m_tags->text());
    device.capabilities = listOf(m_capabilities->text());
    device.owner = textOf(m_owner);
    device.notes = m_notes->toPlainText().trimmed().toStdString();
    // A device is called something; who does not care gets its key.
    if (m_one && device.name.empty())
        device.name = device.key;
    return device;
}

bool RegistrationForm::isDirty() const {
    const NewDevice now = device();
    return now.key != m_begun.key ||
           static_cast<const DeviceDescription&>(now) != static_cast<const DeviceDescription&>(m_begun);
}

QStringList RegistrationForm::showFaults(const std::vector<Fault>& faults) {
    clearFaults();
    QStringList elsewhere;
    QWidget* first = nullptr;
    for (const Fault& fault : faults) {
        const QString pointer = QString::fromStdString(fault.pointer);
        const QString message = QString::fromStdString(fault.message);
        const auto at = std::find_if(m_fields.begin(), m_fields.end(), [&](const Field& field) {
            return pointer == field.pointer || pointer.startsWith(field.pointer + QLatin1Char('/'));
        });
        if (at == m_fields.end()) {
            elsewhere << widgets::sentenceText(message);
            continue;
        }
        if (!at->field->hasFault())
            at->field->setFault(message);
        if (!first)
            first = at->field->editor();
    }
    if (first)
        first->setFocus();
    return elsewhere;
}

void RegistrationForm::clearFaults() {
    for (const Field& field : m_fields)
        field.field->setFault({});
}

QWidget* RegistrationForm::first() const {
    return !m_one ? m_type : m_key->isReadOnly() ? m_name : m_key;
}

} // namespace labwarden::board
