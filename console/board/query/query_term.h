// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/device_field.h"

#include <QStringList>
#include <QStringMatcher>

#include <vector>

namespace labwarden::board {

/// One condition of a query, ready to be asked of thousands of devices. A plain value.
struct QueryTerm {
    enum class Kind {
        word,      ///< occurs in what is known of the device
        condition, ///< is in one of the states or wears one of the badges
        equals,    ///< a value of the field is one of the values
        contains,  ///< one of the values occurs in a value of the field
        missing,   ///< the device has nothing in one of the fields
    };

    Kind kind = Kind::word;
    bool isNegated = false;
    qsizetype start = 0, length = 0;       ///< in the text, from its "-" on
    DeviceField field = DeviceField::name; ///< of `equals` and `contains`
    QStringList values;                    ///< as they are meant, without quotes
    DeviceConditions conditions;
    std::vector<DeviceField> fields; ///< of `missing`
    bool isOpen = false;             ///< ends where the text does, so that it may still be going on
    bool isBeginning = false;        ///< the last value counts as the beginning of one

    /// What the texts above come to; before the first accepts().
    void compile();
    bool accepts(const DeviceRow& row) const { return meets(row) != isNegated; }
    /// As it is written at its shortest: "-tag:gpu,usb", with quotes where they are needed.
    QString canonical() const;

private:
    bool meets(const DeviceRow& row) const;
    bool hasValue(const QString& value) const;

    std::vector<QStringMatcher> m_matchers;
    std::vector<QString> m_plain; ///< values without the name of their field: "07" for "Rack 07"
};

/// A value in quotes if it would not be read as one otherwise.
QString quotedValue(const QString& value);
/// A word likewise: none that would be read as a field or a place.
QString quotedWord(const QString& word);

} // namespace labwarden::board
