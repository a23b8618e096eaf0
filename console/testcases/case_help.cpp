// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_help.h"

#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>

#include <algorithm>

namespace labwarden::console {

CaseHelp::CaseHelp(QObject* parent) : QObject(parent) {
    for (auto*& list : m_lists)
        list = new QStringListModel(this);
}

void CaseHelp::set(List list, const QStringList& words) {
    auto* model = m_lists[static_cast<int>(list)];
    if (model->stringList() != words)
        model->setStringList(words);
}

void CaseHelp::setMetrics(std::vector<Metric> metrics) {
    m_metrics = std::move(metrics);
    QStringList names;
    for (const auto& metric : m_metrics)
        names << QString::fromStdString(metric.name);
    set(List::metrics, names);
    Q_EMIT changed();
}

QString CaseHelp::unitOf(const QString& metric) const {
    const auto at =
        std::find_if(m_metrics.begin(), m_metrics.end(),
                     [name = metric.toStdString()](const Metric& known) { return known.name == name; });
    return at == m_metrics.end() ? QString() : QString::fromStdString(at->unit);
}

void CaseHelp::setFolders(const QStringList& folders) {
    set(List::folders, folders);
}

void CaseHelp::setOwners(const QStringList& owners) {
    set(List::owners, owners);
}

void CaseHelp::setDeviceTypes(const QStringList& types) {
    set(List::deviceTypes, types);
}

void CaseHelp::setDeviceTags(const QStringList& tags) {
    if (m_deviceTags == tags)
        return;
    m_deviceTags = tags;
    Q_EMIT changed();
}

void CaseHelp::setCaseTags(const QStringList& tags) {
    if (m_caseTags == tags)
        return;
    m_caseTags = tags;
    Q_EMIT changed();
}

void CaseHelp::complete(QLineEdit* line, List list) {
    auto* completer = new QCompleter(m_lists[static_cast<int>(list)], line);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    completer->setMaxVisibleItems(8);
    line->setCompleter(completer);
    // The line gets the text after this signal, and tells nobody that it was edited.
    connect(
        completer, qOverload<const QString&>(&QCompleter::activated), line,
        [line] { Q_EMIT line->textEdited(line->text()); }, Qt::QueuedConnection);
}

} // namespace labwarden::console
