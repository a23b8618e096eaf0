// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/fonts.h"
#include "console/style/tokens.h"

#include <QWidget>

#include <vector>

class QGridLayout;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// Fields below one another, each with what it was on either side: what an admin reads to see what is
/// different. The texts can be selected and copied.
class DifferenceGrid : public QWidget {
    Q_OBJECT
public:
    struct Cell {
        QString text;
        style::Token colour = style::Token::text;
    };

    explicit DifferenceGrid(QWidget* parent = nullptr);

    /// As many columns as there are headings; the first one names the field.
    void setRows(const QStringList& headings, const std::vector<std::vector<Cell>>& rows);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void clear();
    widgets::Label* cellLabel(const Cell& cell, style::Text font);

    QGridLayout* m_layout;
    std::vector<QWidget*> m_fields; ///< the first label of each row
};

} // namespace labwarden::console
