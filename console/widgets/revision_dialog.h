// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"
#include "console/style/icons.h"
#include "console/style/tokens.h"
#include "console/widgets/change_list.h"

#include <QDialog>

#include <utility>
#include <vector>

class QListWidget;
class QPushButton;

namespace labwarden::widgets {

class Label;
class Notice;

/// The revisions of a thing: who made each, when and what for; what differs between any two (one that is
/// chosen alone is compared with the one before it); and the way back to an old one. Whoever derives fetches
/// them and knows what they say.
class RevisionDialog : public QDialog {
    Q_OBJECT
public:
    struct Entry {
        int revision = 0;
        QString message, author;
        Timestamp at;
        style::Icon icon = style::Icon::history;
        style::Token colour = style::Token::secondary;
        QString look; ///< what icon and colour say, in words; may be empty
        QString more; ///< "3 runs"; may be empty
    };

protected:
    /// `name` is the thing's. `mayRestore`: whether the person may write.
    RevisionDialog(const QString& name, bool mayRestore, QWidget* parent);

    /// The next ones, newest first.
    void add(const std::vector<Entry>& entries);
    /// A revision that was asked for is here.
    void arrived() { compare(); }
    void problem(const QString& words, const QString& detail);

    virtual bool isKnown(int revision) const = 0;
    /// Asks for it; arrived() follows, or problem(). What is still asked for is not wanted any more.
    virtual void fetch(int revision) = 0;
    /// Between two that are known; `before` is 0 for what was there before the first.
    virtual std::vector<Change> changes(int before, int after) const = 0;
    /// Back to one that is known; the dialog closes.
    virtual void restore(int revision) = 0;

private:
    void layOut(const QString& name, bool mayRestore);
    /// The two that are compared, older first; `first` is 0 where there is nothing to compare with.
    std::pair<int, int> chosen() const;
    void compare();

    QListWidget* m_list;
    Label* m_title;
    Notice* m_notice;
    ChangeList* m_changes;
    QPushButton* m_restore;
};

} // namespace labwarden::widgets
