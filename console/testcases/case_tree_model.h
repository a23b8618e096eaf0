// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "console/store/lab_store.h"
#include "console/testcases/case_search.h"

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <unordered_map>

namespace labwarden::console {

/// Which cases are shown: all words have to occur, and the status has to be this one.
struct CaseFilter {
    QString words;
    std::optional<CaseStatus> status;
    CaseSearch::Found found = {}; ///< what fits the words where they cannot be looked for here; may be null
    bool isEmpty() const { return words.trimmed().isEmpty() && !status; }
    bool operator==(const CaseFilter&) const = default;
};

/// The test cases of the store in their folders, both by name; made for ten thousand. A case that changes in
/// place is told as changed, one that moves as removed and inserted, thousands at once as a reset. GUI
/// thread.
class CaseTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Title, Key, Status, Tags, Owner, Changed, ColumnCount };

    explicit CaseTreeModel(const LabStore& store, QObject* parent = nullptr);
    ~CaseTreeModel() override;

    void setFilter(const CaseFilter& filter);
    const CaseFilter& filter() const { return m_filter; }
    /// Shown now, and how many of all have a status whatever is filtered.
    int shownCount() const { return static_cast<int>(m_rows.size()); }
    int totalCount() const { return m_total; }
    int countOf(CaseStatus status) const { return m_counts[static_cast<int>(status)]; }

    /// Null for a folder.
    const TestCaseSummary* caseAt(const QModelIndex& index) const;
    /// Of a folder its path, of a case that of its folder.
    QString folderAt(const QModelIndex& index) const;
    bool isFolder(const QModelIndex& index) const { return index.isValid() && !caseAt(index); }
    QModelIndex indexOf(const std::string& id) const;
    QModelIndex indexOfFolder(const QString& path) const;
    /// The cases in a folder and below it; of a case itself.
    std::vector<const TestCaseSummary*> casesBelow(const QModelIndex& index) const;
    /// Every folder with a case in it or below it.
    QStringList folders() const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// What there is and what is shown has changed.
    void countsChanged();

private:
    struct Folder;
    using Cases = std::vector<const TestCaseSummary*>;

    void rebuild();
    void update();
    bool passes(const TestCaseSummary& summary) const;
    void count();
    void insert(const TestCaseSummary& summary);
    void remove(const std::string& id);
    Folder* folderOf(const QModelIndex& index) const;
    Folder* find(const QString& path) const;
    QModelIndex indexOf(const Folder& folder) const;
    static void gather(const Folder& folder, Cases& cases);
    QVariant folderData(const Folder& folder, int column, int role) const;
    QVariant caseData(const TestCaseSummary& summary, int column, int role) const;

    const LabStore& m_store;
    CaseFilter m_filter;
    std::unique_ptr<Folder> m_root;
    std::unordered_map<std::string, std::unique_ptr<TestCaseSummary>> m_rows; ///< those that are shown
    int m_total = 0;
    int m_counts[3] = {};
};

} // namespace labwarden::console
