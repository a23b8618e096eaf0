// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_table_model.h"

#include "console/runs/run_words.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QDateTime>

#include <algorithm>

namespace labwarden::console {
namespace {

bool newestFirst(const TestRun& a, const TestRun& b) {
    return a.number > b.number;
}

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// The day only where it is not today.
QString startedText(Timestamp at, Timestamp now) {
    const auto dayOf = [](Timestamp t) { return QDateTime::fromMSecsSinceEpoch(t.ms).date(); };
    return dayOf(at) == dayOf(now) ? widgets::timeText(at) : widgets::dateTimeText(at);
}

} // namespace

bool RunFilter::isOfKind(const TestRun& run, Kind kind) {
    switch (kind) {
    case Kind::all:
        return true;
    case Kind::active:
        return run.state != RunState::finished;
    case Kind::passed:
        return run.outcome == Outcome::passed;
    case Kind::failed:
        return run.outcome == Outcome::failed;
    case Kind::other:
        return run.outcome && run.outcome != Outcome::passed && run.outcome != Outcome::failed;
    }
    return false;
}

bool RunFilter::accepts(const TestRun& run) const {
    if (!isOfKind(run, kind))
        return false;
    if (text.isEmpty())
        return true;
    QString hay = QString::number(run.number) + QLatin1Char(' ') + q(run.testCaseKey) + QLatin1Char(' ') +
                  q(run.testCaseTitle) + QLatin1Char(' ') + q(run.environmentName) + QLatin1Char(' ') +
                  starterText(run);
    for (const auto& device : run.devices)
        hay += QLatin1Char(' ') + q(device.key) + QLatin1Char(' ') + q(device.name);
    const auto words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& w) { return hay.contains(w, Qt::CaseInsensitive); });
}

RunTableModel::RunTableModel(const LabStore& store, const Clock& clock, QObject* parent)
    : TableModel(parent), m_store(store), m_clock(clock) {
    connect(&store, &LabStore::reset, this, &RunTableModel::rebuild);
    connect(&store, &LabStore::changed, this, &RunTableModel::apply);
    m_seconds.setInterval(1000);
    connect(&m_seconds, &QTimer::timeout, this, &RunTableModel::tick);
    m_seconds.start();
    rebuild();
}

void RunTableModel::setFilter(const RunFilter& filter) {
    if (filter == m_filter)
        return;
    m_filter = filter;
    rebuild();
}

int RunTableModel::countOf(RunFilter::Kind kind) const {
    return static_cast<int>(
        std::count_if(m_store.runs().begin(), m_store.runs().end(),
                      [kind](const auto& run) { return RunFilter::isOfKind(run.second, kind); }));
}

int RunTableModel::rowOf(const std::string& runId) const {
    const auto at =
        std::find_if(rows().begin(), rows().end(), [&](const TestRun& run) { return run.id == runId; });
    return at == rows().end() ? -1 : static_cast<int>(at - rows().begin());
}

void RunTableModel::setFetcher(std::function<bool()> hasOlder, std::function<void()> fetchOlder) {
    m_hasOlder = std::move(hasOlder);
    m_fetchOlder = std::move(fetchOlder);
}

bool RunTableModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasOlder && m_hasOlder();
}

void RunTableModel::fetchMore(const QModelIndex& parent) {
    if (!parent.isValid() && m_fetchOlder)
        m_fetchOlder();
}

QString RunTableModel::heading(int column) const {
    switch (column) {
    case Number:
        return tr("Run");
    case State:
        return tr("State");
    case Case:
        return tr("Test case");
    case Devices:
        return tr("Devices");
    case EnvironmentName:
        return tr("Environment");
    case StartedBy:
        return tr("Started by");
    case Started:
        return tr("Started");
    case Duration:
        return tr("Duration");
    default:
        return {};
    }
}

QVariant RunTableModel::cell(const TestRun& run, int column, int role) const {
    if (role == Qt::ToolTipRole) {
        if (column == State)
            return q(run.reason);
        if (column == Devices && run.devices.size() > 1) {
            QStringList keys;
            for (const auto& device : run.devices)
                keys << q(device.key);
            return keys.join(QLatin1String(", "));
        }
        return {};
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Number:
        return QString::number(run.number);
    case State: {
        const QString word = widgets::lookOf(run.state, run.outcome).word;
        const QString percent = percentText(run);
        return percent.isEmpty() ? word : word + QLatin1Char(' ') + percent;
    }
    case Case:
        return QStringLiteral("%1  %2").arg(q(run.testCaseKey), q(run.testCaseTitle));
    case Devices:
        return devicesText(run);
    case EnvironmentName:
        return q(run.environmentName);
    case StartedBy:
        return starterText(run);
    case Started:
        return startedText(run.startedAt.value_or(run.createdAt), m_clock.now());
    case Duration: {
        const auto duration = durationOf(run, m_clock.now());
        return duration ? widgets::durationText(*duration) : QStringLiteral("–");
    }
    default:
        return {};
    }
}

void RunTableModel::rebuild() {
    std::vector<TestRun> shown;
    for (const auto& [id, run] : m_store.runs())
        if (m_filter.accepts(run))
            shown.push_back(run);
    std::sort(shown.begin(), shown.end(), newestFirst);
    resetRows(std::move(shown));
}

void RunTableModel::apply(const StoreChanges& changes) {
    for (const auto& id : changes.runs) {
        const auto* run = m_store.run(id);
        const int known = rowOf(id);
        const bool wanted = run && m_filter.accepts(*run);
        if (known >= 0 && wanted) {
            replaceAt(known, *run);
        } else if (known >= 0) {
            removeAt(known);
        } else if (wanted) {
            const auto at = std::lower_bound(rows().begin(), rows().end(), *run, newestFirst);
            insertAt(static_cast<int>(at - rows().begin()), *run);
        }
    }
}

void RunTableModel::tick() {
    for (int row = 0; row < rowCount(); ++row)
        if (at(row).startedAt && !at(row).finishedAt)
            Q_EMIT dataChanged(index(row, Duration), index(row, Duration), {Qt::DisplayRole});
}

} // namespace labwarden::console
