// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_edit.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <set>

namespace labwarden::board {
namespace {

using Words = std::vector<std::string>;

QString tr(const char* text) {
    return QCoreApplication::translate("DeviceEdit", text);
}

/// A field that is one text: its caption, and where it is.
struct TextField {
    const char* caption;
    std::string& (*in)(DeviceDescription&);
};

const std::vector<TextField>& textFields() {
    static const std::vector<TextField> fields{
        {QT_TRANSLATE_NOOP("DeviceEdit", "Name"), [](auto& d) -> std::string& { return d.name; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Type"), [](auto& d) -> std::string& { return d.type; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Model"), [](auto& d) -> std::string& { return d.model; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Serial"), [](auto& d) -> std::string& { return d.serial; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Firmware"), [](auto& d) -> std::string& { return d.firmware; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Site"), [](auto& d) -> std::string& { return d.location.site; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Room"), [](auto& d) -> std::string& { return d.location.room; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Rack"), [](auto& d) -> std::string& { return d.location.rack; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Slot"), [](auto& d) -> std::string& { return d.location.slot; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Owner"), [](auto& d) -> std::string& { return d.owner; }},
        {QT_TRANSLATE_NOOP("DeviceEdit", "Notes"), [](auto& d) -> std::string& { return d.notes; }}};
    return fields;
}

const std::string& read(const TextField& field, const DeviceDescription& from) {
    return field.in(const_cast<DeviceDescription&>(from)); // only looked at
}

std::set<std::string> asSet(const Words& words) {
    return {words.begin(), words.end()};
}

bool has(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The words of one list, each a field of its own: there or not.
void compareWords(std::vector<DeviceDifference>& found, const QString& caption,
                  Words DeviceDescription::*list, const DeviceDescription& base,
                  const DeviceDescription& mine, const DeviceDescription& theirs) {
    auto words = asSet(mine.*list);
    words.insert((theirs.*list).begin(), (theirs.*list).end());
    const auto said = [](bool there) { return tr(there ? "there" : "not there").toStdString(); };
    for (const auto& word : words) {
        const bool was = has(base.*list, word), my = has(mine.*list, word), their = has(theirs.*list, word);
        if (my == their)
            continue;
        DeviceDifference difference;
        difference.caption = caption.arg(QString::fromStdString(word)).toStdString();
        difference.was = said(was);
        difference.mine = said(my);
        difference.theirs = said(their);
        difference.iChanged = my != was;
        difference.theyChanged = their != was;
        difference.take = [list, word](DeviceDescription& into, const DeviceDescription& from) {
            std::erase(into.*list, word);
            if (has(from.*list, word))
                (into.*list).push_back(word);
        };
        found.push_back(std::move(difference));
    }
}

void compareAttributes(std::vector<DeviceDifference>& found, const DeviceDescription& base,
                       const DeviceDescription& mine, const DeviceDescription& theirs) {
    std::set<std::string> names;
    for (const auto* side : {&mine, &theirs})
        for (const auto& [name, value] : side->attributes)
            names.insert(name);
    const auto valueOf = [](const DeviceDescription& side, const std::string& name) {
        const auto at = side.attributes.find(name);
        return at == side.attributes.end() ? std::string() : at->second;
    };
    for (const auto& name : names) {
        const auto was = valueOf(base, name), my = valueOf(mine, name), their = valueOf(theirs, name);
        if (my == their)
            continue;
        DeviceDifference difference;
        difference.caption = name;
        difference.was = was;
        difference.mine = my;
        difference.theirs = their;
        difference.iChanged = my != was;
        difference.theyChanged = their != was;
        difference.take = [name](DeviceDescription& into, const DeviceDescription& from) {
            into.attributes.erase(name);
            if (const auto at = from.attributes.find(name); at != from.attributes.end())
                into.attributes.insert(*at);
        };
        found.push_back(std::move(difference));
    }
}

} // namespace

DeviceDescription descriptionOf(const DeviceDetail& device) {
    return {device.name, device.type,         device.model, device.serial, device.firmware,  device.location,
            device.tags, device.capabilities, device.owner, device.notes,  device.attributes};
}

bool isSame(const DeviceDescription& a, const DeviceDescription& b) {
    return changedFields(a, b).isEmpty();
}

std::vector<DeviceDifference> differences(const DeviceDescription& base, const DeviceDescription& mine,
                                          const DeviceDescription& theirs) {
    std::vector<DeviceDifference> found;
    for (const auto& field : textFields()) {
        if (read(field, mine) == read(field, theirs))
            continue;
        DeviceDifference difference;
        difference.caption = tr(field.caption).toStdString();
        difference.was = read(field, base);
        difference.mine = read(field, mine);
        difference.theirs = read(field, theirs);
        difference.iChanged = difference.mine != difference.was;
        difference.theyChanged = difference.theirs != difference.was;
        difference.take = [in = field.in](DeviceDescription& into, const DeviceDescription& from) {
            in(into) = in(const_cast<DeviceDescription&>(from));
        };
        found.push_back(std::move(difference));
    }
    compareWords(found, tr("Tag %1"), &DeviceDescription::tags, base, mine, theirs);
    compareWords(found, tr("Capability %1"), &DeviceDescription::capabilities, base, mine, theirs);
    compareAttributes(found, base, mine, theirs);
    return found;
}

DeviceDescription merged(const DeviceDescription& mine, const DeviceDescription& theirs,
                         const std::vector<DeviceDifference>& differences,
                         const std::vector<widgets::Side>& sides) {
    DeviceDescription result = theirs;
    for (std::size_t i = 0; i < differences.size() && i < sides.size(); ++i)
        if (sides[i] == widgets::Side::mine)
            differences[i].take(result, mine);
    return result;
}

QString changedFields(const DeviceDescription& before, const DeviceDescription& after) {
    QStringList fields;
    for (const auto& field : textFields())
        if (read(field, before) != read(field, after))
            fields << tr(field.caption).toLower();
    if (asSet(before.tags) != asSet(after.tags))
        fields << tr("tags");
    if (asSet(before.capabilities) != asSet(after.capabilities))
        fields << tr("capabilities");
    if (before.attributes != after.attributes)
        fields << tr("attributes");
    return fields.join(QStringLiteral(", "));
}

} // namespace labwarden::board
