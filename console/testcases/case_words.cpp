// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_words.h"

#include <QCoreApplication>

#include <utility>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

QString tr(const char* text) {
    return QCoreApplication::translate("CaseWords", text);
}

} // namespace

widgets::StateLook lookOf(CaseStatus status) {
    switch (status) {
    case CaseStatus::approved:
        return {Icon::circleCheck, Token::available, tr("Approved")};
    case CaseStatus::retired:
        return {Icon::circleMinus, Token::offline, tr("Retired")};
    case CaseStatus::draft:
        break;
    }
    return {Icon::pencil, Token::warning, tr("Draft")};
}

QStringList statusWords() {
    return {lookOf(CaseStatus::draft).word, lookOf(CaseStatus::approved).word,
            lookOf(CaseStatus::retired).word};
}

Icon iconOf(StepKind kind) {
    switch (kind) {
    case StepKind::wait:
        return Icon::hourglass;
    case StepKind::measure:
        return Icon::gauge;
    case StepKind::script:
        return Icon::terminal;
    case StepKind::command:
        return Icon::send;
    case StepKind::manual:
        break;
    }
    return Icon::user;
}

QStringList stepKindWords() {
    return {tr("Wait"), tr("Measure"), tr("Script"), tr("Command"), tr("By hand")};
}

QStringList parameterTypeWords() {
    return {tr("Number"), tr("Text"), tr("Yes or no")};
}

QStringList severityWords() {
    return {tr("Must hold"), tr("Should hold")};
}

QString placeWords(const QString& pointer) {
    const QStringList parts = pointer.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.isEmpty())
        return tr("Test case");
    static const QList<QPair<QString, const char*>> lists{{QStringLiteral("parameters"), "Parameter %1"},
                                                          {QStringLiteral("steps"), "Step %1"},
                                                          {QStringLiteral("criteria"), "Criterion %1"},
                                                          {QStringLiteral("teardown"), "Teardown %1"},
                                                          {QStringLiteral("attachments"), "Attachment %1"}};
    static const QList<QPair<QString, const char*>> fields{
        {QStringLiteral("title"), "Title"},          {QStringLiteral("description"), "Description"},
        {QStringLiteral("folder"), "Folder"},        {QStringLiteral("owner"), "Owner"},
        {QStringLiteral("status"), "Status"},        {QStringLiteral("tags"), "Tags"},
        {QStringLiteral("requirements"), "Devices"}, {QStringLiteral("timeoutSeconds"), "Time limit"},
        {QStringLiteral("maxAttempts"), "Attempts"}, {QStringLiteral("steps"), "Steps"},
    };
    if (parts.size() > 1)
        for (const auto& [name, words] : lists)
            if (name == parts[0])
                return tr(words).arg(parts[1].toInt() + 1);
    for (const auto& [name, words] : fields)
        if (name == parts[0])
            return tr(words);
    return parts[0];
}

QString usageWords(const TestCaseUsage& usage) {
    QString words = usage.runs == 0   ? tr("Not run yet")
                    : usage.runs == 1 ? tr("1 run")
                                      : tr("%1 runs").arg(usage.runs);
    if (usage.lastRunNumber && usage.runs > 1)
        words += tr(", the last is %1").arg(*usage.lastRunNumber);
    QStringList types;
    for (const auto& check : usage.healthChecks)
        types << QString::fromStdString(check.deviceType);
    if (!types.isEmpty())
        words += tr(" · health check of %1").arg(types.join(QStringLiteral(", ")));
    return words;
}

QString folderName(const QString& path) {
    return path.section(QLatin1Char('/'), -1);
}

} // namespace labwarden::console
