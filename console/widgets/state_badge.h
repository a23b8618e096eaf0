// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/widgets/state_look.h"

#include <QWidget>

namespace labwarden::widgets {

/// A state in a tinted pill: icon, word, and optionally more ("Running 67 %"). Its accessible name is its
/// text.
class StateBadge : public QWidget {
    Q_OBJECT
public:
    explicit StateBadge(QWidget* parent = nullptr);

    /// `detail` follows the word; empty for none.
    void setLook(const StateLook& look, const QString& detail = {});
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    StateLook m_look;
    QString m_text;
};

} // namespace labwarden::widgets
