// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/runs/run_words.h"

#include <QWidget>

class QGridLayout;

namespace labwarden::console {

/// The success criteria of a run: icon, expression, measured value, and a note where there is something to
/// say.
class CriteriaList : public QWidget {
    Q_OBJECT
public:
    explicit CriteriaList(QWidget* parent = nullptr);

    void setLines(const std::vector<CriterionLine>& lines);
    const std::vector<CriterionLine>& lines() const { return m_lines; }

private:
    QGridLayout* m_layout;
    std::vector<CriterionLine> m_lines;
};

} // namespace labwarden::console
