// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineEdit>
#include <QString>

#include <optional>

namespace labwarden::console {

/// Seconds as people write them: "90 s", "6 m 10 s", "2 h"; empty for 0.
QString durationWords(double seconds);
/// The other way: "90", "1.5 h", "6m10s", "2 min"; empty is 0. Nothing when it cannot be read.
std::optional<double> secondsOf(const QString& words);

/// A line for a length of time. What cannot be read leaves the value as it was, and says so.
class DurationEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit DurationEdit(QWidget* parent = nullptr);

    /// Leaves alone what is written when it means the same.
    void setSeconds(double seconds);
    double seconds() const { return m_seconds; }
    /// Whether what is written is a length of time.
    bool isReadable() const { return secondsOf(text()).has_value(); }

Q_SIGNALS:
    /// By a person; only what can be read.
    void secondsEdited(double seconds);
    void readableChanged();

protected:
    void focusOutEvent(QFocusEvent* event) override;

private:
    double m_seconds = 0;
};

} // namespace labwarden::console
