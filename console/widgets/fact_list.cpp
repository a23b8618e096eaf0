// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/fact_list.h"

#include "console/widgets/wrap_label.h"

#include <QGridLayout>

namespace labwarden::widgets {
namespace {

constexpr int captionWidth = 110;

void fill(WrapLabel* label, const QPair<QString, QString>& fact) {
    label->setText(fact.second);
    label->setAccessibleName(QStringLiteral("%1: %2").arg(fact.first, fact.second));
}

} // namespace

FactList::FactList(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(16);
    m_layout->setVerticalSpacing(8);
    m_layout->setColumnMinimumWidth(0, captionWidth);
    m_layout->setColumnStretch(1, 1);
}

void FactList::setFacts(const QList<QPair<QString, QString>>& facts) {
    if (facts == m_facts)
        return;
    bool sameCaptions = facts.size() == m_facts.size();
    for (qsizetype i = 0; sameCaptions && i < facts.size(); ++i)
        sameCaptions = facts[i].first == m_facts[i].first;
    m_facts = facts;
    if (!sameCaptions) {
        rebuild();
        return;
    }
    for (int row = 0; row < facts.size(); ++row)
        fill(static_cast<WrapLabel*>(m_layout->itemAtPosition(row, 1)->widget()), facts[row]);
}

void FactList::rebuild() {
    while (auto* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const auto& fact : std::as_const(m_facts)) {
        auto* caption = new WrapLabel(style::Text::secondary, style::Token::secondary, this);
        caption->setText(fact.first);
        caption->setFixedWidth(captionWidth);
        m_layout->addWidget(caption, row, 0, Qt::AlignTop);
        auto* value = new WrapLabel(style::Text::body, style::Token::text, this);
        fill(value, fact);
        m_layout->addWidget(value, row, 1);
        m_layout->setRowStretch(row, 0);
        ++row;
    }
    m_layout->setRowStretch(row, 1);
}

} // namespace labwarden::widgets
