// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/widgets/label.h"

namespace labwarden::widgets {

/// A text in as many lines as it needs, broken within a word where that is longer than a line: for what
/// people have named, whose length nobody knows. It is never cut and widens no page. Its context menu copies
/// it.
class WrapLabel : public Label {
    Q_OBJECT
public:
    explicit WrapLabel(style::Text font = style::Text::body, style::Token colour = style::Token::text,
                       QWidget* parent = nullptr);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace labwarden::widgets
