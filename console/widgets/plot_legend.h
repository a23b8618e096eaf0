// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/tokens.h"

#include <QWidget>

#include <vector>

namespace labwarden::widgets {

/// The names of a plot's lines, each behind a stroke in its colour; goes beside a SectionHeader's title.
class PlotLegend : public QWidget {
    Q_OBJECT
public:
    struct Entry {
        QString name;
        style::Token colour;
    };

    explicit PlotLegend(QWidget* parent = nullptr);

    void setEntries(std::vector<Entry> entries);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Entry> m_entries;
};

} // namespace labwarden::widgets
