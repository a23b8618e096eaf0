// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace labwarden::widgets {
class FormField;
}

namespace labwarden::board {

class SavedViews;

/// Asks for the name of a view: a new one, which may overwrite one that is there, or another for `renamed`.
class ViewNameDialog : public QDialog {
    Q_OBJECT
public:
    ViewNameDialog(const SavedViews& views, const QString& renamed, QWidget* parent);

Q_SIGNALS:
    void named(const QString& name);

private:
    void check();

    const SavedViews& m_views;
    QString m_renamed; ///< empty for a new one
    QLineEdit* m_name;
    widgets::FormField* m_field;
    QPushButton* m_save;
};

} // namespace labwarden::board
