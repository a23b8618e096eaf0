// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/store/lab_store.h"
#include "console/widgets/table_model.h"

#include <QTimer>

#include <functional>

namespace labwarden::console {

/// Which runs a list shows.
struct RunFilter {
    enum class Kind { all, active, passed, failed, other };
    Kind kind = Kind::all;
    QString text; ///< every word must occur in number, case, device, environment or person

    bool accepts(const TestRun& run) const;
    static bool isOfKind(const TestRun& run, Kind kind);
    bool operator==(const RunFilter&) const = default;
};

/// The store's runs, newest first, kept live. GUI thread only.
class RunTableModel : public widgets::TableModel<TestRun> {
    Q_OBJECT
public:
    enum Column { Number, State, Case, Devices, EnvironmentName, StartedBy, Started, Duration, ColumnCount };
    RunTableModel(const LabStore& store, const Clock& clock, QObject* parent = nullptr);

    void setFilter(const RunFilter& filter);
    const RunFilter& filter() const { return m_filter; }
    /// How many runs of that kind the store has, whatever the filter's text.
    int countOf(RunFilter::Kind kind) const;
    /// Negative when it is not shown.
    int rowOf(const std::string& runId) const;

    /// Older runs are fetched when a view has come to the end of the list.
    void setFetcher(std::function<bool()> hasOlder, std::function<void()> fetchOlder);
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    Qt::Alignment alignment(int column) const override {
        return column == Duration ? Qt::AlignRight : Qt::AlignLeft;
    }
    QVariant cell(const TestRun& run, int column, int role) const override;

private:
    void rebuild();
    void apply(const StoreChanges& changes);
    void tick();

    const LabStore& m_store;
    const Clock& m_clock;
    RunFilter m_filter;
    std::function<bool()> m_hasOlder;
    std::function<void()> m_fetchOlder;
    QTimer m_seconds; ///< durations of running runs
};

} // namespace labwarden::console
