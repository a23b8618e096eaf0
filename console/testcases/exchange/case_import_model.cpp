// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_import_model.h"

#include "console/style/fonts.h"
#include "console/widgets/format.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <tuple>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString tr(const char* text) {
    return CaseImportModel::tr(text);
}

/// What is wrong as a sentence, with the field that it is about: "duration: is not a known field."
QString faultWords(const CaseFileFault& fault) {
    const QStringList parts = q(fault.pointer).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    bool isPlace = false;
    const int place = parts.isEmpty() ? 0 : parts.back().toInt(&isPlace);
    if (parts.isEmpty() || (isPlace && parts.size() < 2))
        return widgets::sentenceText(q(fault.message));
    const QString field = isPlace ? tr("%1 %2").arg(parts[parts.size() - 2]).arg(place + 1) : parts.back();
    return tr("%1: %2").arg(field, widgets::sentenceText(QLatin1Char('.') + q(fault.message)).mid(1));
}

ImportItem ofFile(ImportGroup group, const QString& path) {
    ImportItem item;
    item.group = group;
    item.path = path;
    return item;
}

ImportGroup groupOf(const ImportedCase& one) {
    if (!one.notes.empty())
        return ImportGroup::with_notes;
    return one.change == CaseChange::create   ? ImportGroup::created
           : one.change == CaseChange::update ? ImportGroup::updated
                                              : ImportGroup::unchanged;
}

ImportItem ofCase(const CaseFileReport& file, std::size_t place) {
    const auto& one = file.cases[place];
    ImportItem item = ofFile(groupOf(one), q(file.path));
    item.line = one.line;
    item.place = static_cast<int>(place);
    item.key = q(one.key);
    item.title = q(one.title);
    item.change = one.change;
    item.scripts = one.scripts;
    for (const auto& note : one.notes)
        item.remarks.push_back({note.line, 0, widgets::sentenceText(q(note.message)), false});
    return item;
}

widgets::StateLook lookOf(CaseChange change, bool isDone) {
    return lookOf(change == CaseChange::create   ? ImportGroup::created
                  : change == CaseChange::update ? ImportGroup::updated
                                                 : ImportGroup::unchanged,
                  isDone);
}

QString countWords(std::size_t count, bool areFaults) {
    if (count == 1)
        return areFaults ? tr("1 fault") : tr("1 note");
    return (areFaults ? tr("%1 faults") : tr("%1 notes")).arg(count);
}

/// The place in front: there is room for one column only.
QString remarkText(const ImportItem::Remark& remark) {
    if (remark.line == 0)
        return remark.words;
    const QString place = placeText(QString(), remark.line, remark.column).mid(1);
    return QStringLiteral("%1  %2").arg(place, remark.words);
}

// Ids of rows: 0 of a group, from 1 on of an item its group, and with the item's place above them of a
// remark.
constexpr int groupBits = 8;
constexpr quintptr groupMask = (1u << groupBits) - 1;

} // namespace

widgets::StateLook lookOf(ImportGroup group, bool isDone) {
    switch (group) {
    case ImportGroup::refused:
        return {Icon::circleX, Token::failed, tr("Refused")};
    case ImportGroup::unsent:
        return {Icon::circleHelp, Token::warning, tr("Not imported")};
    case ImportGroup::with_notes:
        return {Icon::info, Token::warning, tr("With notes")};
    case ImportGroup::created:
        return {Icon::plus, Token::available, isDone ? tr("Created") : tr("New")};
    case ImportGroup::updated:
        return {Icon::pencil, Token::accent, tr("Changed")};
    case ImportGroup::unchanged:
        return {Icon::minus, Token::offline, tr("Unchanged")};
    case ImportGroup::left_out:
        break;
    }
    return {Icon::skipForward, Token::offline, tr("Left out")};
}

QString placeText(const QString& path, std::size_t line, std::size_t column) {
    if (line == 0)
        return path;
    return column == 0 ? QStringLiteral("%1:%2").arg(path).arg(line)
                       : QStringLiteral("%1:%2:%3").arg(path).arg(line).arg(column);
}

std::vector<ImportItem> importItems(const ImportState& state, const QStringList& leftOut) {
    std::vector<ImportItem> items;
    for (const auto& file : state.report.files) {
        if (file.outcome == FileOutcome::refused) {
            ImportItem item = ofFile(ImportGroup::refused, q(file.path));
            for (const auto& fault : file.faults)
                item.remarks.push_back({fault.line, fault.column, faultWords(fault), true});
            items.push_back(std::move(item));
        }
        for (std::size_t i = 0; file.outcome != FileOutcome::refused && i < file.cases.size(); ++i)
            items.push_back(ofCase(file, i));
    }
    const auto addUnsent = [&](const std::set<std::string>& paths, const QString& words) {
        for (const auto& path : paths) {
            items.push_back(ofFile(ImportGroup::unsent, q(path)));
            items.back().remarks.push_back({0, 0, words, false});
        }
    };
    addUnsent(state.unknown, tr("Sent, but the server's answer did not come: it may be imported or not. "
                                "Importing the folder again shows it."));
    addUnsent(state.notSent, tr("Not sent."));
    for (const auto& path : leftOut) {
        items.push_back(ofFile(ImportGroup::left_out, path));
        items.back().remarks.push_back({0, 0, tr("Neither YAML nor JSON nor CSV by its name."), false});
    }
    std::stable_sort(items.begin(), items.end(), [](const ImportItem& a, const ImportItem& b) {
        return std::tie(a.group, a.path) < std::tie(b.group, b.path);
    });
    return items;
}

