// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QPair>
#include <QWidget>

class QGridLayout;

namespace labwarden::widgets {

/// Facts below one another, each with its caption at the left. Each value can be copied.
class FactList : public QWidget {
    Q_OBJECT
public:
    explicit FactList(QWidget* parent = nullptr);

    /// Nothing moves while they are the same; a value that changes changes in its place.
    void setFacts(const QList<QPair<QString, QString>>& facts);
    const QList<QPair<QString, QString>>& facts() const { return m_facts; }

private:
    void rebuild();

    QGridLayout* m_layout;
    QList<QPair<QString, QString>> m_facts;
};

} // namespace labwarden::widgets
