// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_row.h"

#include <QLatin1String>
#include <QStringView>

#include <optional>
#include <span>

namespace labwarden::board {

/// What a query can ask a device for.
enum class DeviceField {
    state,
    name,
    key,
    type,
    model,
    serial,
    firmware,
    site,
    room,
    rack,
    slot,
    tag,
    capability,
    owner,
    run,
    by,
    note,
};

struct DeviceFieldInfo {
    DeviceField field;
    QLatin1String name;  ///< as it is written in a query
    QLatin1String other; ///< another way to write it; may be empty
    const char* meaning; ///< for people, to be translated in the context "DeviceField"
    bool isPlace;        ///< may be written with a blank: "rack 7"
};

/// All fields, in the order in which people are told of them.
std::span<const DeviceFieldInfo> deviceFields();
const DeviceFieldInfo& infoOf(DeviceField field);
QString nameOf(DeviceField field);
QString meaningOf(DeviceField field);
/// The field of a word, whatever its case.
std::optional<DeviceField> fieldOf(QStringView word);
/// The field that `word` begins, when there is just one.
std::optional<DeviceField> fieldBegunBy(QStringView word);

/// Calls `take(const QString&)` with each value that the device has in the field, none of them empty, until
/// it returns true; whether it did.
template<class Take>
bool anyValue(const DeviceRow& row, DeviceField field, Take take);

/// What there is of a state besides the state: `is:failed`.
enum class DeviceBadge { lastRunFailed, flapping, unmonitored };

/// A set of states and badges.
class DeviceConditions {
public:
    static DeviceConditions of(const DeviceRow& row);

    void add(DeviceState state) { m_bits |= bit(state); }
    void add(DeviceBadge badge) { m_bits |= bit(badge); }
    void add(DeviceConditions other) { m_bits |= other.m_bits; }
    bool has(DeviceState state) const { return m_bits & bit(state); }
    bool has(DeviceBadge badge) const { return m_bits & bit(badge); }
    bool meets(DeviceConditions other) const { return m_bits & other.m_bits; }
    bool isEmpty() const { return m_bits == 0; }
    bool operator==(const DeviceConditions&) const = default;

private:
    static unsigned bit(DeviceState state) { return 1U << static_cast<unsigned>(state); }
    static unsigned bit(DeviceBadge badge) { return 1U << (8 + static_cast<unsigned>(badge)); }

    unsigned m_bits = 0;
};

/// A state or badge by its word in a query: "under_test", "failed".
struct ConditionWord {
    QLatin1String word;
    DeviceConditions conditions;
    bool isState;
};
std::span<const ConditionWord> conditionWords();
/// The one that the word is or begins, whatever its case and whatever stands between its parts; nothing when
/// it could be several.
const ConditionWord* conditionOf(QStringView word);
/// The one that was probably meant; null when none is near.
const ConditionWord* conditionNear(QStringView word);

template<class Take>
bool anyValue(const DeviceRow& row, DeviceField field, Take take) {
    const auto one = [&](const QString& value) { return !value.isEmpty() && take(value); };
    const auto each = [&](const QStringList& values) {
        for (const QString& value : values)
            if (one(value))
                return true;
        return false;
    };
    switch (field) {
    case DeviceField::state:
        return false; // has conditions instead
    case DeviceField::name:
        return one(row.name);
    case DeviceField::key:
        return one(row.key);
    case DeviceField::type:
        return one(row.type);
    case DeviceField::model:
        return one(row.model);
    case DeviceField::serial:
        return one(row.serial);
    case DeviceField::firmware:
        return one(row.firmware);
    case DeviceField::site:
        return one(row.site);
    case DeviceField::room:
        return one(row.room);
    case DeviceField::rack:
        return one(row.rack);
    case DeviceField::slot:
        return one(row.slot);
    case DeviceField::tag:
        return each(row.tagList);
    case DeviceField::capability:
        return each(row.capabilities);
    case DeviceField::owner:
        return one(row.owner);
    case DeviceField::run:
        return row.runNumber > 0 && take(QString::number(row.runNumber));
    case DeviceField::by:
        return one(row.by);
    case DeviceField::note:
        return one(row.note);
    }
    return false;
}

} // namespace labwarden::board
