// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_file_names.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace labwarden::console {
namespace {

/// Names of folders as they are written, each place once.
class Folders {
public:
    /// With '/' at its end; empty for the top.
    QString written(const QString& folder) {
        QString path, source;
        for (const auto& name : folder.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
            source += QLatin1Char('/') + name;
            auto& known = m_known[source];
            if (known.isEmpty())
                known = freeName(path, safeFileName(name));
            path = known;
        }
        return path;
    }

private:
    QString freeName(const QString& above, const QString& name) {
        for (int number = 1;; ++number) {
            const QString path = above +
                                 (number == 1 ? name : QStringLiteral("%1 (%2)").arg(name).arg(number)) +
                                 QLatin1Char('/');
            if (m_taken.contains(path.toCaseFolded()))
                continue;
            m_taken.insert(path.toCaseFolded());
            return path;
        }
    }

    QHash<QString, QString> m_known;
    QSet<QString> m_taken;
};

} // namespace

QString safeFileName(const QString& name) {
    static const QRegularExpression unsafe(QStringLiteral("[<>:\"/\\\\|?*\\x00-\\x1f\\x7f]"));
    static const QRegularExpression device(
        QStringLiteral("^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$)(\\.|$)"),
        QRegularExpression::CaseInsensitiveOption);
    QString safe = name.trimmed().normalized(QString::NormalizationForm_C);
    safe.replace(unsafe, QStringLiteral("_"));
    while (safe.endsWith(QLatin1Char('.')) || safe.endsWith(QLatin1Char(' ')))
        safe.chop(1);
    if (safe.startsWith(QLatin1Char('.'))) // hidden, and no import finds it
        safe[0] = QLatin1Char('_');
    if (safe.isEmpty())
        return QStringLiteral("_");
    if (const auto match = device.match(safe); match.hasMatch())
        safe.insert(match.capturedLength(1), QLatin1Char('_'));
    return safe;
}

QStringList exportPaths(const std::vector<TestCaseSummary>& cases, casetext::Notation notation) {
    const QString suffix =
        notation == casetext::Notation::yaml ? QStringLiteral(".yaml") : QStringLiteral(".json");
    QStringList folders;
    for (const auto& each : cases)
        folders << QString::fromStdString(each.folder);
    QStringList ordered = folders;
    ordered.removeDuplicates();
    ordered.sort(); // the same names whatever order the cases come in
    Folders written;
    for (const auto& folder : ordered)
        written.written(folder);
    QStringList paths;
    for (std::size_t i = 0; i < cases.size(); ++i)
        paths << written.written(folders[static_cast<qsizetype>(i)]) +
                     safeFileName(QString::fromStdString(cases[i].key)) + suffix;
    return paths;
}

} // namespace labwarden::console
