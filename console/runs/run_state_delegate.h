// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/widgets/table.h"

namespace labwarden::console {

/// The state of a run in a table: icon, word and colour together.
class RunStateDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

    /// States of active runs are painted without colour while the feed is down.
    void setStale(bool stale) { m_stale = stale; }

    /// The words are painted here, the base paints the row without them.
    QString displayText(const QVariant&, const QLocale&) const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    bool m_stale = false;
};

} // namespace labwarden::console
