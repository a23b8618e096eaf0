// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/jump_model.h"

#include "console/board/device_row.h"
#include "console/runs/run_words.h"
#include "console/widgets/format.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace labwarden::console {
namespace {

constexpr int mostOfAKind = 8; ///< shown at once; who wants others types on
constexpr int mostRecent = 6;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

JumpEntry entryOf(const Device& device) {
    JumpEntry entry;
    entry.kind = JumpKind::device;
    entry.id = device.id;
    entry.icon = style::Icon::server;
    const QString name = device.name.empty() ? q(device.key) : q(device.name);
    entry.texts = {name, q(device.key), q(device.serial), q(device.model), q(device.type)};
    QStringList detail;
    if (device.key != device.name && !device.name.empty())
        detail << q(device.key);
    detail << q(device.model) << board::rackTitle(q(device.location.rack));
    detail.removeAll(QString());
    entry.detail = detail.join(QStringLiteral(" · "));
    entry.order = board::naturalKey(name);
    return entry;
}

JumpEntry entryOf(const TestRun& run) {
    JumpEntry entry;
    entry.kind = JumpKind::run;
    entry.id = run.id;
    entry.icon = style::Icon::circlePlay;
    const QString number = QString::number(run.number);
    QStringList devices;
    for (const auto& device : run.devices)
        devices << q(device.name.empty() ? device.key : device.name);
    entry.texts = {QStringLiteral("#%1 %2").arg(number, q(run.testCaseTitle)),
                   number,
                   q(run.testCaseKey),
                   q(run.testCaseTitle),
                   devices.join(QStringLiteral(", ")),
                   starterText(run)};
    entry.detail = QStringLiteral("%1 · %2").arg(devicesText(run), starterText(run));
    // The newest first: a greater number has a smaller key.
    entry.order = QString::number(999'999'999'999 - run.number).rightJustified(12, QLatin1Char('0'));
    return entry;
}

JumpEntry entryOf(const TestCaseSummary& testCase) {
    JumpEntry entry;
    entry.kind = JumpKind::testCase;
    entry.id = testCase.id;
    entry.icon = style::Icon::listChecks;
    entry.texts = {q(testCase.title), q(testCase.key)};
    for (const auto& tag : testCase.tags)
        entry.texts << q(tag);
    entry.detail = JumpModel::tr("%1 · start a run of it").arg(q(testCase.key));
    entry.order = board::naturalKey(q(testCase.key));
    return entry;
}

JumpEntry entryOf(const Environment& environment) {
    JumpEntry entry;
    entry.kind = JumpKind::environment;
    entry.id = environment.id;
    entry.icon = style::Icon::boxes;
    entry.texts = {q(environment.document.name), q(environment.document.runnerQueue)};
    entry.detail = q(environment.document.description).section(QLatin1Char('\n'), 0, 0);
    entry.order = board::naturalKey(q(environment.document.name));
    return entry;
}

JumpEntry entryOf(const JumpAction& action, std::size_t place) {
    JumpEntry entry;
    entry.kind = JumpKind::action;
    entry.id = action.id.toStdString();
    entry.icon = action.icon;
    entry.texts = {action.title, action.words};
    entry.keys = action.keys.toString(QKeySequence::NativeText);
    entry.order = QString::number(place).rightJustified(4, QLatin1Char('0'));
    return entry;
}

QString headingOf(JumpKind kind) {
    switch (kind) {
    case JumpKind::action:
        return JumpModel::tr("Actions");
    case JumpKind::device:
        return JumpModel::tr("Devices");
    case JumpKind::run:
        return JumpModel::tr("Runs");
    case JumpKind::testCase:
        return JumpModel::tr("Test cases");
    case JumpKind::environment:
        return JumpModel::tr("Environments");
    }
    return {};
}

QString wordOf(JumpKind kind) {
    switch (kind) {
    case JumpKind::action:
        return JumpModel::tr("action");
    case JumpKind::device:
        return JumpModel::tr("device");
    case JumpKind::run:
        return JumpModel::tr("run");
    case JumpKind::testCase:
        return JumpModel::tr("test case");
    case JumpKind::environment:
        return JumpModel::tr("environment");
    }
    return {};
}

} // namespace

JumpModel::JumpModel(const LabStore& store, QObject* parent) : QAbstractListModel(parent), m_store(store) {
    connect(&store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (!m_filled)
            return;
        m_outdated = m_outdated || hasOthers(changes);
        if (!m_rows.empty()) // their states
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::AccessibleTextRole});
    });
}

