// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_model.h"

#include "console/environments/environment_words.h"
#include "console/widgets/format.h"

#include <algorithm>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString variablesText(const EnvironmentDocument& document) {
    const auto secrets = std::count_if(document.variables.begin(), document.variables.end(),
                                       [](const Variable& variable) { return variable.secret; });
    const auto plain = static_cast<std::ptrdiff_t>(document.variables.size()) - secrets;
    QStringList words;
    if (plain > 0)
        words << EnvironmentModel::tr("%1 plain").arg(plain);
    if (secrets > 0)
        words << EnvironmentModel::tr("%1 secret").arg(secrets);
    return words.isEmpty() ? EnvironmentModel::tr("none") : words.join(QStringLiteral(", "));
}

} // namespace

EnvironmentModel::EnvironmentModel(const LabStore& store, QObject* parent)
    : TableModel(parent), m_store(store) {
    connect(&m_store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.environments)
            update();
    });
    connect(&m_store, &LabStore::reset, this, &EnvironmentModel::update);
    update();
}

int EnvironmentModel::rowOf(const std::string& id) const {
    const auto at = std::ranges::find(rows(), id, &Environment::id);
    return at == rows().end() ? -1 : static_cast<int>(at - rows().begin());
}

/// Row by row, so that what is selected stays.
void EnvironmentModel::update() {
    for (int row = rowCount() - 1; row >= 0; --row)
        if (!m_store.environment(at(row).id))
            removeAt(row);
    for (const auto& [id, environment] : m_store.environments()) {
        const int row = rowOf(id);
        if (row < 0)
            insertAt(rowCount(), environment);
        else if (at(row).version != environment.version)
            replaceAt(row, environment);
    }
}

QString EnvironmentModel::heading(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Queue:
        return tr("Runner queue");
    case Variables:
        return tr("Variables");
    case ChangedBy:
        return tr("Changed by");
    default:
        return tr("Changed");
    }
}

QVariant EnvironmentModel::cell(const Environment& environment, int column, int role) const {
    if (role == Qt::UserRole && column == Changed)
        return static_cast<qint64>(environment.changedAt.ms);
    const bool isText = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == Qt::UserRole;
    if (!isText)
        return {};
    switch (column) {
    case Name:
        return role == Qt::ToolTipRole && !environment.document.description.empty()
                   ? QStringLiteral("%1\n%2").arg(q(environment.document.name),
                                                  q(environment.document.description))
                   : q(environment.document.name);
    case Queue:
        return queueName(environment.document);
    case Variables:
        return variablesText(environment.document);
    case ChangedBy:
        return q(environment.changedBy);
    default:
        return environment.changedAt.ms > 0 ? widgets::dateTimeText(environment.changedAt) : QString();
    }
}

EnvironmentProxy::EnvironmentProxy(EnvironmentModel* environments, QObject* parent)
    : QSortFilterProxyModel(parent), m_environments(environments) {
    setSourceModel(environments);
    setSortRole(Qt::UserRole);
    setSortLocaleAware(true);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    sort(EnvironmentModel::Name);
}

void EnvironmentProxy::setFilter(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

QModelIndex EnvironmentProxy::indexOf(const std::string& id) const {
    const int row = m_environments->rowOf(id);
    return row < 0 ? QModelIndex() : mapFromSource(m_environments->index(row, 0));
}

bool EnvironmentProxy::filterAcceptsRow(int row, const QModelIndex&) const {
    const auto& environment = m_environments->at(row);
    QStringList texts{q(environment.document.name), q(environment.document.description),
                      queueName(environment.document), q(environment.changedBy)};
    for (const auto& variable : environment.document.variables)
        texts << q(variable.name);
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        return std::any_of(texts.begin(), texts.end(),
                           [&](const QString& text) { return text.contains(word, Qt::CaseInsensitive); });
    });
}

} // namespace labwarden::console
