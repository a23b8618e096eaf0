// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/prefill.h"

#include <QCoreApplication>
#include <QFile>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("LoginPage", text);
}

/// On Windows files belong to their owner unless somebody has shared them; the permission bits there say
/// nothing.
bool isPrivate(const QFile& file) {
#ifdef Q_OS_WIN
    Q_UNUSED(file)
    return true;
#else
    return !(file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                                   QFile::WriteOther | QFile::ExeOther));
#endif
}

} // namespace

Prefill prefillFrom(const QProcessEnvironment& environment) {
    Prefill prefill{environment.value(QStringLiteral("LABWARDEN_CONSOLE_SERVER")),
                    environment.value(QStringLiteral("LABWARDEN_CONSOLE_USER")),
                    {},
                    {}};
    const QString path = environment.value(QStringLiteral("LABWARDEN_CONSOLE_PASSWORD_FILE"));
    if (path.isEmpty())
        return prefill;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        prefill.problem = tr("The password file %1 cannot be read: %2.").arg(path, file.errorString());
    else if (!isPrivate(file))
        prefill.problem =
            tr("The password file %1 can be read by others and was not used. Give it mode 0600.").arg(path);
    else
        prefill.password =
            QString::fromUtf8(file.readLine(1024)).remove(QLatin1Char('\n')).remove(QLatin1Char('\r'));
    return prefill;
}

} // namespace labwarden::console
