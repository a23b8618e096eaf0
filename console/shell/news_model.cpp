// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/news_model.h"

#include "console/widgets/format.h"

namespace labwarden::console {
namespace {

constexpr int mostKept = 100;

} // namespace

void NewsModel::add(const News& news) {
    if (rowCount() >= mostKept)
        removeAt(rowCount() - 1);
    insertAt(0, news);
}

QString NewsModel::heading(int column) const {
    return column == What ? tr("Told lately") : tr("When");
}

QVariant NewsModel::cell(const News& news, int column, int role) const {
    const QString words =
        news.text.isEmpty() ? news.title : QStringLiteral("%1: %2").arg(news.title, news.text);
    switch (role) {
    case Qt::DecorationRole:
        return column == What ? QVariant(style::icon(news.icon, news.colour)) : QVariant();
    case Qt::ToolTipRole:
        return column == What ? words : widgets::dateTimeText(news.at);
    case Qt::DisplayRole:
        return column == What ? words : widgets::timeText(news.at);
    default:
        return {};
    }
}

} // namespace labwarden::console
