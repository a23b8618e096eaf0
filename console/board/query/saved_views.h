// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QSettings;

namespace labwarden::board {

/// How somebody looks at the board. Chip, grouping and view are words ("offline", "rack", "table"), so that
/// what was kept outlives changes of the program; one that is not known means the first.
struct BoardLook {
    QString query, chip, grouping, view;
    QString columns = {}, sort = {}; ///< of the table (table_look.h); empty: whatever it has

    /// Whether both show the same: how a query is written does not matter, nor how a table is arranged that
    /// is not seen.
    bool isSame(const BoardLook& other) const;
};

struct SavedView {
    QString name;
    BoardLook look;
};

/// The views that a person has saved, in the settings by server and user. What can't be read there is passed
/// over. GUI thread.
class SavedViews : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype longestName = 60;

    /// `settings` outlives it. Nobody's views until setPerson().
    explicit SavedViews(QSettings& settings, QObject* parent = nullptr);

    /// Whose views these are: a server's address and a user's id; empty for nobody. Emits changed() if it was
    /// somebody else.
    void setPerson(const QString& server, const QString& user);

    /// In the order of their names.
    const std::vector<SavedView>& all() const { return m_views; }
    const SavedView* find(const QString& name) const; ///< whatever its case
    /// The one to open at start; null when there is none.
    const SavedView* start() const { return m_start.isEmpty() ? nullptr : find(m_start); }

    /// Adds it, or overwrites the one of that name. The name is trimmed and cut; false if nothing is left.
    bool save(const QString& name, const BoardLook& look);
    /// False if there is none called `from`, or another one `to`.
    bool rename(const QString& from, const QString& to);
    void remove(const QString& name);
    /// Empty: none.
    void setStart(const QString& name);

Q_SIGNALS:
    void changed();

private:
    void load();
    void store();
    std::vector<SavedView>::iterator at(const QString& name);

    QSettings& m_settings;
    QString m_key; ///< empty for nobody
    std::vector<SavedView> m_views;
    QString m_start;
};

} // namespace labwarden::board
