// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/draft_shelf.h"

#include "console/api/json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QSettings>
#include <QUrl>

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden::console {
namespace {

Q_LOGGING_CATEGORY(drafts, "labwarden.drafts")

std::string textIn(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

std::optional<KeptDraft> read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    std::string why;
    const auto json = wire::parse(file.readAll().toStdString(), why);
    const auto* object = json ? json->if_object() : nullptr;
    if (!object || !object->contains("document") || !object->contains("base"))
        return std::nullopt;
    // Half a document may well break rules; its shape is all that counts.
    auto document = wire::read<TestCaseDocument>(object->at("document"), wire::server);
    auto base = wire::read<TestCaseDocument>(object->at("base"), wire::server);
    KeptDraft draft;
    draft.caseId = textIn(*object, "caseId");
    draft.key = textIn(*object, "key");
    draft.message = textIn(*object, "message");
    draft.text = textIn(*object, "text");
    if (const auto* revision = object->if_contains("revision"); revision && revision->is_int64())
        draft.revision = static_cast<int>(revision->get_int64());
    draft.document = std::move(document.value);
    draft.base = std::move(base.value);
    draft.at = Timestamp{QFileInfo(path).lastModified().toMSecsSinceEpoch()};
    return draft;
}

} // namespace

DraftShelf::DraftShelf(const QSettings& settings)
    : m_root(QFileInfo(settings.fileName()).absolutePath() + QStringLiteral("/drafts")) {}

void DraftShelf::setPerson(const QString& server, const QString& user) {
    if (user.isEmpty()) {
        m_folder.clear();
        return;
    }
    const QByteArray name =
        QCryptographicHash::hash((server + QLatin1Char('\n') + user).toUtf8(), QCryptographicHash::Sha256);
    m_folder = m_root + QLatin1Char('/') + QString::fromLatin1(name.toHex().left(24));
}

QString DraftShelf::pathOf(const std::string& caseId) const {
    const QString name = caseId.empty() ? QStringLiteral("new") : QString::fromStdString(caseId);
    return m_folder + QLatin1Char('/') + QString::fromLatin1(QUrl::toPercentEncoding(name)) +
           QStringLiteral(".json");
}

bool DraftShelf::keep(const KeptDraft& draft) {
    if (m_folder.isEmpty())
        return false;
    QDir().mkpath(m_folder);
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(pathOf(draft.caseId));
    const boost::json::value json = {{"caseId", draft.caseId},
                                     {"key", draft.key},
                                     {"revision", std::int64_t(draft.revision)},
                                     {"message", draft.message},
                                     {"text", draft.text},
                                     {"base", boost::json::value_from(draft.base)},
                                     {"document", boost::json::value_from(draft.document)}};
    if (file.open(QIODevice::WriteOnly)) {
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(QByteArray::fromStdString(boost::json::serialize(json)));
        if (file.commit())
            return true;
    }
    qCWarning(drafts) << "A draft could not be kept:" << file.errorString();
    return false;
}

void DraftShelf::drop(const std::string& caseId) {
    if (!m_folder.isEmpty())
        QFile::remove(pathOf(caseId));
}

std::optional<KeptDraft> DraftShelf::find(const std::string& caseId) const {
    return m_folder.isEmpty() ? std::nullopt : read(pathOf(caseId));
}

std::vector<KeptDraft> DraftShelf::all() const {
    std::vector<KeptDraft> found;
    if (m_folder.isEmpty())
        return found;
    for (const auto& name : QDir(m_folder).entryList({QStringLiteral("*.json")}, QDir::Files))
        if (auto draft = read(m_folder + QLatin1Char('/') + name))
            found.push_back(std::move(*draft));
    std::sort(found.begin(), found.end(), [](const KeptDraft& a, const KeptDraft& b) { return a.at > b.at; });
    return found;
}

} // namespace labwarden::console
