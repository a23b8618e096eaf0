// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/duration_edit.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <cmath>

namespace labwarden::console {

QString durationWords(double seconds) {
    if (!(seconds > 0))
        return {};
    const auto whole = static_cast<qint64>(seconds);
    const double rest = std::round((seconds - static_cast<double>(whole)) * 1000) / 1000;
    QStringList parts;
    if (whole >= 3600)
        parts << QStringLiteral("%1 h").arg(whole / 3600);
    if (whole % 3600 >= 60)
        parts << QStringLiteral("%1 m").arg(whole % 3600 / 60);
    if (whole % 60 > 0 || rest > 0)
        parts << QLocale::c().toString(static_cast<double>(whole % 60) + rest, 'g', 6) + QStringLiteral(" s");
    return parts.join(QLatin1Char(' '));
}

std::optional<double> secondsOf(const QString& words) {
    static const QRegularExpression part(
        QStringLiteral(
            "\\G\\s*(\\d+(?:[.,]\\d+)?)\\s*(h|hours?|min|m|minutes?|sec|seconds?|s|ms)?(?![a-z])\\s*"),
        QRegularExpression::CaseInsensitiveOption);
    if (words.trimmed().isEmpty())
        return 0;
    double sum = 0;
    qsizetype at = 0;
    while (at < words.size()) {
        const auto match = part.match(words, at, QRegularExpression::NormalMatch,
                                      QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch() || match.capturedLength() == 0)
            return std::nullopt;
        const QString unit = match.captured(2).toLower();
        double each = 1;
        if (unit == QLatin1String("ms"))
            each = 0.001;
        else if (unit.startsWith(QLatin1Char('h')))
            each = 3600;
        else if (unit.startsWith(QLatin1Char('m')))
            each = 60;
        sum += match.captured(1).replace(QLatin1Char(','), QLatin1Char('.')).toDouble() * each;
        at = match.capturedEnd();
    }
    return sum;
}

DurationEdit::DurationEdit(QWidget* parent) : QLineEdit(parent) {
    connect(this, &QLineEdit::textEdited, this, [this] {
        if (const auto read = secondsOf(text())) {
            m_seconds = *read;
            Q_EMIT secondsEdited(*read);
        }
        Q_EMIT readableChanged();
    });
}

void DurationEdit::setSeconds(double seconds) {
    m_seconds = seconds;
    if (hasFocus() && !isReadable())
        return; // is just being written
    if (secondsOf(text()) != seconds)
        setText(durationWords(seconds));
}

void DurationEdit::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (text() != durationWords(m_seconds)) {
        setText(durationWords(m_seconds));
        Q_EMIT readableChanged();
    }
}

} // namespace labwarden::console
