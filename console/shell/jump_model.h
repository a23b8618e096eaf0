// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/jump_action.h"
#include "console/shell/jump_match.h"
#include "console/store/lab_store.h"
#include "console/widgets/state_look.h"

#include <QAbstractListModel>
#include <QStringList>

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace labwarden::console {

enum class JumpKind { action, device, run, testCase, environment };

/// A place to jump to, as it is shown and searched. A plain value; what changes by the second (its state) is
/// not in it.
struct JumpEntry {
    JumpKind kind = JumpKind::action;
    std::string id;     ///< of the device, run, case or action
    QStringList texts;  ///< as people read them, the name first
    QStringList folded; ///< the same, to be searched
    QString detail;     ///< beside the name
    style::Icon icon = style::Icon::chevronRight;
    QString keys;  ///< of an action
    QString order; ///< among equals
};

/// What answers to the typed words, the best first, in groups of a kind with a heading each; without words
/// what was used lately and what can be done. Holds what the store had when it was filled; states and what is
/// new follow the store. GUI thread only.
class JumpModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        HeadingRole = Qt::UserRole, ///< bool: a heading, which cannot be chosen
        IconRole,                   ///< int of style::Icon
        DetailRole,
        NameMarksRole,   ///< QList<int>: letters of the name that answer
        DetailMarksRole, ///< the same in the detail
        KeysRole,
    };

    /// Outlives it.
    explicit JumpModel(const LabStore& store, QObject* parent = nullptr);

    /// Takes everything from the store anew. `recent`: "device:<id>", the latest first.
    void fill(JumpActions actions, const QStringList& recent);
    /// Forgets it all.
    void clear();
    void setQuery(const QString& query);

    /// Null for a heading.
    const JumpEntry* entry(int row) const;
    const JumpAction* action(const JumpEntry& entry) const;
    /// How it is remembered among the recent ones.
    static QString keyOf(const JumpEntry& entry);
    /// State of a device or run, as the store has it now.
    std::optional<widgets::StateLook> look(int row) const;
    /// The row of the first that can be chosen, from `row` on in steps of `step`; -1 for none.
    int choosable(int row, int step) const;
    /// How many answer, whether they are shown or not.
    int found() const { return m_found; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Hit {
        int entry = 0;
        JumpScore score;
    };
    struct Row {
        QString heading; ///< empty: a hit
        Hit hit;
    };
    void gather();
    bool hasOthers(const StoreChanges& changes) const;
    void addEntry(JumpEntry entry);
    void search();
    std::vector<Row> rowsWithoutWords();
    std::vector<Row> rowsFor(const QStringList& words);
    std::optional<widgets::StateLook> lookOf(const JumpEntry& entry) const;
    /// Where the answering text stands in the name; -1 when it is not in there.
    int placeInName(const Row& row) const;
    QString detailOf(const Row& row, QList<int>* marks) const;
    QString describe(const Row& row) const;

    const LabStore& m_store;
    JumpActions m_actions;
    QStringList m_recent;
    QString m_query;
    std::vector<JumpEntry> m_entries;
    std::vector<int> m_answering; ///< entries that answer to m_searched
    QString m_searched;
    std::vector<Row> m_rows;
    int m_found = 0;
    bool m_filled = false;
    std::unordered_set<std::string> m_known; ///< ids of the entries
    bool m_outdated = false;                 ///< the store has others by now
};

} // namespace labwarden::console
