// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"
#include "console/style/tokens.h"

#include <QAbstractButton>

#include <optional>

namespace labwarden::widgets {

/// A filter that is on or off: a dot in the colour of what it filters for, its word, and how many there are.
/// Space and Enter toggle it.
class Chip : public QAbstractButton {
    Q_OBJECT
public:
    /// Without `dot` it is the one for everything.
    Chip(const QString& word, std::optional<style::Token> dot, QWidget* parent = nullptr);

    /// Stands in the place of the dot, in its colour.
    void setGlyph(style::Icon icon);
    /// None while it is not known: no number stands there then, not a 0.
    void setCount(std::optional<int> count);
    int count() const { return m_count.value_or(0); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int signWidth() const;

    std::optional<style::Token> m_dot;
    std::optional<style::Icon> m_glyph;
    std::optional<int> m_count;
};

} // namespace labwarden::widgets