void CaseImportModel::setItems(std::vector<ImportItem> items, bool isDone) {
    beginResetModel();
    m_items = std::move(items);
    m_isDone = isDone;
    m_counts = {};
    for (const auto& item : m_items)
        ++m_counts[static_cast<std::size_t>(item.group)];
    build();
    endResetModel();
}

void CaseImportModel::show(std::optional<ImportGroup> group) {
    if (group == m_shown)
        return;
    beginResetModel();
    m_shown = group;
    build();
    endResetModel();
}

void CaseImportModel::build() {
    m_sections.clear();
    int first = 0;
    for (int i = 0; i < importGroupCount; ++i) {
        const auto group = static_cast<ImportGroup>(i);
        const int count = countOf(group);
        if (count > 0 && (!m_shown || *m_shown == group))
            m_sections.push_back({group, first, count});
        first += count;
    }
}

const ImportItem* CaseImportModel::itemAt(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    const auto& section = m_sections[(index.internalId() & groupMask) - 1];
    const auto above = index.internalId() >> groupBits;
    const int row = above == 0 ? index.row() : static_cast<int>(above) - 1;
    return &m_items[static_cast<std::size_t>(section.first + row)];
}

QModelIndex CaseImportModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    if (parent.internalId() == 0)
        return createIndex(row, column, static_cast<quintptr>(parent.row()) + 1);
    return createIndex(row, column,
                       parent.internalId() | (static_cast<quintptr>(parent.row()) + 1) << groupBits);
}

QModelIndex CaseImportModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0)
        return {};
    const auto section = index.internalId() & groupMask;
    const auto above = index.internalId() >> groupBits;
    return above == 0 ? createIndex(static_cast<int>(section) - 1, 0, quintptr(0))
                      : createIndex(static_cast<int>(above) - 1, 0, section);
}

int CaseImportModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return static_cast<int>(m_sections.size());
    if (parent.column() != 0)
        return 0;
    if (parent.internalId() == 0)
        return m_sections[static_cast<std::size_t>(parent.row())].count;
    const bool isItem = parent.internalId() >> groupBits == 0;
    return isItem ? static_cast<int>(itemAt(parent)->remarks.size()) : 0;
}

QVariant CaseImportModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == 0)
        return sectionData(m_sections[static_cast<std::size_t>(index.row())], index.column(), role);
    const auto& item = *itemAt(index);
    if (index.internalId() >> groupBits == 0)
        return itemData(item, index.column(), role);
    return remarkData(item, item.remarks[static_cast<std::size_t>(index.row())], index.column(), role);
}

QVariant CaseImportModel::sectionData(const Section& section, int column, int role) const {
    const auto look = lookOf(section.group, m_isDone);
    if (column != What)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return tr("%1 · %2").arg(look.word, widgets::countText(section.count));
    case Qt::DecorationRole:
        return style::icon(look.icon, look.colour);
    case Qt::FontRole:
        return style::font(style::Text::bodyStrong);
    case Qt::ForegroundRole:
        return style::tokens(QGuiApplication::palette())[look.colour];
    default:
        return {};
    }
}

QVariant CaseImportModel::itemData(const ImportItem& item, int column, int role) const {
    const bool isCase = item.place >= 0;
    const auto look = isCase ? lookOf(item.change, m_isDone) : lookOf(item.group, m_isDone);
    QString text;
    if (column == What && !isCase)
        text = QFileInfo(item.path).fileName();
    else if (column == What)
        text = item.key.isEmpty() ? item.title : tr("%1 · %2").arg(item.title, item.key);
    else if (column == Place)
        text = placeText(item.path, item.line, 0);
    else
        text =
            item.group == ImportGroup::left_out || item.group == ImportGroup::unsent || item.remarks.empty()
                ? look.word
                : tr("%1, %2").arg(look.word, countWords(item.remarks.size(), item.remarks.front().isFault));
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text;
    case Qt::AccessibleTextRole:
        return column == What ? tr("%1, %2, %3").arg(text, look.word, item.path) : text;
    case Qt::DecorationRole:
        return column == Outcome ? QVariant(style::icon(look.icon, look.colour)) : QVariant();
    case Qt::ForegroundRole:
        return style::tokens(QGuiApplication::palette())[column == What      ? Token::text
                                                         : column == Outcome ? look.colour
                                                                             : Token::secondary];
    default:
        return {};
    }
}

QVariant CaseImportModel::remarkData(const ImportItem& item, const ImportItem::Remark& remark, int column,
                                     int role) const {
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return column == What    ? QVariant(remarkText(remark))
               : column == Place ? QVariant(placeText(item.path, remark.line, remark.column))
                                 : QVariant();
    case Qt::DecorationRole:
        if (column != What)
            return {};
        return remark.isFault ? style::icon(Icon::circleAlert, Token::failed)
                              : style::icon(Icon::info, Token::warning);
    case Qt::ForegroundRole:
        return style::tokens(QGuiApplication::palette())[Token::secondary];
    default:
        return {};
    }
}

QVariant CaseImportModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case What:
        return tr("Test case or file");
    case Place:
        return tr("Where");
    case Outcome:
        return m_isDone ? tr("What became of it") : tr("What becomes of it");
    default:
        return {};
    }
}

} // namespace labwarden::console
