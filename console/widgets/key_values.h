// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QWidget>

class QGridLayout;

namespace labwarden::widgets {

class Label;

/// A row of facts, each a caption above its value ("Device" / "r07-u08"), in columns of equal width.
class KeyValues : public QWidget {
    Q_OBJECT
public:
    explicit KeyValues(QWidget* parent = nullptr);

    /// Adds a column and returns its number.
    int add(const QString& caption, const QString& value = {});
    void setValue(int column, const QString& value);
    QString value(int column) const;

private:
    QGridLayout* m_layout;
    QList<Label*> m_values;
    QStringList m_captions;
};

} // namespace labwarden::widgets
