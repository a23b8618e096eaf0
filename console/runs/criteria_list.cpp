// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/criteria_list.h"

#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/label.h"

#include <QGridLayout>
#include <QPainter>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

QString wordOf(const CriterionLine& line) {
    switch (line.state) {
    case CriterionLine::State::met:
        return CriteriaList::tr("met");
    case CriterionLine::State::broken:
        return line.severity == Severity::should ? CriteriaList::tr("broken, not decisive")
                                                 : CriteriaList::tr("broken");
    case CriterionLine::State::noData:
        return CriteriaList::tr("no data");
    case CriterionLine::State::pending:
        break;
    }
    return CriteriaList::tr("pending");
}

/// The state of a line as an icon in its colour; the word is its tool tip and accessible name.
class StateIcon : public QWidget {
public:
    StateIcon(const CriterionLine& line, QWidget* parent)
        : QWidget(parent), m_icon(iconOf(line.state)), m_colour(colourOf(line)) {
        setFixedSize(style::metrics::icon, style::metrics::icon + 2);
        setToolTip(wordOf(line));
        setAccessibleName(wordOf(line));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        style::paintIcon(painter, QRectF(0, 1, 15, 15), m_icon, style::tokens(this)[m_colour]);
    }

private:
    style::Icon m_icon;
    Token m_colour;
};

Token valueColour(const CriterionLine& line) {
    return line.state == CriterionLine::State::met ? Token::text : colourOf(line);
}

} // namespace

CriteriaList::CriteriaList(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    setObjectName(QStringLiteral("criteriaList"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(8);
    m_layout->setVerticalSpacing(8);
    m_layout->setColumnStretch(1, 1);
}

void CriteriaList::setLines(const std::vector<CriterionLine>& lines) {
    if (lines == m_lines)
        return;
    m_lines = lines;
    while (auto* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const auto& line : lines) {
        m_layout->addWidget(new StateIcon(line, this), row, 0, Qt::AlignTop);
        const bool pending = line.state == CriterionLine::State::pending;
        auto* expression = new Label(line.expression, Text::code, pending ? Token::muted : Token::text, this);
        expression->setTextFormat(Qt::PlainText);
        expression->setWordWrap(true);
        expression->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto* value = new Label(line.value, pending ? Text::body : Text::bodyStrong, valueColour(line), this);
        value->setAlignment(Qt::AlignRight | Qt::AlignTop);
        auto* left = new QVBoxLayout;
        left->setSpacing(2);
        left->addWidget(expression);
        if (!line.note.isEmpty()) {
            auto* note = new Label(line.note, Text::secondary, Token::secondary, this);
            note->setTextFormat(Qt::PlainText);
            note->setWordWrap(true);
            left->addWidget(note);
        }
        auto* holder = new QWidget(this);
        left->setContentsMargins(0, 0, 0, 0);
        holder->setLayout(left);
        holder->setAccessibleName(
            QStringLiteral("%1: %2, %3 %4").arg(wordOf(line), line.expression, line.value, line.note));
        m_layout->addWidget(holder, row, 1);
        m_layout->addWidget(value, row, 2, Qt::AlignTop);
        ++row;
    }
}

} // namespace labwarden::console
