// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/import_model.h"

#include <boost/json/serialize.hpp>

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <set>

namespace labwarden::board {
namespace {

namespace json = boost::json;

using style::Icon;
using style::Token;
using Kind = ImportRow::Kind;

const QString none = QStringLiteral("–");

QString q(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isEmpty(const json::value* value) {
    return !value || value->is_null() || (value->is_string() && value->get_string().empty()) ||
           (value->is_array() && value->get_array().empty()) ||
           (value->is_object() && value->get_object().empty());
}

struct Difference {
    QString field, before, after;
};

QString textOf(const json::value* value) {
    return isEmpty(value) ? none : valueText(*value);
}

/// What is itself made of fields is told field by field: location.rack, attribute.owner.
void addDifferences(std::vector<Difference>& out, const QString& name, const json::value* before,
                    const json::value* after) {
    const auto* old = before ? before->if_object() : nullptr;
    const auto* now = after ? after->if_object() : nullptr;
    if (!old && !now) {
        out.push_back({name, textOf(before), textOf(after)});
        return;
    }
    std::set<std::string> members;
    for (const auto* side : {old, now})
        if (side)
            for (const auto& member : *side)
                members.insert(std::string(member.key()));
    for (const auto& member : members) {
        const json::value* was = old ? old->if_contains(member) : nullptr;
        const json::value* is = now ? now->if_contains(member) : nullptr;
        if (textOf(was) != textOf(is))
            out.push_back({name + QLatin1Char('.') + q(member), textOf(was), textOf(is)});
    }
}

std::vector<Difference> differencesOf(const json::object& fields) {
    std::vector<Difference> differences;
    for (const auto& field : fields) {
        const auto* sides = field.value().if_object();
        if (sides)
            addDifferences(differences, q(field.key()), sides->if_contains("old"), sides->if_contains("new"));
    }
    return differences;
}

/// "/3/location/rack": the device's place in the file, and "location.rack".
std::pair<std::optional<std::size_t>, QString> placeOf(const std::string& pointer) {
    const QStringList parts = q(pointer).split(QLatin1Char('/'));
    bool isNumber = false;
    const auto place = parts.value(1).toULongLong(&isNumber);
    return {isNumber ? std::optional<std::size_t>(place) : std::nullopt, parts.mid(2).join(QLatin1Char('.'))};
}

} // namespace

QString valueText(const json::value& value) {
    if (const auto* text = value.if_string())
        return q(*text);
    if (const auto* list = value.if_array()) {
        QStringList parts;
        for (const auto& item : *list)
            parts << valueText(item);
        return parts.join(QStringLiteral(", "));
    }
    return value.is_null() ? none : QString::fromStdString(json::serialize(value));
}

widgets::StateLook lookOf(Kind kind) {
    switch (kind) {
    case Kind::fault:
        return {Icon::circleAlert, Token::failed, ImportModel::tr("Fault")};
    case Kind::create:
        return {Icon::plus, Token::available, ImportModel::tr("New")};
    case Kind::update:
        return {Icon::pencil, Token::accent, ImportModel::tr("Changed")};
    case Kind::unchanged:
        return {Icon::minus, Token::muted, ImportModel::tr("As it is")};
    }
    return {};
}

std::vector<ImportRow> importRows(const ImportReport& report, const ImportFile& file) {
    std::vector<ImportRow> rows;
    for (const auto& fault : report.faults) {
        const auto [place, field] = placeOf(fault.pointer);
        ImportRow row;
        row.line = fault.line;
        row.key = place ? file.keyAt(*place) : QString();
        row.field = field;
        row.message = q(fault.message);
        rows.push_back(std::move(row));
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const ImportRow& a, const ImportRow& b) { return a.line < b.line; });
    for (const auto& device : report.devices) {
        ImportRow row;
        row.kind = device.change == ImportChange::create   ? Kind::create
                   : device.change == ImportChange::update ? Kind::update
                                                           : Kind::unchanged;
        row.line = device.line;
        row.key = q(device.key);
        const auto differences = differencesOf(device.fields);
        if (differences.empty())
            rows.push_back(row);
        for (const auto& difference : differences) {
            row.field = difference.field;
            row.before = difference.before;
            row.after = difference.after;
            rows.push_back(row);
            row.isFirst = false;
        }
    }
    return rows;
}

namespace {

bool isShown(const ImportRow& row, ImportModel::Shown what) {
    switch (what) {
    case ImportModel::Shown::faults:
        return row.kind == Kind::fault;
    case ImportModel::Shown::changes:
        return row.kind == Kind::create || row.kind == Kind::update;
    case ImportModel::Shown::unchanged:
        return row.kind == Kind::unchanged;
    case ImportModel::Shown::all:
        break;
    }
    return true;
}

} // namespace

void ImportModel::setRows(std::vector<ImportRow> rows) {
    m_all = std::move(rows);
    show(m_shown);
}

void ImportModel::show(Shown what) {
    m_shown = what;
    std::vector<ImportRow> shown;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(shown),
                 [what](const ImportRow& row) { return isShown(row, what); });
    resetRows(std::move(shown));
}

int ImportModel::count(Shown what) const {
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), [what](const ImportRow& row) {
        return row.isFirst && isShown(row, what);
    }));
}

QString ImportModel::heading(int column) const {
    switch (column) {
    case LineColumn:
        return tr("Line");
    case KeyColumn:
        return tr("Key");
    case ChangeColumn:
        return tr("Change");
    case FieldColumn:
        return tr("Field");
    case DifferenceColumn:
        return tr("Before → after, or the fault");
    default:
        return {};
    }
}

Qt::Alignment ImportModel::alignment(int column) const {
    return column == LineColumn ? Qt::AlignRight : Qt::AlignLeft;
}

QString ImportModel::text(const ImportRow& row, int column) const {
    switch (column) {
    case LineColumn:
        return row.isFirst && row.line > 0 ? QString::number(row.line) : QString();
    case KeyColumn:
        return row.isFirst ? row.key : QString();
    case ChangeColumn:
        return row.isFirst ? lookOf(row.kind).word : QString();
    case FieldColumn:
        return row.field;
    case DifferenceColumn:
        if (row.kind == Kind::fault)
            return row.message;
        return row.kind == Kind::update ? tr("%1 → %2").arg(row.before, row.after) : QString();
    default:
        return {};
    }
}

QVariant ImportModel::cell(const ImportRow& row, int column, int role) const {
    const auto look = lookOf(row.kind);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(row, column);
    case Qt::AccessibleTextRole:
        // Each row by itself: who hears it does not see the one above.
        return column == KeyColumn ? tr("Line %1, %2, %3").arg(row.line).arg(row.key, look.word)
                                   : text(row, column);
    case Qt::DecorationRole:
        return column == ChangeColumn && row.isFirst ? QVariant(style::icon(look.icon, look.colour))
                                                     : QVariant();
    case Qt::ForegroundRole: {
        Token token = Token::secondary;
        if (column == ChangeColumn || (column == DifferenceColumn && row.kind == Kind::fault))
            token = look.colour;
        else if (row.kind == Kind::unchanged)
            token = Token::muted;
        else if (column == KeyColumn || column == DifferenceColumn)
            token = Token::text;
        return style::tokens(QGuiApplication::palette())[token];
    }
    default:
        return {};
    }
}

} // namespace labwarden::board
