// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"
#include "console/style/tokens.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace labwarden::widgets {

class Label;

/// A tinted box with an icon and a few words, in the place that they are about. Hidden while it has nothing
/// to say. Its contents margins are room around the box, which is gone with it.
class Notice : public QWidget {
    Q_OBJECT
public:
    explicit Notice(QWidget* parent = nullptr);

    /// `detail` follows in smaller type; both may be selected and copied.
    void say(style::Icon icon, style::Token colour, const QString& words, const QString& detail = {});
    void problem(const QString& words, const QString& detail = {});
    /// Puts a button behind the words that are said now ("Undo"; empty: none), and a cross that makes them
    /// go. The next words come without.
    void offer(const QString& action);
    void clear();
    QString words() const;

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    style::Icon m_icon = style::Icon::info;
    style::Token m_colour = style::Token::accent;
    Label* m_words;
    Label* m_detail;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace labwarden::widgets
