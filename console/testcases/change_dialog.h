// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/test_case_api.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace labwarden::widgets {
class WordListEdit;
}

namespace labwarden::console {

class CaseHelp;

/// What several cases shall have in common: asks for tags to add and to take away, or for a folder. The rest
/// of the change stays empty.
class ChangeDialog : public QDialog {
    Q_OBJECT
public:
    enum class Kind { tags, folder };

    /// `present`: the tags that the cases have, or their one folder.
    ChangeDialog(Kind kind, int count, const QStringList& present, CaseHelp& help, QWidget* parent);

Q_SIGNALS:
    void chosen(const labwarden::console::CasesChange& change);

private:
    CasesChange change() const;
    void check();

    Kind m_kind;
    widgets::WordListEdit *m_add = nullptr, *m_remove = nullptr;
    QLineEdit* m_folder = nullptr;
    QLineEdit* m_message;
    QPushButton* m_apply;
};

} // namespace labwarden::console
