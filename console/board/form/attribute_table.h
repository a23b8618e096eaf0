// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractItemDelegate>
#include <QTableView>

namespace labwarden::board {

class AttributeModel;

/// The attributes of a device to be edited in their cells: F2, Enter or writing begins, Tab goes from a name
/// to its value, Delete removes the row. As high as its rows.
class AttributeTable : public QTableView {
    Q_OBJECT
public:
    explicit AttributeTable(AttributeModel& model, QWidget* parent = nullptr);

    /// Takes what is being written in a cell.
    void finishEditing();

protected:
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fit();

    AttributeModel& m_model;
};

} // namespace labwarden::board
