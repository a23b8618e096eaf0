// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QItemSelectionModel>

#include <vector>

namespace labwarden::board {

/// These rows of `model`, in any order, as a selection of whole rows, neighbours as one range: a selection
/// model is slow with thousands of ranges. Each row at most once.
QItemSelection selectionOfRows(const QAbstractItemModel& model, std::vector<int> rows);

/// The rows of a selection of whole rows, each once, in the model's order. Unlike
/// QItemSelectionModel::selectedRows() it does not ask for every single index.
std::vector<int> rowsOfSelection(const QItemSelection& selection);

/// Selects this and nothing else. Of many ranges it is told in two steps, as nothing in between: Qt compares
/// every range that was selected with every one that is, which thousands take seconds for.
void selectOnly(QItemSelectionModel& model, const QItemSelection& selection);

} // namespace labwarden::board
