// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineEdit>

namespace labwarden::widgets {

/// A line to filter with: a lens on the left, and on the right the keys that lead here (Ctrl+F) until text is
/// in it. Escape clears it.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    /// What the buttons at the right end take.
    int trailingWidth() const;

private:
    QString m_hint;
};

} // namespace labwarden::widgets
