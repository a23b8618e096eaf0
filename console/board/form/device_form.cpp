// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/form/device_form.h"

#include "console/board/form/attribute_model.h"
#include "console/board/form/attribute_table.h"
#include "console/widgets/form_field.h"
#include "console/widgets/word_list_edit.h"

#include <QCompleter>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace labwarden::board {
namespace {

constexpr int notesHeight = 92;
const std::string attributesPointer = "/attributes";

QStringList listOf(const std::vector<std::string>& words) {
    QStringList list;
    for (const auto& word : words)
        list << QString::fromStdString(word);
    return list;
}

std::vector<std::string> vectorOf(const QStringList& words) {
    std::vector<std::string> list;
    for (const auto& word : words)
        list.push_back(word.toStdString());
    return list;
}

} // namespace

DeviceForm::DeviceForm(Of what, const LabWords& words, QWidget* parent)
    : QWidget(parent)
    , m_of(what)
    , m_words(words)
    , m_grid(new QGridLayout(this))
    , m_attributes(new AttributeModel(this)) {
    setObjectName(QStringLiteral("deviceForm"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(12);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    addIdentity();
    addPlace();
    m_owner = addLine(tr("&Owner"), "/owner", "deviceOwnerLineEdit", words.owners, 0, 2);
    m_tags = addWords(tr("T&ags"), tr("tag"), "/tags", "tags", words.tags);
    m_capabilities =
        addWords(tr("&Capabilities"), tr("capability"), "/capabilities", "capabilities", words.capabilities);
    m_notes = new QPlainTextEdit(this);
    m_notes->setObjectName(QStringLiteral("deviceNotesPlainTextEdit"));
    m_notes->setFixedHeight(notesHeight);
    m_notes->setTabChangesFocus(true);
    addField("/notes", tr("Notes"), m_notes, 0, 2);
    m_attributeTable = new AttributeTable(*m_attributes, this);
    addField(attributesPointer.c_str(), tr("Attributes"), m_attributeTable, 0, 2);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &DeviceForm::changed);
    connect(m_attributes, &AttributeModel::edited, this, &DeviceForm::changed);
}

void DeviceForm::addIdentity() {
    if (m_of == Of::newDevice) {
        m_key = addLine(tr("&Key"), "/key", "deviceKeyLineEdit", {}, 0);
        m_key->setPlaceholderText(tr("r07-u01: its name over MQTT, for good"));
    }
    if (m_of != Of::newDevices)
        m_name = m_key ? addLine(tr("&Name"), "/name", "deviceNameLineEdit", {}, 1)
                       : addLine(tr("&Name"), "/name", "deviceNameLineEdit", {}, 0, 2);
    m_type = addLine(tr("&Type"), "/type", "deviceTypeLineEdit", m_words.types, 0);
    m_model = addLine(tr("&Model"), "/model", "deviceModelLineEdit", m_words.models, 1);
    if (m_of != Of::newDevices)
        m_serial = addLine(tr("S&erial"), "/serial", "deviceSerialLineEdit", {}, 0);
    m_firmware =
        m_serial ? addLine(tr("&Firmware"), "/firmware", "deviceFirmwareLineEdit", m_words.firmwares, 1)
                 : addLine(tr("&Firmware"), "/firmware", "deviceFirmwareLineEdit", m_words.firmwares, 0, 2);
}

void DeviceForm::addPlace() {
    m_site = addLine(tr("Site"), "/location/site", "deviceSiteLineEdit", m_words.sites, 0);
    m_room = addLine(tr("Room"), "/location/room", "deviceRoomLineEdit", m_words.rooms, 1);
    if (m_of == Of::newDevices) {
        m_rack = addLine(tr("&Rack"), "/location/rack", "deviceRackLineEdit", m_words.racks, 0, 2);
        return;
    }
    m_rack = addLine(tr("&Rack"), "/location/rack", "deviceRackLineEdit", m_words.racks, 0);
    m_slot = addLine(tr("S&lot"), "/location/slot", "deviceSlotLineEdit", {}, 1);
}

QLineEdit* DeviceForm::addLine(const QString& caption, const char* pointer, const char* name,
                               const QStringList& words, int column, int columns) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name));
    if (!words.isEmpty()) {
        auto* completer = new QCompleter(words, line);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        line->setCompleter(completer);
    }
    addField(pointer, caption, line, column, columns);
    connect(line, &QLineEdit::textChanged, this, &DeviceForm::changed);
    connect(line, &QLineEdit::returnPressed, this, &DeviceForm::submitted);
    return line;
}

widgets::WordListEdit* DeviceForm::addWords(const QString& caption, const QString& what, const char* pointer,
                                            const char* name, const QStringList& words) {
    auto* list = new widgets::WordListEdit(what, QLatin1String(name), this);
    list->setCompletions(words);
    addField(pointer, caption, list, 0, 2);
    list->line()->setAccessibleName(list->accessibleName());
    connect(list, &widgets::WordListEdit::edited, this, &DeviceForm::changed);
    return list;
}

