// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/difference_grid.h"

#include "console/widgets/label.h"

#include <QGridLayout>
#include <QPainter>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int space = 12; ///< between two rows, with the hairline in its middle

} // namespace

DifferenceGrid::DifferenceGrid(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(12);
    m_layout->setVerticalSpacing(space);
    auto policy = sizePolicy();
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void DifferenceGrid::clear() {
    m_fields.clear();
    while (auto* item = m_layout->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

Label* DifferenceGrid::cellLabel(const Cell& cell, Text font) {
    auto* label = new Label(cell.text.isEmpty() ? QStringLiteral("–") : cell.text, font, cell.colour, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setToolTip(cell.text);
    // A word longer than its column is cut by it and stays in the tool tip, rather than widen the panel.
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    label->setMinimumWidth(0);
    return label;
}

void DifferenceGrid::setRows(const QStringList& headings, const std::vector<std::vector<Cell>>& rows) {
    clear();
    // With more than two sides there is no room for the field beside them: it stands above.
    const bool stacked = headings.size() > 3;
    const int first = stacked ? 1 : 0;
    for (int column = first; column < headings.size(); ++column)
        m_layout->addWidget(new Label(headings[column], Text::caption, Token::muted, this), 0,
                            column - first);
    for (int column = 0; column < 4; ++column)
        m_layout->setColumnStretch(column, column >= headings.size() - first ? 0
                                           : !stacked && column == 0         ? 3
                                                                             : 4);
    int row = 1;
    for (const auto& cells : rows) {
        auto* field = cellLabel(cells.front(), Text::secondaryStrong);
        m_fields.push_back(field);
        if (stacked)
            m_layout->addWidget(field, row++, 0, 1, static_cast<int>(headings.size()) - 1);
        else
            m_layout->addWidget(field, row, 0);
        for (int column = 1; column < static_cast<int>(cells.size()); ++column) {
            auto* label = cellLabel(cells[static_cast<std::size_t>(column)], Text::secondary);
            label->setAccessibleName(
                QStringLiteral("%1, %2: %3").arg(cells.front().text, headings.value(column), label->text()));
            m_layout->addWidget(label, row, column - first);
        }
        ++row;
    }
    updateGeometry();
    update();
}

void DifferenceGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto line = style::tokens(this)[Token::border];
    for (const auto* field : m_fields)
        painter.fillRect(QRect(0, field->geometry().top() - space / 2, width(), 1), line);
}

} // namespace labwarden::console