void JumpModel::fill(JumpActions actions, const QStringList& recent) {
    m_actions = std::move(actions);
    m_recent = recent;
    m_query.clear();
    m_filled = true;
    gather();
    search();
}

void JumpModel::clear() {
    beginResetModel();
    m_filled = false;
    m_rows = {};
    m_entries = {};
    m_known = {};
    m_actions = {};
    m_found = 0;
    endResetModel();
}

/// Whether things have come or gone; 500 changes of state a second are no reason to read all anew.
bool JumpModel::hasOthers(const StoreChanges& changes) const {
    const auto differs = [this](const std::vector<std::string>& ids, const auto& find) {
        return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
            return (find(id) != nullptr) != m_known.contains(id);
        });
    };
    return changes.testCases || changes.environments ||
           differs(changes.devices, [this](const auto& id) { return m_store.device(id); }) ||
           differs(changes.runs, [this](const auto& id) { return m_store.run(id); });
}

void JumpModel::gather() {
    m_outdated = false;
    m_searched.clear();
    m_entries.clear();
    m_known.clear();
    m_entries.reserve(m_store.devices().size() + m_store.runs().size() + m_store.testCases().size() +
                      m_store.environments().size() + m_actions.size());
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        if (!m_actions[i].offered || m_actions[i].offered())
            addEntry(entryOf(m_actions[i], i));
    for (const auto& [id, device] : m_store.devices())
        addEntry(entryOf(device));
    for (const auto& [id, run] : m_store.runs())
        addEntry(entryOf(run));
    if (m_store.may("runs:start")) // there is nothing else to do with one
        for (const auto& [id, testCase] : m_store.testCases())
            addEntry(entryOf(testCase));
    for (const auto& [id, environment] : m_store.environments())
        addEntry(entryOf(environment));
    // Once in order, equals stay in it.
    std::sort(m_entries.begin(), m_entries.end(), [](const JumpEntry& a, const JumpEntry& b) {
        const int byOrder = a.order.compare(b.order);
        return byOrder != 0 ? byOrder < 0 : a.id < b.id;
    });
}

void JumpModel::addEntry(JumpEntry entry) {
    entry.folded.reserve(entry.texts.size());
    for (const QString& text : std::as_const(entry.texts))
        entry.folded << foldedForJump(text);
    m_known.insert(entry.id);
    m_entries.push_back(std::move(entry));
}

void JumpModel::setQuery(const QString& query) {
    if (query == m_query && !m_outdated)
        return;
    m_query = query;
    if (m_outdated)
        gather();
    search();
}

void JumpModel::search() {
    // "#48213" is how people write a run's number.
    const auto words = foldedForJump(m_query).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    beginResetModel();
    m_rows = words.isEmpty() ? rowsWithoutWords() : rowsFor(words);
    endResetModel();
}

