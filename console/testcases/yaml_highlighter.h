// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSyntaxHighlighter>

namespace labwarden::console {

/// The colours of a test case's text: names, values, comments, and criteria as they are read.
class YamlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    /// The colours are those of `widget`'s theme; rehighlight() when that changes.
    YamlHighlighter(QTextDocument* document, const QWidget* widget);

protected:
    void highlightBlock(const QString& text) override;

private:
    const QWidget* m_widget;
};

} // namespace labwarden::console
