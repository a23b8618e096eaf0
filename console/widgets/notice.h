// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"
#include "console/style/tokens.h"

#include <QWidget>

namespace labwarden::widgets {

class Label;

/// A tinted box with an icon and a few words, in the place that they are about. Hidden while it has nothing
/// to say.
class Notice : public QWidget {
    Q_OBJECT
public:
    explicit Notice(QWidget* parent = nullptr);

    /// `detail` follows in smaller type; both may be selected and copied.
    void say(style::Icon icon, style::Token colour, const QString& words, const QString& detail = {});
    void problem(const QString& words, const QString& detail = {});
    void clear();
    QString words() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    style::Icon m_icon = style::Icon::info;
    style::Token m_colour = style::Token::accent;
    Label* m_words;
    Label* m_detail;
};

} // namespace labwarden::widgets