std::vector<JumpModel::Row> JumpModel::rowsWithoutWords() {
    std::vector<Row> recent, actions;
    for (const QString& key : std::as_const(m_recent)) {
        const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                     [&](const JumpEntry& entry) { return keyOf(entry) == key; });
        if (at != m_entries.end() && static_cast<int>(recent.size()) < mostRecent)
            recent.push_back({{}, {static_cast<int>(at - m_entries.begin()), {}}});
    }
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (m_entries[i].kind == JumpKind::action && !m_recent.contains(keyOf(m_entries[i])))
            actions.push_back({{}, {static_cast<int>(i), {}}});
    m_found = static_cast<int>(recent.size() + actions.size());
    std::vector<Row> rows;
    const auto add = [&rows](const QString& heading, const std::vector<Row>& group) {
        if (group.empty())
            return;
        rows.push_back({heading, {}});
        rows.insert(rows.end(), group.begin(), group.end());
    };
    add(tr("Used lately"), recent);
    add(headingOf(JumpKind::action), actions);
    return rows;
}

std::vector<JumpModel::Row> JumpModel::rowsFor(const QStringList& words) {
    constexpr std::array kinds{JumpKind::device, JumpKind::run, JumpKind::testCase, JumpKind::environment,
                               JumpKind::action};
    std::array<std::vector<Hit>, kinds.size()> hits;
    // Whoever types on only leaves out what has answered so far.
    std::vector<int> candidates;
    if (m_searched.isEmpty() || !m_query.startsWith(m_searched)) {
        m_answering.resize(m_entries.size());
        std::iota(m_answering.begin(), m_answering.end(), 0);
    }
    m_searched = m_query;
    candidates.swap(m_answering);
    for (const int i : candidates) {
        const auto& entry = m_entries[static_cast<std::size_t>(i)];
        if (auto score = scoreOf(words, entry.folded, JumpLetters::unwanted)) {
            m_answering.push_back(i);
            hits[static_cast<std::size_t>(entry.kind)].push_back({i, std::move(*score)});
        }
    }
    const auto better = [](const Hit& a, const Hit& b) {
        return a.score.value != b.score.value ? a.score.value > b.score.value : a.entry < b.entry;
    };
    m_found = 0;
    std::vector<std::pair<JumpKind, std::size_t>> groups; ///< with how many there are
    for (const auto kind : kinds) {
        auto& group = hits[static_cast<std::size_t>(kind)];
        if (group.empty())
            continue;
        groups.emplace_back(kind, group.size());
        m_found += static_cast<int>(group.size());
        const auto shown = std::min<std::size_t>(group.size(), mostOfAKind);
        std::partial_sort(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(shown), group.end(),
                          better);
        group.resize(shown);
        for (auto& hit : group)
            hit.score = *scoreOf(words, m_entries[static_cast<std::size_t>(hit.entry)].folded);
    }
    std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
        const auto bestOf = [&](const auto& group) {
            return hits[static_cast<std::size_t>(group.first)].front().score.value;
        };
        return bestOf(a) > bestOf(b);
    });
    std::vector<Row> rows;
    for (const auto& [kind, total] : groups) {
        const auto& group = hits[static_cast<std::size_t>(kind)];
        rows.push_back({total > group.size()
                            ? tr("%1 · the best %2 of %3")
                                  .arg(headingOf(kind), widgets::countText(static_cast<qint64>(group.size())),
                                       widgets::countText(static_cast<qint64>(total)))
                            : headingOf(kind),
                        {}});
        for (const auto& hit : group)
            rows.push_back({{}, hit});
    }
    return rows;
}

const JumpEntry* JumpModel::entry(int row) const {
    if (row < 0 || row >= rowCount())
        return nullptr;
    const auto& at = m_rows[static_cast<std::size_t>(row)];
    return at.heading.isEmpty() ? &m_entries[static_cast<std::size_t>(at.hit.entry)] : nullptr;
}

const JumpAction* JumpModel::action(const JumpEntry& entry) const {
    const auto at = std::find_if(m_actions.begin(), m_actions.end(), [&](const JumpAction& action) {
        return action.id.toStdString() == entry.id;
    });
    return entry.kind == JumpKind::action && at != m_actions.end() ? &*at : nullptr;
}

