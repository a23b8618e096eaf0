// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include <string>

class QComboBox;
class QSettings;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::board {

/// Why something is done, in the person's own words: required, of limited length, and the last ones that
/// were given for the same are offered again (they are kept on this machine).
class ReasonField : public QWidget {
    Q_OBJECT
public:
    /// `key` says below which name in `settings` the last ones are kept; `settings` outlives it.
    ReasonField(const QString& caption, QSettings& settings, const QString& key, QWidget* parent = nullptr);

    /// Without blanks around it and line breaks in it.
    std::string reason() const;
    /// Empty: it can be sent.
    QString whatIsMissing() const;
    void setPlaceholder(const QString& text);
    /// It was used: the next time it is offered first.
    void remember();
    QComboBox* input() const { return m_input; }

Q_SIGNALS:
    void changed();

private:
    void noteLength();

    QSettings& m_settings;
    QString m_key;
    QComboBox* m_input;
    widgets::Label* m_length;
};

} // namespace labwarden::board
