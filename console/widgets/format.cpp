// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace labwarden::widgets {

namespace {
QString tr(const char* text) {
    return QCoreApplication::translate("Format", text);
}
constexpr QChar narrowGap(0x202f);
} // namespace

QString durationText(std::chrono::milliseconds duration) {
    const qint64 seconds = std::max<qint64>(0, duration.count() / 1000);
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return tr("%1 m %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    if (seconds < 86400)
        return tr("%1 h %2 m").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
    return tr("%1 d %2 h").arg(seconds / 86400).arg(seconds / 3600 % 24);
}

QString timeText(Timestamp at) {
    return QDateTime::fromMSecsSinceEpoch(at.ms).time().toString(QStringLiteral("HH:mm:ss"));
}

QString dateTimeText(Timestamp at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at.ms), QLocale::ShortFormat);
}

QString valueText(double value, const QString& unit) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    // Four digits that carry something: a value just past a limit of two must not read like the limit itself.
    const double size = std::abs(value);
    const int digits = size > 0 ? std::clamp(3 - static_cast<int>(std::floor(std::log10(size))), 0, 6) : 0;
    QString text = QString::number(value, 'f', digits);
    if (digits > 0) {
        while (text.endsWith(QLatin1Char('0')))
            text.chop(1);
        if (text.endsWith(QLatin1Char('.')))
            text.chop(1);
    }
    return unit.isEmpty() ? text : text + QLatin1Char(' ') + unit;
}

QString sentenceText(const QString& words) {
    QString text = words.trimmed();
    if (text.isEmpty())
        return text;
    text[0] = text[0].toUpper();
    const QString ends = QStringLiteral(".!?…");
    return ends.contains(text.back()) ? text : text + QLatin1Char('.');
}

QString programText(const QString& userAgent) {
    const QLatin1String ours("labwarden/");
    if (userAgent.startsWith(ours))
        return tr("Labwarden console %1").arg(userAgent.mid(ours.size()));
    return userAgent.isEmpty() ? tr("Unnamed program") : userAgent;
}

QString countText(qint64 count) {
    QString text = QString::number(count);
    for (qsizetype at = text.size() - 3; at > (count < 0 ? 1 : 0); at -= 3)
        text.insert(at, narrowGap);
    return text;
}

} // namespace labwarden::widgets
