// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/watch_news.h"
#include "console/widgets/table_model.h"

namespace labwarden::console {

/// What was told lately, the latest first; the oldest go. GUI thread only.
class NewsModel : public widgets::TableModel<News> {
    Q_OBJECT
public:
    enum Column { What, Time, ColumnCount };
    using TableModel::TableModel;

    void add(const News& news);
    void clear() { resetRows({}); }

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    Qt::Alignment alignment(int column) const override {
        return column == Time ? Qt::AlignRight : Qt::AlignLeft;
    }
    QVariant cell(const News& news, int column, int role) const override;
};

} // namespace labwarden::console
