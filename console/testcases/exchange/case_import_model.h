// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/exchange/case_import.h"
#include "console/widgets/state_look.h"

#include <QAbstractItemModel>

#include <array>
#include <optional>

namespace labwarden::console {

/// What an import makes of a test case, or of a file that holds none. Each is in one group: the first that
/// fits.
enum class ImportGroup { refused, unsent, with_notes, created, updated, unchanged, left_out };
inline constexpr int importGroupCount = static_cast<int>(ImportGroup::left_out) + 1;

/// Icon, colour and word of a group. `isDone`: it has been done, else it would be.
widgets::StateLook lookOf(ImportGroup group, bool isDone);

/// One row: a case of a file, or a file as a whole.
struct ImportItem {
    /// Something that is said of a place in the file.
    struct Remark {
        std::size_t line = 0, column = 0; ///< 0: of the file as a whole
        QString words;
        bool isFault = false;
    };
    ImportGroup group = ImportGroup::refused;
    QString path;
    std::size_t line = 0; ///< the case begins on; 0: the whole file
    int place = -1;       ///< of the case among those of its file
    QString key, title;
    CaseChange change = CaseChange::unchanged;
    std::vector<Remark> remarks;
    std::vector<ScriptToInstall> scripts;
};

/// A place as compilers have it: "power/soak.yaml:4:9".
QString placeText(const QString& path, std::size_t line, std::size_t column);
/// The rows of an import, by group and path.
std::vector<ImportItem> importItems(const ImportState& state, const QStringList& leftOut);

/// What an import would do or has done: groups, in them cases and files, below them what is said of each. GUI
/// thread.
class CaseImportModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { What, Place, Outcome, ColumnCount };
    using QAbstractItemModel::QAbstractItemModel;

    void setItems(std::vector<ImportItem> items, bool isDone);
    /// Nothing: all groups.
    void show(std::optional<ImportGroup> group);
    int countOf(ImportGroup group) const { return m_counts[static_cast<std::size_t>(group)]; }
    int totalCount() const { return static_cast<int>(m_items.size()); }
    /// Null for a group; of a remark what it is about.
    const ImportItem* itemAt(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Of the items those of one group, which stand together.
    struct Section {
        ImportGroup group;
        int first = 0, count = 0;
    };
    void build();
    QVariant sectionData(const Section& section, int column, int role) const;
    QVariant itemData(const ImportItem& item, int column, int role) const;
    QVariant remarkData(const ImportItem& item, const ImportItem::Remark& remark, int column, int role) const;

    std::vector<ImportItem> m_items;
    std::vector<Section> m_sections; ///< that are shown
    std::array<int, importGroupCount> m_counts{};
    std::optional<ImportGroup> m_shown;
    bool m_isDone = false;
};

} // namespace labwarden::console
