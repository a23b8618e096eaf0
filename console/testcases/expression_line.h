// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/lexer.h"
#include "common/criteria/suggest.h"
#include "console/style/tokens.h"

#include <QLineEdit>

#include <functional>
#include <span>

class QCompleter;
class QStandardItemModel;

namespace labwarden::console {

/// The colour of a part of a criterion, wherever it is written.
style::Token colourOf(criteria::TokenKind kind);

/// A line in which a criterion is written: coloured as it is read, its faults underlined where they stand,
/// what may follow offered while one types and with Ctrl+Space.
class ExpressionLine : public QLineEdit {
    Q_OBJECT
public:
    using Metrics = std::function<std::span<const Metric>()>;

    explicit ExpressionLine(Metrics metrics, QWidget* parent = nullptr);

    /// What is wrong, a sentence each; empty for a criterion that can be read.
    QStringList faults() const;

protected:
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void colour();
    void suggest();
    void take(const QModelIndex& index);

    Metrics m_metrics;
    QStandardItemModel* m_offers;
    QCompleter* m_completer;
    int m_from = 0, m_length = 0; ///< what an offer takes the place of, in letters
    bool m_isColouring = false;
};

} // namespace labwarden::console
