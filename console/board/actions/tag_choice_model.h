// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/tag_edit.h"

#include <QAbstractListModel>

namespace labwarden::board {

/// The tags of the chosen devices as check boxes with three states: all of them have it, none, or some (as it
/// is). Changes its rows only where something is different, so that what was checked stays. GUI thread.
class TagChoiceModel : public QAbstractListModel {
    Q_OBJECT
public:
    /// "on 3 of 12", "will be on all 12", of the tag of the row.
    static constexpr int NoteRole = Qt::UserRole;
    /// What is wanted is something else than what is.
    static constexpr int ChangedRole = Qt::UserRole + 1;
    using QAbstractListModel::QAbstractListModel;

    /// What is wanted of tags stays; those that were added by hand stay, too.
    void setDevices(const std::vector<const Device*>& devices);
    const std::vector<TagWish>& wishes() const { return m_wishes; }
    /// The row of the tag, which is on all from now on.
    int add(const std::string& tag);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Toggles, whatever the value: some, all, none, and again as it is.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void changed();

private:
    Qt::CheckState stateOf(const TagWish& wish) const;
    QString noteOf(const TagWish& wish) const;

    std::vector<TagWish> m_wishes;
    int m_devices = 0;
};

} // namespace labwarden::board
