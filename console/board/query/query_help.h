// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace labwarden::board {

/// What can be written into the query field, by examples.
class QueryHelp : public QDialog {
    Q_OBJECT
public:
    explicit QueryHelp(QWidget* parent);
};

} // namespace labwarden::board