QString JumpModel::keyOf(const JumpEntry& entry) {
    static constexpr std::array<const char*, 5> names{"action", "device", "run", "testCase", "environment"};
    return QStringLiteral("%1:%2").arg(QLatin1String(names[static_cast<std::size_t>(entry.kind)]),
                                       q(entry.id));
}

std::optional<widgets::StateLook> JumpModel::look(int row) const {
    const auto* at = entry(row);
    return at ? lookOf(*at) : std::nullopt;
}

std::optional<widgets::StateLook> JumpModel::lookOf(const JumpEntry& entry) const {
    if (entry.kind == JumpKind::device) {
        if (const auto* device = m_store.device(entry.id))
            return widgets::lookOf(deviceState(device->presence, device->lease, device->service));
    } else if (entry.kind == JumpKind::run) {
        if (const auto* run = m_store.run(entry.id))
            return widgets::lookOf(run->state, run->outcome);
    }
    return std::nullopt;
}

int JumpModel::choosable(int row, int step) const {
    for (; row >= 0 && row < rowCount(); row += step)
        if (entry(row))
            return row;
    return -1;
}

int JumpModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant JumpModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    if (!row.heading.isEmpty())
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? QVariant(row.heading)
               : role == HeadingRole                                     ? QVariant(true)
                                                                         : QVariant();
    const auto& at = m_entries[static_cast<std::size_t>(row.hit.entry)];
    switch (role) {
    case Qt::DisplayRole:
        return at.texts.front();
    case Qt::AccessibleTextRole:
        return describe(row);
    case Qt::ToolTipRole:
        return detailOf(row, nullptr).isEmpty()
                   ? at.texts.front()
                   : QStringLiteral("%1\n%2").arg(at.texts.front(), detailOf(row, nullptr));
    case HeadingRole:
        return false;
    case IconRole:
        return static_cast<int>(at.icon);
    case DetailRole:
        return detailOf(row, nullptr);
    case NameMarksRole: {
        QList<int> marks;
        if (const int place = placeInName(row); place >= 0)
            for (const int letter : row.hit.score.letters)
                marks.append(place + letter);
        return QVariant::fromValue(marks);
    }
    case DetailMarksRole: {
        QList<int> marks;
        detailOf(row, &marks);
        return QVariant::fromValue(marks);
    }
    case KeysRole:
        return at.keys;
    default:
        return {};
    }
}

int JumpModel::placeInName(const Row& row) const {
    const auto& texts = m_entries[static_cast<std::size_t>(row.hit.entry)].texts;
    return static_cast<int>(texts.front().indexOf(texts[row.hit.score.text]));
}

/// What has answered comes first in it, when it is neither the name nor there already.
QString JumpModel::detailOf(const Row& row, QList<int>* marks) const {
    const auto& at = m_entries[static_cast<std::size_t>(row.hit.entry)];
    const auto& score = row.hit.score;
    if (placeInName(row) >= 0 || at.kind == JumpKind::action)
        return at.detail;
    const QString& answer = at.texts[score.text];
    const auto place = at.detail.indexOf(answer);
    if (marks)
        for (const int letter : score.letters)
            marks->append(static_cast<int>(std::max<qsizetype>(0, place)) + letter);
    if (place >= 0)
        return at.detail;
    return at.detail.isEmpty() ? answer : QStringLiteral("%1 · %2").arg(answer, at.detail);
}

QString JumpModel::describe(const Row& row) const {
    const auto& at = m_entries[static_cast<std::size_t>(row.hit.entry)];
    QStringList parts{at.texts.front(), wordOf(at.kind)};
    if (const auto look = lookOf(at))
        parts << look->word;
    if (const QString detail = detailOf(row, nullptr); !detail.isEmpty())
        parts << detail;
    if (!at.keys.isEmpty())
        parts << at.keys;
    return parts.join(QStringLiteral(", "));
}

Qt::ItemFlags JumpModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    return entry(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                              : Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

} // namespace labwarden::console