// Column by column; a field that reaches the last one ends its row.
void DeviceForm::addField(const char* pointer, const QString& caption, QWidget* editor, int column,
                          int columns) {
    auto* field = new widgets::FormField(caption, editor, this);
    m_grid->addWidget(field, m_row, column, 1, columns, Qt::AlignTop);
    if (column + columns == 2)
        ++m_row;
    m_fields.push_back({pointer, field});
    // What was wrong is not wrong any more once it is another.
    if (auto* line = qobject_cast<QLineEdit*>(editor))
        connect(line, &QLineEdit::textEdited, field, [field] { field->setFault({}); });
}

void DeviceForm::fixKey(const std::string& key) {
    m_key->setText(QString::fromStdString(key));
    m_key->setReadOnly(true);
    m_key->setFocusPolicy(Qt::NoFocus);
}

std::string DeviceForm::key() const {
    return said(m_key);
}

// What is stored already is left as it is until somebody changes it.
std::string DeviceForm::said(const QLineEdit* line) const {
    if (!line)
        return {};
    return (m_of == Of::device ? line->text() : line->text().trimmed()).toStdString();
}

void DeviceForm::setDescription(const DeviceDescription& description) {
    const QSignalBlocker quiet(this);
    const auto put = [](QLineEdit* line, const std::string& text) {
        const QString wanted = QString::fromStdString(text);
        if (line && line->text() != wanted) {
            line->setText(wanted);
            line->setCursorPosition(0);
        }
    };
    put(m_name, description.name);
    put(m_type, description.type);
    put(m_model, description.model);
    put(m_serial, description.serial);
    put(m_firmware, description.firmware);
    put(m_site, description.location.site);
    put(m_room, description.location.room);
    put(m_rack, description.location.rack);
    put(m_slot, description.location.slot);
    put(m_owner, description.owner);
    m_tags->setWords(listOf(description.tags));
    m_capabilities->setWords(listOf(description.capabilities));
    if (const QString notes = QString::fromStdString(description.notes); m_notes->toPlainText() != notes)
        m_notes->setPlainText(notes);
    m_attributes->setAttributes(description.attributes);
    clearFaults();
}

DeviceDescription DeviceForm::description() const {
    return {said(m_name),
            said(m_type),
            said(m_model),
            said(m_serial),
            said(m_firmware),
            {said(m_site), said(m_room), said(m_rack), said(m_slot)},
            vectorOf(m_tags->words()),
            vectorOf(m_capabilities->words()),
            said(m_owner),
            m_notes->toPlainText().toStdString(),
            m_attributes->attributes()};
}

void DeviceForm::setReadOnly(bool readOnly) {
    for (const auto& field : m_fields)
        field.field->editor()->setEnabled(!readOnly);
}

bool DeviceForm::check() {
    clearFaults();
    m_attributeTable->finishEditing();
    const QString fault = m_attributes->fault();
    if (!fault.isEmpty())
        showFault({attributesPointer, fault.toStdString()});
    return fault.isEmpty();
}

bool DeviceForm::showFault(const Fault& fault) {
    for (const auto& [pointer, field] : m_fields) {
        const bool isIt = fault.pointer == pointer || fault.pointer.starts_with(pointer + '/');
        if (!isIt)
            continue;
        // Which of several it is stands behind the field's own pointer.
        const auto which =
            fault.pointer.size() > pointer.size() ? fault.pointer.substr(pointer.size() + 1) : std::string();
        QString words = QString::fromStdString(fault.message);
        if (pointer == attributesPointer && !which.empty())
            words = QStringLiteral("“%1” %2").arg(QString::fromStdString(which), words);
        else if (const auto list = pointer == "/tags"           ? m_tags->words()
                                   : pointer == "/capabilities" ? m_capabilities->words()
                                                                : QStringList();
                 !which.empty() && QString::fromStdString(which).toInt() < list.size())
            words = QStringLiteral("“%1” %2").arg(list[QString::fromStdString(which).toInt()], words);
        field->setFault(words);
        return true;
    }
    return false;
}

void DeviceForm::clearFaults() {
    for (const auto& field : m_fields)
        field.field->setFault({});
}

void DeviceForm::focusFirst() {
    QLineEdit* first = m_key && !m_key->isReadOnly() ? m_key : m_name ? m_name : m_type;
    first->setFocus();
    first->selectAll();
}

QWidget* DeviceForm::focusFirstFault() {
    for (const auto& field : m_fields)
        if (field.field->hasFault()) {
            field.field->editor()->setFocus();
            return field.field->editor();
        }
    return nullptr;
}

} // namespace labwarden::board
