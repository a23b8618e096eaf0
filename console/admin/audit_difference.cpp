// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_difference.h"

#include "common/timestamp.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>

namespace labwarden::console {
namespace {

namespace json = boost::json;
using Kind = AuditDifference::Kind;

constexpr qsizetype mostKept = 6; ///< elements of a list that stayed and are named

QString tr(const char* text) {
    return QCoreApplication::translate("AuditDifference", text);
}
QString q(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
QString none() {
    return QStringLiteral("–");
}

bool isFlat(const json::array& list) {
    return std::none_of(list.begin(), list.end(),
                        [](const json::value& entry) { return entry.is_object() || entry.is_array(); });
}

QStringList textsOf(const json::array& list) {
    QStringList texts;
    for (const auto& entry : list)
        texts << auditValueText(entry);
    return texts;
}

/// One side of a list: what is only here with its sign, then what both have.
QString sideOf(const QStringList& here, const QStringList& there, const QString& sign) {
    QStringList lines, kept;
    for (const auto& text : here)
        if (there.contains(text))
            kept << text;
        else
            lines << sign + text;
    const auto hidden = kept.size() - mostKept;
    if (hidden > 1) {
        kept = kept.mid(0, mostKept);
        kept << tr("and %1 more that stay").arg(hidden);
    }
    lines += kept;
    return lines.isEmpty() ? none() : lines.join(QLatin1Char('\n'));
}

AuditDifference listDifference(const QString& field, const json::array& before, const json::array& after) {
    const auto was = textsOf(before), now = textsOf(after);
    return {field, sideOf(was, now, QStringLiteral("− ")), sideOf(now, was, QStringLiteral("+ ")),
            Kind::changed};
}

class Comparison {
public:
    std::vector<AuditDifference> take() { return std::move(m_lines); }

    void compare(const QString& field, const json::value* before, const json::value* after) {
        const auto* was = before ? before->if_object() : nullptr;
        const auto* now = after ? after->if_object() : nullptr;
        const bool onlyObjects = (was || !before || before->is_null()) && (now || !after || after->is_null());
        if ((was || now) && onlyObjects)
            compareObjects(field, was, now);
        else
            compareValues(field, before, after);
    }

private:
    void compareObjects(const QString& field, const json::object* was, const json::object* now) {
        const auto path = [&](std::string_view name) {
            const QString word = fieldWord(name);
            return field.isEmpty() ? word : QStringLiteral("%1, %2").arg(field, word.toLower());
        };
        if (now)
            for (const auto& [name, value] : *now)
                compare(path(name), was ? was->if_contains(name) : nullptr, &value);
        if (was)
            for (const auto& [name, value] : *was)
                if (!now || !now->contains(name))
                    compare(path(name), &value, nullptr);
    }
    void compareValues(const QString& field, const json::value* before, const json::value* after) {
        if (before && after && *before == *after)
            return;
        const bool isNew = !before || before->is_null();
        const bool isGone = !after || after->is_null();
        if (isNew && isGone)
            return;
        const QString word = field.isEmpty() ? tr("Value") : field;
        if (!isNew && !isGone && before->is_array() && after->is_array() && isFlat(before->get_array()) &&
            isFlat(after->get_array())) {
            m_lines.push_back(listDifference(word, before->get_array(), after->get_array()));
            return;
        }
        m_lines.push_back({word, isNew ? QString() : auditValueText(*before),
                           isGone ? QString() : auditValueText(*after),
                           isNew    ? Kind::added
                           : isGone ? Kind::removed
                                    : Kind::changed});
    }

    std::vector<AuditDifference> m_lines;
};

} // namespace

std::vector<AuditDifference> differenceOf(const json::value& before, const json::value& after) {
    Comparison comparison;
    comparison.compare({}, &before, &after);
    return comparison.take();
}

QString auditValueText(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null:
        return none();
    case json::kind::bool_:
        return value.get_bool() ? tr("yes") : tr("no");
    case json::kind::string: {
        const std::string_view text(value.get_string());
        if (text.empty())
            return none();
        // Only a whole time is one; "2026" is not.
        const auto time = text.size() >= 20 ? Timestamp::parse(text) : std::nullopt;
        return time ? widgets::dateTimeText(*time) : q(text);
    }
    case json::kind::array:
        if (value.get_array().empty())
            return none();
        if (isFlat(value.get_array()))
            return textsOf(value.get_array()).join(QLatin1String(", "));
        [[fallthrough]];
    default:
        return q(json::serialize(value));
    }
}

QString fieldWord(std::string_view name) {
    static const std::map<std::string, const char*, std::less<>> known{
        {"email", QT_TRANSLATE_NOOP("AuditDifference", "Mail")},
        {"username", QT_TRANSLATE_NOOP("AuditDifference", "User name")},
        {"id", QT_TRANSLATE_NOOP("AuditDifference", "Id")},
        {"mustChangePassword", QT_TRANSLATE_NOOP("AuditDifference", "Must change password")},
        {"builtIn", QT_TRANSLATE_NOOP("AuditDifference", "Built in")},
        {"expiresAt", QT_TRANSLATE_NOOP("AuditDifference", "Expires")},
        {"endedAt", QT_TRANSLATE_NOOP("AuditDifference", "Ended")},
        {"createdAt", QT_TRANSLATE_NOOP("AuditDifference", "Created")},
        {"lastUsedAt", QT_TRANSLATE_NOOP("AuditDifference", "Last used")},
    };
    if (const auto word = known.find(name); word != known.end())
        return tr(word->second);
    QString text;
    for (const QChar c : q(name)) {
        if (c == QLatin1Char('_') || c == QLatin1Char('-'))
            text += QLatin1Char(' ');
        else if (c.isUpper() && !text.isEmpty())
            text += QLatin1Char(' ') + c.toLower();
        else
            text += c;
    }
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace labwarden::console
