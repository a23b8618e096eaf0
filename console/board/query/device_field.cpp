// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/device_field.h"

#include "console/board/query/text_match.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace labwarden::board {

namespace {

constexpr std::array fields{
    DeviceFieldInfo{DeviceField::state, QLatin1String("state"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "available, under_test, maintenance, offline"), false},
    DeviceFieldInfo{DeviceField::tag, QLatin1String("tag"), QLatin1String("tags"),
                    QT_TRANSLATE_NOOP("DeviceField", "one of its tags"), false},
    DeviceFieldInfo{DeviceField::type, QLatin1String("type"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "what it is"), false},
    DeviceFieldInfo{DeviceField::model, QLatin1String("model"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "which one of its type"), false},
    DeviceFieldInfo{DeviceField::rack, QLatin1String("rack"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "where it is; or rack 7"), true},
    DeviceFieldInfo{DeviceField::slot, QLatin1String("slot"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "its place in the rack"), true},
    DeviceFieldInfo{DeviceField::room, QLatin1String("room"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "where it is"), true},
    DeviceFieldInfo{DeviceField::site, QLatin1String("site"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "where it is"), true},
    DeviceFieldInfo{DeviceField::name, QLatin1String("name"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "name of the device"), false},
    DeviceFieldInfo{DeviceField::key, QLatin1String("key"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "key of the device"), false},
    DeviceFieldInfo{DeviceField::serial, QLatin1String("serial"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "serial number"), false},
    DeviceFieldInfo{DeviceField::firmware, QLatin1String("firmware"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "version that runs on it"), false},
    DeviceFieldInfo{DeviceField::capability, QLatin1String("cap"), QLatin1String("capability"),
                    QT_TRANSLATE_NOOP("DeviceField", "what it can do"), false},
    DeviceFieldInfo{DeviceField::owner, QLatin1String("owner"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "whom it belongs to"), false},
    DeviceFieldInfo{DeviceField::run, QLatin1String("run"), QLatin1String(),
                    QT_TRANSLATE_NOOP("DeviceField", "number of the run that has it"), false},
    DeviceFieldInfo{DeviceField::by, QLatin1String("by"), QLatin1String("holder"),
                    QT_TRANSLATE_NOOP("DeviceField", "who uses it or took it out of service"), false},
    DeviceFieldInfo{DeviceField::note, QLatin1String("note"), QLatin1String("reason"),
                    QT_TRANSLATE_NOOP("DeviceField", "why it is out of service"), false},
};

template<class Condition>
DeviceConditions only(Condition condition) {
    DeviceConditions conditions;
    conditions.add(condition);
    return conditions;
}

bool begins(QLatin1String name, QStringView word) {
    return !word.isEmpty() && QStringView(QString(name)).startsWith(word, Qt::CaseInsensitive);
}

// What people say instead, of which only a suggestion is made.
constexpr std::array<std::pair<QLatin1String, QLatin1String>, 14> otherWords{{
    {QLatin1String("free"), QLatin1String("available")},
    {QLatin1String("idle"), QLatin1String("available")},
    {QLatin1String("ready"), QLatin1String("available")},
    {QLatin1String("online"), QLatin1String("available")},
    {QLatin1String("busy"), QLatin1String("under_test")},
    {QLatin1String("testing"), QLatin1String("under_test")},
    {QLatin1String("running"), QLatin1String("under_test")},
    {QLatin1String("used"), QLatin1String("under_test")},
    {QLatin1String("repair"), QLatin1String("maintenance")},
    {QLatin1String("service"), QLatin1String("maintenance")},
    {QLatin1String("down"), QLatin1String("offline")},
    {QLatin1String("lost"), QLatin1String("offline")},
    {QLatin1String("failing"), QLatin1String("failed")},
    {QLatin1String("broken"), QLatin1String("failed")},
}};

} // namespace

std::span<const DeviceFieldInfo> deviceFields() {
    return fields;
}

const DeviceFieldInfo& infoOf(DeviceField field) {
    return *std::find_if(fields.begin(), fields.end(),
                         [field](const DeviceFieldInfo& info) { return info.field == field; });
}

QString nameOf(DeviceField field) {
    return infoOf(field).name;
}

QString meaningOf(DeviceField field) {
    return QCoreApplication::translate("DeviceField", infoOf(field).meaning);
}

std::optional<DeviceField> fieldOf(QStringView word) {
    for (const DeviceFieldInfo& info : fields)
        if (word.compare(info.name, Qt::CaseInsensitive) == 0 ||
            (!info.other.isEmpty() && word.compare(info.other, Qt::CaseInsensitive) == 0))
            return info.field;
    return std::nullopt;
}

std::optional<DeviceField> fieldBegunBy(QStringView word) {
    if (const auto field = fieldOf(word))
        return field;
    std::optional<DeviceField> found;
    for (const DeviceFieldInfo& info : fields) {
        if (!begins(info.name, word) && !begins(info.other, word))
            continue;
        if (found)
            return std::nullopt;
        found = info.field;
    }
    return found;
}

DeviceConditions DeviceConditions::of(const DeviceRow& row) {
    DeviceConditions conditions;
    conditions.add(row.state);
    if (row.lastRunFailed)
        conditions.add(DeviceBadge::lastRunFailed);
    if (row.flapping)
        conditions.add(DeviceBadge::flapping);
    if (row.unmonitored)
        conditions.add(DeviceBadge::unmonitored);
    return conditions;
}

std::span<const ConditionWord> conditionWords() {
    static const std::array words{
        ConditionWord{QLatin1String("available"), only(DeviceState::available), true},
        ConditionWord{QLatin1String("under_test"), only(DeviceState::under_test), true},
        ConditionWord{QLatin1String("maintenance"), only(DeviceState::maintenance), true},
        ConditionWord{QLatin1String("offline"), only(DeviceState::offline), true},
        ConditionWord{QLatin1String("failed"), only(DeviceBadge::lastRunFailed), false},
        ConditionWord{QLatin1String("flapping"), only(DeviceBadge::flapping), false},
        ConditionWord{QLatin1String("unmonitored"), only(DeviceBadge::unmonitored), false},
    };
    return words;
}

const ConditionWord* conditionOf(QStringView word) {
    QString plain = word.toString().toCaseFolded();
    for (const char16_t between : {u' ', u'-'})
        plain.replace(QChar(between), QLatin1Char('_'));
    const ConditionWord* found = nullptr;
    for (const ConditionWord& known : conditionWords()) {
        if (known.word == plain)
            return &known;
        if (!begins(known.word, plain))
            continue;
        if (found)
            return nullptr;
        found = &known;
    }
    return found;
}

const ConditionWord* conditionNear(QStringView word) {
    QString meant = word.toString().toCaseFolded();
    for (const auto& [other, known] : otherWords)
        if (meant == other)
            return conditionOf(QString(known));
    QStringList known;
    for (const ConditionWord& condition : conditionWords())
        known << condition.word;
    meant = nearest(meant, known);
    return meant.isEmpty() ? nullptr : conditionOf(meant);
}

} // namespace labwarden::board
